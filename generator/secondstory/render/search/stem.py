"""Turn an English word into its stem: `retries`, `retried` and `retrying` into `retri`.

Porter's second stemmer ("English" of the Snowball project). `search-tokens.js` in the
theme holds the same code line for line, and a test proves both equal.
"""

from __future__ import annotations

import re
from functools import lru_cache

_EXCEPTIONS = {
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "idly": "idl",
    "gently": "gentl",
    "ugly": "ugli",
    "early": "earli",
    "only": "onli",
    "singly": "singl",
    "sky": "sky",
    "news": "news",
    "howe": "howe",
    "atlas": "atlas",
    "cosmos": "cosmos",
    "bias": "bias",
    "andes": "andes",
}
_FINISHED_EARLY = frozenset(
    ("inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed")
)

# What a suffix becomes, longest first: step 2 and 3 inside R1, step 4 inside R2.
_STEP_2 = (
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("iveness", "ive"),
    ("tional", "tion"),
    ("biliti", "ble"),
    ("lessli", "less"),
    ("entli", "ent"),
    ("ation", "ate"),
    ("alism", "al"),
    ("aliti", "al"),
    ("ousli", "ous"),
    ("iviti", "ive"),
    ("fulli", "ful"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("abli", "able"),
    ("izer", "ize"),
    ("ator", "ate"),
    ("alli", "al"),
    ("bli", "ble"),
)
_STEP_3 = (
    ("ational", "ate"),
    ("tional", "tion"),
    ("alize", "al"),
    ("icate", "ic"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ness", ""),
    ("ful", ""),
)
_STEP_4 = re.compile("(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|al|er|ic)$")

_R1_BY_PREFIX = re.compile("gener|commun|arsen")
_VOWEL = re.compile("[aeiouy]")
_VOWEL_THEN_CONSONANT = re.compile("[aeiouy][^aeiouy]")
_SHORT_END = re.compile("(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy])$")
_CONSONANT_Y = re.compile("^y|(?<=[aeiouy])y")
_DOUBLE = re.compile("(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$")
_ED_ING = re.compile("(?:ingly|edly|ing|ed)$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Reduce a word of lower-case ASCII letters to its stem; other words come back as they are."""
    if len(word) < 3 or not (word.isascii() and word.isalpha() and word.islower()):
        return word
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    word = _CONSONANT_Y.sub("Y", word)
    prefix = _R1_BY_PREFIX.match(word)
    r1 = prefix.end() if prefix else _region(word, 0)
    r2 = _region(word, r1)

    word = _plural(word)
    if word in _FINISHED_EARLY:
        return word
    word = _past_and_gerund(word, r1)
    if len(word) > 2 and word[-1] in "yY" and not _VOWEL.match(word[-2]):
        word = word[:-1] + "i"
    word = _derivation(word, r1, r2)
    if word.endswith("e"):
        kept = word[:-1]
        if len(kept) >= r2 or (len(kept) >= r1 and not _SHORT_END.search(kept)):
            word = kept
    elif word.endswith("ll") and len(word) - 1 >= r2:
        word = word[:-1]
    return word.replace("Y", "y")


def _region(word: str, start: int) -> int:
    """Where the part after the first consonant that follows a vowel begins."""
    found = _VOWEL_THEN_CONSONANT.search(word, start)
    return found.end() if found else len(word)


def _plural(word: str) -> str:
    """Step 1a."""
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and _VOWEL.search(word[:-2]):
        return word[:-1]
    return word


def _past_and_gerund(word: str, r1: int) -> str:
    """Step 1b."""
    for suffix in ("eedly", "eed"):
        if word.endswith(suffix):
            begins = len(word) - len(suffix)
            return word[:begins] + "ee" if begins >= r1 else word
    found = _ED_ING.search(word)
    if not found or not _VOWEL.search(word[: found.start()]):
        return word
    word = word[: found.start()]
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _DOUBLE.search(word):
        return word[:-1]
    return word + "e" if r1 >= len(word) and _SHORT_END.search(word) else word


def _derivation(word: str, r1: int, r2: int) -> str:
    """Steps 2, 3 and 4."""
    word = _replace(word, _STEP_2, r1) or _step_2_by_context(word, r1)
    word = _replace(word, _STEP_3, r1) or (
        word[:-5] if word.endswith("ative") and len(word) - 5 >= r2 else word
    )
    found = _STEP_4.search(word)
    if found:
        return word[: found.start()] if found.start() >= r2 else word
    if word.endswith(("sion", "tion")) and len(word) - 3 >= r2:
        return word[:-3]
    return word


def _replace(word: str, table: tuple[tuple[str, str], ...], region: int) -> str:
    """Replace the longest suffix that the table knows; "" where it knows none."""
    for suffix, by in table:
        if word.endswith(suffix):
            begins = len(word) - len(suffix)
            return word[:begins] + by if begins >= region else word
    return ""


def _step_2_by_context(word: str, r1: int) -> str:
    """Handle the two suffixes of step 2 that depend on the letter before them."""
    if word.endswith("logi") and len(word) - 3 >= r1:
        return word[:-1]
    if re.search("[cdeghkmnrt]li$", word) and len(word) - 2 >= r1:
        return word[:-2]
    return word
