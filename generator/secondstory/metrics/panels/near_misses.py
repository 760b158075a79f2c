"""Whether what nearly happened is written down, too."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.metrics.ground import Ground, by_quarter, rows
from secondstory.model import Brief
from secondstory.model.metrics import Panel, Row, Shape

KEY = "near-misses"
COLUMNS = ("Near misses", "Incidents")


def panel(ground: Ground) -> Panel:
    """Reports by quarter: near misses and incidents."""

    def kind_of(report: Brief) -> Iterator[tuple[str, Row]]:
        yield COLUMNS[0 if report.near_miss else 1], Row(report.slug)

    return Panel(
        key=KEY,
        title="Near misses",
        what="report",
        counted="Reports that say they are near misses, beside all others.",
        gamed="Calling small incidents near misses. More of them is no worse: somebody looked.",
        shape=Shape.COLUMNS,
        sample=rows(ground.reports),
        axis="Quarter",
        columns=COLUMNS,
        lines=by_quarter(ground, COLUMNS, kind_of),
    )
