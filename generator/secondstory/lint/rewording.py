"""A judgement -> a question about the system, in the sentence's own words. Nothing is made up."""

from __future__ import annotations

from secondstory.lint.masks import CODE, QUOTE
from secondstory.lint.phrases import Group
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import AUX, PREPOSITIONS, SUBORDINATORS, Subject, is_adverb
from secondstory.lint.words import forms, is_participle

_LONGEST = 12  # words of an object that are said again
_CAUGHT = "and what would have caught it?"
_SEEN = f"what showed it at that time, {_CAUGHT}"
_SENSE = "what did they see and know at that time, and what made this the sensible thing to do?"
_OMITTED = frozenset({"failed-to", "failure-to", "did-not-bother"})
_PASSED_OVER = frozenset({"forgot", "ignored", "ignored-signal", "botched"})
_MODALS = frozenset({"should", "could", "would", "might", "ought"})
_BARE = frozenset({"been", "had", "have", "done"})
_MECHANISM = "a gate, a default, a check that a machine makes?"


def without_blame(s: Sentence, who: Subject, group: Group, start: int, end: int) -> str:
    """Turn "the author failed to check the lag" into "the lag was not checked: what ...?"."""
    if group.name in _OMITTED or (group.name == "forgot" and s.word(end) == "to"):
        return _not_done(s, end + (s.word(end) == "to"))
    told = _object(s, end)
    if told and group.name in _PASSED_OVER:
        return f"{told}: what drew attention elsewhere, and {_SEEN}"
    if told and group.name == "never-did":
        return f"{told}: what in the usual way of working asked for it, {_CAUGHT}"
    if group.name == "carelessly" and who.human:
        judging = s.told(start, end)
        return f"say what was done, without “{judging}”: what made it look right at that time?"
    if group.shape in {"fault", "fault-noun"}:
        return "which conditions let this happen, whoever had been on duty?"
    return _SENSE


def as_seen_then(s: Sentence, start: int, end: int) -> str:
    """Turn "should have been checked" into what was known, and which safeguard was missing."""
    act = s.words[end - 1]
    if s.words[start] in _MODALS and is_participle(act) and act not in _BARE:
        known = "what was known at that time, and why did it make sense then?"
        return f"{known} What would have had it {act} whoever was there?"
    return "what was known at that time, and which safeguard would have shown it?"


def behind_the_slip(s: Sentence, start: int, end: int) -> str:
    """Turn a slip into what let it through."""
    slip = s.told(start, end)
    return (
        f"what let “{slip}” have this effect: which default, form or missing preview made it"
        " likely, and what would have stopped it?"
    )


def by_role(s: Sentence, start: int, end: int) -> str:
    """Turn a name into the role it stands for."""
    return f"the role that {s.told(start, end)} had, and what that role had before its eyes"


def by_machine(s: Sentence, end: int) -> str:
    """Turn an appeal into a question after a mechanism."""
    told = _object(s, end) or "the right thing"
    return f"what would make this happen by itself (“{told}”): {_MECHANISM}"


def _not_done(s: Sentence, verb: int) -> str:
    """What was not done, in the passive, where the sentence has an object for it."""
    while is_adverb(s.word(verb)):
        verb += 1
    told, participle = _object(s, verb + 1), _participle(s.word(verb))
    if told and participle:
        return f"{told} was not {participle}: what made that easy to miss, {_CAUGHT}"
    return f"say what was not done: {_SEEN}"


def _object(s: Sentence, at: int) -> str:
    """The words behind a verb up to the end of the clause, "" where there are none."""
    first = s.word(at)
    if not first or s.stop(at) or first in PREPOSITIONS or first in SUBORDINATORS:
        return ""
    end = at + 1
    while end < len(s.words) and end - at < _LONGEST and not s.stop(end):
        word = s.words[end]
        if word in SUBORDINATORS or word in AUX or word in {"and", "but"}:
            break
        end += 1
    return s.told(at, end).rstrip(".,;:")


def _participle(base: str) -> str:
    if not base or base[0] in {CODE, QUOTE} or not base.isalpha():
        return ""
    return list(forms(base))[-1]
