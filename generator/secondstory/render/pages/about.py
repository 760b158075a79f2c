"""Catalogue -> the pages about the portal: how to write a report, search, and 404."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import Study
from secondstory.render.catalogue import Catalogue, group_entry, groups_of
from secondstory.render.page import Page
from secondstory.render.views import AboutPage, NotFoundPage, SearchPage
from secondstory.render.views_parts import Entry, Named, Notice
from secondstory.render.words import count, long_day

_BROWSE = 40
_LATEST = 5


def pages(shared: Catalogue) -> Iterator[Page]:
    """About, search and 404."""
    about = "What this portal reads, how it reads it, and how to write a report for it."
    yield Page("about/index.html", "How to write a report", about, "about", _about(shared))
    found = "Search lessons, fixes, error strings and reports."
    yield Page("search/index.html", "Search", found, "search", _search(shared))
    missing = NotFoundPage(tuple(shared.rows.values())[:_LATEST])
    yield Page("404.html", "Nothing at this address", "There is no such page.", "", missing)


def left_out(shared: Catalogue) -> tuple[Notice, ...]:
    """The files that were read and are no report, each with the reason."""
    others = sorted(shared.archive.others, key=lambda other: other.path)
    return tuple(Notice(other.path, other.reason, None) for other in others)


def _about(shared: Catalogue) -> AboutPage:
    archive = shared.archive
    fixes = sum(map(len, shared.fixes.values()))
    totals = (
        f"{count(len(archive.postmortems), 'report')},"
        f" {shared.lesson_words(shared.rows)}, {count(fixes, 'fix', 'fixes')},"
        f" as of {long_day(shared.as_of)}"
    )
    studies: tuple[Study, ...] = (*archive.postmortems, *archive.others)
    found = {*archive.findings, *(each for study in studies for each in study.findings)}
    files = len({finding.location.path for finding in found} - {"."})  # "." is all of it
    findings = f"{count(len(found), 'finding')} in {count(files, 'file')}" if found else ""
    return AboutPage(totals, findings, left_out(shared))


def _search(shared: Catalogue) -> SearchPage:
    (tags, tags_more), (services, services_more), (classes, classes_more) = (
        _most(shared, kind) for kind in ("tags", "services", "classes")
    )
    return SearchPage(tags, services, classes, tags_more, services_more, classes_more)


def _most(shared: Catalogue, kind: str) -> tuple[tuple[Entry, ...], Named | None]:
    groups = groups_of(shared.archive, kind)
    most = sorted(groups, key=lambda group: (-len(group.members), group.slug))[:_BROWSE]
    shown = sorted(most, key=lambda group: group.slug)
    more = Named(f"All {len(groups):,} {kind}", f"{kind}/index.html")
    return (
        tuple(group_entry(shared, kind, group) for group in shown),
        more if len(shown) < len(groups) else None,
    )
