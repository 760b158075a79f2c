"""The other engine: a real Pagefind makes the index, a real Chromium reads it over http."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from factories import a_postmortem, an_archive
from search.samples import STATIC, a_small_archive
from search.server import served
from search.test_browser import Visit
from secondstory.model import PAGEFIND, Archive, Site
from secondstory.render import load_theme, render

pytestmark = pytest.mark.browser

SITE = Site(search=PAGEFIND)
expect.set_options(timeout=15_000)


def write(archive: Archive, folder: Path) -> None:
    """Write the whole site of an archive, searched by Pagefind."""
    theme = load_theme("default", [STATIC.parents[1]])
    for artifact in render(archive, theme, SITE, date(2026, 11, 20)):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site of a small archive, searched by Pagefind."""
    folder = tmp_path_factory.mktemp("chunked")
    write(a_small_archive(), folder)
    return folder


@pytest.fixture(scope="module")
def root(site: Path) -> Iterator[str]:
    """The site under a sub-path of a web server."""
    with served(site) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Visit]:
    """A visitor whose every request stays on the site and who never sees an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.set_default_timeout(20_000)
    visit = Visit(page, root)
    page.on("console", lambda m: m.type in ("error", "warning") and visit.complaints.append(m.text))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("request", lambda request: visit.asked.append(request.url))
    yield visit
    context.close()
    assert visit.complaints == []
    outside = [url for url in visit.asked if not url.startswith((visit.root, "blob:"))]
    assert outside == []


def asked(visit: Visit, query: str, **chosen: str) -> Page:
    """The search page for a query, once it has its answer."""
    parameters = "".join(f"&{field}={quote(value)}" for field, value in chosen.items())
    page = visit.open(f"search/index.html?q={quote(query)}{parameters}")
    expect(page.locator(".said")).to_contain_text("report", timeout=20_000)
    return page


def titles(page: Page) -> list[str]:
    return page.locator(".grp .gh h2").all_inner_texts()


def test_search_by_keyboard_alone(visit: Visit) -> None:
    """A slash opens the dialog, typing finds the lesson, Enter opens it at its own place."""
    page = visit.open("index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("pooled sockets")
    lesson = page.get_by_role("option", name="Expire pooled sockets")
    expect(lesson).to_be_visible()
    expect(lesson.locator(".k")).to_have_text("Lesson")
    expect(lesson.locator("mark").first).to_have_text("pooled sockets")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/pool.html#l-*")
    assert not any("lunr" in path or "search/core" in path for path in visit.files())


def test_results_show_what_they_show_with_the_other_engine(visit: Visit) -> None:
    """A hit has its report's marks, services and day, and a fix says how far it has come."""
    page = asked(visit, "pool.max_idle")
    group = page.locator(".grp").first
    expect(group.locator("h2")).to_contain_text("A pool that outlives")
    expect(group).to_contain_text("31 Oct 2026")
    expect(group.locator(".svc").first).to_have_text("booking-api")
    expect(group.locator(".hit", has_text="Set pool.max_idle")).to_contain_text("Open, due")
    expect(group.locator(".hit code", has_text="pool.max_idle = 600")).to_be_visible()


FOUND = {
    "x509: certificate has expired": "A certificate mounted",
    "java.net.SocketException: Connection reset by peer": "A pool that outlives",
    "SocketException": "A pool that outlives",
    "max_idle": "A pool that outlives",
    "10.0.0.1:5432": "A pool that outlives",
    '"row-count guard"': "Purge ignored",
    "sockets nat gateway": "A pool that outlives",
    "tag:tls": "A certificate mounted",
    "team:plat sockets": "A pool that outlives",
    "is:near-miss": "Purge ignored",
    "in:fix notAfter": "A certificate mounted",
    "year:undated": "Something happened",
    "certificates zeppelin": "A certificate mounted",
    "renew": "A certificate mounted",
}


def test_a_query_finds_its_report(visit: Visit) -> None:
    """Words, error strings, phrases and typed fields lead to the report that has them."""
    page = asked(visit, "")
    for query, found in FOUND.items():
        page.get_by_role("searchbox").fill(query)
        expect(page.locator(".grp h2").first).to_contain_text(found)


HOSTILE = """+|-28|foo^|"|retry~2|(a OR|\\|<img src=x>|'|tag:|💥|%00|*|{{x}}|a:b:c|"" ""|//|…"""


def test_no_query_is_an_error(visit: Visit) -> None:
    """Whatever is pasted is answered in words, never with an error."""
    page = asked(visit, "certificate")
    for query in HOSTILE.split("|"):
        page.get_by_role("searchbox").fill(query)
        # The next answer is that of this query, which proves that the last one was given.
        page.get_by_role("searchbox").fill("certificate")
        expect(page.locator(".grp h2").first).to_contain_text("A certificate mounted")
        expect(page.locator(".said")).not_to_contain_text("not available")
    expect(page.locator(".grp")).to_have_count(1)


def test_what_is_missing_is_said(visit: Visit) -> None:
    """A report that lacks a word of the query is shown below that admission."""
    page = asked(visit, "certificate zeppelin")
    expect(page.locator(".said")).to_contain_text("No report has all of your words")
    expect(page.locator(".missing s").first).to_have_text("zeppelin")


