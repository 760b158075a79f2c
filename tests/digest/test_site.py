"""The digest in the portal: pages, twins, data, feeds, and what leads to them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from factories import a_lesson, a_postmortem, an_archive
from render.sites import read
from secondstory.model import Archive, Postmortem, Site, Visibility
from secondstory.noun import replace
from secondstory.render import load_theme, render

TODAY = date(2026, 11, 20)
THEMES = {name: load_theme(name) for name in ("default", "plain")}
SITE = Site(title="Lamps", base_url="https://learn.example")
ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "Canary in a coal mine"


def a_report(slug: str, day: str, **facts: Any) -> Postmortem:
    lesson = a_lesson(f"Carry {slug} spare lamps, said the miner.", more="It was dark.")
    return a_postmortem(slug, title=f"Lamp {slug} out", date=day, lessons=[lesson], **facts)


def an_archive_of_months(months: int = 15) -> Archive:
    days = [f"{2025 + n // 12}-{n % 12 + 1:02}-03" for n in range(months)]
    return an_archive(*(a_report(f"r{n}", day) for n, day in enumerate(days)))


def files(archive: Archive, site: Site = SITE, theme: str = "default") -> dict[str, str]:
    made = render(archive, THEMES[theme], site, TODAY)
    return {
        str(file.path): file.content.decode()
        for file in made
        if not str(file.path).startswith("static/")
    }


@pytest.mark.parametrize("theme", THEMES)
def test_each_month_has_a_page_and_the_list_leads_to_it(theme: str) -> None:
    """The list by year, newest first; on a page the issues beside it, and no way out of them."""
    made = files(an_archive_of_months(), theme=theme)
    listed = read(made["digest/index.html"])
    hrefs = [link.attributes["href"] for link in listed.all("a")]
    issues = [href for href in hrefs if href.startswith("../digest/20")]
    months = [href.split("/")[2] for href in issues]
    assert months == sorted(months, reverse=True)
    assert (months[0], months[-1]) == ("2026-10", "2025-01")  # the last from the archive
    page = made["digest/2026-02/index.html"]
    assert 'href="../../digest/2026-01/index.html"' in page
    assert 'href="../../digest/2026-03/index.html"' in page
    assert "<h1>February 2026</h1>" in page


def test_an_archive_without_issues_says_when_one_comes() -> None:
    """The list is there where nothing is listed yet, so that the navigation leads somewhere."""
    for archive in (an_archive(), an_archive(a_postmortem(date="2026-10-01"))):
        page = files(archive)["digest/index.html"]
        assert "An issue comes out when a month has ended" in page


def test_the_feeds_hold_a_year_of_whole_issues() -> None:
    """Atom and JSON Feed: twelve issues, newest first, dated on the day after their month."""
    made = files(an_archive_of_months())
    atom, feed = fromstring(made["digest/feed.xml"]), json.loads(made["digest/feed.json"])
    entries = atom.findall(f"{ATOM}entry")
    assert len(entries) == len(feed["items"]) == 12
    assert [e.findtext(f"{ATOM}id") for e in entries] == [i["id"] for i in feed["items"]]
    newest = feed["items"][0]
    assert newest["title"].startswith("October 2026: Carry ")
    assert newest["date_published"] == "2026-11-01T00:00:00Z"
    assert newest["url"] == "https://learn.example/digest/2026-10/index.html"
    for words in ("It was dark.", "How it was chosen", "Read the issue"):
        assert words in newest["content_html"]
    assert any("In short" in item["content_html"] for item in feed["items"])
    data = newest["_secondstory"]["data"]
    assert data.removeprefix("https://learn.example/") in made


def test_a_page_names_what_lies_beside_it() -> None:
    """Twin, data and feeds are alternates of an issue; llms.txt and the sitemap know it."""
    made = files(an_archive_of_months(3))
    head = read(made["digest/2025-03/index.html"])
    beside = {
        link.attributes["href"].removeprefix("../../")
        for link in head.all("link")
        if link.attributes["rel"] == "alternate"
    }
    assert {
        "digest/2025-03/index.md", "digest/2025-03/index.json", "digest/feed.xml",
        "digest/feed.json",
    } <= beside & made.keys()  # fmt: skip
    assert "(https://learn.example/digest/index.md)" in made["llms.txt"]
    assert "https://learn.example/digest/2025-03/index.html" in made["sitemap.xml"]


def test_a_restricted_report_is_in_no_byte_of_it() -> None:
    """No page, twin, data or feed of the digest says a word of what few may read."""
    hidden = replace(
        a_postmortem(
            "who-may-know", title=SECRET, date="2026-10-01", summary=SECRET, near_miss=True,
            lessons=[a_lesson(SECRET)], classes=[SECRET],
        ),
        visibility=Visibility.RESTRICTED,
    )  # fmt: skip
    made = files(an_archive(hidden, a_report("seen", "2026-10-02")))
    digest = {path: text for path, text in made.items() if path.startswith("digest/")}
    assert len(digest) > 5
    assert not any(SECRET in text or "who-may-know" in text for text in digest.values())
