"""Whether the same thing breaks twice, and which of the two diseases it is."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.metrics.ground import Ground, by_quarter, rows
from secondstory.model import Brief, Disease
from secondstory.model.metrics import Panel, Row, Shape

KEY = "repeats"
COLUMNS = ("First time", "Known fix not shipped", "Fix did not hold", "Why not stated")
_COLUMN = {
    Disease.NOT_SHIPPED: COLUMNS[1],
    Disease.DID_NOT_HOLD: COLUMNS[2],
    Disease.UNKNOWN: COLUMNS[3],
}


def panel(ground: Ground) -> Panel:
    """Reports that name a class, by quarter, and what brought the class back."""
    again = ground.archive.recurrences

    def kind_of(report: Brief) -> Iterator[tuple[str, Row]]:
        if report.classes:
            back = max(again.get(report.slug, ()), key=lambda each: each.nth, default=None)
            yield _COLUMN[back.disease] if back else COLUMNS[0], Row(report.slug)

    return Panel(
        key=KEY,
        title="Repeats",
        what="report that names a class",
        many="reports that name a class",
        counted="A repeat is a report of a class that was seen before; of several classes the one"
        " that came most often counts. Known fix not shipped: it was promised and not there yet."
        " Fix did not hold: it was there, and the class came back.",
        gamed="Naming no class, or a new one each time. Those without a class stand beside it.",
        shape=Shape.COLUMNS,
        sample=rows(report for report in ground.reports if report.classes),
        unknown=rows(report for report in ground.reports if not report.classes),
        axis="Quarter",
        columns=COLUMNS,
        lines=by_quarter(ground, COLUMNS, kind_of),
    )
