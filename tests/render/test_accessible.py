"""axe-core finds nothing: every kind of page, both schemes, wide and narrow, search open too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from render.portals import THEMES, kinds, write
from render.sites import ARCHIVES, TODAY
from secondstory.model import Site
from secondstory.render import load_theme, render

pytestmark = pytest.mark.browser

# A slow answer of a busy machine is not a wrong one.
expect.set_options(timeout=15_000)
EMPTY = ("home", "incidents", "lessons", "fixes", "services")


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a width and a scheme; what axe is run by is no part of the site's policy."""
    width, scheme = request.param
    viewport = {"width": width, "height": 860}
    with browser.new_context(viewport=viewport, color_scheme=scheme) as context:  # type: ignore[arg-type]
        yield context.new_page()


def violations(page: Page) -> list[str]:
    """What axe objects to, all of its rules asked, best practices too."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("theme", THEMES)
def test_every_kind_of_page_is_accessible(portals: Path, page: Page, theme: str) -> None:
    """As the theme comes, each kind of page; as a project dresses it, two of them."""
    found = {}
    dressed = f"{theme}-dressed"
    for site, only in ((theme, None), (dressed, {"home", "incidents"})):
        for kind, path in kinds(portals / site).items():
            if only is None or kind in only:
                page.goto((portals / site / path).as_uri())
                if faults := violations(page):
                    found[f"{site} {kind}"] = faults
    assert found == {}


@pytest.mark.parametrize("theme", THEMES)
def test_pages_with_nothing_to_show_are_accessible(tmp_path: Path, page: Page, theme: str) -> None:
    """An archive without reports, and a report that says nothing but its title."""
    found = {}
    for name, some in (("empty", EMPTY), ("unknown", ("home", "incidents", "services"))):
        write(render(ARCHIVES[name], load_theme(theme), Site(), TODAY), tmp_path / name)
        for kind in some:
            path = kinds(tmp_path / name).get(kind, f"{kind}/index.html")
            page.goto((tmp_path / name / path).as_uri())
            if faults := violations(page):
                found[f"{name} {kind}"] = faults
    assert found == {}


def test_search_is_accessible_while_it_is_open(portals: Path, page: Page) -> None:
    """The dialog with results, with nothing found, and the page with the same results."""
    page.goto((portals / "default" / "index.html").as_uri())
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    box.fill("certificate")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_text("still loading")).to_have_count(0)
    assert violations(page) == []
    box.fill("zzzzxqj")
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    assert violations(page) == []
    page.goto((portals / "default" / "search" / "index.html").as_uri() + "?q=certificate")
    expect(page.locator("#results a").first).to_be_visible()
    expect(page.get_by_text("still loading")).to_have_count(0)
    assert violations(page) == []
