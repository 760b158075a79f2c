"""Who is the subject of a predicate: a person, a thing, or nobody.

There is no parser here, only the order of English words: the subject stands left of its verb,
auxiliaries and adverbs between them; the last noun of a name decides what it is ("operator
dashboard"), unless "of" or the like hangs behind it ("the owner of the service").
"""

from __future__ import annotations

from enum import IntEnum

from secondstory.lint.masks import CODE, QUOTE
from secondstory.lint.persons import is_name, is_role
from secondstory.lint.sentences import Sentence
from secondstory.lint.words import is_participle, is_past, listed, people
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
AUX = BE | listed("subjects", "aux")
DETERMINERS = listed("subjects", "determiners")
PREPOSITIONS = listed("subjects", "prepositions")
SUBORDINATORS = listed("subjects", "subordinators")
COORDINATORS = frozenset("and or but nor yet then".split())
_ADVERBS = listed("subjects", "adverbs")
_NOT_ADVERBS = listed("subjects", "not_adverbs")
_QUANTITIES = listed("subjects", "quantities")
_THINGS = listed("subjects", "things")
_HUMAN_ADJECTIVES = listed("subjects", "human_adjectives")
_OBJECTS = listed("subjects", "objects")
_NOT_FINITE = frozenset({"having", "being", "been", "be", "not", "'s", "going"})
_CLOSED = PREPOSITIONS | COORDINATORS | SUBORDINATORS
_WORKERS = frozenset("driver drivers worker workers handler handlers installer installers".split())
_INVOLVED = frozenset("involved concerned present responsible".split())
_ING = listed("subjects", "nouns_in_ing")
_MANNER = frozenset("hand mistake accident default design then chance noon now".split())
_ASIDE = 8  # tokens of a relative clause
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
    for place in range(at - 1, max(0, at - 20), -1):
        if s.stop(place) == ";":
            return False
        if s.words[place] in BE and is_participle(s.word(place + 1)):
            return True
        word = s.words[place]
        if is_past(word) and word not in BE and s.words[place - 1] not in BE:
            return False
    return False


def subject(s: Sentence, at: int, known: frozenset[str] = frozenset()) -> Subject:
    """The subject of the predicate that begins at a token; `known` are people of the report."""
    found = _subject(s, at, known)
    if found.sort is Sort.THING and (main := _main(s, found, known)).human:
        return main
    if found.sort is Sort.THING and s.words[0] == "whoever":
        return Subject(Sort.PERSON, 0, 1)  # "Whoever signed off the firmware was asleep"
    return found


def _main(s: Sentence, inner: Subject, known: frozenset[str]) -> Subject:
    """Whom a relative clause that ends at a noun tells of: "Anyone who had read the book"."""
    for place in range(inner.end - 1, max(0, inner.end - _ASIDE), -1):
        if s.stop(place + 1):
            break
        if s.words[place] in {"who", "that"} and not s.stop(place):
            verbal = s.words[place + 1 : inner.end - 1]
            told = any(_is_finite(word) or word.endswith("s") for word in verbal)
            return named_before(s, place - 1, known) if told else NOBODY
    return NOBODY


def _subject(s: Sentence, at: int, known: frozenset[str]) -> Subject:
    left = _over_brackets(s, _left_of_verb(s, at))
    word = s.word(left)
    closed = s.stop(left + 1) == ";" and ("(" not in _gap(s, left + 1))
    if left < 0 or closed or word == "as":
        return NOBODY
    if word == "who":
        before = named_before(s, left - 1, known)
        return before if before.human else Subject(Sort.PERSON, left, left + 1)
    if word in {"that", "which"} and left > 0 and not s.stop(left + 1):
        return named_before(s, left - 1, known)
    if word in COORDINATORS or word in PREPOSITIONS:
        return earlier(s, left - 1, known)
    aside = named_before(s, left, known) if s.stop(left + 1) == "," else NOBODY
    if aside.human and s.stop(aside.start) == ",":
        return aside  # "The engineer, a contractor, failed to ..."
    if s.stop(left + 1) == "," or (word in _OBJECTS and is_past(s.word(left - 1))):
        return earlier(s, left, known)
    return NOBODY if word in SUBORDINATORS else named_before(s, left, known)


def _over_brackets(s: Sentence, left: int) -> int:
    """The token before the brackets that end at a token, that token where none do."""
    if not 0 <= left < len(s.words) - 1 or ")" not in _gap(s, left + 1):
        return left
    for place in range(left, max(0, left - _FAR), -1):
        if "(" in _gap(s, place):
            return left if s.raw(left).isupper() else place - 1  # "the manager (DWFM)"
    return left


def _gap(s: Sentence, at: int) -> str:
    """What stands between a token and the one before it."""
    return s.text[s.spans[at - 1][1] : s.spans[at][0]]


