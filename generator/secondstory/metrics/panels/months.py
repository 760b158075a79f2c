"""Month by month: what happened, what was published, when people looked back together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from secondstory.metrics.ground import Ground, rows
from secondstory.metrics.period import full_months, month_of
from secondstory.model import Brief
from secondstory.model.metrics import Line, Panel, Row, Shape

KEY = "months"
COLUMNS = ("Incidents", "Near misses", "Repeats", "Reports published", "Retrospectives")


def panel(ground: Ground) -> Panel:
    """The last twelve months that have ended."""
    months = full_months(ground.period.last)
    again = ground.archive.recurrences
    happened: dict[str, list[Brief]] = {month: [] for month in months}
    happened |= _by_month(ground.past, lambda each: each.date)
    published = _by_month(ground.past, lambda each: _in_order(each, each.published))
    looked_back = _by_month(ground.past, lambda each: _in_order(each, each.retro))
    lines = tuple(
        Line(
            month,
            (
                rows(each for each in happened[month] if not each.near_miss),
                rows(each for each in happened[month] if each.near_miss),
                rows(each for each in happened[month] if again.get(each.slug)),
                rows(published.get(month, ())),
                rows(looked_back.get(month, ())),
            ),
        )
        for month in months
    )
    every = [each for month in months for each in happened[month]]
    odd = [each for each in every if each.retro and each.date and each.retro < each.date]
    return Panel(
        key=KEY,
        title="Month by month",
        what="report",
        counted="Incidents, near misses and repeats by the day they happened, reports by the day"
        " they were published, retrospectives by the day they state. A month without one is no bad"
        " month. Fixes are not among them: a file does not say how it stood at the end of a month.",
        gamed="Retrospectives for their own sake. Ask what they changed.",
        shape=Shape.NONE,
        sample=rows(every),
        odd=tuple(Row(each.slug, note="retrospective before the incident") for each in odd),
        axis="Month",
        columns=COLUMNS,
        lines=lines,
    )


def _by_month(
    reports: tuple[Brief, ...], day_of: Callable[[Brief], date | None]
) -> dict[str, list[Brief]]:
    found: dict[str, list[Brief]] = {}
    for report in reports:
        if day := day_of(report):
            found.setdefault(month_of(day), []).append(report)
    return found


def _in_order(report: Brief, day: date | None) -> date | None:
    """A day that is not before the incident."""
    return day if day and report.date and day >= report.date else None
