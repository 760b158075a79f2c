"""Reports -> years: how the big lists are cut into pages that stay where they are.

Each year has a page of its own, for good; the index of a list shows the newest years, as
many as make a page worth reading. A year with more than a page can carry shows its newest
months, and each of its months has a page as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from secondstory.noun import Noun
from secondstory.render.catalogue import Catalogue
from secondstory.render.views_parts import Option
from secondstory.render.words import month_words

UNDATED = "undated"
_CROWDED = 400  # entries; with more, a browser takes its time and a reader gives up


class Cut(Noun, frozen=True):
    """A page of a list: the index, a year or a month of a crowded year.

    `period` is its year or month, None on the index. `years` are its reports by year, newest
    first, `options` the pages of all years, `months` those of the months of a crowded year.
    """

    path: str
    period: str | None
    years: tuple[tuple[str, tuple[str, ...]], ...]
    options: tuple[Option, ...]
    months: tuple[Option, ...] = ()

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


def period_words(period: str) -> str:
    """The name of a year or of a month."""
    if period == UNDATED:
        return "Undated"
    return month_words(period) if "-" in period else period


def cut(shared: Catalogue, folder: str, size: Callable[[str], int], enough: int) -> Iterator[Cut]:
    """The index of a list and a page for each year. `size` tells what a report adds to it.

    The index shows `enough` entries or more.
    """
    years = by_year(shared)
    sizes = {year: sum(map(size, slugs)) for year, slugs in years.items()}
    years = {year: slugs for year, slugs in years.items() if sizes[year]}

    def options(current: list[str]) -> tuple[Option, ...]:
        return tuple(
            Option(
                period_words(year),
                f"{folder}/year-{year}.html",
                f"{sizes[year]:,}",
                code=False,
                current=current == [year],
            )
            for year in years
        )

    index = f"{folder}/index.html"
    shown, total = {}, 0
    crowded = {
        year: _by_month(shared, slugs)
        for year, slugs in years.items()
        if sizes[year] > _CROWDED and year != UNDATED
    }
    for year, slugs in years.items():
        if total < enough:
            shown[year] = _newest(crowded[year], size) if year in crowded else slugs
            total += sizes[year]
    yield Cut(index, None, tuple(shown.items()), options([]))
    for year, slugs in years.items():
        path = f"{folder}/year-{year}.html"
        if year not in crowded:
            yield Cut(path, year, ((year, slugs),), options([year]))
            continue
        months = crowded[year]
        newest = _newest(months, size)
        yield Cut(path, year, ((year, newest),), options([year]), _months(folder, months, size, ""))
        for month, members in months.items():
            yield Cut(
                f"{folder}/month-{month}.html",
                month,
                ((year, members),),
                options([year]),
                _months(folder, months, size, month),
            )


def _by_month(shared: Catalogue, slugs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The reports of each month, newest first; all of them have a date."""
    months: dict[str, list[str]] = {}
    for slug in slugs:
        months.setdefault(f"{shared.report(slug).date:%Y-%m}", []).append(slug)
    return {month: tuple(members) for month, members in months.items()}


def _newest(months: Mapping[str, tuple[str, ...]], size: Callable[[str], int]) -> tuple[str, ...]:
    """The reports of the newest months, as many months as fill a page."""
    found: list[str] = []
    total = 0
    for members in months.values():
        if total < _CROWDED:
            found += members
            total += sum(map(size, members))
    return tuple(found)


def _months(
    folder: str,
    months: Mapping[str, tuple[str, ...]],
    size: Callable[[str], int],
    current: str,
) -> tuple[Option, ...]:
    return tuple(
        Option(
            month_words(month),
            f"{folder}/month-{month}.html",
            f"{sum(map(size, members)):,}",
            code=False,
            current=month == current,
        )
        for month, members in months.items()
        if sum(map(size, members))
    )
