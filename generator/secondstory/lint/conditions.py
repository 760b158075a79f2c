"""Conditions on what was not done: "if we had tested", "had the team run", "was supposed to"."""

from __future__ import annotations

from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import (
    BE,
    NOBODY,
    SUBORDINATORS,
    Sort,
    Subject,
    agent,
    is_adverb,
    named_after,
    named_between,
    subject,
)
from secondstory.lint.words import is_participle, listed, people, verbs
from secondstory.noun import Noun

_HAD = frozenset({"had", "'d"})
_MAY = frozenset({"would", "could", "might"})
_OPENERS = listed("counterfactual", "openers")
_WE = listed("counterfactual", "we")
_AVOIDED = listed("counterfactual", "avoided")
_FAR = 14  # tokens from `if` to `had`


class _Clause(Noun, frozen=True):
    """The subject of a condition, and where what it had done begins."""

    who: Subject
    place: int


def condition(s: Sentence, at: int, known: frozenset[str]) -> tuple[int, int, Subject] | None:
    """A condition that judges, which begins with the `if` or `had` at a token."""
    if s.words[at] == "if" and s.word(at + 1) == "only":
        if _HAD.isdisjoint(s.words[at : at + _FAR]):
            return None  # "if only one response is registered"
        return at, min(at + 3, len(s.words)), NOBODY
    clause = _if(s, at, known) if s.words[at] == "if" else _had(s, at, known)
    if clause is None:
        return None
    who, place = clause.who, clause.place
    denied = False
    while place < len(s.words) and not s.stop(place) and _is_between(s.words[place]):
        if s.words[place] == "also":  # "had the second node also died"
            return None
        denied = denied or s.words[place] in {"not", "never"}
        place += 1
    verb, passive = s.word(place), s.word(place) == "been"
    if not is_participle(verb) or (verb == "had" and not who.human):
        return None
    end = min(place + 1 + passive, len(s.words))
    if denied and not _avoids(s):  # "had we not been watching": luck
        return None
    told = frozenset(s.words[who.start : who.end])
    if who.human:
        spared = told & people("affected") and not _avoids(s)
        return None if spared or "them" in told else (at, end, who)
    done = passive and s.word(place + 1) in verbs("human_done")
    done = done and not _MAY.isdisjoint(s.words) and not _harms(s)
    by_thing = done and agent(s, place + 1, known).sort is Sort.THING
    return (at, end, who) if done and not by_thing else None


def supposed(s: Sentence, at: int, known: frozenset[str]) -> tuple[int, int, Subject] | None:
    """Somebody who was supposed to do it: "the operator was supposed to call"."""
    before = s.word(at - 1)
    if s.word(at + 1) != "to" or not (before in BE or before == "not" or is_adverb(before)):
        return None
    if s.word(at + 2) == "have" and not is_participle(s.word(at + 3)):
        return None  # "was supposed to have a copy"
    who = subject(s, at, known)
    if s.words[at] == "meant":
        told = who.human and before in {"was", "were"}
        return (at - 1, min(at + 3, len(s.words)), who) if told else None
    if s.word(at + 2) == "be" and (by := agent(s, at + 3, known)).human:
        who = by
    return (at - 1, min(at + 3, len(s.words)), who) if who.human else None


def _if(s: Sentence, at: int, known: frozenset[str]) -> _Clause | None:
    who = named_after(s, at + 1, known) if at + 1 < len(s.words) else NOBODY
    for had in range(who.end, min(len(s.words), at + _FAR)):
        if s.words[had] in _HAD:
            return _Clause(who, had + 1)
        if s.stop(had) or s.words[had] in SUBORDINATORS | BE:
            return None
    return None


def _had(s: Sentence, at: int, known: frozenset[str]) -> _Clause | None:
    """A `had` that opens its clause, its subject behind it: "Had the team run ..."."""
    following = s.word(at + 1)
    opens = not at or s.stop(at) or s.words[at - 1] in _OPENERS or following in _WE
    if not opens or not following or _is_verbal(following) or following in BE | {"a", "an", "no"}:
        return None
    who = named_after(s, at + 1, known)
    for place in range(at + 2, min(len(s.words), max(who.end, at + 10))):
        if s.stop(place):
            return None
        if _is_verbal(s.words[place]):  # the noun ends where the verb begins
            return _Clause(named_between(s, who.start, place, known), place)
    return None


def _is_between(word: str) -> bool:
    return is_adverb(word) or word in {"not", "also", "better"}


def _is_verbal(word: str) -> bool:
    return is_participle(word) or word in {"not", "never"} or is_adverb(word)


def _harms(s: Sentence) -> bool:
    """Whether the consequence is harm that did not come: "would have broken"."""
    for at, word in enumerate(s.words):
        ahead = s.words[at + 1 : at + 4]
        if word in _MAY and "not" not in ahead and not verbs("harm").isdisjoint(ahead):
            return True
    return False


def _avoids(s: Sentence) -> bool:
    """Whether the consequence is that harm had not come: "would not have", "avoided"."""
    pairs = zip(s.words, s.words[1:], strict=False)
    denied = any(word in _MAY and after in {"not", "never"} for word, after in pairs)
    return denied or not _AVOIDED.isdisjoint(s.words)
