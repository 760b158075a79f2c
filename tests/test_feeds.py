"""The Atom feed, the sitemap and robots.txt say what is new and where, and nothing unsafe."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from factories import a_lesson, a_postmortem, an_archive
from secondstory.model import Archive, LessonKind, Postmortem, Rich, Site
from secondstory.noun import replace
from secondstory.render.feeds import feed_files
from secondstory.render.sitemap import sitemap_artifacts
from strategies import archives, sites

TODAY = date(2026, 11, 20)
NAMES = {"": "http://www.w3.org/2005/Atom", "s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PORTAL = Site(organisation="Larkspur Freight", base_url="https://portal.example/learn")


def a_report(slug: str, day: date | None = TODAY, **facts: Any) -> Postmortem:
    facts = {"title": f"Report {slug}", "date": str(day) if day else None} | facts
    return a_postmortem(slug, **facts)


def a_feed(*reports: Postmortem, site: Site = PORTAL, as_of: date = TODAY) -> Element:
    return fromstring(content(an_archive(*reports), site, as_of))


def content(
    archive: Archive, site: Site = PORTAL, as_of: date = TODAY, path: str = "feed.xml"
) -> bytes:
    return {str(file.path): file for file in feed_files(archive, site, as_of)}[path].content


def entries(feed: Element) -> list[Element]:
    return feed.findall("entry", NAMES)


def word(parent: Element, name: str) -> str:
    child = parent.find(name, NAMES)
    assert child is not None, name
    return child.text or ""


def links(parent: Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in parent.findall("link", NAMES)}


@settings(max_examples=150)
@given(archives(), sites)
def test_any_archive_gives_a_well_formed_feed(archive: Archive, site: Site) -> None:
    """Whatever the reports say, the feed is XML with what RFC 4287 requires of it."""
    feed = fromstring(content(archive, site))
    for element in (feed, *entries(feed)):
        assert word(element, "id").startswith("urn:uuid:")
        assert element.find("title", NAMES) is not None
        assert word(element, "updated").endswith("T00:00:00Z")
        assert "alternate" in links(element)
    assert feed.find("author/name", NAMES) is not None
    ids = [word(entry, "id") for entry in entries(feed)]
    assert len(set(ids)) == len(ids)


def test_the_newest_report_comes_first() -> None:
    """Reports are ordered by the day they came out, else by the day of the incident."""
    old_incident = a_report("late", date(2025, 1, 1), published="2026-11-01")

    feed = a_feed(a_report("october", date(2026, 10, 1)), old_incident)

    assert [word(entry, "title") for entry in entries(feed)] == ["Report late", "Report october"]
    assert word(feed, "updated") == "2026-11-01T00:00:00Z"


def test_only_the_thirty_newest_are_told() -> None:
    """A big archive does not make a big feed."""
    feed = a_feed(*(a_report(f"r{n}", TODAY - timedelta(days=n)) for n in range(40)))

    assert [word(entry, "title") for entry in entries(feed)] == [f"Report r{n}" for n in range(30)]


def test_a_report_without_a_day_or_from_the_future_is_no_news() -> None:
    """What cannot be dated cannot be new, and a typing error does not stay on top for years."""
    feed = a_feed(a_report("undated", None), a_report("typo", date(2062, 1, 1)))

    assert entries(feed) == []
    assert word(feed, "updated") == "2026-11-20T00:00:00Z"


def test_the_day_of_the_build_changes_nothing() -> None:
    """The feed of an unchanged archive stays the same, so no reader sees news in it."""
    report = a_report("dns", date(2026, 10, 1))
    feeds = [
        content(an_archive(report), PORTAL, day) for day in (date(2026, 10, 2), date(2026, 12, 24))
    ]

    assert feeds[0] == feeds[1]


def test_an_entry_survives_a_move_of_the_portal_and_of_the_date() -> None:
    """The id hangs on the report's permanent name, not on address, title or day."""
    report = a_report("dns")
    moved = replace(PORTAL, base_url="https://elsewhere.example")
    corrected = a_report("dns", date(2026, 1, 1), title="DNS again")

    ids = {
        word(entries(feed)[0], "id")
        for feed in (a_feed(report), a_feed(report, site=moved), a_feed(corrected))
    }

    assert len(ids) == 1
    assert word(entries(a_feed(a_report("other")))[0], "id") not in ids


