"""A judgement -> a question about the system, in the sentence's own words. Nothing is made up."""

from __future__ import annotations

from secondstory.lint.masks import CODE, QUOTE
from secondstory.lint.phrases import Group
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import AUX, PREPOSITIONS, SUBORDINATORS, Subject, is_adverb
from secondstory.lint.words import forms, is_participle

_LONGEST = 12  # words of an object that are said again
_SEEN = "what showed it at that time, and what would have caught it?"


def without_blame(s: Sentence, who: Subject, group: Group, start: int, end: int) -> str:
    """ "The author failed to check the lag" -> "the lag was not checked: what ...?"."""
    if group.name in {"failed-to", "failure-to", "did-not-bother"} or (
        group.name == "forgot" and s.word(end) == "to"
    ):
        verb = end + (s.word(end) == "to")
        while is_adverb(s.word(verb)) and s.word(verb):
            verb += 1
        told = _object(s, verb + 1)
        participle = _participle(s.word(verb))
        if told and participle:
            return f"{told} was not {participle}: what made that easy to miss, and what would have caught it?"
        return f"say what was not done, and {_SEEN}"
    if group.name in {"forgot", "ignored", "ignored-signal", "botched"} and (
        told := _object(s, end)
    ):
        return f"{told}: what drew attention elsewhere, and {_SEEN}"
    if group.name == "never-did" and (told := _object(s, end)):
        return (
            f"{told}: what in the usual way of working asked for it, and what would have caught it?"
        )
    if group.name == "carelessly" and who.human:
        return f"say what was done without {s.told(start, end)!r}: what made it look right at that time?"
    if group.shape in {"fault", "fault-noun"}:
        return "which conditions let this happen, whoever had been on duty?"
    return "what did they see and know at that time, and what made this the sensible thing to do?"


def as_seen_then(s: Sentence, start: int, end: int, _who: Subject) -> str:
    """ "The lag should have been checked" -> what was known then, and which safeguard was missing."""
    act = s.words[end - 1]
    if (
        s.words[start] in {"should", "could", "would", "might", "ought"}
        and is_participle(act)
        and act not in {"been", "had", "have", "done"}
    ):
        return f"what was known at that time, why did it make sense not to have it {act} then, and what would have made it {act} by itself?"
    return "what was known at that time, and which safeguard would have shown it?"


def behind_the_slip(s: Sentence, start: int, end: int) -> str:
    """A slip -> what let it through."""
    return "what let a slip reach production: which default, form or missing preview made it likely, and what would have stopped it?"


def by_role(s: Sentence, start: int, end: int) -> str:
    """A name -> the role it stands for."""
    name = s.told(start, end)
    return (
        f"“the on-call engineer” (or the role {name} had), and what that role had before its eyes"
    )


def by_machine(s: Sentence, start: int, end: int) -> str:
    """An appeal -> a question after a mechanism."""
    told = _object(s, end)
    if told:
        return f"what would make this happen by itself ({told}): a gate, a default, a check that a machine makes?"
    return "what would make the right thing happen by itself: a gate, a default, a check that a machine makes?"


def _object(s: Sentence, at: int) -> str:
    """The words behind a verb up to the end of the clause, "" where there are none."""
    end = at
    while end < len(s.words) and end - at < _LONGEST and (end == at or not s.stop(end)):
        word = s.words[end]
        if end > at and (word in SUBORDINATORS or word in AUX or word in {"and", "but"}):
            break
        end += 1
    if end <= at or s.stop(at) or s.words[at] in PREPOSITIONS:
        return ""
    if s.words[at] in SUBORDINATORS and s.words[at] != "that":
        return ""
    return s.told(at, end).rstrip(".,;:")


def _participle(base: str) -> str:
    if not base or base[0] in (CODE, QUOTE) or not base.isalpha():
        return ""
    return list(forms(base))[-1]
