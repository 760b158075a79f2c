"""What is said of an action item -> whether it is promised, and the day on which it was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from secondstory.extract.dates import first_day
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import (
    Action,
    ActionStatus,
    Fact,
    Intent,
)
from secondstory.noun import replace

NO_REASON = Code(
    "SS313",
    "decline-without-reason",
    Level.NOTE,
    "Declining a fix is a fine end, but who comes later cannot tell whether it still holds.",
    "write the reason behind it: `(declined: the guard makes it needless)`",
)
BARE_STRENGTH = Code(
    "SS314",
    "strength-without-reason",
    Level.NOTE,
    "The author's word on how strong a fix is stands, but nobody can learn from it or check it.",
    "write the reason behind it: `(strength: strong, because CI refuses the change)`",
)
ODD_STRENGTH = Code(
    "SS315",
    "strength-unknown",
    Level.WARNING,
    "A strength that is none of the three says nothing, so the words of the fix decide.",
    "write `strong`, `intermediate` or `weak`, and why; docs/strength.md says what they mean",
)
CODES = (NO_REASON, BARE_STRENGTH, ODD_STRENGTH)

STATED = re.compile(
    r"^\W*(?P<word>[^\W\d_]+)\W*(?:(?:because|since|as)\b\W*)?(?P<why>.*?)[\s)\]}*_]*$",
    re.DOTALL | re.IGNORECASE,
)
_INTENTS = {
    "idea": Intent.IDEA,
    "ideas": Intent.IDEA,
    "maybe": Intent.IDEA,
    "proposal": Intent.IDEA,
    "proposed": Intent.IDEA,
    "committed": Intent.COMMITTED,
    "commitment": Intent.COMMITTED,
    "promised": Intent.COMMITTED,
    "accepted": Intent.COMMITTED,
    "agreed": Intent.COMMITTED,
    "declined": Intent.DECLINED,
    "rejected": Intent.DECLINED,
}
_PROMISES = ("owner", "due", "ticket", "action_priority")
_UNDER_WAY = {ActionStatus.IN_PROGRESS, ActionStatus.DONE}
_MUSED = re.compile(
    r"^\W*(?:ideas?|maybe|perhaps|possibly|nice[ -]to[ -]have|wish ?list)\b", re.IGNORECASE
)
_SHOWN = 60  # characters in a message


def meant(action: Action, said: Mapping[str, str]) -> Action:
    """Tell of an action whether it is promised, and when it was done.

    `said` are the values that its author gives it, by family of words.
    """
    stated = STATED.match(said.get("action_intent", ""))
    intent = _INTENTS.get(stated["word"].lower()) if stated else None
    if stated and intent is Intent.DECLINED:
        declined = Fact(ActionStatus.DECLINED, said["action_intent"], action.source)
        action = replace(action, status=declined, reason=action.reason or stated["why"] or None)
    return replace(
        action,
        intent=_intent(action, intent, said),
        done=_done(action, said.get("action_done", "")) or action.done,
    )


def promise_findings(path: str, actions: Iterable[Action]) -> Iterator[Finding]:
    """Tell what is wrong with what the author of a fix says of it."""
    for action in actions:
        where = Location(path, max(1, action.source.line))
        words = action.text.text[:_SHOWN]
        if action.intent is Intent.DECLINED and not action.reason:
            yield NO_REASON.at(where, f"“{words}” is declined, and it does not say why")
        if action.strength is None:
            continue
        if action.grade is None or not action.grade.stated:
            written = action.strength.value[:_SHOWN]
            yield ODD_STRENGTH.at(where, f"the strength {written!r} is none of the three")
        elif not action.grade.reason:
            yield BARE_STRENGTH.at(where, f"“{words}” is said to be {action.grade.strength.value}")


def _done(action: Action, stated: str) -> Fact[date] | None:
    day = first_day(stated)
    return Fact(day, stated, action.source) if day else None


def _intent(action: Action, stated: Intent | None, said: Mapping[str, str]) -> Intent:
    """What is stated wins; a box alone promises nothing among ideas."""
    status = action.status.value if action.status else None
    if status is ActionStatus.DECLINED:
        return Intent.DECLINED
    if stated:
        return stated
    if status in _UNDER_WAY or any(said.get(name) for name in _PROMISES):
        return Intent.COMMITTED
    if status is None or said.get("ideas") or _MUSED.match(action.text.text):
        return Intent.IDEA
    return Intent.COMMITTED
