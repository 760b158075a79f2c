"""What a first visit costs and does: bytes over the line, nothing that moves, nothing foreign."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from render.portals import THEMES, kinds
from search.server import served

pytestmark = pytest.mark.browser

BUDGET = 60_000  # bytes: home and a report, with styles, scripts, drawings and the font
ALREADY_PACKED = (".woff2", ".png", ".jpg", ".webp")
WATCH = """
window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts.push(
    entry.value + ' ' + entry.sources.map(each => each.node && each.node.nodeName))))
  .observe({type: 'layout-shift', buffered: true});
"""
# The font has come or is not waited for any longer, and what it changed has been drawn.
SETTLED = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  return window.shifts;
}"""


@pytest.fixture(scope="module")
def http(portals: Path) -> Iterator[str]:
    """The portals on a web server."""
    with served(portals) as address:
        yield address


@dataclass
class Visit:
    """A page of a browser that has never been here, and all that came over the line."""

    page: Page
    answers: list[Response] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def weight(self) -> int:
        """The bytes that came, as a server sends them that compresses what is text."""
        bodies = {answer.url: answer.body() for answer in self.answers}
        return sum(
            len(body)
            if url.partition("?")[0].endswith(ALREADY_PACKED)
            else len(gzip.compress(body, 9))
            for url, body in bodies.items()
        )


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    with browser.new_context(viewport={"width": 1280, "height": 860}) as context:
        visit = Visit(context.new_page())
        visit.page.on("response", lambda answer: visit.answers.append(answer))  # noqa: PLW0108 - it must be ours
        visit.page.on("console", lambda message: visit.said.append(message.text))
        visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
        yield visit


@pytest.mark.parametrize("kind", ["home", "incidents"])
@pytest.mark.parametrize("theme", [*THEMES, *(f"{theme}-dressed" for theme in THEMES)])
def test_a_first_visit_is_light(
    portals: Path, http: str, visit: Visit, theme: str, kind: str
) -> None:
    """Home and the longest report of the sample archive keep the budget; the index waits."""
    visit.page.goto(f"{http}{theme}/{kinds(portals / theme)[kind]}")
    visit.page.wait_for_load_state("networkidle")
    files = {answer.url.removeprefix(http).partition("?")[0] for answer in visit.answers}
    assert f"{theme}/static/style.css" in files
    assert any(path.endswith(".woff2") for path in files) == theme.startswith("default")
    assert not any("/search/" in path for path in files)
    assert visit.weight() < BUDGET


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", [*THEMES, *(f"{theme}-dressed" for theme in THEMES)])
def test_nothing_moves_while_a_page_loads(
    portals: Path, http: str, browser: Browser, theme: str, width: int
) -> None:
    """No layout shift on any kind of page, logo and font included, by the browser's own count."""
    moved = {}
    pages = kinds(portals / theme)
    some = ("home", "incidents") if theme.endswith("-dressed") else pages
    for kind in some:
        with browser.new_context(viewport={"width": width, "height": 860}) as context:
            page = context.new_page()
            page.add_init_script(WATCH)
            page.goto(f"{http}{theme}/{pages[kind]}")
            if shifts := page.evaluate(SETTLED):
                moved[kind] = shifts
    assert moved == {}


@pytest.mark.parametrize("theme", [*THEMES, *(f"{theme}-dressed" for theme in THEMES)])
def test_a_portal_asks_nobody_else_and_complains_of_nothing(
    portals: Path, http: str, visit: Visit, theme: str
) -> None:
    """Over http as from disk: no console message, no failed answer, no request that leaves."""
    for path in kinds(portals / theme).values():
        visit.page.goto(f"{http}{theme}/{path}")
    assert visit.said == []
    assert [one.url for one in visit.answers if not one.ok and one.status != 304] == []
    assert [one.url for one in visit.answers if not one.url.startswith(f"{http}{theme}/")] == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_of_a_dressed_portal_scrolls_sideways(
    portals: Path, http: str, visit: Visit, width: int
) -> None:
    """The sample archive at the widths of a phone, a tablet and a desk, with a logo."""
    visit.page.set_viewport_size({"width": width, "height": 860})
    wide = {}
    for theme in THEMES:
        for kind, path in kinds(portals / f"{theme}-dressed").items():
            visit.page.goto(f"{http}{theme}-dressed/{path}")
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            if visit.page.evaluate(over) > 0:
                wide[theme, kind] = width
    assert wide == {}
