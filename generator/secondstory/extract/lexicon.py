"""The words that name the parts of a postmortem: a label as written -> its word family.

The families lie in words.toml, the only place that knows them; a project extends them
through its config.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files

from secondstory.extract.status import STATUS_FAMILIES, Statuses
from secondstory.findings import ProjectError

SECTIONS = frozenset(
    "summary impact timeline root_cause contributing second_story trigger detection resolution"
    " lessons went_well went_poorly lucky actions appendix".split()
)
FIELDS = frozenset(
    "title date started detected mitigated resolved window duration severity severity_initial"
    " priority status visibility service team tags classes recurrence near_miss published"
    " author summary impact root_cause trigger".split()
)
COLUMNS = frozenset(
    "action_text owner due status ticket action_type action_priority verified reason action_id"
    " action_strength action_intent action_done".split()
)
TIMES = frozenset({"time", "event", "date"})
GROUPS = frozenset({"group_done", "group_open", "group_declined", "group_idea", "results"})

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NUMBER = re.compile(
    r"^\W*(?:step\s+)?(?:\d+(?:\.\d+)*|[ivxl]+|[a-z])[.):、]\s+|^\W*\d+(?:\.\d+)*\s+"
)
_CJK_NUMBER = re.compile(r"^\W*(?:第?[一二三四五六七八九十]+[章节、.．]|\d+[、．.])\s*")
_APOSTROPHE = re.compile(r"['’‘`´]")
_NOT_WORD = re.compile(r"[^\w]+|_")
_SPLIT = re.compile(r"\s*[:：/|]\s*|\s+[-–—]+\s+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LAST_LATIN = "\u024f"
_OTHER_WORDS = frozenset({"resume", "termine"})  # what says another thing without its accent
_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_REMEMBERED = 4096  # labels: an archive says the same few hundred again and again
# "Timeline - UTC", "Incident log, all times CET"
_ZONE_BEHIND = re.compile(
    r"\s*[-–—,:/]\s*(?:(?:all )?times? (?:are )?(?:in )?)?"
    r"(?:UTC|GMT|Z|[CEMPW]E?[SD]?T|BST|IST|JST|KST|SGT|HKT|AE[SD]T|NZ[SD]T|MSK|WIB)"
    r"(?:[+-]\d{1,2})?\s*$"
)
_WORDS_BEHIND, _WORDS_BEFORE = 12, 4  # a heading may say this much more


def fold(text: str) -> str:
    """Fold a text for comparison: no case, apostrophes or punctuation."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_NOT_WORD.sub(" ", _APOSTROPHE.sub("", text)).split())


def lowered(text: str) -> str:
    """A text in lower case, each character where it stood.

    A pattern that need not ignore case finds its words several times faster.
    """
    lower = text.lower()
    if len(lower) != len(text):  # "İ" alone becomes two
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower


