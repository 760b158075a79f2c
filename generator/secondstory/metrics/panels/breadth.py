"""How many teams and roles take part in a report: never which, and never who."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from secondstory.metrics.ground import Ground, rows
from secondstory.model import Brief
from secondstory.model.metrics import Line, Panel, Shape

KEY = "breadth"
COLUMNS = ("1", "2", "3 or more", "Not stated")
_SIDES: tuple[tuple[str, Callable[[Brief], Iterable[str]]], ...] = (
    ("Teams", lambda report: report.teams),
    ("Roles in review", lambda report: report.reviewed_by),
)


def panel(ground: Ground) -> Panel:
    """Reports by the number of their teams, and of the roles that reviewed them."""
    stated = [report for report in ground.reports if report.teams or report.reviewed_by]
    facts = tuple(
        (
            name,
            len({_folded(value) for report in ground.reports for value in of(report)}),
            rows(report for report in ground.reports if any(map(_folded, of(report)))),
        )
        for name, of in (("different teams", _SIDES[0][1]), ("different roles", _SIDES[1][1]))
    )
    return Panel(
        key=KEY,
        title="Who takes part",
        what="report",
        counted="How many different teams a report names, and how many roles reviewed it. Teams"
        " are not told from each other, and people are not counted.",
        gamed="Naming teams that only attended. Breadth is a means, and no goal.",
        shape=Shape.BARS,
        sample=rows(stated),
        unknown=rows(each for each in ground.reports if not (each.teams or each.reviewed_by)),
        axis="How many",
        columns=COLUMNS,
        lines=tuple(
            Line(
                name,
                tuple(
                    rows(each for each in ground.reports if _place(of(each)) == place)
                    for place in range(len(COLUMNS))
                ),
            )
            for name, of in _SIDES
        ),
        facts=facts,
    )


def _place(values: Iterable[str]) -> int:
    number = len({_folded(value) for value in values})
    return min(number, 3) - 1 if number else 3


@lru_cache(maxsize=4096)
def _folded(value: str) -> str:
    """As groups are told apart: by neither case nor the joints of words."""
    return re.sub(r"[\s_-]+", " ", value).strip().casefold()
