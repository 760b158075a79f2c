"""Catalogue -> the list of reports, by year."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.render.catalogue import Catalogue
from secondstory.render.page import Page
from secondstory.render.pages.years import Cut, cut, year_words
from secondstory.render.views import IncidentsPage, Year
from secondstory.render.words import count

_ENOUGH = 40


def pages(shared: Catalogue) -> Iterator[Page]:
    """The index and a page for each year."""
    near = sum(filed.brief.near_miss for filed in shared.filed.values())
    stand = f"{count(len(shared.filed), 'report')} to learn from" + (
        f", {count(near, 'near miss', 'near misses')} among them." if near else "."
    )
    for part in cut(shared, "incidents", lambda _: 1, _ENOUGH):
        title = f"Incidents, {year_words(part.year)}" if part.year else "Incidents"
        about = "Every incident and near miss that was written up, newest first."
        parts = (shared.only(part.slugs), part, title, stand)
        yield Page(part.path, title, about, "incidents", parts, compose=_view)


def _view(shared: Catalogue, part: Cut, title: str, stand: str) -> IncidentsPage:
    years = tuple(
        Year(
            year_words(year),
            f"year-{year}",
            count(len(slugs), "report"),
            tuple(shared.rows[slug] for slug in slugs),
        )
        for year, slugs in part.years
    )
    return IncidentsPage(title, stand, years, part.options)
