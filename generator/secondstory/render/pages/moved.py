"""Catalogue -> a page at each former address of a report, which leads to where it is now.

It tells no report: a title and a link. It is in no list, feed, sitemap or search.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue
from secondstory.render.page import Page
from secondstory.render.views import MovedPage
from secondstory.render.views_parts import Named


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
                MovedPage(Named(report.title, report_href(slug))),
                stands_for=report_href(slug),
            )