def test_links_are_absolute_with_a_base_url_and_relative_without() -> None:
    """Readers get a `self` link and absolute pages where the address is known."""
    known, unknown = a_feed(a_report("dns")), a_feed(a_report("dns"), site=Site())

    assert links(known) == {
        "alternate": "https://portal.example/learn/index.html",
        "self": "https://portal.example/learn/feed.xml",
    }
    assert links(entries(known)[0]) == {
        "alternate": "https://portal.example/learn/incidents/dns.html"
    }
    assert links(unknown) == {"alternate": "index.html"}
    assert links(entries(unknown)[0]) == {"alternate": "incidents/dns.html"}


def test_an_entry_carries_the_lessons() -> None:
    """Who reads only the feed has read what was learned."""
    lesson = a_lesson(
        "Watch what is served.",
        more="Not the file.",
        check="a process reads its certificate once.",
    )
    report = a_report("dns", summary="It broke.\n\nTwice.", lessons=[lesson])

    (entry,) = entries(a_feed(report))

    assert word(entry, "content") == (
        "<p>It broke. Twice.</p><h2>What we learned</h2><ul><li>"
        "<strong>Watch what is served.</strong> Not the file."
        " <em>Check your code if a process reads its certificate once.</em></li></ul>"
        '<p><a href="https://portal.example/learn/incidents/dns.html">Read the report</a></p>'
    )


def test_tags_and_services_are_categories_once_each() -> None:
    """Readers can filter by tag and service; a name that is both counts once."""
    report = a_report("dns", tags=["dns", "cache"], services=["dns"])

    (entry,) = entries(a_feed(report))

    terms = [category.attrib["term"] for category in entry.findall("category", NAMES)]
    assert terms == ["dns", "cache"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "]]></content><entry>",
        "<!-- none",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "nul \x00, bell \x07, escape \x1b, half a pair \ud800, none \uffff",
    ],
)
def test_hostile_text_stays_text(hostile: str) -> None:
    """Markup in a title, tag, summary or lesson reaches a reader as the letters it is."""
    lesson = a_lesson(hostile, LessonKind.LUCKY, more=hostile, check=hostile)
    rich = Rich(hostile, hostile)
    report = a_report("x", title=hostile, tags=[hostile], summary=rich, lessons=[lesson])
    shown = "".join("\ufffd" if c in "\x00\x07\x1b\ud800\uffff" else c for c in hostile)

    (entry,) = entries(a_feed(report))

    assert word(entry, "title") == shown
    reader = Reader(word(entry, "content"))
    assert reader.elements == {"p", "h2", "ul", "li", "strong", "em", "a"}
    assert reader.text.count(shown) == 4


class Reader(HTMLParser):
    """Collects the elements and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {name for name, _ in attrs} - {"href"}
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


PAGES = [PurePosixPath(name) for name in ("index.html", "incidents/dns.html", "404.html", "a.js")]


def test_there_is_no_sitemap_without_an_address() -> None:
    """A sitemap may only hold absolute addresses; robots.txt needs none and keeps crawlers out."""
    (robots,) = sitemap_artifacts(PAGES, an_archive(), Site())

    assert str(robots.path) == "robots.txt"
    assert robots.content.decode().endswith("User-agent: *\nDisallow: /\n")


def test_the_sitemap_lists_the_pages_in_order() -> None:
    """Pages, but neither scripts nor the "not found" page; a day where it is published."""
    archive = an_archive(a_report("dns", published="2026-10-02"))

    _, sitemap = sitemap_artifacts(reversed(PAGES), archive, PORTAL)

    assert str(sitemap.path) == "sitemap.xml"
    urls = fromstring(sitemap.content).findall("s:url", NAMES)
    assert [
        (url.findtext("s:loc", namespaces=NAMES), url.findtext("s:lastmod", namespaces=NAMES))
        for url in urls
    ] == [
        ("https://portal.example/learn/incidents/dns.html", "2026-10-02"),
        ("https://portal.example/learn/index.html", None),
    ]
