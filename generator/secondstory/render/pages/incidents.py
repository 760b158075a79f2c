"""Catalogue -> the list of reports, by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secondstory.render.catalogue import Catalogue
from secondstory.render.page import Page
from secondstory.render.pages.years import Cut, by_year, cut, period_words
from secondstory.render.twins.libraries import incidents_twin
from secondstory.render.views import IncidentsPage, Year
from secondstory.render.words import count

_ENOUGH = 40


def pages(shared: Catalogue) -> Iterator[Page]:
    """The index and a page for each year."""
    near = sum(filed.brief.near_miss for filed in shared.filed.values())
    stand = f"{count(len(shared.filed), 'report')} to learn from" + (
        f", {count(near, 'near miss', 'near misses')} among them." if near else "."
    )
    totals = {year: len(slugs) for year, slugs in by_year(shared).items()}
    for part in cut(shared, "incidents", lambda _: 1, _ENOUGH):
        title = f"Incidents, {period_words(part.period)}" if part.period else "Incidents"
        about = "Every incident and near miss that was written up, newest first."
        parts = (shared.only(part.slugs), part, title, stand, totals)
        yield Page(part.path, title, about, "incidents", parts, compose=_view, twin=_twin)


def _twin(shared: Catalogue, part: Cut, title: str, *_: object) -> bytes:
    return incidents_twin(shared, part, title)


def _view(
    shared: Catalogue, part: Cut, title: str, stand: str, totals: Mapping[str, int]
) -> IncidentsPage:
    years = tuple(
        Year(
            period_words(year),
            f"year-{year}",
            count(totals[year], "report")
            if len(slugs) == totals[year]
            else f"{len(slugs):,} of {count(totals[year], 'report')}",
            tuple(shared.rows[slug] for slug in slugs),
        )
        for year, slugs in part.years
    )
    return IncidentsPage(title, stand, years, part.options, part.months)
