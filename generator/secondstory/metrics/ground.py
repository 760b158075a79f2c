"""What panels are made of: the reports of the period, the promises, the policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from secondstory.commitments import Commitment
from secondstory.distributions import halves, spread
from secondstory.metrics.period import quarter_of
from secondstory.model import Archive, Brief
from secondstory.model.metrics import Line, Panel, Period, Row, Rows
from secondstory.noun import Noun, replace
from secondstory.policy import Policy


class Ground(Noun, frozen=True):
    """All that panels know.

    `reports` are those of the period, `past` all up to its last day; both oldest first. `undated`
    have no day.
    """

    archive: Archive
    period: Period
    reports: tuple[Brief, ...]
    past: tuple[Brief, ...]
    undated: tuple[Brief, ...]
    promises: tuple[Commitment, ...]
    policy: Policy


def rows(reports: Iterable[Brief]) -> Rows:
    """Reports as what a number counts."""
    return tuple([Row(report.slug) for report in reports])


def by_quarter(
    ground: Ground, kinds: Sequence[str], kind_of: Callable[[Brief], Iterable[tuple[str, Row]]]
) -> tuple[Line, ...]:
    """A line for each quarter, a column for each kind, given the rows of a report by kind."""
    cells: dict[tuple[str, str], list[Row]] = {
        (quarter, kind): [] for quarter in ground.period.quarters for kind in kinds
    }
    for report in ground.reports:
        if report.date:
            for kind, row in kind_of(report):
                cells[quarter_of(report.date), kind].append(row)
    return tuple(
        Line(quarter, tuple([tuple(cells[quarter, kind]) for kind in kinds]))
        for quarter in ground.period.quarters
    )


def distributed(panel: Panel) -> Panel:
    """A panel with what its values come to."""
    values = [row.value for row in panel.sample if row.value is not None]
    return replace(panel, spread=spread(values), change=halves(values))
