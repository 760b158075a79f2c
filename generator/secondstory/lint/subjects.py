"""Who is the subject of a predicate: a person, a thing, or nobody.

There is no parser here, only the order of English words: the subject stands left of its verb,
auxiliaries and adverbs between them; the last noun of a name decides what it is ("operator
dashboard"), unless "of" or the like hangs behind it ("the owner of the service").
"""

from __future__ import annotations

from enum import IntEnum

from secondstory.lint.masks import CODE, QUOTE
from secondstory.lint.sentences import Sentence
from secondstory.lint.words import is_participle, is_past, listed, people, verbs
from secondstory.noun import Noun


class Sort(IntEnum):
    """What a subject is."""

    NONE = 0  # none is told: a passive without agent, a heading, an item of a list
    THING = 1
    PERSON = 2
    NAME = 3  # a person by name

    @property
    def human(self) -> bool:
        """Whether it is somebody."""
        return self >= Sort.PERSON


class Subject(Noun, frozen=True):
    """A subject and the tokens it is made of."""

    sort: Sort
    start: int = 0
    end: int = 0

    @property
    def human(self) -> bool:
        """Whether it is somebody."""
        return self.sort.human


NOBODY = Subject(Sort.NONE)

BE = listed("subjects", "be")
AUX = BE | frozenset(
    "has have had having do does did will would shall should can could may might must ought not 'd going".split()
)
DETERMINERS = listed("subjects", "determiners")
PREPOSITIONS = listed("subjects", "prepositions")
SUBORDINATORS = listed("subjects", "subordinators")
COORDINATORS = frozenset("and or but nor yet then".split())
_ADVERBS = listed("subjects", "adverbs")
_NOT_ADVERBS = listed("subjects", "not_adverbs")
_QUANTITIES = listed("subjects", "quantities")
_THINGS = listed("subjects", "things")
_HUMAN_ADJECTIVES = listed("subjects", "human_adjectives")
_GROUPS = listed("subjects", "groups")
_GROUPED = listed("subjects", "grouped")
_OBJECTS = listed("subjects", "objects")
_AGENCIES = listed("subjects", "agencies")
_FAR = 30  # tokens that a search goes


def is_adverb(word: str) -> bool:
    """Whether a word may stand between a subject and its verb."""
    return word in _ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)


def is_passive(s: Sentence, at: int) -> bool:
    """Whether the participle at a place stands behind a form of `be`."""
    before = at - 1
    while (
        before >= 0
        and (is_adverb(s.words[before]) or s.words[before] == "not")
        and not s.stop(before + 1)
    ):
        before -= 1
    if before < 0 or s.stop(before + 1) == ";":
        return False
    return s.words[before] in BE or (
        s.words[before] in {"and", "or"} and _continues_passive(s, before)
    )


def _continues_passive(s: Sentence, at: int) -> bool:
    """Whether the verb before a coordinator is passive: "was seen and ignored"."""
    for place in range(at - 1, max(0, at - 14), -1):
        if s.stop(place) == ";":
            return False
        if s.words[place] in BE and is_participle(s.word(place + 1)):
            return True
        if is_past(s.words[place]) and s.words[place - 1] not in BE:
            return False
    return False


def subject(s: Sentence, at: int, known: frozenset[str] = frozenset()) -> Subject:
    """The subject of the predicate that begins at a token; `known` are people of the report."""
    left = at - 1
    while left >= 0:
        word = s.words[left]
        if s.stop(left + 1) == ";":
            return NOBODY
        if word in AUX or is_adverb(word):
            left -= 1
        elif word == "to" and left > 0:
            left -= 1
            governs = s.words[left]
            if is_past(governs) or governs in _HUMAN_ADJECTIVES or governs.endswith(("ing", "ed")):
                left -= 1
        else:
            break
    if left < 0:
        return NOBODY
    word = s.words[left]
    if s.stop(left + 1) == "," and word not in COORDINATORS:
        return earlier(s, left, known)
    if word in COORDINATORS:
        return earlier(s, left - 1, known)
    if word == "who":
        before = named_before(s, left - 1, known)
        return before if before.human else Subject(Sort.PERSON, left, left + 1)
    if word in {"that", "which"} and left > 0:
        return named_before(s, left - 1, known)
    if word == "as":
        return NOBODY
    if word in PREPOSITIONS:
        return earlier(s, left - 1, known)
    if word in SUBORDINATORS:
        return NOBODY
    if word in _OBJECTS and is_past(s.word(left - 1)):
        return earlier(s, left, known)
    return named_before(s, left, known)


def agent(s: Sentence, at: int, known: frozenset[str] = frozenset()) -> Subject:
    """Who a passive says it was done by, behind its participle."""
    for place in range(at, min(len(s.words), at + 12)):
        if s.stop(place) == ";" and place > at:
            break
        if s.words[place] == "by" and place + 1 < len(s.words):
            if s.words[place + 1].endswith("ing"):
                return NOBODY
            return named_after(s, place + 1, known)
        if place > at and (s.words[place] in SUBORDINATORS):
            break
    return NOBODY


def named_before(s: Sentence, last: int, known: frozenset[str] = frozenset()) -> Subject:
    """Whom the noun that ends at a token names."""
    head, end = last, last + 1
    for _ in range(6):
        start = _phrase_start(s, head)
        before = start - 1
        if (
            before > 0
            and s.words[before] in PREPOSITIONS
            and s.words[before] not in {"after", "before", "during", "as", "to", "than", "despite"}
            and not s.stop(start)
            and not s.stop(before)
            and _is_noun(s.words[before - 1])
        ):
            if s.words[before] == "of" and s.words[before - 1] in _QUANTITIES:
                break
            head = before - 1
        else:
            break
    return Subject(_sort(s, _phrase_start(s, head), head, known), _phrase_start(s, head), end)


