"""How well the first severity of an incident foretells the last."""

from __future__ import annotations

from secondstory.metrics.ground import Ground, rows
from secondstory.model import Brief
from secondstory.model.metrics import Line, Panel, Shape

KEY = "severity"
LEVELS = (1, 2, 3, 4)


def panel(ground: Ground) -> Panel:
    """The severity that incidents were first called, by the one that they have."""
    levels = [(report, *_levels(report)) for report in ground.reports]
    known = [(report, first, last) for report, first, last in levels if first and last]
    lines = tuple(
        Line(
            f"SEV{first}",
            tuple(
                rows(report for report, was, now in known if (was, now) == (first, last))
                for last in LEVELS
            ),
        )
        for first in LEVELS
    )
    return Panel(
        key=KEY,
        title="First and last severity",
        what="report",
        counted="Reports that state both, on the scale from SEV1 to SEV4. A first call is made"
        " with what could be known then; it is no mistake to change it.",
        gamed="Writing the last severity over the first. Those without a first stand beside it.",
        shape=Shape.BARS,
        sample=rows(report for report, _, _ in known),
        unknown=rows(report for report, first, last in levels if not (first and last)),
        axis="First called",
        columns=tuple(f"was SEV{level}" for level in LEVELS),
        lines=lines,
    )


def _levels(report: Brief) -> tuple[int | None, int | None]:
    first, last = report.severity_initial, report.severity
    return first.level if first else None, last.level if last else None
