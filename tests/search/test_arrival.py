"""What a reader sees of a search while its data is on its way, and where some never comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from factories import a_lesson, a_postmortem, an_archive
from search.samples import STATIC
from search.server import served
from secondstory.model import Archive, Site
from secondstory.render import data, load_theme, plan

pytestmark = pytest.mark.browser

AS_OF = date(2026, 11, 20)
LATER = re.compile(r"/search/core-2024-")


def an_archive_of_two_files() -> Archive:
    """Six hundred reports: more than one block, so that older years have a file of their own."""
    return an_archive(
        *(
            a_postmortem(
                f"r{n}",
                title=f"Report {n}",
                date=f"{2026 if n < 150 else 2024}-05-05",
                lessons=[a_lesson("Renew the lease." if n in (1, 598) else "Ask before.")],
                errors=["only once"] if n == 599 else [],
            )
            for n in range(600)
        )
    )


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The search page of that archive and all that it loads, on a web server."""
    folder: Path = tmp_path_factory.mktemp("site")
    archive, theme = an_archive_of_two_files(), load_theme("default", [STATIC.parents[1]])
    drawn = plan(archive, theme, Site(), AS_OF)
    [page] = [page for page in drawn.pages() if str(page.path) == "search/index.html"]
    [search, _] = drawn.assemblies
    for artifact in (page, *search.files(), *data(archive, theme, Site(), {}, ())):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    with served(folder) as address:
        yield f"{address}search/index.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def hold(page: Page) -> list[Route]:
    """The requests for older reports, which wait until a test lets them go on."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(LATER, keep)
    return held


def results(page: Page) -> Any:
    return page.locator("#results")


def test_the_newest_reports_are_shown_before_all_are_there(page: Page, http: str) -> None:
    """What is there is shown with how much of the archive it is, and the rest joins it."""
    held = hold(page)
    page.goto(f"{http}?q=lease", wait_until="commit")  # what is held keeps the page loading
    expect(results(page)).to_contain_text("1 match in 1 report")
    expect(results(page)).to_contain_text(
        re.compile(r"Searched [1-5]\d\d of 600 reports so far; more are on their way\.")
    )
    held[0].continue_()
    expect(results(page)).to_contain_text("2 matches in 2 reports")
    expect(results(page)).not_to_contain_text("so far")


def test_nothing_is_said_to_be_missing_before_all_is_searched(page: Page, http: str) -> None:
    """Words that the newest reports do not have may stand in those that are still to come."""
    held = hold(page)
    page.goto(f"{http}?q=lease", wait_until="commit")  # what is held keeps the page loading
    expect(results(page)).to_contain_text("so far")
    page.get_by_role("searchbox").fill("only once")
    page.wait_for_timeout(300)
    expect(results(page)).not_to_contain_text("Nothing found")
    held[0].continue_()
    expect(page.get_by_role("heading", name="Report 599")).to_be_visible()


def test_reports_that_never_come_are_told_of(page: Page, http: str) -> None:
    """Where a file of older reports cannot be loaded, the others are searched and that is said."""
    page.route(LATER, lambda route: route.abort())
    page.goto(f"{http}?q=lease", wait_until="commit")  # what is held keeps the page loading
    expect(results(page)).to_contain_text("1 match in 1 report")
    expect(results(page)).to_contain_text("the others could not be loaded.")


def test_without_any_report_the_page_leaves_a_way(page: Page, http: str) -> None:
    """Where no data can be loaded the page says so and links to what works without it."""
    page.route("**/search/core-*.js", lambda route: route.abort())
    page.goto(f"{http}?q=dns")
    expect(page.locator("#results b")).to_have_text("Search could not start.")
    expect(page.get_by_role("status")).to_have_text("Search could not start.")
    expect(results(page).get_by_role("link", name="lessons")).to_be_visible()
