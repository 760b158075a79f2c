"""A site that is made, and the reports it is made of -> links that lead nowhere, as findings.

A page shows what its report says, so a link that is lost there is to be mended in the report, on
the line where it stands. What no report says is the fault of the page: of the theme, or of us.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from secondstory.findings import Code, Finding, Level, Location
from secondstory.links.site import Lost, Web
from secondstory.model import Archive, Brief, Postmortem

__all__ = ["CODES", "Lost", "Web", "authored", "lost_links"]

NO_PLACE = Code(
    "SS406",
    "place-not-there",
    Level.WARNING,
    "A link to a heading, lesson or fix that is not there leads to the top of the report.",
    "mend what stands behind the `#`: a heading is linked by its words, small and with hyphens",
)
NO_IMAGE = Code(
    "SS407",
    "image-not-there",
    Level.WARNING,
    "An image that is not in the archive is shown as its description only.",
    "mend the path, which is relative to the report, or add the image",
)
LOST = Code(
    "SS408",
    "page-link-lost",
    Level.ERROR,
    "A page of the portal links to something that is not part of it.",
    "mend the template that writes it; with the theme as it came, please report it",
)
CODES = (NO_PLACE, NO_IMAGE, LOST)

_ARCHIVE = re.compile(r'\b(href|src)="archive:([^"]*)"')
_PAGE = re.compile(r"incidents/([^/]+)\.html")

Text = Callable[[str], str]  # the text of a report, by its path


def lost_links(web: Web, archive: Archive, text: Text) -> Iterator[Finding]:
    """The links of a site that lead nowhere."""
    reports = archive.by_slug()
    for lost in web.lost():
        page = _PAGE.fullmatch(lost.place.path)
        report = reports.get(page[1]) if page else None
        place = unquote(lost.href.rpartition("#")[2]).removeprefix("h-")
        where = _found(report.path, f"#{place}", text) if report and "#" in lost.href else None
        if where:
            yield NO_PLACE.at(where, f"the link to '#{place}' leads to no place in this report")
            continue
        told = f"{lost.place.path}, line {lost.place.line}, column {lost.place.column}"
        more = f" and {lost.files - 1} more" if lost.files > 1 else ""
        there = f": {lost.there}" if lost.there else ""
        message = f"the link to {lost.href!r} in {told}{more} leads nowhere{there}"
        yield LOST.at(Location("."), message)


def authored(archive: Archive, images: Iterable[str], text: Text) -> Iterator[Finding]:
    """What the pages leave out of what reports say, since it would lead nowhere."""
    known = frozenset(images)
    slugs = {**archive.renamed, **{report.path: report.slug for report in archive.briefs}}
    places = {report.slug: _places(report) for report in archive.briefs}
    for report in archive.briefs:
        if report.links or report.images:
            yield from _authored(archive.read(report.path), slugs, places, known, text)


def _authored(
    report: Postmortem,
    slugs: Mapping[str, str],
    places: Mapping[str, frozenset[str]],
    images: frozenset[str],
    text: Text,
) -> Iterator[Finding]:
    for kind, link in dict.fromkeys(_ARCHIVE.findall(report.body)):
        path, _, fragment = unescape(link).partition("#")
        if kind == "src":
            if path not in images:
                where = _found(report.path, path.rpartition("/")[2], text) or Location(report.path)
                yield NO_IMAGE.at(where, f"the image {path!r} is not there")
        elif fragment and (slug := slugs.get(path)):
            there = places[slug]
            if fragment not in there and f"h-{fragment.casefold()}" not in there:
                where = _found(report.path, f"#{fragment}", text) or Location(report.path)
                yield NO_PLACE.at(where, f"{path} has no place {fragment!r}")


def _places(report: Brief) -> frozenset[str]:
    lessons = (lesson.anchor for lesson in report.lessons)
    actions = (action.anchor for action in report.actions)
    return frozenset((*report.anchors, *lessons, *actions))


def _found(path: str, words: str, text: Text) -> Location | None:
    """Where a report says something; None where it does not."""
    lines = text(path).split("\n")
    for number, line in enumerate(lines, 1):
        at = unquote(line).casefold().find(words.casefold())
        if at >= 0:
            exact = line.casefold().find(words.casefold())
            return Location(path, number, max(exact, 0) + 1)
    return None