def named_after(s: Sentence, first: int, known: frozenset[str] = frozenset()) -> Subject:
    """Whom the noun that begins at a token names."""
    last = first
    while last + 1 < len(s.words) and last - first < 8 and not s.stop(last + 1):
        word = s.words[last + 1]
        if word in PREPOSITIONS or word in AUX or word in COORDINATORS or word in SUBORDINATORS:
            break
        if is_adverb(word) or (last > first and is_past(word)) or word in DETERMINERS:
            break
        if is_past(word) and (
            s.words[last] in people("anybody") or s.words[last] in people("roles")
        ):
            break
        last += 1
    if s.words[last] in _QUANTITIES and s.word(last + 1) == "of":
        return named_after(s, last + 2, known)
    return Subject(_sort(s, first, last, known), first, last + 1)


def named_between(
    s: Sentence, first: int, end: int, known: frozenset[str] = frozenset()
) -> Subject:
    """Whom the noun of some tokens names."""
    return Subject(_sort(s, first, end - 1, known), first, end)


def _phrase_start(s: Sentence, head: int) -> int:
    start = head
    while (
        start > 0 and not s.stop(start) and s.words[start] not in DETERMINERS and head - start < 7
    ):
        word = s.words[start - 1]
        if word == "no" and s.words[start] == "one":
            return start - 1
        if (
            word in PREPOSITIONS
            or word in AUX - {"'s"}
            or word in COORDINATORS
            or word in SUBORDINATORS
        ):
            break
        if word in people("pronouns") and word not in DETERMINERS:
            break
        start -= 1
    return start


def _is_noun(word: str) -> bool:
    closed = word in PREPOSITIONS or word in AUX or word in COORDINATORS or word in SUBORDINATORS
    verb = word.endswith("ing") or (is_past(word) and word not in {"lead", "set", "read"})
    return not closed and not is_adverb(word) and not verb and word not in DETERMINERS


def earlier(s: Sentence, last: int, known: frozenset[str]) -> Subject:
    """The subject of the clause before: "The lead saw the trend but failed to ..."."""
    first = last
    while first > 0 and last - first < _FAR and s.stop(first) != ";":
        first -= 1
    found = NOBODY
    for place in range(first + 1, last + 1):
        word = s.words[place]
        finite = word in AUX - {"having", "being", "been", "be", "not", "'s", "going"} or is_past(
            word
        )
        before = place - 1
        while before > first and is_adverb(s.words[before]):
            before -= 1
        if not finite or not (_is_noun(s.words[before]) or s.words[before] == "who"):
            continue
        if s.words[before] == "who":
            before -= 1
        here = named_before(s, before, known)
        if here.sort is not Sort.NONE:
            if found.sort is Sort.NONE or here.human:
                found = here
            if here.human:
                break
    return found


def _sort(s: Sentence, start: int, head: int, known: frozenset[str]) -> Sort:
    word, before = s.words[head], s.word(head - 1) if head > start else ""
    if word in {"one", "ones"} and before == "no":
        return Sort.PERSON
    if word in people("pronouns") or word in people("anybody"):
        return Sort.PERSON
    if word in _THINGS or word in (CODE, QUOTE):
        return Sort.THING
    if word in _QUANTITIES and word not in {"one", "part", "half", "rest", "number", "lot", "lots"}:
        return (
            Sort.THING
            if word in {"all", "both", "each", "either", "neither", "most", "some", "any"}
            else Sort.PERSON
            if word == "none"
            else Sort.THING
        )
    if is_name(s, head, known) or (
        head > start and is_name(s, head - 1, known) and s.raw(head)[:1].isupper()
    ):
        return Sort.NAME
    if word in _GROUPS and (before in _GROUPED or before in people("machine_words")):
        return Sort.THING
    if word in people("machine_like") and (
        before in people("machine_words") or before in people("products") or before == CODE
    ):
        return Sort.THING
    if word in people("roles") or word in people("teams"):
        return Sort.PERSON
    if word in {"agent", "agents"}:
        return Sort.PERSON if before in people("departments") or before in _AGENCIES else Sort.THING
    if word in people("departments"):
        alone = head == start
        return Sort.PERSON if alone else Sort.THING
    parts = word.split("-")
    if len(parts) > 1 and parts[-1] in people("roles") and parts[-1] not in people("machine_like"):
        return Sort.PERSON
    return Sort.THING


def is_name(s: Sentence, at: int, known: frozenset[str] = frozenset()) -> bool:
    """Whether a token is the name of a person, or an @handle."""
    raw, word = s.raw(at), s.words[at]
    if raw.startswith("@") and len(raw) > 2:
        return True
    if not raw[:1].isupper() or word in people("products"):
        return False
    if word in known:
        return True
    if word in people("names"):
        return word not in people("wordy") or _surname(s, at + 1) or is_past(s.word(at + 1))
    return False


def _surname(s: Sentence, at: int) -> bool:
    if at >= len(s.words) or s.stop(at):
        return False
    raw = s.raw(at)
    return raw[:1].isupper() and raw[1:].islower() and s.words[at] not in people("products")


def changes(word: str) -> bool:
    """Whether a verb changes a system."""
    return word in verbs("changes")
