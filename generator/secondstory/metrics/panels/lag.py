"""How soon reports are there, and whether that is in time."""

from __future__ import annotations

from datetime import date

from secondstory.metrics.ground import Ground, distributed
from secondstory.model import Brief
from secondstory.model.metrics import Line, Panel, Row, Shape, Unit
from secondstory.policy import Policy, Term

KEY = "lag"
_NEAR, _UNSTATED = 5, 6  # after the levels
COLUMNS = ("In time", "Later", "No deadline")


def panel(ground: Ground) -> Panel:
    """The days from the day of each incident to that of its report, and those in time."""
    lags = [(report, _lag(report)) for report in ground.reports]
    today = ground.period.last
    odd = [report for report, lag in lags if lag is not None and _contradicts(report, lag, today)]
    strange = {report.slug for report in odd}
    known = [(each, lag) for each, lag in lags if lag is not None and each.slug not in strange]
    return distributed(
        Panel(
            key=KEY,
            title="Publication lag",
            what="report",
            counted="Calendar days from the day of the incident, from which the policy counts, to"
            " the day of publication. In time: by the day that the policy gives for the severity."
            " A report that was published before its incident, or is yet to be, is left out.",
            gamed="Publishing a hollow report in time, or calling an incident milder than it was.",
            shape=Shape.DOTS,
            sample=tuple(Row(each.slug, value=lag) for each, lag in known),
            unknown=tuple(Row(each.slug) for each, lag in lags if lag is None),
            odd=tuple(Row(each.slug, note=_note(each)) for each in odd),
            unit=Unit.DAYS,
            axis="Severity",
            columns=COLUMNS,
            lines=_lines([report for report, _ in known], ground.policy),
        )
    )


def _lag(report: Brief) -> int | None:
    return (report.published - report.date).days if report.published and report.date else None


def _contradicts(report: Brief, lag: int, today: date) -> bool:
    return lag < 0 or (report.published is not None and report.published > today)


def _note(report: Brief) -> str:
    return f"published {report.published.isoformat()}" if report.published else ""


def _lines(reports: list[Brief], policy: Policy) -> tuple[Line, ...]:
    """The reports by severity, and by whether they were in time; lines without any are left out."""
    found = []
    for rank in (1, 2, 3, 4, _NEAR, _UNSTATED):
        some = [report for report in reports if _rank(report) == rank]
        level = rank if rank <= 4 else None
        term = policy.term(level, near_miss=rank == _NEAR)
        if some:
            cells = tuple(
                tuple(
                    Row(each.slug, value=_lag(each)) for each in some if _place(each, term) == place
                )
                for place in range(len(COLUMNS))
            )
            found.append(Line(_name(rank), cells, term.words if term else "not known"))
    return tuple(found)


def _rank(report: Brief) -> int:
    if report.near_miss:
        return _NEAR
    return (report.severity.level if report.severity else None) or _UNSTATED


def _name(rank: int) -> str:
    return {_NEAR: "Near miss", _UNSTATED: "Not on the scale"}.get(rank, f"SEV{rank}")


def _place(report: Brief, term: Term | None) -> int:
    due = term.due(report.date) if term and report.date else None
    if due is None or report.published is None:
        return 2
    return 0 if report.published <= due else 1
