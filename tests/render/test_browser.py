"""The pages in a real browser, opened from disk: quiet, whole, within the window, readable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from render.portals import THEMES, write
from render.sites import ARCHIVES, IMAGES, TODAY
from secondstory.model import OwnLink, Site
from secondstory.render import load_theme, render

pytestmark = pytest.mark.browser
LONG = "An-unbroken-name-that-goes-on/" * 8


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sites of all sample archives, written below one folder."""
    top = tmp_path_factory.mktemp("sites")
    site = Site(organisation=LONG, navigation=("incidents", OwnLink(LONG, "/x"), "lessons"))
    for theme, (name, archive) in product(THEMES, ARCHIVES.items()):
        write(render(archive, load_theme(theme), site, TODAY, IMAGES), top / theme / name)
    return top


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page without anything remembered."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def pages(sites: Path) -> list[Path]:
    """One page of each kind and theme, of the varied and the hostile archive; the empty home."""
    kinds: dict[str, Path] = {}
    for theme, name in product(THEMES, ("varied", "hostile")):
        for path in sorted((sites / theme / name).rglob("*.html")):
            kind = path.parent.relative_to(sites).as_posix()
            kinds.setdefault(kind if path.name != "index.html" else f"{kind} index", path)
    others = [
        sites / theme / path for theme in THEMES for path in ("empty/index.html", "varied/404.html")
    ]
    return [*kinds.values(), *others]


def test_every_kind_of_page_is_quiet_and_loads_nothing_from_elsewhere(
    sites: Path, page: Page
) -> None:
    """No console message, no failed or foreign request, no dialog from hostile text."""
    said: list[str] = []
    icons: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
    page.on("requestfailed", lambda request: said.append(f"failed {request.url}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in pages(sites):
        page.goto(path.as_uri())
        icons.add(page.locator("link[rel=icon]").evaluate("link => link.href"))
    # A page may be left before the browser has asked for its icon.
    assert [words for words in said if words.removeprefix("failed ") not in icons] == []
    assert all(Path(unquote(urlsplit(icon).path)).is_file() for icon in icons)
    assert [url for url in asked if not url.startswith(sites.as_uri())] == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(sites: Path, page: Page, width: int) -> None:
    """Whatever stands in a report, the page fits the window; wide tables scroll on their own."""
    page.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for path in pages(sites):
        page.goto(path.as_uri())
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            wide[path.relative_to(sites).as_posix()] = over
    assert wide == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_targets_are_large_enough(sites: Path, page: Page, scheme: str) -> None:
    """Links that stand alone (navigation, chips, marks, facets) are at least 24 pixels high."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 390, "height": 800})
    small = []
    for path in pages(sites):
        page.goto(path.as_uri())
        small += page.evaluate(
            """() => [...document.querySelectorAll(
                 '.nav a, .find, .facets a, .ref a, .years a, .pager a, .layers a, summary')]
               .filter(a => a.getClientRects().length && a.getBoundingClientRect().height < 24)
               .map(a => a.outerHTML.slice(0, 120))"""
        )
    assert small == []


def test_the_site_works_without_script(sites: Path, browser: Browser) -> None:
    """With JavaScript off, one gets from home to a lesson, and search offers its lists."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sites / "default" / "varied" / "index.html").as_uri())
    page.click(".lead h3 a")
    assert page.url.endswith("incidents/pool-2026.html#l-" + page.url[-8:])
    page.click(".find")
    assert page.locator("#browse").is_visible()
    assert "Searching needs JavaScript" in page.content()
    context.close()


def test_the_plain_theme_is_the_same_without_script(sites: Path, browser: Browser) -> None:
    """One gets from home to a lesson and to an error string, and on to its report."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((sites / "plain" / "varied" / "index.html").as_uri())
        page.click(".lead h3 a")
        assert page.url.endswith("incidents/pool-2026.html#l-" + page.url[-8:])
        page.get_by_role("link", name="Find").click()
        row = page.get_by_role("row", name="connection reset by peer")
        row.get_by_role("link").click()
        assert page.url.endswith("incidents/pool-2026.html")


def test_a_folded_section_opens_for_a_link_to_it(sites: Path, page: Page) -> None:
    """The heading of a folded section keeps its address and is seen when linked to."""
    page.goto((sites / "default" / "varied" / "incidents" / "pool-2026.html").as_uri() + "#h-story")
    assert page.locator("#h-story").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_timeline_is_drawn_once(sites: Path, page: Page, width: int) -> None:
    """Of its two drawings each width shows one, in every theme and on paper."""
    page.set_viewport_size({"width": width, "height": 800})
    for theme in THEMES:
        page.goto((sites / theme / "varied" / "incidents" / "pool-2026.html").as_uri())
        assert page.locator("#timeline figure svg").count() == 2
        assert page.locator("#timeline figure svg:visible").count() == 1, theme
        page.emulate_media(media="print")
        assert page.locator("#timeline figure svg:visible").count() == 1, theme
        page.emulate_media(media="screen")


def test_a_page_prints_on_paper(sites: Path, page: Page) -> None:
    """Home and a report become a PDF of a few pages; nothing runs off the side of a sheet."""
    for theme, path in product(THEMES, ("index.html", "incidents/pool-2026.html")):
        page.goto((sites / theme / "varied" / path).as_uri())
        sheets = page.pdf(format="A4", prefer_css_page_size=True)
        assert sheets.startswith(b"%PDF-")
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 6, (theme, path)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 673, "height": 980})  # A4 less the margins, at 96 dpi
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) <= 0, (theme, path)
        page.emulate_media(media="screen")


def test_print_leaves_navigation_out(sites: Path, page: Page) -> None:
    """On paper stand brand, card, story and record; navigation, search and pager do not."""
    page.goto((sites / "default" / "varied" / "incidents" / "pool-2026.html").as_uri())
    page.emulate_media(media="print")
    for selector in (".nav", ".find", ".layers", ".pager", ".outline"):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in (".brand", ".card", ".prose", "#fixes table"):
        assert page.locator(selector).first.is_visible(), selector
