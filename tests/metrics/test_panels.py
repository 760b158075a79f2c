"""What panels count, and what becomes of reports that say too little, too much or nonsense."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_fact, a_moment, a_postmortem, an_action, an_archive
from secondstory.commitments import commitments
from secondstory.metrics import PANELS, state_of
from secondstory.metrics.period import full_months, period_of, quarter_of
from secondstory.model import ActionStatus, Archive, Guide, GuideKind, Postmortem
from secondstory.model.metrics import Panel, State
from secondstory.policy import USUAL
from secondstory.render.learning.data import learning_json
from secondstory.render.learning.view import learning_view
from secondstory.render.learning.words import change, headline
from strategies import archives

TODAY = date(2026, 11, 20)


def state(*reports: Postmortem, as_of: date = TODAY) -> State:
    return of(an_archive(*reports), as_of)


def of(archive: Archive, as_of: date = TODAY) -> State:
    return state_of(archive, commitments(archive, USUAL.fixes, as_of), USUAL, as_of)


def panel(key: str, *reports: Postmortem, as_of: date = TODAY) -> Panel:
    return next(each for each in state(*reports, as_of=as_of).panels if each.key == key)


def several(number: int, **values: Any) -> list[Postmortem]:
    """Reports of the same content, one a day."""
    return [
        a_postmortem(f"r{each:03}", date=f"2026-{each // 28 + 1:02}-{each % 28 + 1:02}", **values)
        for each in range(number)
    ]


def numbers(found: Panel, name: str) -> list[int]:
    """The numbers of a line."""
    return next([len(cell) for cell in line.cells] for line in found.lines if line.name == name)


# ---------------------------------------------------------------- any archive


@settings(max_examples=40, deadline=None)
@given(archives(), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_archive_has_a_state_on_any_day(archive: Archive, day: date) -> None:
    """Whatever reports say, there are numbers and words for them, twice the same."""
    found = of(archive, day)

    assert learning_json(found) == learning_json(of(archive, day))
    assert len(learning_view(found).panels) + 2 == len(PANELS)
    listed = {row.slug for row in (*found.reports, *found.undated, *found.ahead)}
    assert listed <= {report.slug for report in archive.briefs}


def test_no_report_is_too_few_to_say() -> None:
    """Without any report no panel answers with a number that it does not have."""
    found = state()

    for each in found.panels:
        assert not each.sample
        assert each.spread is None
        assert (
            not headline(each)
            or "Too few" in headline(each)
            or "No " in headline(each)
            or "0" in headline(each)
        )


def test_a_single_report_is_too_few_to_say() -> None:
    """One report is shown and counted, and no sentence is made of it."""
    report = a_postmortem(
        date="2026-10-01", started="2026-10-01 08:00", detected="2026-10-01 08:05", duration=30
    )

    for key in ("detect", "recover"):
        found = panel(key, report)
        assert len(found.sample) == 1
        assert headline(found) == "Too few to say: n = 1"


# ---------------------------------------------------------------- time


def test_a_negative_time_contradicts_itself() -> None:
    """A detection before the start is left out and counted apart, and so is such a recovery."""
    report = a_postmortem(
        date="2026-10-01",
        started="2026-10-01 08:00",
        detected="2026-10-01 07:00",
        resolved="2026-10-01 06:00",
    )

    for key in ("detect", "recover"):
        found = panel(key, report)
        assert (len(found.sample), len(found.unknown), len(found.odd)) == (0, 0, 1)


@pytest.mark.parametrize(
    "times",
    [
        {},
        {"started": "2026-10-01 08:00"},
        {"started": "2026-10-01", "detected": "2026-10-01 08:00"},
    ],
)
def test_what_is_not_stated_is_unknown_and_never_zero(times: dict[str, str]) -> None:
    """Without a time of day for both there is no time to detect."""
    found = panel("detect", a_postmortem(date="2026-10-01", **times))

    assert (len(found.sample), len(found.unknown)) == (0, 1)


def test_clocks_of_two_zones_are_not_compared() -> None:
    """A start in one time zone and a detection in another say nothing of what lies between."""
    report = a_postmortem(
        date="2026-10-01",
        started=a_fact(a_moment("2026-10-01 08:00", "UTC")),
        detected=a_fact(a_moment("2026-10-01 08:30", "CET")),
    )

    found = panel("detect", report)

    assert [row.note for row in found.unknown] == ["in two time zones"]


def test_a_report_of_a_day_to_come_is_in_no_panel() -> None:
    """A date after today, or none, has no place in the period, and is counted apart."""
    found = state(
        a_postmortem("ahead", date="2027-01-01", duration=5), a_postmortem("undated", duration=5)
    )

    assert [row.slug for row in found.ahead] == ["ahead"]
    assert [row.slug for row in found.undated] == ["undated"]
    for each in found.panels:
        counted = {row.slug for row in (*each.sample, *each.unknown, *each.odd)}
        assert counted <= ({"undated"} if each.key == "unknown" else set())


def test_a_report_published_before_its_incident_contradicts_itself() -> None:
    """So does one that is published after today."""
    found = panel(
        "lag",
        a_postmortem("early", date="2026-10-02", published="2026-10-01"),
        a_postmortem("late", date="2026-10-02", published="2026-12-01"),
        a_postmortem("same", date="2026-10-02", published="2026-10-02"),
    )

    assert {row.slug for row in found.odd} == {"early", "late"}
    assert [row.value for row in found.sample] == [0]


def test_whether_a_report_was_in_time_says_the_policy() -> None:
    """A SEV1 has two days, a SEV2 a week, a SEV3 no deadline."""
    reports = [
        a_postmortem(
            f"{label}-{day}", severity=label, date="2026-10-01", published=f"2026-10-{day:02}"
        )
        for label in ("SEV1", "SEV2", "SEV3")
        for day in (3, 5, 9)
    ]
    found = panel("lag", *reports)

    assert numbers(found, "SEV1") == [1, 2, 0]
    assert numbers(found, "SEV2") == [2, 1, 0]
    assert numbers(found, "SEV3") == [0, 0, 3]


def test_the_period_is_made_of_whole_quarters() -> None:
    """Eight quarters with the present one begin on the first day of the first."""
    found = period_of(TODAY)

    assert (found.first, found.quarters[0], found.quarters[-1]) == (
        date(2025, 1, 1),
        "2025-Q1",
        "2026-Q4",
    )
    assert quarter_of(date(2026, 3, 31)) == "2026-Q1"
    assert full_months(TODAY)[0::11] == ("2025-11", "2026-10")


@pytest.mark.parametrize("day", [date.min, date(1, 2, 3), date.max])
def test_the_first_and_the_last_day_of_time_have_a_period(day: date) -> None:
    """There is no year 0, and the period ends with the day."""
    found = period_of(day, 40)

    assert found.first <= day == found.last
    assert full_months(day) == tuple(month for month in full_months(day) if month < day.isoformat())


# ---------------------------------------------------------------- change


def test_a_change_is_claimed_where_there_is_one() -> None:
    """When the newer half lasts ten times as long, the headline says so."""
    reports = several(60)
    longer = [
        a_postmortem(each.slug, date=each.date, duration=(20 if at < 30 else 200) + at % 7)
        for at, each in enumerate(reports)
    ]
    found = panel("recover", *longer)

    assert found.change
    assert found.change.found
    assert headline(found) == "Half are now over later: within 3 h 23 min, before within 23 min"
    assert change(found).startswith("A change between")


def test_no_change_is_claimed_where_there_is_none() -> None:
    """Where halves are alike the page says that it sees no change."""
    reports = several(60)
    alike = [
        a_postmortem(each.slug, date=each.date, duration=20 + at * 37 % 100)
        for at, each in enumerate(reports)
    ]
    found = panel("recover", *alike)

    assert headline(found).startswith("Half were over within")
    assert change(found).startswith("No detectable change")


# ---------------------------------------------------------------- people, teams, topics


def test_neither_people_nor_teams_are_named() -> None:
    """The state tells how many teams and roles there are, and never which."""
    reports = several(
        9,
        teams=["zebra-team"],
        reviewed_by=(a_fact("walrus role"),),
        actions=(an_action(owner="@giraffe", status=ActionStatus.OPEN),),
    )
    text = learning_json(state(*reports)).decode()

    assert all(name not in text for name in ("zebra", "walrus", "giraffe"))
    assert numbers(panel("breadth", *reports), "Teams") == [9, 0, 0, 0]


def test_topics_are_tags_of_reports_that_rest_on_people() -> None:
    """Two weak fixes ask for the topics of their reports; an idea asks for nothing."""
    weak = an_action("Remind everybody to look at the lag", ActionStatus.OPEN, owner="edge")
    idea = an_action("Remind everybody to look at the lag")
    found = panel(
        "topics",
        a_postmortem("a", date="2026-10-01", tags=["dns"], classes=["lag"], actions=(weak,)),
        a_postmortem("b", date="2026-10-02", tags=["DNS"], actions=(weak,)),
        a_postmortem("c", date="2026-10-03", tags=["cache"], actions=(idea,)),
        a_postmortem("d", title="It went away", date="2026-10-04", actions=(weak,)),
    )

    assert [(line.name, len(line.cells[0])) for line in found.lines] == [("dns", 2)]
    assert [row.slug for row in found.unknown] == ["d"]


# ---------------------------------------------------------------- the others


def test_a_first_severity_that_is_not_stated_stands_apart() -> None:
    """Only reports with both severities on the scale are in the matrix."""
    found = panel(
        "severity",
        a_postmortem("a", date="2026-10-01", severity="SEV1", severity_initial="SEV3"),
        a_postmortem("b", date="2026-10-01", severity="SEV1"),
        a_postmortem("c", date="2026-10-01", severity="dire", severity_initial="SEV3"),
    )

    assert numbers(found, "SEV3") == [1, 0, 0, 0]
    assert {row.slug for row in found.unknown} == {"b", "c"}


def test_a_guide_is_behind_when_a_later_incident_of_its_class_does_not_link_it() -> None:
    """A runbook that the last incident of the class links keeps up with it."""

    def guide(target: str) -> tuple[Guide, ...]:
        return (Guide(GuideKind.RUNBOOK, target, 1),)

    found = panel(
        "guides",
        a_postmortem("a", date="2026-05-01", classes=["lag"], guides=guide("old.md")),
        a_postmortem("b", date="2026-06-01", classes=["lag"], guides=guide("new.md")),
        a_postmortem("c", date="2026-07-01", classes=["dns"]),
    )

    assert numbers(found, "Guides that the last incident of their kind links") == [1]
    assert [row.note for row in found.lines[-1].cells[0]] == ["old.md; since then 2026-06-01"]


def test_a_retrospective_counts_in_its_month() -> None:
    """By the day it was held; one before the incident contradicts itself."""
    found = panel(
        "months",
        a_postmortem("a", date="2026-09-28", retro=a_fact(date(2026, 10, 2))),
        a_postmortem("b", date="2026-10-05", retro=a_fact(date(2026, 9, 2))),
    )

    assert numbers(found, "2026-10")[-1] == 1
    assert numbers(found, "2026-09")[-1] == 0
    assert [row.slug for row in found.odd] == ["b"]


def test_many_classes_are_gathered_in_one_line() -> None:
    """Twelve classes have a line, those that came most often; the others share one."""
    reports = [
        a_postmortem(f"r{each}", date="2026-10-01", classes=[f"class-{each % 20}"])
        for each in range(40)
    ]
    found = panel("classes", *reports)

    assert len(found.lines) == 13
    assert sum(numbers(found, "other classes")) == 16