def test_facets_count_reports_and_combine(visit: Visit) -> None:
    """A filter counts the reports it would leave; choosing two of one field means either."""
    page = asked(visit, "", service="depot-sync")
    both = page.get_by_role("checkbox", name="depot-sync")
    expect(both).to_be_checked()
    assert sorted(titles(page)) != []
    assert all("Purge" in title or "Looked up" in title for title in titles(page))
    page.get_by_role("checkbox", name="ledger").check()
    expect(page.locator(".grp h2", has_text="A pool that outlives")).to_be_visible()
    assert "service=depot-sync&service=ledger" in page.url
    page.go_back()
    expect(page.locator(".grp h2", has_text="A pool that outlives")).to_have_count(0)


def test_a_search_is_an_address(visit: Visit) -> None:
    """A link to a search with a filter leads to its results, and reload keeps them."""
    page = asked(visit, "depot", year="2025")
    assert len(titles(page)) >= 1
    before = titles(page)
    page.reload()
    expect(page.locator(".grp h2")).to_have_count(len(before))
    assert titles(page) == before


def test_nothing_found_offers_a_way_on(visit: Visit) -> None:
    """Where filters leave nothing, the same words without them are offered."""
    page = visit.open("search/index.html?q=sockets&year=2025")
    expect(page.locator(".said")).to_contain_text("Nothing found")
    expect(page.get_by_role("link", name="Keep the words, drop the filters")).to_be_visible()


def test_only_the_chunks_of_a_query_are_fetched(visit: Visit) -> None:
    """A search fetches the reports that it shows, and none of the others."""
    page = asked(visit, "certificate")
    expect(page.locator(".grp")).to_have_count(1)
    assert len([path for path in visit.files() if path.endswith(".pf_fragment")]) == 1


def test_from_a_folder_it_says_why_it_cannot(browser: Browser, site: Path) -> None:
    """Opened from the file system the search says in words that it needs http."""
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/search/index.html?q=dns")
    expect(page.get_by_text("only over http")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="lessons", exact=True)).to_be_visible()
    page.close()


def test_only_such_a_site_may_run_webassembly(site: Path) -> None:
    """The policy of its pages admits WebAssembly, and no other site's does."""
    theme = load_theme("default", [STATIC.parents[1]])
    plain = render(a_small_archive(), theme, Site(), date(2026, 11, 20))
    home = next(found for found in plain if str(found.path) == "index.html").content
    assert b"wasm-unsafe-eval" not in home
    assert b"script-src 'self' 'wasm-unsafe-eval';" in (site / "index.html").read_bytes()


def test_an_index_is_the_same_each_time(site: Path) -> None:
    """Two builds of one archive give the same bytes, names of chunks included."""
    theme = load_theme("default", [STATIC.parents[1]])
    again = {
        str(found.path): found.content
        for found in render(a_small_archive(), theme, SITE, date(2026, 11, 20))
    }
    before = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    assert again == before
    assert any(path.endswith(".pf_filter") for path in again)


def fragments(site: Path) -> list[dict[str, Any]]:
    packed = (site / "search/pagefind/fragment").glob("*.pf_fragment")
    return [json.loads(gzip.decompress(one.read_bytes())[12:]) for one in packed]


def test_a_report_is_one_record(site: Path) -> None:
    """Each report is one record with its filters and its address, whatever it holds."""
    found = {one["url"]: one["filters"] for one in fragments(site)}
    assert len(found) == len(a_small_archive().briefs)
    assert found["incidents/pool.html"] == {
        "is": ["open"],
        "service": ["booking-api", "ledger"],
        "severity": ["SEV3"],
        "tag": ["nat"],
        "team": ["platform"],
        "year": ["2026"],
    }


def test_an_archive_without_reports_can_be_searched(browser: Browser, tmp_path: Path) -> None:
    """A portal that is new says that nothing was found, as it does with the other engine."""
    write(an_archive(), tmp_path)
    page = browser.new_page()
    with served(tmp_path) as address:
        page.goto(f"{address}search/index.html?q=dns")
        expect(page.locator(".said")).to_contain_text("Nothing found")
    page.close()


def test_opening_the_search_does_not_fetch_the_index(browser: Browser, tmp_path: Path) -> None:
    """What is shown before a word is typed, and an answer, take few of the index's pieces."""
    words = [f"{a}{b}{c}" for a in "bcdfgklmprst" for b in "aeiou" for c in range(1000)]
    reports = (
        a_postmortem(f"r{n}", title=f"Report {n}", plain=" ".join(words[n::20])) for n in range(20)
    )
    write(an_archive(*reports), tmp_path)
    pieces = len(list(tmp_path.rglob("*.pf_index")))
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    with served(tmp_path) as address:
        page.goto(f"{address}search/index.html?q=")
        page.get_by_role("searchbox").focus()
        expect(page.locator(".said")).to_contain_text("20 reports, newest first")
        page.get_by_role("searchbox").fill("ka77")
        expect(page.locator(".said")).to_contain_text("best first")
    page.close()
    assert pieces > 5
    assert len([url for url in asked if url.endswith(".pf_index")]) <= 3
