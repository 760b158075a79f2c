"""The live preview in a real browser: saves arrive, broken ones are told and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from previews import GATEWAY, GATEWAY_FILE, a_project, a_report, serving


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_project(tmp_path)


OURS = "//127.0.0.1:"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must stay free of console errors and of requests to anywhere else."""
    context = browser.new_context(viewport={"width": 1280, "height": 500})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda note: wrong.append(str(note)) if note.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda asked: None if OURS in asked.url else wrong.append(asked.url))
    yield page
    context.close()
    assert wrong == []


SCROLLED = """
new Promise((done, fail) => {
  const look = () => (scrollY === 200 ? done() : requestAnimationFrame(look));
  setTimeout(() => fail(Error(`scrolled to ${scrollY}`)), 10000);
  look();
})
"""


@pytest.mark.browser
def test_a_save_reaches_the_browser_where_the_reader_is(project: Path, page: Page) -> None:
    """The page shows the new text without a key pressed, scrolled to the same place."""
    with serving(project) as served:
        page.goto(served.url.rstrip("/") + GATEWAY)
        page.evaluate("scrollTo(0, 200)")
        served.save(GATEWAY_FILE, a_report(lesson="Watch what is served."))

        expect(page.get_by_text("Watch what is served.").first).to_be_visible(timeout=20_000)
        page.evaluate(SCROLLED)


@pytest.mark.browser
def test_the_sheet_is_readable_in_a_theme_that_does_not_know_it(project: Path, page: Page) -> None:
    """Without styles for findings in the theme, the sheet brings its own."""
    (project / "secondstory.toml").write_text('[theme]\nfolder = "themes"\n')
    (project / "themes/static").mkdir(parents=True)
    (project / "themes/static/style.css").write_text("body { color: black }")
    with serving(project) as served:
        page.goto(served.url)
        served.save(GATEWAY_FILE, a_report().replace("2026-09-14", "2026-14-09", 1))

        sheet = page.get_by_role("region", name="Finding in your last save")
        expect(sheet).to_have_css("position", "fixed", timeout=20_000)


@pytest.mark.browser
def test_a_broken_save_covers_nothing_and_clears_itself(project: Path, page: Page) -> None:
    """The sheet tells what to mend, can be hidden until the next save, and goes when mended."""
    broken = a_report().replace("title:", "owner: @edge\ntitle:", 1)
    with serving(project) as served:
        page.goto(served.url.rstrip("/") + GATEWAY)
        sheet = page.get_by_role("region", name="Finding in your last save")
        expect(sheet).to_have_count(0)

        served.save(GATEWAY_FILE, broken)
        expect(sheet.get_by_role("heading")).to_contain_text("the last good one", timeout=20_000)
        expect(sheet).to_contain_text("owner: @edge")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("document.activeElement === document.body")

        page.goto(served.url)
        expect(sheet).to_be_visible()
        sheet.get_by_role("button").click()
        expect(sheet).to_have_count(0)
        page.goto(served.url.rstrip("/") + GATEWAY)
        expect(page.locator("h1")).to_be_visible()
        expect(sheet).to_have_count(0)

        served.save(GATEWAY_FILE, broken + "\nMore.\n")
        expect(sheet).to_be_visible(timeout=20_000)
        served.save(GATEWAY_FILE, a_report(lesson="Mended."))
        expect(page.get_by_text("Mended.").first).to_be_visible(timeout=20_000)
        expect(sheet).to_have_count(0)
