"""What the reports leave out: an unknown is shown, not filled."""

from __future__ import annotations

from collections.abc import Callable

from secondstory.metrics.ground import Ground
from secondstory.model import Brief, Fix, Intent, LessonKind, Moment
from secondstory.model.metrics import Line, Panel, Row, Rows, Shape

KEY = "unknown"
COLUMNS = ("Stated", "Not stated")
_REPORTS: tuple[tuple[str, Callable[[Brief], bool], str], ...] = (
    ("Day", lambda it: it.date is not None, "Without it a report has no place in time"),
    ("Time of start", lambda it: _timed(it.started), "Without it there is no time to detect"),
    ("Time of detection", lambda it: _timed(it.detected), "Without it there is no time to detect"),
    ("Duration", lambda it: it.duration is not None, "Without it there is no time to recover"),
    ("Severity", lambda it: it.severity is not None, "The policy counts from it"),
    ("First severity", lambda it: it.severity_initial is not None, "First calls teach nobody"),
    ("Day of publication", lambda it: it.published is not None, "Without it there is no lag"),
    ("Services", lambda it: bool(it.services), "Nobody finds it who touches the service"),
    ("Class", lambda it: bool(it.classes), "Without it nothing is a repeat"),
    ("Lessons", lambda it: bool(it.learned(LessonKind.LESSON)), "It is found by what it taught"),
)  # fmt: skip
_FIXES: tuple[tuple[str, Callable[[Fix], bool], str], ...] = (
    ("Owner of a promise", lambda it: it.owner is not None, "What nobody owns is an idea"),
    ("Due day of a promise", lambda it: bool(it.due and it.due.day), "Never late, never done"),
    ("State of a promise", lambda it: it.status is not None, "Nobody knows whether it helps yet"),
)


def panel(ground: Ground) -> Panel:
    """Facts, and the reports and promised fixes that state each or do not."""
    reports = (*ground.reports, *ground.undated)
    promised = [
        (report, fix)
        for report in reports
        for fix in report.actions
        if fix.intent is Intent.COMMITTED
    ]
    lines = [
        Line(name, _split([(Row(each.slug), states(each)) for each in reports]), why)
        for name, states, why in _REPORTS
    ]
    lines += [
        Line(name, _split([(Row(each.slug, fix.id), states(fix)) for each, fix in promised]), why)
        for name, states, why in _FIXES
    ]
    return Panel(
        key=KEY,
        title="What the reports leave out",
        what="report",
        counted="Reports of the period, and those without a day, that state a fact; and promised"
        " fixes of them. A fact that we could not read counts as not stated.",
        gamed="Filling in what nobody knows. An honest gap is worth more than a guess.",
        shape=Shape.BARS,
        sample=tuple(Row(report.slug) for report in reports),
        axis="Fact",
        columns=COLUMNS,
        lines=tuple(lines),
    )


def _timed(moment: Moment | None) -> bool:
    return moment is not None and moment.timed


def _split(found: list[tuple[Row, bool]]) -> tuple[Rows, Rows]:
    stated = tuple(row for row, there in found if there)
    return stated, tuple(row for row, there in found if not there)
