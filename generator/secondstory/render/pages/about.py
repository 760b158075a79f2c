"""Catalogue -> the pages about the portal: how to write a report, search, and 404."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from secondstory.model import Archive
from secondstory.noun import replace
from secondstory.render.catalogue import Catalogue, group_entry
from secondstory.render.page import Page
from secondstory.render.pages.errors import error_rows
from secondstory.render.views import AboutPage, NotFoundPage, SearchPage
from secondstory.render.views_parts import Entry, Named, Notice
from secondstory.render.words import count, long_day

_BROWSE = 40
_ERRORS = 60
_LATEST = 5


def pages(archive: Archive, shared: Catalogue) -> Iterator[Page]:
    """About, search and 404."""
    about = "What this portal reads, how it reads it, and how to write a report for it."
    yield Page("about/index.html", "How to write a report", about, "about", _about(archive, shared))
    found = "Search lessons, fixes, error strings and reports."
    telling = (slug for slug, filed in shared.filed.items() if filed.brief.errors)
    some = shared.only(islice(telling, _ERRORS))
    ways_in = (some, _search(shared))
    yield Page("search/index.html", "Search", found, "search", ways_in, compose=_with_errors)
    latest = tuple(shared.rows[slug] for slug in islice(shared.filed, _LATEST))
    missing = NotFoundPage(latest)
    yield Page("404.html", "Nothing at this address", "There is no such page.", "", missing)


def left_out(archive: Archive) -> tuple[Notice, ...]:
    """The files that were read and are no report, each with the reason."""
    others = sorted(archive.others, key=lambda other: other.path)
    return tuple(Notice(other.path, other.reason, None) for other in others)


def _about(archive: Archive, shared: Catalogue) -> AboutPage:
    fixes = sum(len(report.actions) for report in archive.briefs)
    totals = (
        f"{count(len(archive.briefs), 'report')},"
        f" {shared.lesson_words(shared.filed)}, {count(fixes, 'fix', 'fixes')},"
        f" as of {long_day(shared.as_of)}"
    )
    found = set(archive.findings)
    files = len({finding.location.path for finding in found} - {"."})  # "." is all of it
    findings = f"{count(len(found), 'finding')} in {count(files, 'file')}" if found else ""
    return AboutPage(totals, findings, left_out(archive))


def _search(shared: Catalogue) -> SearchPage:
    (tags, tags_more), (services, services_more), (classes, classes_more) = (
        _most(shared, kind) for kind in ("tags", "services", "classes")
    )
    return SearchPage((), tags, services, classes, tags_more, services_more, classes_more)


def _with_errors(some: Catalogue, page: SearchPage) -> SearchPage:
    return replace(page, errors=error_rows(some, some.filed, _ERRORS))


def _most(shared: Catalogue, kind: str) -> tuple[tuple[Entry, ...], Named | None]:
    groups = shared.kinds[kind]
    most = sorted(groups, key=lambda group: (-len(group.members), group.slug))[:_BROWSE]
    shown = sorted(most, key=lambda group: group.slug)
    more = Named(f"All {len(groups):,} {kind}", f"{kind}/index.html")
    return (
        tuple(group_entry(shared, kind, group) for group in shown),
        more if len(shown) < len(groups) else None,
    )
