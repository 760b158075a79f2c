"""In a browser the list is narrowed in place, and its address keeps the choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from actions.test_pages import a_list
from render.portals import write
from render.sites import TODAY
from secondstory.model import Site
from secondstory.render import load_theme, render

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a list with items in every state, on disk."""
    folder = tmp_path_factory.mktemp("site")
    write(render(a_list(), load_theme(), Site(), TODAY), folder)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; what a script complains of fails the test."""
    context = browser.new_context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    yield page
    assert wrong == []
    context.close()


def box(page: Page, name: str) -> Locator:
    """The box of a value."""
    return page.get_by_role("checkbox", name=name)


def shown(page: Page) -> list[str]:
    """What is to be done, of the rows that are to be seen."""
    return page.locator("tr[data-said]:visible th > a").all_inner_texts()


def test_ideas_stand_apart_until_somebody_asks(site: Path, page: Page) -> None:
    """A box shows them, and a link to their part does as well."""
    page.goto((site / "actions/index.html").as_uri())
    assert "Some day" not in shown(page)
    box(page, "Ideas too").check()
    assert "Some day" in shown(page)
    page.goto((site / "actions/index.html").as_uri() + "#ideas")
    page.reload()
    assert "Some day" in shown(page)


def test_boxes_of_a_kind_add_up_and_kinds_narrow(site: Path, page: Page) -> None:
    """One of the values of a kind will do; the address keeps the choice, and a link restores it."""
    page.goto((site / "actions/index.html").as_uri())
    box(page, "Late").check()
    assert shown(page) == ["Cap the pool", "Alert on lag"]
    box(page, "Not started").check()
    assert shown(page) == ["Cap the pool", "Alert on lag", "Rotate the logs"]
    box(page, "SEV2").check()
    assert shown(page) == ["Cap the pool", "Alert on lag"]
    assert page.url.endswith("?state=late&state=todo&severity=sev2")
    assert "2 of 8 shown" in page.get_by_role("status").all_inner_texts()
    again = page.context.new_page()
    again.goto(page.url)
    assert shown(again) == ["Cap the pool", "Alert on lag"]
    assert box(again, "SEV2").is_checked()
    page.get_by_role("button", name="Show all").click()
    assert len(shown(page)) == 7
    assert page.url.endswith("index.html")


def test_numbers_say_what_a_box_would_leave(site: Path, page: Page) -> None:
    """They follow the other choices; what would leave nothing stays, with a zero."""
    page.goto((site / "actions/index.html").as_uri() + "?service=ledger")
    assert shown(page) == ["Rotate the logs", "Owned"]
    late = page.locator("label", has_text="Late").locator(".n")
    assert late.inner_text() == "0"
    assert box(page, "Late").is_visible()
    assert [e.inner_text() for e in page.locator("h2:visible[id]").all()] == [
        "Still to do", "State not stated",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query", ["?x=1", "?state=%3Cb%3E", "?state=late&state", "?%%%", "?show=1"]
)
def test_any_address_is_taken(site: Path, page: Page, query: str) -> None:
    """What is unknown asks for nothing or finds nothing, and breaks nothing."""
    page.goto((site / "actions/index.html").as_uri() + query)
    assert page.get_by_role("heading", name="Commitments").is_visible()


def test_without_script_every_row_is_there(site: Path, browser: Browser) -> None:
    """All parts are to be seen, and the filters are links to lists."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "actions/index.html").as_uri())
    assert len(shown(page)) == 8
    page.get_by_role("link", name="Without owner").click()
    assert page.url.endswith("actions/orphans.html")
    context.close()


def test_the_keyboard_reaches_every_box(site: Path, page: Page) -> None:
    """A box takes the focus and the space bar."""
    page.goto((site / "actions/index.html").as_uri())
    box(page, "Late").focus()
    page.keyboard.press("Space")
    assert shown(page) == ["Cap the pool", "Alert on lag"]
