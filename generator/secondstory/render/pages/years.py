"""Reports -> years: how the big lists are cut into pages that stay where they are.

Each year has a page of its own, for good; the index of a list shows the newest years, as
many as make a page worth reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from secondstory.render.catalogue import Catalogue
from secondstory.render.views_parts import Option

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Cut:
    """A page of a list: `year` is None on the index; `slugs` are its reports, newest first."""

    path: str
    year: str | None
    years: tuple[tuple[str, tuple[str, ...]], ...]
    options: tuple[Option, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """All its reports."""
        return tuple(slug for _, slugs in self.years for slug in slugs)


def by_year(shared: Catalogue) -> dict[str, tuple[str, ...]]:
    """The reports of each year, newest first; those without a date come last."""
    years: dict[str, list[str]] = {}
    for slug, filed in shared.filed.items():
        day = filed.brief.date
        years.setdefault(f"{day:%Y}" if day else UNDATED, []).append(slug)
    # "undated" sorts behind every year when the order is turned round for it.
    names = sorted(years, key=lambda year: (year != UNDATED, year), reverse=True)
    return {name: tuple(years[name]) for name in names}


def year_words(year: str) -> str:
    """A year's name."""
    return "Undated" if year == UNDATED else year


def cut(shared: Catalogue, folder: str, size: Callable[[str], int], enough: int) -> Iterator[Cut]:
    """The index of a list and a page for each year. `size` tells what a report adds to it."""
    years = by_year(shared)
    sizes = {year: sum(map(size, slugs)) for year, slugs in years.items()}
    years = {year: slugs for year, slugs in years.items() if sizes[year]}
    shown, total = [], 0
    for year in years:
        if total >= enough:
            break
        shown.append(year)
        total += sizes[year]

    def options(current: list[str]) -> tuple[Option, ...]:
        return tuple(
            Option(
                year_words(year),
                f"{folder}/year-{year}.html",
                f"{sizes[year]:,}",
                code=False,
                current=current == [year],
            )
            for year in years
        )

    yield Cut(
        f"{folder}/index.html", None, tuple((year, years[year]) for year in shown), options([])
    )
    for year, slugs in years.items():
        yield Cut(f"{folder}/year-{year}.html", year, ((year, slugs),), options([year]))
