"""Home leads with what a reader should know this month, and says how it was chosen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from factories import a_lesson, a_postmortem, an_action, an_archive
from render.sites import TODAY, a_site, read
from secondstory.model import ActionStatus, Archive, LessonKind, Postmortem, Site
from secondstory.render.catalogue import catalogue
from secondstory.render.pages.home import learnings


def a_report(day: str | None, *, lesson: str = "", **facts: Any) -> Postmortem:
    slug = lesson or f"r{day}"
    facts.setdefault("lessons", [a_lesson(lesson)] if lesson else [])
    return a_postmortem(slug, title=slug, date=day, **facts)


def led(archive: Archive, as_of: date = TODAY) -> list[str]:
    """The headlines that home leads with."""
    lessons, _ = learnings(catalogue(archive, Site(), as_of))
    return [str(lesson.headline) for lesson in lessons]


def test_the_month_that_has_just_ended_comes_first() -> None:
    """On 20 November, October leads; then what is under way, then what came before."""
    archive = an_archive(
        a_report("2026-11-12", lesson="now"),
        a_report("2026-10-02", lesson="october"),
        a_report("2026-09-02", lesson="september"),
    )
    assert led(archive) == ["october", "now", "september"]


def test_a_month_without_lessons_gives_way() -> None:
    """Where the last month taught nothing, the one under way leads, else the latest that did."""
    archive = an_archive(a_report("2026-11-12", lesson="now"), a_report("2026-10-02"))
    assert led(archive) == ["now"]
    assert led(an_archive(a_report("2026-03-01", lesson="march"), a_report("2026-10-02"))) == [
        "march"
    ]


def test_an_archive_seen_from_the_past_or_without_dates_still_leads() -> None:
    """Reports after `as_of`, or without any day, are better than an empty page."""
    assert led(an_archive(a_report("2026-10-02", lesson="later")), date(2020, 1, 1)) == ["later"]
    assert led(an_archive(a_report(None, lesson="undated"))) == ["undated"]


def test_what_came_back_goes_first_then_what_was_worst() -> None:
    """A repeat of a class beats severity; one lesson a report, one a class."""
    archive = an_archive(
        a_report("2025-01-01", lesson="first", classes=["pool"]),
        a_report("2026-10-01", lesson="again", classes=["pool"], severity="SEV4"),
        a_report("2026-10-02", lesson="worst", severity="SEV1"),
        a_report("2026-10-03", lesson="mild", severity="SEV3"),
        a_report("2026-10-04", lesson="unknown"),
        a_report("2026-10-05", lesson="two", lessons=[a_lesson("two"), a_lesson("three")]),
    )
    assert led(archive) == ["again", "worst", "mild", "two", "unknown"]


def test_what_went_well_is_no_headline() -> None:
    """Only lessons proper lead."""
    archive = an_archive(
        a_report("2026-10-01", lesson="x", lessons=[a_lesson("fine", LessonKind.WENT_WELL)])
    )
    assert led(archive) == []
    assert "No report states a lesson yet" in read(a_site(archive)["index.html"]).text()


def test_the_choice_is_explained() -> None:
    """Beside the lead stands the month, the size of the choice and the order, or the digest."""
    text = read(a_site(an_archive(a_report("2026-10-02", lesson="o")))["index.html"]).text()
    assert "From October 2026, chosen among 1 lesson as the digest chooses." in text
    text = read(a_site(an_archive(a_report("2026-11-02", lesson="o")))["index.html"]).text()
    assert "From November 2026, chosen among 1 lesson: what came back, then severity." in text


def test_home_leads_with_what_the_digest_tells() -> None:
    """The last issue and home have the same lessons under the same headlines, and are linked."""
    archive = an_archive(
        a_report("2026-10-01", lesson="A pool must know how long its peers wait"),
        a_report("2026-10-02", lesson="A rename leaves the old file open", severity="SEV1"),
        a_report("2026-11-02", lesson="What is under way has to wait"),
    )
    site = a_site(archive)
    told = [
        [link.text for link in read(site[path]).all("a") if "#l-" in link.attributes["href"]]
        for path in ("index.html", "digest/2026-10/index.html")
    ]
    assert told[0][: len(told[1])] == told[1]
    assert 'href="digest/2026-10/index.html"' in site["index.html"]


def test_late_fixes_come_first() -> None:
    """Open fixes are ordered by how late they are, then by what is due next."""
    archive = an_archive(
        a_postmortem(
            date="2026-10-01",
            actions=[
                an_action("next", ActionStatus.OPEN, due="2026-12-01"),
                an_action("whenever", ActionStatus.OPEN),
                an_action("late", ActionStatus.OPEN, due="2026-11-01"),
                an_action("later", ActionStatus.IN_PROGRESS, due="2026-01-01"),
                an_action("done", ActionStatus.DONE),
                an_action("idea"),
            ],
        )
    )
    page = read(a_site(archive)["index.html"])
    rows = [row.text.split() for row in page.all("tr")][1:]
    assert [row[0] for row in rows] == ["later", "late", "next", "whenever"]
    assert "4 fixes stated to be open, 2 late." in page.text()


@pytest.mark.parametrize(("classes", "said"), [(["pool"], "Pool"), ([], "network")])
def test_what_keeps_coming_back_are_classes_else_tags(classes: list[str], said: str) -> None:
    """Without classes, the tags that recur take their place, and the page says so."""
    reports = [
        a_postmortem(f"r{n}", date=f"2026-0{n}-01", classes=classes, tags=["network"])
        for n in (1, 2)
    ]
    text = read(a_site(an_archive(*reports))["index.html"]).text()
    assert "Keeps coming back" in text
    assert said.casefold() in text.casefold()
    assert ("these are tags" in text) is (not classes)


def test_what_came_once_does_not_keep_coming_back() -> None:
    """One report of a class or tag is no pattern."""
    archive = an_archive(a_postmortem(classes=["pool"], tags=["network"]))
    assert "Keeps coming back" not in read(a_site(archive)["index.html"]).text()
