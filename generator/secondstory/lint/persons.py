"""Who is a person: roles and teams by their words, names by a list, or by how they act.

A list knows the usual first names of many places. Any other capitalised word is a name where
only a person can stand: behind a title or a role ("our DBA Chiamaka"), before what only people
do ("typed", "merged"), or where "he" or "she" takes it up again.
"""

from __future__ import annotations

from unicodedata import combining, normalize

from secondstory.lint.masks import CODE
from secondstory.lint.sentences import Sentence
from secondstory.lint.words import is_past, listed, people, verbs

_GROUPS = listed("subjects", "groups")
_ROOMS = frozenset("control engine mail news ops war radio dispatch".split())
_GROUPED = listed("subjects", "grouped")
_AGENCIES = listed("subjects", "agencies")
_CLOSED = listed("subjects", "prepositions") | listed("subjects", "subordinators")
_NO_NAMES = (
    listed("subjects", "no_names")
    | listed("subjects", "aux")
    | listed("subjects", "be")
    | listed("subjects", "determiners")
    | listed("subjects", "adverbs")
    | _CLOSED
    | people("departments")
    | people("pronouns")
    | people("anybody")
)
_TITLES = listed("names", "titles")
_NO_TITLED = listed("names", "no_titled")
_TYPED = listed("names", "only_people_do")
_THOUGHT = listed("names", "only_people_think")
_DEEDS = listed("names", "only_people_have")
_MADE = listed("names", "made")
_ONCE = frozenset("because when after since that".split())
_SHE = frozenset("he she him her his himself herself".split())
_OF = frozenset("from on in of at".split())
_DETERMINERS = listed("subjects", "determiners")
_BEGINNINGS = tuple(listed("names", "no_beginnings"))
_ENDINGS = tuple(listed("names", "no_endings"))
_STROKES = str.maketrans("łøđıßæœ", "lodisao")
_NEAR, _FAR = 5, 25  # tokens
_PARTS = 4  # of a name, at most
_SHORTEST = 3  # letters


def is_role(word: str, before: str, *, alone: bool) -> bool:
    """Whether a noun is a person or a team, as the word before it in the same name tells."""
    machine = before in people("machine_words") or before in people("products") or before == CODE
    if machine and word in people("machine_like"):
        return False
    if word == "room":  # "the control room wilfully ignored it"
        return before in _ROOMS
    if word in _GROUPS and before in _GROUPED:
        return False
    if word in {"agent", "agents"}:
        return before in people("departments") or before in _AGENCIES
    if word in people("departments"):
        return alone
    last = word.rpartition("-")[2]  # "ex-engineer", "site-manager"
    joined = last != word and last in people("roles") and last not in people("machine_like")
    return joined or word in people("roles") or word in people("teams")


def is_name(s: Sentence, at: int, known: frozenset[str] = frozenset()) -> bool:
    """Whether a token is the name of a person, or an @handle."""
    raw, word = s.raw(at), s.words[at]
    if raw.startswith("@") and len(raw) > 2:
        return True
    if not raw[:1].isupper() or word in people("products"):
        return False
    if word in known or _is_full_name(s, at) or _stands_for_one(s, at):
        return True
    first = _plain(word).partition("-")[0]
    if first in people("names"):
        return word not in people("wordy") or _surname(s, at + 1) or is_past(s.word(at + 1))
    return False


def _plain(word: str) -> str:
    """A word without its accents."""
    if word.isascii():
        return word
    told = normalize("NFKD", word.translate(_STROKES))
    return "".join(letter for letter in told if not combining(letter))


