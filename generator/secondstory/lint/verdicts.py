"""Whom verdicts are on: whose fault it is, whose decision was bad, who is to be punished.

The answers are those of `judged`: a person, NOBODY where people are judged and none is told, and
None where nobody is.
"""

from __future__ import annotations

from secondstory.lint.moods import is_nobody, is_prevented
from secondstory.lint.phrases import Group
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import (
    NOBODY,
    Sort,
    Subject,
    named_after,
    named_before,
    subject,
)
from secondstory.lint.words import listed

_HARMS = listed("blame", "harms")
_DECISIONS = listed("blame", "decisions")
_OF_WORK = listed("blame", "of_work")
_DOERS = frozenset({"who", "that"})
_PRAISE = frozenset("wise smart good sensible sound".split())
_ONES = frozenset(
    "those person people individual individuals whoever anyone everyone lesson lessons".split()
)
_FAR = 20  # tokens from a decision to what is said of it


def at_fault(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Who is said to be at fault, to blame, responsible for harm."""
    who = subject(s, start, known)
    if s.words[start] == "responsible" and who.sort is Sort.NONE and start and not s.stop(start):
        who = named_before(s, start - 1, known)
    if not who.human or is_nobody(s, who.start, who.end):
        return None
    if who.sort is Sort.NAME and s.words[start].startswith("cause"):
        return None  # the rule about names has it
    duty = "responsible" in s.words[start:end] and _HARMS.isdisjoint(s.words[end : end + 6])
    return None if duty else who


def whose_fault(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Whose fault it is: "the fault of the vendor", "the author's fault", "blame lies with"."""
    first, last = s.words[start], s.words[end - 1]
    if is_prevented(s, start) or s.word(start - 1) in {"no", "nobody", "not", "a"}:
        return None
    if last == "responsible" and _HARMS.isdisjoint(s.words[end : end + 6]):
        return None
    if first == "'s":
        whose = named_before(s, start - 1, known)
    elif first == "fault" or last in {"with", "on", "squarely"}:
        whose = named_after(s, end + (last == "squarely"), known)
    else:
        return NOBODY
    return whose if whose.human and not is_nobody(s, whose.start, whose.end) else None


def decided(
    s: Sentence, _group: Group, start: int, end: int, _known: frozenset[str]
) -> Subject | None:
    """Whose decision was bad: "the choice to reuse the port was a bad one"."""
    closed = end == len(s.words) or s.stop(end) or s.words[end] in _OF_WORK
    last = s.words[end - 1]
    denied = "not" in s.words[start:end] or s.word(start - 1) == "not"
    if not closed or denied is not (last in _PRAISE or s.word(end - 2) in _PRAISE):
        return None
    first = start
    while first > 0 and start - first < _FAR and s.stop(first) != ";":
        first -= 1
        if s.words[first] in _DECISIONS:
            return NOBODY
    return None


def offended(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Whom a word singles out: "the offending engineer", "the clerk at fault"."""
    word = s.words[start]
    if word == "responsible" and _HARMS.isdisjoint(s.words[end : end + 6]):
        return None
    if word in _DOERS or end - start > 1:
        who = named_before(s, start - 1, known) if start and not s.stop(start) else NOBODY
        return who if who.human and not is_nobody(s, who.start, who.end) else None
    who = named_after(s, end, known) if end < len(s.words) and not s.stop(end) else NOBODY
    return who if who.human else None


def sanctioned(
    s: Sentence, _group: Group, start: int, _end: int, known: frozenset[str]
) -> Subject | None:
    """Who is to be punished: "the clerk has been reprimanded"."""
    if s.words[start] in _ONES:
        return Subject(Sort.PERSON, start, start + 1)
    who = subject(s, start, known)
    return who if who.human and not is_nobody(s, who.start, who.end) else None
