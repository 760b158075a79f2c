"""The deadlines of action items -> findings: what is no day, or lies before the incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import Action, ActionStatus, Document

EARLY = Code(
    "SS316",
    "due-before-incident",
    Level.NOTE,
    "An action item is due before the incident that it follows: it was late as it was written.",
    "check the year of its deadline",
)
NO_DAY = Code(
    "SS317",
    "due-is-no-day",
    Level.NOTE,
    "A deadline such as `Q3` or `next sprint` is shown as written, but nothing can tell when it has"
    " passed: the day of the policy counts, if there is one.",
    "write the day: 2026-09-30",
)
CODES = (EARLY, NO_DAY)

_ENDED = (ActionStatus.DONE, ActionStatus.DECLINED)


def due_findings(
    document: Document, actions: Iterable[Action], day: date | None
) -> Iterator[Finding]:
    """Find what is odd about the deadlines of a report's items; `day` is that of the incident."""
    for action in actions:
        if action.due is None or (action.status and action.status.value in _ENDED):
            continue
        due = action.due.value
        where = Location(document.source.path, max(1, action.due.source.line))
        if due.day is None:
            yield NO_DAY.at(where, f"the deadline {due.written[:40]!r} is no day")
        elif day and due.day < day:
            yield EARLY.at(where, f"due on {due.day}, before {day}, the day it happened")
