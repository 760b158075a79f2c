"""Turn the archive into `feed.xml`: the newest reports with what was learned, as Atom (RFC 4287).

Ids are made from the report's permanent name, not from the address of the portal, so a
moved portal shows nothing twice. Dates come from the reports, never from the clock: a
report without a date is not news that a feed could place, and is left to the pages.

Without a `base_url` the links are relative to the feed. RFC 4287 allows that, and the
readers that resolve them against the feed's own address reach the right page; the
`self` link, which has to be absolute, is then left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import PurePosixPath
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from secondstory import __version__
from secondstory.brief import whole_of
from secondstory.model import Archive, Artifact, Lesson, LessonKind, Postmortem, Site
from secondstory.render.address import address

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 30
# Ours, drawn once; every feed id is derived from it.
NAMESPACE = UUID("0b9b3f5e-6a53-4f0e-9a5e-6f1f8f1d7c52")
# What XML 1.0 cannot hold in any spelling (https://www.w3.org/TR/xml/#charsets).
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEADINGS = {
    LessonKind.LESSON: "What we learned",
    LessonKind.WENT_WELL: "What went well",
    LessonKind.WENT_POORLY: "What went poorly",
    LessonKind.LUCKY: "Where we got lucky",
}


def feed_artifacts(archive: Archive, site: Site, as_of: date) -> Iterator[Artifact]:
    """Make the Atom feed of the 30 reports published last, up to the day `as_of`."""
    dated = [(day, report) for report in archive.briefs if (day := report.published or report.date)]
    # Stable: reports of one day keep the order of the archive.
    news = sorted(
        ((day, report) for day, report in dated if day <= as_of),
        key=lambda item: item[0],
        reverse=True,
    )[:NEWEST]

    feed = Element("feed", {"xmlns": ATOM, "xml:lang": site.language})
    _text(feed, "id", _urn(site, "feed"))
    _text(feed, "title", site.title)
    _text(feed, "subtitle", "What was learned from incidents, newest report first.")
    _text(feed, "updated", _timestamp(news[0][0] if news else as_of))
    _text(SubElement(feed, "author"), "name", site.organisation or site.title)
    _text(feed, "generator", "Second Story").set("version", __version__)
    _link(feed, "alternate", "text/html", address(site, "index.html"))
    if site.base_url:
        _link(feed, "self", "application/atom+xml", address(site, "feed.xml"))
    for day, report in news:
        feed.append(_entry(whole_of(archive, report), day, site))

    indent(feed)
    content = tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
    yield Artifact(PurePosixPath("feed.xml"), content)


def _entry(postmortem: Postmortem, day: date, site: Site) -> Element:
    url = address(site, f"incidents/{postmortem.slug}.html")
    entry = Element("entry")
    _text(entry, "id", _urn(site, postmortem.slug))
    _text(entry, "title", postmortem.title.value)
    _link(entry, "alternate", "text/html", url)
    _text(entry, "updated", _timestamp(day))
    if postmortem.published:
        _text(entry, "published", _timestamp(day))
    for name in dict.fromkeys(fact.value for fact in (*postmortem.tags, *postmortem.services)):
        SubElement(entry, "category", {"term": _clean(name)})
    _text(entry, "content", _content(postmortem, url)).set("type", "html")
    return entry


def _content(postmortem: Postmortem, url: str) -> str:
    """The entry's HTML: the summary, the lessons by kind, the way to the whole report.

    Built from plain text, escaped here, so that no markup of a report reaches a reader
    whose sanitising we do not know.
    """
    summary = postmortem.summary.value.text if postmortem.summary else ""
    parts = [f"<p>{escape(paragraph)}</p>" for paragraph in summary.split("\n\n") if paragraph]
    for kind, heading in HEADINGS.items():
        if lessons := postmortem.learned(kind):
            items = "".join(map(_item, lessons))
            parts.append(f"<h2>{heading}</h2><ul>{items}</ul>")
    parts.append(f'<p><a href="{escape(url)}">Read the report</a></p>')
    return "".join(parts)


def _item(lesson: Lesson) -> str:
    more = f" {escape(lesson.more.text)}" if lesson.more else ""
    check = f" <em>Check your code if {escape(lesson.check.text)}</em>" if lesson.check else ""
    return f"<li><strong>{escape(lesson.headline.text)}</strong>{more}{check}</li>"


def _urn(site: Site, name: str) -> str:
    """A permanent id: of the portal's owner and the report's permanent name, of nothing else."""
    owner = site.organisation or site.base_url or site.title
    owner = owner.encode("utf-8", "replace").decode()  # half a pair has no bytes
    return uuid5(uuid5(NAMESPACE, owner), name).urn


def _timestamp(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = _clean(text)
    return child


def _link(parent: Element, rel: str, kind: str, href: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": kind, "href": _clean(href)})


def _clean(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)