@lru_cache(_REMEMBERED)
def normal(label: str) -> str:
    """Fold a heading or label to what is compared: no case, marks, numbering or emoji."""
    text = unicodedata.normalize("NFKC", label[:300]).casefold()
    text = "".join(c for c in text if unicodedata.category(c) not in {"So", "Sk", "Cf", "Mn"})
    text = _CJK_NUMBER.sub("", _NUMBER.sub("", text))
    return " ".join(_NOT_WORD.sub(" ", _APOSTROPHE.sub("", text)).split())


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Word families ready to be looked up.

    `phrases` match at either end of a label, `whole` only all of it; both map the folded
    words to families. `severities` maps severity names to levels 1-4, a project's own
    first; `statuses` knows the words for an action item's state. A lexicon equals only
    itself, so that what was looked up in it can be remembered.
    """

    phrases: Mapping[str, tuple[str, ...]]
    whole: Mapping[str, tuple[str, ...]]
    severities: Mapping[str, int]
    statuses: Statuses

    def family(self, label: str, among: frozenset[str]) -> str | None:
        """The family that a heading or label belongs to, None where it is none of `among`."""
        return _family(self, label, among) if 0 < len(label) <= 300 else None

    def look_up(self, label: str, among: frozenset[str]) -> str | None:
        """Find the family of a label that was not asked for lately."""
        bare = _ZONE_BEHIND.sub("", _BRACKETS.sub(" ", label)).strip()
        forms = [normal(form) for form in dict.fromkeys((label, bare))]
        for form in forms:
            if found := self._exact(form, among):
                return found
        for form in forms:
            if found := self._edge(form, among):
                return found
        parts = [part for part in _SPLIT.split(bare) if part]
        inner = [m[1:-1] for m in _BRACKETS.findall(label)]
        for part in [*(parts if len(parts) > 1 else ()), *inner]:
            if found := self._exact(normal(part), among):
                return found
        return None

    def is_whole(self, label: str, family: str) -> bool:
        """Whether a label is the name of a family and says nothing else."""
        bare = normal(_BRACKETS.sub(" ", label))
        return family in (*self.whole.get(bare, ()), *self.phrases.get(bare, ()))

    def is_loose(self, label: str, family: str) -> bool:
        """Whether a label means a family only because it is all of it ("plan", "todo")."""
        bare = normal(_BRACKETS.sub(" ", label))
        return family in self.whole.get(bare, ())

    def _exact(self, form: str, among: frozenset[str]) -> str | None:
        for table in (self.whole, self.phrases):
            for family in table.get(form, ()):
                if family in among:
                    return family
        return None

    def _edge(self, form: str, among: frozenset[str]) -> str | None:
        words = form.split()
        edges = [
            edge
            for length in range(min(len(words) - 1, 7), 0, -1)
            for edge, spare in (
                (" ".join(words[:length]), _WORDS_BEHIND),
                (" ".join(words[-length:]), _WORDS_BEFORE),
            )
            if len(words) - length <= spare
        ]
        if _CJK.search(form):  # no spaces part the words there
            tight = form.replace(" ", "")
            lengths = range(min(len(tight), 12), 1, -1)
            cuts = [cut for n in lengths for cut in (tight[:n], tight[-n:])]
            edges += [cut for cut in cuts if _CJK.search(cut)]
        return next(
            (family for edge in edges for family in self.phrases.get(edge, ()) if family in among),
            None,
        )

    def known(self, family: str) -> tuple[str, ...]:
        """The phrases of a family, for "looked for ..." messages, most usual first."""
        return _known(self, family)


@lru_cache(_REMEMBERED)
def _family(lexicon: Lexicon, label: str, among: frozenset[str]) -> str | None:
    return lexicon.look_up(label, among)


@lru_cache(_REMEMBERED)
def _known(lexicon: Lexicon, family: str) -> tuple[str, ...]:
    both = (*lexicon.phrases.items(), *lexicon.whole.items())
    return tuple(phrase for phrase, families in both if family in families)


@cache
def _built_in() -> dict[str, dict[str, list[str]]]:
    text = files("secondstory.extract").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def load_lexicon(
    extra: Mapping[str, Sequence[str]] | None = None, severities: Mapping[str, int] | None = None
) -> Lexicon:
    """Build the lexicon from the built-in families and a project's own phrases.

    Raises:
        ProjectError: `extra` names a family that does not exist.
    """
    families = _built_in()
    for name in extra or {}:
        if name not in families:
            near = get_close_matches(name, families, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"one of: {', '.join(families)}"
            raise ProjectError(f"[words] has no family {name!r}", hint=hint)
    phrases: dict[str, tuple[str, ...]] = {}
    whole: dict[str, tuple[str, ...]] = {}
    for name, words in families.items():
        _add(phrases, name, [*words["phrases"], *(extra or {}).get(name, ())])
        _add(whole, name, words["whole"])
    levels = {
        normal(word): level
        for level in range(1, 5)
        for word in families[f"severity_{level}"]["whole"]
    }
    levels |= {normal(name): level for name, level in (severities or {}).items()}
    statuses = Statuses.of(
        {
            status: [*families[name]["phrases"], *(extra or {}).get(name, ())]
            for name, status in STATUS_FAMILIES.items()
        }
    )
    return Lexicon(phrases, whole, levels, statuses)


def _add(table: dict[str, tuple[str, ...]], family: str, words: Iterable[str]) -> None:
    """File the words of a family, those with accents also as they are typed without them."""
    for word in words:
        key = normal(word)
        for form in dict.fromkeys((key, _unaccented(key), key.translate(_TYPED))):
            if form and family not in table.get(form, ()):
                table[form] = (*table.get(form, ()), family)


def _unaccented(key: str) -> str:
    """A folded label without accents; other scripts make other letters of such marks."""
    if key.isascii() or max(key) > _LAST_LATIN:
        return key
    bare = "".join(c for c in unicodedata.normalize("NFD", key) if not unicodedata.combining(c))
    return key if bare in _OTHER_WORDS else bare
