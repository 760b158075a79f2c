"""The portal from a folder in Firefox, as somebody unpacks it on a laptop without network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from firefox import Firefox, until
from machine import ss

pytestmark = pytest.mark.firefox
SAMPLE = Path(__file__).parent.parent / "postmortems"
PAGES = (
    "index.html",
    "404.html",
    "about/index.html",
    "classes/index.html",
    "fixes/index.html",
    "incidents/index.html",
    "lessons/index.html",
    "months/index.html",
    "services/index.html",
    "tags/index.html",
    "search/index.html?q=dns",
)
LEFT = re.compile("Loading failed for the <script> with source “([^”]+)”")
OUTSIDE = """
  return performance.getEntriesByType("resource").map(one => one.name)
    .filter(name => !/^(?:file|blob):/.test(name))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal, zipped and unpacked in a folder with an awkward name."""
    folder = tmp_path_factory.mktemp("zip")
    day = ("--as-of", "2026-11-20", "--no-cache")
    assert ss(folder, "build", *day, "--source", str(SAMPLE), "--output", "site").code == 0
    packed = shutil.make_archive(str(folder / "portal"), "zip", folder / "site")
    shutil.unpack_archive(packed, folder / "Second Story (1) #2 50%")
    return folder / "Second Story (1) #2 50%"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for all tests here."""
    with Firefox(tmp_path_factory.mktemp("profile")) as firefox:
        yield firefox


@pytest.fixture
def firefox(started: Firefox) -> Iterator[Firefox]:
    """A Firefox whose pages must not complain nor look outside."""
    started.goto("about:blank")  # what the last page was still loading is cut off, and told
    before = len(started.said())
    yield started
    assert [words for words in started.said()[before:] if not cut_off(words)] == []
    assert started.js(OUTSIDE) == []


def cut_off(words: str) -> bool:
    """Whether this tells of a script that is there, and whose page was left while it came."""
    found = LEFT.search(words)
    return found is not None and Path(unquote(urlsplit(found[1]).path)).is_file()


def hits(firefox: Firefox, selector: str) -> int:
    return int(until(lambda: firefox.js("return document.querySelectorAll(arguments[0]).length",
                                        selector)))  # fmt: skip


def address(firefox: Firefox) -> str:
    """Where it is; nowhere while one page leaves and the next has not come."""
    return str(firefox.js("return location.href") or "")


def test_the_search_page_finds_and_comes_back(firefox: Firefox, site: Path) -> None:
    """Type, see hits, open one, go back: the hits and the query stand as they stood."""
    firefox.goto((site / "search" / "index.html").as_uri())
    firefox.type("#search [name=q]", "dns cache")
    found = hits(firefox, "#results a[href*='incidents/']")
    assert found > 0
    until(lambda: "q=dns" in address(firefox))
    firefox.js("document.querySelector(\"#results a[href*='incidents/']\").click()")
    until(lambda: "/incidents/" in address(firefox))
    assert hits(firefox, "main h1") == 1
    firefox.back()
    until(lambda: "/search/index.html?q=dns" in address(firefox))
    assert hits(firefox, "#results a[href*='incidents/']") > 0
    assert firefox.js("return document.querySelector('#search [name=q]').value") == "dns cache"


def test_the_search_box_opens_a_lesson(firefox: Firefox, site: Path) -> None:
    """From home by the link in the masthead: type, Enter, and the lesson is there."""
    firefox.goto((site / "index.html").as_uri())
    firefox.click("a.find")
    hits(firefox, "[role=combobox]")
    firefox.type("[role=combobox]", "negative cache")
    hits(firefox, "[role=option][aria-selected=true]")
    firefox.type("[role=combobox]", "\ue007")
    until(lambda: "/incidents/" in address(firefox))


def test_every_kind_of_page_is_whole_and_quiet(firefox: Firefox, site: Path) -> None:
    """Styled, with its parts, within the window, and nothing on the console."""
    report = next(iter(sorted((site / "incidents").glob("2026-*.html"))))
    for page in (*PAGES, report.relative_to(site).as_posix()):
        path, _, query = page.partition("?")
        firefox.goto((site / path).as_uri() + (f"?{query}" if query else ""))
        parts = firefox.js("return ['header', 'main', 'footer'].map("
                           "tag => document.querySelectorAll(`body > ${tag}`).length)")  # fmt: skip
        assert parts == [1, 1, 1], page
        assert firefox.js("return document.styleSheets.length") >= 2, page
        assert firefox.js("return document.documentElement.scrollWidth - innerWidth") <= 0, page


def test_a_former_address_keeps_the_place(firefox: Firefox, site: Path) -> None:
    """What stands behind the # of an old link still counts."""
    firefox.goto((site / "incidents" / "2026-05-12-track-ingest-outage.html").as_uri() + "#causes")
    until(lambda: "scan-id-overflow.html#causes" in address(firefox))
