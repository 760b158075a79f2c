"""Which classes of failure came when."""

from __future__ import annotations

from collections.abc import Iterable

from secondstory.metrics.ground import Ground, rows
from secondstory.metrics.period import quarter_of
from secondstory.model.metrics import Line, Panel, Row, Rows, Shape

KEY = "classes"
MOST = 12  # classes with a line of their own
OTHERS = "other classes"


def panel(ground: Ground) -> Panel:
    """The classes of the period, those that came most often first, by quarter."""
    order = {report.slug: report for report in ground.reports}
    found = [
        (group.name, [slug for slug in reversed(group.members) if slug in order])
        for group in ground.archive.classes
    ]
    found = [(name, slugs) for name, slugs in found if slugs]
    found.sort(key=lambda each: (-len(each[1]), each[0].casefold()))
    rest = {slug for _, slugs in found[MOST:] for slug in slugs}
    named = [*found[:MOST], *([(OTHERS, [slug for slug in order if slug in rest])] if rest else [])]

    def cells(slugs: Iterable[str]) -> tuple[Rows, ...]:
        placed: dict[str, list[Row]] = {quarter: [] for quarter in ground.period.quarters}
        for slug in slugs:
            if day := order[slug].date:
                placed[quarter_of(day)].append(Row(slug))
        return tuple(map(tuple, placed.values()))

    return Panel(
        key=KEY,
        title="Classes over time",
        what="report that names a class",
        many="reports that name a class",
        counted="Reports by class and quarter. One that names two classes counts for both.",
        gamed="Splitting a class until each came once, or one that holds everything.",
        shape=Shape.GRID,
        sample=rows(report for report in ground.reports if report.classes),
        unknown=rows(report for report in ground.reports if not report.classes),
        axis="Class",
        columns=ground.period.quarters,
        lines=tuple(Line(name, cells(slugs)) for name, slugs in named),
    )
