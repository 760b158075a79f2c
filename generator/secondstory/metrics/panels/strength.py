"""What fixes rely on: the system, or people who remember."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.metrics.ground import Ground, by_quarter
from secondstory.model import Brief, Fix, Intent, Strength
from secondstory.model.metrics import Panel, Row, Shape

KEY = "strength"
COLUMNS = ("Strong", "Intermediate", "Weak", "Not graded")
_COLUMN = dict(zip(Strength, COLUMNS, strict=False))


def panel(ground: Ground) -> Panel:
    """Promised fixes by the quarter of their incident, and by strength."""

    def kind_of(report: Brief) -> Iterator[tuple[str, Row]]:
        for fix in report.actions:
            if fix.intent is Intent.COMMITTED:
                yield _grade(fix), Row(report.slug, fix.id)

    lines = by_quarter(ground, COLUMNS, kind_of)
    promised = tuple(row for report in ground.reports for _, row in kind_of(report))
    ungraded = {(row.slug, row.fix) for line in lines for row in line.cells[-1]}
    return Panel(
        key=KEY,
        title="Strength of fixes",
        what="promised fix",
        many="promised fixes",
        counted="Promised fixes in the quarter of their incident; ideas and declined fixes are not"
        " counted. Strong: makes the failure impossible or stops it unaided. Weak: asks somebody"
        " to remember. Their words decide; authors can overrule them, with a reason.",
        gamed="Strong words for weak fixes. Only a fix that held is proven.",
        shape=Shape.COLUMNS,
        sample=tuple(row for row in promised if (row.slug, row.fix) not in ungraded),
        unknown=tuple(row for row in promised if (row.slug, row.fix) in ungraded),
        axis="Quarter",
        columns=COLUMNS,
        lines=lines,
    )


def _grade(fix: Fix) -> str:
    return _COLUMN[fix.grade.strength] if fix.grade else COLUMNS[-1]
