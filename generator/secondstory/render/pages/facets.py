"""Groups -> facets: ways to narrow a library that are plain links, so no script is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.views_parts import Facet, Named, Option

_MOST = 5
_LEGENDS = {
    "services": "Service",
    "classes": "Class",
    "tags": "Tag",
    "severities": "Severity",
}


def facet(shared: Catalogue, kind: str, size: Callable[[str], int]) -> Facet:
    """The groups of a kind that hold most, and the way to all of them.

    `size` tells how many entries a report adds. Severities keep their own order.
    """
    sized = [(sum(map(size, group.members)), group) for group in shared.kinds[kind]]
    found = [(number, group) for number, group in sized if number]
    if kind != "severities":
        found.sort(key=lambda item: (-item[0], item[1].slug))
    options = tuple(
        Option(
            group.name,
            group_href(kind, group),
            f"{number:,}",
            code=kind != "severities",
            current=False,
        )
        for number, group in found[:_MOST]
    )
    rest = len(found) - len(options)
    return Facet(
        _LEGENDS[kind], options, Named(f"{rest} more", f"{kind}/index.html") if rest else None
    )


def kinds_facet(legend: str, sections: Iterable[tuple[str, str, int]]) -> Facet:
    """The sections of this page: heading, id and number of entries of each."""
    options = tuple(
        Option(heading, f"#{name}", f"{number:,}", code=False, current=False)
        for heading, name, number in sections
    )
    return Facet(legend, options, None)


def years_facet(options: tuple[Option, ...]) -> Facet:
    """The years, all of them: each has a page."""
    return Facet("Year", options, None)


def months_facet(options: tuple[Option, ...]) -> Facet:
    """The months of a year that has too much for one page."""
    return Facet("Month", options, None)