def _is_full_name(s: Sentence, at: int) -> bool:
    """Whether capitalised words that act are somebody's name, though no list knows it."""
    end = at + 1
    while end - at < _PARTS and _surname(s, end):
        end += 1
    if end == at + 1 or s.word(at - 1) in _DETERMINERS or not s.raw(at)[1:].islower():
        return False
    if any(map(is_past, s.words[at:end])):
        return False  # "Removed David's code"
    if any(word in _NO_NAMES or is_role(word, "", alone=False) for word in s.words[at:end]):
        return False
    after = s.word(end)
    acts = (is_past(after) and s.raw(end).islower()) or after in {"'s", "who", "did", "never"}
    return acts or (s.word(at - 1) == "by" and (not after or bool(s.stop(end)) or after in _CLOSED))


def _stands_for_one(s: Sentence, at: int) -> bool:
    """Whether a capitalised word stands where only the name of a person can."""
    raw, word, before = s.raw(at), s.words[at], s.word(at - 1)
    if before in _TITLES and not s.stop(at) and word not in _NO_TITLED:
        return True
    if at and len(before) == 1 and s.text[s.spans[at - 1][1] :][:2] == ". ":
        return s.raw(at - 1).isupper() and raw[1:].islower()  # "J. Smith"
    parts = raw.split("-")
    plain = len(word) >= _SHORTEST and all(part.isalpha() and part.istitle() for part in parts)
    if not plain or word in _NO_NAMES or is_role(word, "", alone=True):
        return False
    if before in _DETERMINERS or word.endswith(_ENDINGS) or word.startswith(_BEGINNINGS):
        return False
    known = not before or s.stop(at) or before in _CLOSED or before in people("roles")
    if not known and s.raw(at - 1)[:1].isupper():
        return False  # the rest of a longer name: "Redis Sentinel"
    after = s.word(at + 1)
    if not s.stop(at + 1):
        opens = not at or bool(s.stop(at))  # where any word has a capital
        acts = after in verbs("changes") and is_past(after) and not s.stop(at + 2)
        if acts and before in _ONCE and not opens:  # "because Zsuzsa deleted the topic"
            return True
        owns = after == "'s" and not _DEEDS.isdisjoint(s.words[at + 2 : at + 4])
        if owns or after in (_THOUGHT if opens else _TYPED):
            return True
        if after in _OF and _is_team(s, at + 2):
            return True
    elif _is_beside_role(s, at):
        return True
    role = before in people("roles") - people("machine_like") and not s.stop(at)
    if role and (at == 1 or s.raw(at - 1).islower()):
        return not _surname(s, at + 1) or is_past(s.word(at + 2))
    if before in {"by", "from"} and not _MADE.isdisjoint(s.words[max(0, at - _NEAR) : at]):
        return not s.word(at + 1) or bool(s.stop(at + 1)) or after in _CLOSED
    return _is_taken_up(s, at)


def _is_team(s: Sentence, at: int) -> bool:
    """Whether a team stands right behind: "from the data team"."""
    near = s.words[at : at + 4]
    return any(word in people("teams") for word in near) or (
        bool(near) and near[0] in people("departments")
    )


def _is_beside_role(s: Sentence, at: int) -> bool:
    """Whether commas or brackets set a role beside a word: "Chiamaka, our DBA,"."""
    for end in range(at + 1, min(len(s.words), at + _NEAR)):
        if end > at + 1 and s.stop(end):
            return is_role(s.words[end - 1], s.word(end - 2), alone=False)
    return False


def _is_taken_up(s: Sentence, at: int) -> bool:
    """Whether "he" or "she" takes up a word that acts, and nobody else is there to be meant."""
    if not is_past(s.word(at + 1)) or s.stop(at + 1):
        return False
    behind = s.words[at + 2 : at + _FAR]
    others = any(word in people("roles") for word in s.words)
    return not others and not _SHE.isdisjoint(behind)


def _surname(s: Sentence, at: int) -> bool:
    if at >= len(s.words) or s.stop(at):
        return False
    raw = s.raw(at) if s.words[at] != "'s" else ""
    return raw[:1].isupper() and raw[1:].islower() and s.words[at] not in people("products")
