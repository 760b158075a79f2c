"""Catalogue -> a page at each former address of a report or class; it leads to where that is now.

It tells no report: a title and a link. It is in no list, feed, sitemap or search.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from secondstory.extract.naming import slugify, spelled_out
from secondstory.model import Archive
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.page import Page
from secondstory.render.views import MovedPage
from secondstory.render.views_parts import Named
from secondstory.render.words import spoken


def class_pages(archive: Archive, shared: Catalogue) -> Iterator[Page]:
    """A page at the address that a class would have by each of its other names."""
    groups = {group.name: group for group in shared.kinds["classes"]}
    taken = {group.slug.casefold() for group in groups.values()} | {"index"}
    for one in archive.taxonomy.classes:
        to = group_href("classes", groups[one.name])
        for alias in one.aliases:
            slug = slugify(spelled_out(alias))
            if slug.casefold() not in taken:
                taken.add(slug.casefold())
                moved = MovedPage(Named(spoken(one.name), to), "class")
                path = f"classes/{quote(slug)}.html"
                yield Page(path, spoken(one.name), "", "classes", moved, stands_for=to)


def pages(shared: Catalogue) -> Iterator[Page]:
    """A page for each alias of each report."""
    for slug, filed in shared.filed.items():
        report = filed.brief
        for alias in report.aliases:
            yield Page(
                report_href(alias.value),
                report.title,
                "",
                "incidents",
                MovedPage(Named(report.title, report_href(slug)), "report"),
                stands_for=report_href(slug),
            )
