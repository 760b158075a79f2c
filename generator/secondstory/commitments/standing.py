"""An action item, its report, the policy and a day -> how it stands: how old, by when, how far.

The clock starts on the day the incident was resolved. A day that a report states wins over the
policy's; words without a day ("Q3") are shown, and the policy's day counts. An idea is never late.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from secondstory.model import ActionStatus, Brief, Fix, FixState, Intent
from secondstory.noun import Noun
from secondstory.policy import FixTerms

REPORT, POLICY = "report", "policy"

_WEIGHTS = {1: 4, 2: 3, 3: 2, 4: 1}  # by level; a level that is not known weighs as the lightest
_ENDED = (ActionStatus.DONE, ActionStatus.DECLINED)


class Standing(Noun, frozen=True):
    """How an action item stands on a day.

    `opened` is the day its clock began; `age` the days since, None where that day is not known or
    yet to come. `due` is the day that counts and `due_by` who says so, "report" or "policy";
    `late` are the days since it passed, 0 where the item is not late.
    """

    opened: date | None
    age: int | None
    due: date | None
    due_by: str
    late: int
    state: FixState


def standing(report: Brief, fix: Fix, terms: FixTerms, as_of: date) -> Standing:
    """How an item of a report stands, going by that report alone."""
    return standing_of(((report, fix),), fix, terms, as_of)


def standing_of(
    told: Sequence[tuple[Brief, Fix]], fix: Fix, terms: FixTerms, as_of: date
) -> Standing:
    """How an item stands that several reports tell, oldest first; `fix` is the last word."""
    opened = min(filter(None, (opened_on(report) for report, _ in told)), default=None)
    due, due_by = _due(told, fix, terms)
    state = state_of(fix, due, as_of)
    return Standing(
        opened,
        (as_of - opened).days if opened and opened <= as_of else None,
        due,
        due_by,
        (as_of - due).days if due and state is FixState.LATE else 0,
        state,
    )


def state_of(fix: Fix, due: date | None, as_of: date) -> FixState:
    """How far a fix has come. Late is only what is stated to be open and was due before."""
    if fix.status is ActionStatus.DONE:
        return FixState.HELD if fix.verified_by else FixState.SHIPPED
    if fix.status is ActionStatus.DECLINED or fix.intent is Intent.DECLINED:
        return FixState.DECLINED
    if fix.intent is Intent.IDEA:
        return FixState.IDEA
    if fix.status is None:
        return FixState.UNSTATED
    if due and due < as_of:
        return FixState.LATE
    return FixState.IN_PROGRESS if fix.status is ActionStatus.IN_PROGRESS else FixState.OPEN


def opened_on(report: Brief) -> date | None:
    """The day the clock of a report's items begins: resolved, else mitigated, else its date.

    A day of resolution before the incident is a slip of the pen, and is passed over.
    """
    for moment in (report.resolved, report.mitigated):
        day = moment.at.date() if moment else None
        if day and not (report.date and day < report.date):
            return day
    return report.date


def weight(report: Brief) -> int:
    """How much a day of age weighs: 4 for a SEV1 to 1 for a SEV4, a near miss or the unknown."""
    level = report.severity.level if report.severity and not report.near_miss else None
    return _WEIGHTS.get(level or 0, 1)


def _due(told: Sequence[tuple[Brief, Fix]], fix: Fix, terms: FixTerms) -> tuple[date | None, str]:
    """The day that counts, and who says so."""
    for each in (fix, *(other for _, other in reversed(told))):
        if each.due and each.due.day:
            return each.due.day, REPORT
    if fix.intent is not Intent.COMMITTED or fix.status in _ENDED:
        return None, ""
    for report, _ in told:
        level = report.severity.level if report.severity else None
        if day := terms.due(level, opened_on(report), near_miss=report.near_miss):
            return day, POLICY
    return None, ""