def _left_of_verb(s: Sentence, at: int) -> int:
    """The token left of a verb, its auxiliaries and adverbs, or of the verb that governs it."""
    left = at - 1
    while left >= 0 and s.stop(left + 1) != ";":
        word = s.words[left]
        if word in AUX or is_adverb(word):
            left -= 1
        elif word == "to" and left > 0:  # "decided to ignore", "was quick to dismiss"
            governs = s.words[left - 1]
            past = is_past(governs) or governs.endswith(("ing", "ed"))
            left -= 2 if past or governs in _HUMAN_ADJECTIVES else 1
        else:
            break
    return left


def agent(s: Sentence, at: int, known: frozenset[str] = frozenset()) -> Subject:
    """Who a passive says it was done by, behind its participle."""
    for place in range(at, min(len(s.words), at + 12)):
        if s.stop(place) == ";" and place > at:
            break
        if s.words[place] == "by" and place + 1 < len(s.words):
            if s.words[place + 1].endswith("ing") or s.words[place + 1] in _MANNER:
                return NOBODY
            return named_after(s, place + 1, known)
        if place > at and (s.words[place] in SUBORDINATORS):
            break
    return NOBODY


def named_before(s: Sentence, last: int, known: frozenset[str] = frozenset()) -> Subject:
    """Whom the noun that ends at a token names."""
    head, end = last, last + 1
    if s.word(last) in _INVOLVED and not s.stop(last):  # "everyone involved"
        head -= 1
    for _ in range(6):
        start = _phrase_start(s, head)
        before = start - 1
        reduced = s.words[before] == "by" and is_participle(s.word(before - 1))
        if reduced and before > 1 and _is_noun(s.words[before - 2]):
            head = before - 2  # "a job owned by the team"
        elif (
            before > 0
            and s.words[before] in PREPOSITIONS
            and s.words[before] not in {"after", "before", "during", "as", "to", "than", "despite"}
            and not s.stop(start)
            and not s.stop(before)
            and _is_noun(s.words[before - 1])
        ):
            if s.words[before] == "of" and s.words[before - 1] in _QUANTITIES:  # "one of the team"
                break
            head = before - 1
        else:
            break
    return Subject(_sort(s, _phrase_start(s, head), head, known), _phrase_start(s, head), end)


def named_after(s: Sentence, first: int, known: frozenset[str] = frozenset()) -> Subject:
    """Whom the noun that begins at a token names."""
    if first >= len(s.words):
        return NOBODY
    last = first
    while last + 1 < len(s.words) and last - first < 8 and not s.stop(last + 1):
        word = s.words[last + 1]
        if word in PREPOSITIONS or word in AUX or word in COORDINATORS or word in SUBORDINATORS:
            break
        if (
            is_adverb(word)
            or (is_past(word) and (last > first or s.words[first] not in DETERMINERS))
            or word in DETERMINERS
        ):
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
    verb = (word.endswith("ing") and word not in _ING) or (
        is_past(word) and word not in {"lead", "set", "read"}
    )
    return not closed and not is_adverb(word) and not verb and word not in DETERMINERS


def earlier(s: Sentence, last: int, known: frozenset[str]) -> Subject:
    """The subject of the clause before: "The lead saw the trend but failed to ..."."""
    first = last
    while first > 0 and last - first < _FAR and s.stop(first) != ";":
        first -= 1
    found = NOBODY
    for place in range(first + 1, last + 1):
        before = place - 1
        while before > first and is_adverb(s.words[before]):
            before -= 1
        relative = s.words[before] == "who"
        if not _is_finite(s.words[place]) or not (relative or _is_noun(s.words[before])):
            continue
        here = named_before(s, before - relative, known)
        if here.human:
            return here
        found = here if found.sort is Sort.NONE else found
    return found


def _is_finite(word: str) -> bool:
    return is_past(word) or (word in AUX and word not in _NOT_FINITE)


def _sort(s: Sentence, start: int, head: int, known: frozenset[str]) -> Sort:
    word, before = s.words[head], s.word(head - 1) if head > start else ""
    if word == "none" or (word in {"one", "ones"} and before == "no"):
        return Sort.PERSON
    if word in people("pronouns") or word in people("anybody"):
        return Sort.PERSON
    if word in _THINGS or word in {CODE, QUOTE} or word in _QUANTITIES:
        return Sort.THING
    surname = bool(before) and s.raw(head)[:1].isupper() and is_name(s, head - 1, known)
    if surname or is_name(s, head, known):
        return Sort.NAME
    if before == "'s" and word in _WORKERS and not _is_owner(s, head - 2, known):
        return Sort.THING  # "the label printer's driver"
    return Sort.PERSON if is_role(word, before, alone=head == start) else Sort.THING


def _is_owner(s: Sentence, at: int, known: frozenset[str]) -> bool:
    """Whether the word before a possessive is somebody."""
    return is_role(s.word(at), s.word(at - 1), alone=True) or (at >= 0 and is_name(s, at, known))
