"""The list of commitments shows what waits first, and no page of it is endless."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from factories import a_postmortem, an_action, an_archive
from render.sites import TODAY, Reading, a_site, a_varied_archive, read
from secondstory.model import ActionStatus, Archive, Site
from secondstory.policy import FixTerms, Policy, Term
from secondstory.render import load_theme, render

OPEN, DOING, DONE, DECLINED = (
    ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.DONE, ActionStatus.DECLINED,
)  # fmt: skip
VIEWS = ("overdue", "orphans", "unverified", "services", "kinds")


def a_list() -> Archive:
    """Items in every state, of two services and severities."""
    pool = (
        an_action("Cap the pool", status=OPEN, owner="sre", due="2026-11-12", strength="strong"),
        an_action("Alert on lag", status=DOING, due="Q3"),
        an_action("Rehearse", status=DONE),
        an_action("Guard", status=DONE, verified_by="a drill"),
        an_action("Second pair of eyes", status=DECLINED, reason="the guard does it"),
        an_action("Some day"),
    )
    disk = (
        an_action(
            "Rotate the logs", status=OPEN, due="2027-02-01", type="prevent", strength="weak"
        ),
        an_action("Owned", owner="platform"),
    )
    return an_archive(
        a_postmortem(
            "pool", date="2025-10-01", severity="SEV2", services=["checkout"], actions=pool
        ),
        a_postmortem("disk", date="2026-11-01", severity="SEV4", services=["ledger"], actions=disk),
    )


def files(archive: Archive, theme: str = "default", **given: Any) -> dict[str, bytes]:
    """All files of a site, by path."""
    made = render(archive, load_theme(theme), Site(), TODAY, **given)
    return {str(artifact.path): artifact.content for artifact in made}


def headings(page: Reading) -> list[str]:
    """The parts of a list with how many rows each has."""
    return [" ".join(e.text.split()) for e in page.all("h2") if e.attributes.get("id")]


def test_what_waits_comes_first_and_ideas_last() -> None:
    """The parts of the list go by state; a part that has nothing is not there."""
    page = read(a_site(a_list())["actions/index.html"])
    assert headings(page) == [
        "Late", "Still to do", "State not stated", "Shipped, not proven", "Held", "Declined",
        "Ideas",
    ]  # fmt: skip
    text = page.text()
    assert "3 open, 2 of them late; the oldest 415 days (n = 3)." in text
    assert "2 of 6 commitments are closed (33%); of 1 nobody says." in text
    assert "1 declined" in text
    assert "1 ideas, not counted" in text


def test_a_row_says_what_it_takes_to_plan_it() -> None:
    """Service, severity, state, day, strength, age, proof, owner and report, each item once."""
    text = read(a_site(a_list())["actions/index.html"]).text()
    row = text[text.index("Cap the pool") : text.index("Alert on lag")]
    for words in ("SEV2", "sre", "checkout", "Late", "12 Nov 2026", "8 d late", "strong", "415 d"):
        assert words in row
    assert "Declined: the guard does it" in text
    assert text.count("Cap the pool") == 1
    assert "no owner" in text[text.index("Alert on lag") : text.index("Rotate the logs")]


def test_a_day_of_the_policy_says_that_it_is_one() -> None:
    """Words without a day stand as written, and beside them the day that counts and its author."""
    text = read(a_site(a_list())["actions/index.html"]).text()
    row = text[text.index("Alert on lag") : text.index("Rotate the logs")]
    assert "Q3 31 Oct 2025 by policy, 385 d late" in row


def test_the_matrix_of_what_is_late_leads_to_its_rows() -> None:
    """Each number of the matrix is that of the part it links to, on the page of what is late."""
    site = a_site(a_list())
    overdue = read(site["actions/overdue.html"])
    cells = [
        e
        for e in read(site["actions/index.html"]).all("a")
        if "overdue.html#" in e.attributes["href"]
    ]
    assert [cell.text for cell in cells] == ["2"]
    for cell in cells:
        assert cell.attributes["href"].partition("#")[2] in overdue.ids()
    assert headings(overdue) == ["SEV2, over a year"]


def test_views_without_script_are_lists_of_their_own() -> None:
    """What lacks an owner or a day, what is not proven, what waits by service, type, strength."""
    site = a_site(a_list())
    page = {name: read(site[f"actions/{name}.html"]) for name in VIEWS}
    assert headings(page["orphans"]) == ["Without owner", "Without a day"]
    assert "Owned" in page["orphans"].text()
    assert headings(page["unverified"]) == ["Shipped, not proven"]
    assert headings(page["services"]) == ["checkout: 2 waiting, 2 late", "ledger: 2 waiting"]
    assert "Prevent, weak" in headings(page["kinds"])
    for name in VIEWS:
        assert f'href="../actions/{name}.html"' in site["actions/index.html"]


def test_empty_views_say_so() -> None:
    """A list of nothing is good news, and says which."""
    site = a_site(
        an_archive(a_postmortem(actions=(an_action("Guard", status=DONE, verified_by="x"),)))
    )
    for name, words in zip(
        VIEWS,
        ("Nothing is late.", "Everything that waits has an owner and a day.",
         "Everything that is done is proven.", "Nothing waits.", "Nothing waits."),
        strict=True,
    ):  # fmt: skip
        assert words in read(site[f"actions/{name}.html"]).text()
    bare = a_site(an_archive(a_postmortem()))
    assert "No report states an action item yet." in read(bare["actions/index.html"]).text()


def test_every_value_to_narrow_by_counts_the_rows_that_say_it() -> None:
    """The numbers beside the filters are those of the rows of the page."""
    page = read(a_site(a_list())["actions/index.html"])
    said = [
        set(e.attributes["data-said"].split())
        for e in page.all("tr")
        if "data-said" in e.attributes
    ]
    assert len(said) == 8
    options = [e for e in page.all("a") if "data-said" in e.attributes]
    assert options
    for option in options:
        number = sum(option.attributes["data-said"] in words for words in said)
        assert number
        assert option.text.strip().endswith(str(number))


def test_a_theme_without_script_has_plain_lists() -> None:
    """Without script nothing is there for one, and every filter is a link to a list."""
    page = files(a_list(), "plain")["actions/index.html"].decode()
    assert "data-said" not in page
    assert "actions.js" not in page
    assert "actions.css" not in page
    assert "Cap the pool" in page


def test_a_promise_of_two_reports_stands_once() -> None:
    """It names the other report, with a link to its words there."""
    ticket = "https://git.example.org/a/b/issues/7"
    told = {"first": ("2026-01-01", "Cap"), "last": ("2026-10-01", "Cap it")}
    archive = an_archive(
        *(
            a_postmortem(slug, date=day, actions=(an_action(text, status=OPEN, ticket=ticket),))
            for slug, (day, text) in told.items()
        )
    )
    page = read(a_site(archive)["actions/index.html"])
    assert len([e for e in page.all("tr") if "data-said" in e.attributes]) == 1
    links = [e.attributes["href"] for e in page.all("a") if e.text == "2026-01-01"]
    assert links[0].startswith("../incidents/first.html#")
    assert "323 d" in page.text()


def test_years_have_pages_and_no_page_is_endless() -> None:
    """Of thousands of items each stands on the page of its time; no page shows more than it can."""
    actions = tuple(an_action(f"Item {n}", status=OPEN, owner="x") for n in range(30))
    start = date(2024, 1, 1)
    archive = an_archive(
        *(
            a_postmortem(f"r{n}", date=str(start + timedelta(days=7 * n)), severity="SEV1",
                         services=[f"s{n % 9}"], actions=actions)
            for n in range(100)
        )
    )  # fmt: skip
    site = a_site(archive)
    lists = {path: page for path, page in site.items() if path.startswith("actions/")}
    counted = {path: len(re.findall(r"<tr [^>]*data-said", page)) for path, page in lists.items()}
    assert all(number <= 900 for number in counted.values())
    assert "actions/year-2024.html" in lists
    assert "actions/month-2024-03.html" in lists
    months = sum(number for path, number in counted.items() if "month" in path)
    assert months == 3000
    assert "The first " in read(lists["actions/overdue.html"]).text()
    assert "items; the sheet has them all." in read(lists["actions/overdue.html"]).text()


def test_the_sheet_and_the_calendar_lie_beside_the_list() -> None:
    """The sheet has every item, the calendar the days of what waits; both are linked."""
    site = files(a_list())
    sheet = list(csv.DictReader(io.StringIO(site["actions/actions.csv"].decode(), newline="")))
    assert len(sheet) == 8
    assert sheet[0]["url"] == "../incidents/pool.html#" + sheet[0]["url"].partition("#")[2]
    events = Calendar.from_ical(site["actions/due.ics"].decode()).walk("VEVENT")
    # What was due longer than a year ago is in the list alone.
    assert {str(e["summary"]) for e in events} == {"Cap the pool", "Rotate the logs"}
    page = site["actions/index.html"].decode()
    assert 'href="../actions/actions.csv"' in page
    assert 'type="text/calendar"' in page


def test_the_twin_says_the_same_in_markdown() -> None:
    """The list's Markdown has the same parts and items, with ages."""
    twin = files(a_list())["actions/index.md"].decode()
    assert "## Late" in twin
    assert "- **Late**: Cap the pool; owner sre; due 2026-11-12" in twin
    assert "415 d old" in twin
    assert "due 2025-10-31 by policy" in twin


def test_the_projects_terms_decide_what_is_late() -> None:
    """The policy reaches every page: with a longer term nothing without a day is late."""
    policy = Policy(fixes=FixTerms((Term("99 weeks", 99 * 168),) * 4))
    for given, late in (({}, True), ({"policy": policy}, False)):
        site = files(a_list(), **given)
        for path in ("actions/index.html", "incidents/pool.html", "fixes/index.html"):
            assert ("385 d late" in site[path].decode()) is late, path


@pytest.mark.parametrize("theme", ["default", "plain"])
def test_owners_stand_with_their_items_and_are_never_counted(theme: str) -> None:
    """No list is by owner or team, and no number stands beside one."""
    page = read(files(a_varied_archive(), theme)["actions/index.html"].decode())
    legends = {e.text.strip() for e in page.all("h2")}
    assert not legends & {"Owner", "Owners", "Team", "Teams"}
    assert not any(
        "owner:" in e.attributes.get("data-said", "").replace("lacks:owner", "")
        for e in page.elements
    )
