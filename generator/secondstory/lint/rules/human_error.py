"""SS603 human-error-cause: a slip by a person, offered as the cause.

What: "human error", "operator error", "fat-fingered", "an engineer made a typo", as a cause in a
sentence, a field or a cell. The idea of human error ("to prevent human error") is left alone.

Why: people always slip. A cause that was there before, and will be there tomorrow, is in what
they worked with: the form, the default, the missing preview.

Instead: "Root cause: operator error" -> "The console takes the region as free text and shows no
preview."
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from secondstory.findings import Code, Level
from secondstory.lint.moods import is_imagined, is_negated, is_prevented
from secondstory.lint.phrases import Group, Phrases, load
from secondstory.lint.rewording import behind_the_slip
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import DETERMINERS, Sort, agent, is_passive, named_after, subject
from secondstory.lint.words import is_past, listed

CODE = Code(
    "SS603",
    "human-error-cause",
    Level.ERROR,
    "People always slip: that a slip could do this is the finding, and the slip is not its cause.",
    "say what let a slip go through, and what made it likely",
)
_GENERAL = listed("human_error", "general")
_NOVICES = listed("human_error", "novices")
_HARMLESS = listed("human_error", "harmless")
_VERBS = listed("human_error", "verbs")
_MISREAD = ("misread", "mis-read", "misheard", "mishear")
_TYPED = frozenset("type typed typing enter entered entering key keyed punched".split())
_BECAUSE = frozenset("because cause caused due since owing".split())
_AGENTIVE = tuple(listed("human_error", "agentive"))
_MACHINES = listed("human_error", "machines")


@cache
def _phrases() -> Phrases:
    return load("human_error")


def _check(s: Sentence, context: Context) -> Iterator[Mark]:
    if context.plans or (context.passage.kind == "heading" and "cause" not in s.words):
        return
    behind = -1
    for group, start, end in _phrases().find(s):
        if start < behind or not _counts(s, group, start, end, context):
            continue
        behind = end
        yield Mark(
            s.spans[start][0],
            s.spans[end - 1][1],
            f"{quoted(s.told(start, end))} names a slip as the cause",
            behind_the_slip(s, start, end),
            Level.ERROR,
        )


def _counts(s: Sentence, group: Group, start: int, end: int, context: Context) -> bool:
    blamed_on = s.word(start - 1) == "to" and group.shape == "noun"  # "attributed it to ..."
    imagined = not blamed_on and is_imagined(s, start)
    if imagined or is_negated(s, start) or is_prevented(s, start):
        return False
    if group.name == "made-by":
        return _is_maker(s, end, context.known)
    if group.name == "made-an-error":
        if is_passive(s, start):
            return agent(s, start, context.known).human
        wrong = s.words[end - 1] in {"wrong", "incorrect"} and s.words[start] not in _TYPED
        if (wrong or s.words[start].startswith(_MISREAD)) and not _is_cause(s, context):
            return False  # what somebody read or took is a fact, unless it is offered as the cause
        return subject(s, start, context.known).human
    if not _NOVICES.isdisjoint(s.words[max(0, start - 1) : start + 1]):
        return False
    if s.word(end) in _HARMLESS:
        return False
    if s.words[start].startswith("fat") and s.word(start - 1) in DETERMINERS:
        return True
    slipped = s.words[start].startswith(("mistyp", "misclick", "fat-fing"))
    if "by" not in s.words[start:end] and (s.words[start] in _VERBS or slipped):
        return subject(s, start, context.known).sort is not Sort.THING or is_passive(s, start)
    after = s.word(end)
    if not s.stops[end : end + 1] or not s.stop(end):
        if after in _GENERAL and not (after == "is" and "cause" in s.words):
            return False
        if after in {"is", "was"} and s.word(end + 1) in {"not", "never"}:
            return False
    return not (
        s.words[end - 1] in {"errors", "mistakes"}
        and s.words[start] == "user"
        and s.word(end) in {"were", "increased", "rose"}
    )


def _is_cause(s: Sentence, context: Context) -> bool:
    """Whether a sentence tells a cause."""
    return context.passage.family == "root_cause" or not _BECAUSE.isdisjoint(s.words)


def _is_maker(s: Sentence, at: int, known: frozenset[str]) -> bool:
    """Whether somebody made a mistake, perhaps in a trade that no list knows: "the shunter"."""
    maker = named_after(s, at, known)
    head = s.word(maker.end - 1) if maker.end else ""
    trade = head.endswith(_AGENTIVE) and head not in _MACHINES
    return maker.human or (trade and not is_past(head))


RULE = Rule(CODE, sentence=_check)
