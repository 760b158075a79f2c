"""In a real browser, from a folder and over http, under the pages' own policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from search.samples import STATIC, a_small_archive
from search.server import served
from secondstory.model import Site
from secondstory.render import load_theme, render

pytestmark = pytest.mark.browser

SEARCH_PAGE = "search/index.html"


# Other tests may be using the machine; a slow answer is not a wrong one.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site of a small archive, as the portal draws it."""
    folder = tmp_path_factory.mktemp("site")
    theme = load_theme("default", [STATIC.parents[1]])
    for artifact in render(a_small_archive(), theme, Site(), date(2026, 11, 20)):
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


@pytest.fixture(scope="module")
def http(site: Path) -> Iterator[str]:
    """The same site under a sub-path of a web server."""
    with served(site) as address:
        yield address


@pytest.fixture(params=["file", "http"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    """Where the site is opened from."""
    if request.param == "file":
        return f"{site.as_uri()}/"
    return str(request.getfixturevalue("http"))


@dataclass
class Visit:
    """A page, and all that it asked for and complained of."""

    page: Page
    root: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.root + path)
        return self.page

    def files(self) -> set[str]:
        """What was fetched of the site, without the page itself."""
        paths = (url.removeprefix(self.root).split("?")[0] for url in self.asked)
        furniture = (".html", ".woff2", ".css", "icon.svg", "/")
        return {path for path in paths if not path.endswith(furniture)}


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Visit]:
    """A visitor whose every request stays on the site and who never sees an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.set_default_timeout(20_000)
    visit = Visit(page, root)

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.complaints.append(message.text)

    def ask(request: Request) -> None:
        visit.asked.append(request.url)

    page.on("console", complain)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on("request", ask)
    yield visit
    context.close()
    assert visit.complaints == []
    outside = [url for url in visit.asked if not url.startswith((visit.root, "blob:"))]
    assert outside == []


def options(page: Page) -> Any:
    return page.get_by_role("option")


def test_nothing_is_loaded_before_search_is_used(visit: Visit) -> None:
    """A page fetches one small script; the rest comes, in few files, when search is opened."""
    page = visit.open("index.html")
    page.wait_for_load_state("networkidle")
    assert visit.files() == {"static/search.js"}
    page.keyboard.press("/")
    expect(options(page).first).to_be_visible()
    later = visit.files()
    scripts = {path for path in later if path.startswith("static/")}
    assert scripts == {
        "static/search.js",
        "static/search-parts.js",
        "static/vendor/lunr-2.3.9.js",
    }
    assert any(path.startswith("search/core-") for path in later)


def test_search_by_keyboard_alone(visit: Visit) -> None:
    """A slash opens, typing finds, arrows move, Enter opens the lesson itself."""
    page = visit.open("index.html")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("certificate served")
    first = page.get_by_role("option", selected=True)
    expect(first).to_contain_text("Watch the certificate that is served")
    expect(page.get_by_text("still loading")).to_have_count(0)  # they add hits in between
    expect(box).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    page.keyboard.press("ArrowDown")
    expect(first).not_to_contain_text("Watch the certificate that is served")
    page.keyboard.press("ArrowUp")
    expect(first).to_contain_text("Watch the certificate that is served")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/certificate.html#l-*")
    anchor = page.url.split("#")[1]
    expect(page.locator(f"[id='{anchor}']")).to_contain_text("Watch the certificate")


def test_enter_waits_for_the_answer_to_the_last_letter(visit: Visit) -> None:
    """Typing and Enter at once open the hit for what was typed, not for less of it."""
    page = visit.open("index.html")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.insert_text("pool.max_idle below")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/pool.html#a-*")


def test_escape_closes_and_gives_the_focus_back(visit: Visit) -> None:
    """Esc leaves the page as it was, the focus where it was, and "/" in a field is a slash."""
    page = visit.open("index.html")
    link = page.locator("main a").first
    link.focus()
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()


def test_the_status_is_said_once_typing_rests(visit: Visit) -> None:
    """A live region tells the number of matches and which words were added."""
    page = visit.open("index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("dns")
    status = page.get_by_role("status")
    expect(status).to_contain_text("1 match in 1 report")
    expect(status).to_contain_text("Also searched name resolution")
    expect(page.locator("mark.near")).to_have_text("name resolution")
    page.get_by_role("link", name="Only my words").click()
    expect(status).to_contain_text("Nothing found")


def test_a_deep_link_shows_results_as_headings_and_links(visit: Visit) -> None:
    """`?q=` with filters gives the same results as an ordinary page."""
    page = visit.open(f"{SEARCH_PAGE}?q=sockets&service=ledger")
    heading = page.get_by_role("heading", name="A pool that outlives its peer")
    expect(heading).to_be_visible()
    lesson = page.get_by_role("link", name="Expire pooled sockets")
    expect(lesson).to_have_attribute("href", f"{visit.root}incidents/pool.html#{_anchor(lesson)}")
    expect(page.get_by_role("checkbox", name="ledger")).to_be_checked()
    expect(page.locator("form#search input")).to_have_value("sockets")
    lesson.click()
    page.wait_for_url("**/incidents/pool.html#l-*")
    page.go_back()
    expect(heading).to_be_visible()


def _anchor(link: Any) -> str:
    return str(link.get_attribute("href")).split("#")[1]


def test_filters_stand_in_the_address_and_back_undoes_them(visit: Visit) -> None:
    """Each filter is a step of its own; reload and Back restore what was seen."""
    page = visit.open(f"{SEARCH_PAGE}?q=the+client")
    purge = page.get_by_role("heading", name="Purge ignored --dry-run")
    pool = page.get_by_role("heading", name="A pool that outlives its peer")
    expect(purge).to_be_visible()
    expect(pool).to_be_visible()
    page.get_by_role("checkbox", name="depot-sync").check()
    expect(pool).to_have_count(0)
    assert page.url.endswith("?q=the+client&service=depot-sync")
    page.reload()
    expect(purge).to_be_visible()
    expect(pool).to_have_count(0)
    page.go_back()
    expect(pool).to_be_visible()
    expect(page.get_by_role("checkbox", name="depot-sync")).not_to_be_checked()


def test_typing_on_the_search_page_keeps_the_address(visit: Visit) -> None:
    """The address follows the words, and Enter makes a step that Back returns from."""
    page = visit.open(SEARCH_PAGE)
    page.get_by_role("searchbox").fill("subpath")
    expect(page.get_by_role("heading", name="A certificate mounted")).to_be_visible()
    assert page.url.endswith(f"{SEARCH_PAGE}?q=subpath")
    page.keyboard.press("Enter")
    page.get_by_role("searchbox").fill("purge")
    expect(page.get_by_role("heading", name="Purge ignored")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="A certificate mounted")).to_be_visible()


def test_focus_stays_on_a_filter_that_was_chosen(visit: Visit) -> None:
    """Choosing by keyboard does not lose one's place in the list of filters."""
    page = visit.open(f"{SEARCH_PAGE}?q=sockets")
    box = page.get_by_role("checkbox", name="ledger")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".applied")).to_contain_text("Service: ledger")
    expect(box).to_be_focused()


