"""An action item's words -> what it relies on, what it is for, and whether it is promised.

What its author says of it wins over what its words let us think.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from secondstory.extract.dates import first_day
from secondstory.extract.residue import is_blank
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import (
    Action,
    ActionStatus,
    Fact,
    Grade,
    Intent,
    Origin,
    Provenance,
    Purpose,
    Strength,
)
from secondstory.noun import replace
from secondstory.strength import grade, purpose

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

_STATED = re.compile(
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
_BRACKET = re.compile(r"\[([^\W\d_]{4,14})\]")  # "Better alerting [detect]"
_HEADING = 3  # words: longer ones say more than a type
_SHOWN = 60  # characters in a message


def meant(action: Action, said: Mapping[str, str]) -> Action:
    """Tell of an action what it relies on, what it is for and whether it is promised.

    `said` are the values that its author gives it, by family of words.
    """
    stated = _STATED.match(said.get("action_intent", ""))
    intent = _INTENTS.get(stated["word"].lower()) if stated else None
    if stated and intent is Intent.DECLINED:
        declined = Fact(ActionStatus.DECLINED, said["action_intent"], action.source)
        action = replace(action, status=declined, reason=action.reason or stated["why"] or None)
    return replace(
        action,
        grade=_grade(action.text.text, action.strength),
        purpose=_purpose(action),
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


def _grade(text: str, stated: Fact[str] | None) -> Grade | None:
    found = _STATED.match(stated.value) if stated else None
    word = found["word"].lower() if found else ""
    if found and word in set(Strength):
        why = "" if is_blank(found["why"]) else found["why"]
        return Grade(Strength(word), (), stated=True, reason=why)
    return grade(text)


def _purpose(action: Action) -> Fact[Purpose] | None:
    if action.type and (found := purpose(action.type.value, stated=True)):
        return Fact(found[0], action.type.value, action.type.source)
    text, line = action.text.text, action.source.line
    bracket = _BRACKET.search(text) if "[" in text else None
    if bracket and (found := purpose(bracket[1], stated=True)):
        return Fact(found[0], bracket[0], action.source)
    group = action.group
    if group and len(group.split()) <= _HEADING and (found := purpose(group, stated=True)):
        return Fact(found[0], group, Provenance(Origin.HEADING, line, group))
    if found := purpose(text):
        return Fact(found[0], found[1], Provenance(Origin.DERIVED, line))
    return None


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