def test_longer_lists_of_filters_open(visit: Visit) -> None:
    """Beyond five values the rest is behind a word, and stays open while filters change."""
    page = visit.open(f"{SEARCH_PAGE}?q=certificate")
    page.get_by_text("1 more", exact=True).click()
    page.get_by_role("checkbox", name="tls").check()
    expect(page.locator(".applied")).to_contain_text("Tag: tls")
    expect(page.get_by_role("checkbox", name="tls")).to_be_checked()


def test_the_body_is_searched_when_its_text_has_come(visit: Visit) -> None:
    """Words that only the running text has are found once the full texts are loaded."""
    page = visit.open(f"{SEARCH_PAGE}?q=3600+seconds")
    expect(page.get_by_role("heading", name="Looked up one minute early")).to_be_visible()
    hit = page.get_by_role("link", name="The negative answer lived")
    assert ":~:text=The%20negative%20answer%20lived" in str(hit.get_attribute("href"))


def test_nothing_found_shows_ways_on(visit: Visit) -> None:
    """An empty answer names what was looked for and offers what would be found."""
    page = visit.open(f"{SEARCH_PAGE}?q=certificate&service=ledger")
    expect(page.locator("#results")).to_contain_text(
        "No report within these filters mentions certificate."
    )
    page.get_by_role("link", name="Keep the words, drop the filters").click()
    expect(page.get_by_role("heading", name="A certificate mounted")).to_be_visible()


def test_a_search_can_be_copied_as_a_link(visit: Visit) -> None:
    """Copying gives the address; where there is no clipboard the address can be selected."""
    page = visit.open("index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("sockets")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Copy link to this search").click()
    expect(page.get_by_role("textbox", name="To copy")).to_have_value(
        f"{visit.root}{SEARCH_PAGE}?q=sockets"
    )


def test_hostile_text_is_only_text(visit: Visit) -> None:
    """Markup in the query or the address runs nowhere and breaks nothing."""
    evil = "%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    page = visit.open(f"{SEARCH_PAGE}?q={evil}&service={evil}&in=constructor&year=__proto__")
    expect(page.locator("#results")).to_contain_text("Nothing found")
    expect(page.locator("#results img")).to_have_count(0)


def test_the_masthead_link_opens_the_dialog(visit: Visit) -> None:
    """A plain click opens search over the page; the link itself leads to the search page."""
    page = visit.open("incidents/pool.html")
    link = page.locator("a.find")
    expect(link).to_have_attribute("href", f"../{SEARCH_PAGE}")
    link.click()
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    assert page.url.endswith("incidents/pool.html")


def test_without_javascript_the_link_and_the_form_still_lead_somewhere(
    browser: Browser, root: str
) -> None:
    """With JavaScript off the search page offers the lists of services, classes and tags."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{root}index.html")
        page.locator("a.find").click()
        expect(page.get_by_role("link", name="depot-sync")).to_be_visible()


def test_a_phone_has_everything(browser: Browser, root: str) -> None:
    """At 360 px nothing scrolls sideways, the dialog can be closed by touch, filters be reached."""
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(f"{root}index.html")
        page.locator("a.find").click()
        page.get_by_role("combobox").fill("certificate expired")
        expect(options(page).first).to_be_visible()
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert page.evaluate(wide) is False
        page.get_by_role("button", name="Filters").click()
        expect(page.get_by_role("checkbox", name="Lessons")).to_be_focused()
        page.get_by_role("button", name="Close search").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
