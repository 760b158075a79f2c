"""What an issue tells: the best lessons of its month, few of a kind, and nothing too often."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem, an_action, an_archive, an_event
from secondstory.digest import issue_of, issues, last_month
from secondstory.model import (
    ActionStatus,
    Archive,
    Edit,
    Issue,
    Learning,
    LessonKind,
    Postmortem,
    Visibility,
)
from secondstory.noun import replace

DONE, OPEN = ActionStatus.DONE, ActionStatus.OPEN


def a_report(slug: str, day: str | None, *lessons: str, **facts: Any) -> Postmortem:
    said = [a_lesson(each) for each in lessons or (f"Say what {slug} does when it is full.",)]
    return a_postmortem(slug, title=f"About {slug} and its queue", date=day, lessons=said, **facts)


def told(issue: Issue | None) -> list[str]:
    """The reports whose lessons an issue tells, the lead first."""
    assert issue is not None
    return [each.slug for each in learnings(issue)]


def learnings(issue: Issue) -> list[Learning]:
    return [each for each in (issue.lead, *issue.shorts) if each]


def fates(archive: Archive, month: str, edits: dict[str, Edit] | None = None) -> dict[str, str]:
    _, choices = issue_of(archive, month, edits or {})
    return {choice.learning.slug: choice.fate for choice in choices}


# ---------------------------------------------------------------- properties

# To shrink an archive takes minutes; its repr is read as well as it is.
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
SOME = st.lists(st.sampled_from("abcdef"), max_size=2, unique=True).map(list)


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    """Up to thirty reports in two and a half years, of few classes and teams."""
    days = st.dates(date(2024, 1, 1), date(2026, 6, 30))
    reports = [
        a_postmortem(
            f"r{number}",
            title=f"About pool {number} and its peers",
            date=draw(days).isoformat(),
            published=draw(st.none() | days.map(str)),
            classes=draw(SOME),
            teams=draw(SOME),
            tags=draw(SOME),
            near_miss=draw(st.sampled_from([None, True])),
            recurrence=draw(st.sampled_from([None, "known fix not shipped", "did not hold"])),
            summary=draw(st.none() | st.just("It was caught.")),
            actions=[
                an_action(f"Fix {n}", draw(st.sampled_from([DONE, OPEN])), verified_by=proof)
                for n in range(draw(st.integers(0, 2)))
                for proof in [draw(st.none() | st.just("stopped one in May"))]
            ],
            lessons=[
                a_lesson(f"Pool {number} knows {n} of its peers.", anchor=f"l-{n}")
                for n in range(draw(st.integers(0, 3)))
            ],
            timeline=[an_event(f"0{n}:00", "It went on.") for n in range(draw(st.integers(0, 5)))],
        )
        for number in range(draw(st.integers(0, 30)))
    ]
    return an_archive(*reports)


@settings(max_examples=60, phases=QUICK)
@given(archives())
def test_nothing_is_told_too_often(archive: Archive) -> None:
    """No lesson twice within twelve months unless its class is back; few of a kind in an issue."""
    reports = archive.by_slug()
    last: dict[tuple[str, int], int] = {}
    for issue in issues(archive, "2027-06"):
        year, month = map(int, issue.month.split("-"))
        back = {
            found.class_name.casefold()
            for slug, times in archive.recurrences.items()
            if f"{reports[slug].published or reports[slug].date:%Y-%m}" == issue.month
            for found in times
        }
        taken = defaultdict[str, set[str]](set)
        for each in learnings(issue):
            report = reports[each.slug]
            for kind, names in (
                ("report", (each.slug,)),
                ("class", report.classes),
                ("team", report.teams),
            ):
                assert taken[kind].isdisjoint(names)
                taken[kind] |= set(names)
        shown = [*learnings(issue), *([issue.earlier] if issue.earlier else [])]
        assert len({each.slug for each in shown}) == len(shown)
        for each in shown:
            key, now = (each.slug, each.place), year * 12 + month
            again = back & {name.casefold() for name in reports[each.slug].classes}
            assert again or now - last.get(key, -99) >= 12
            last[key] = now


@settings(max_examples=60, phases=QUICK)
@given(archives())
def test_an_issue_tells_a_report_once(archive: Archive) -> None:
    """What held and the drill are of reports that the issue does not tell already."""
    for issue in issues(archive, "2027-06"):
        shown = {each.slug for each in (*learnings(issue), *issue.returns)}
        shown |= {issue.earlier.slug} if issue.earlier else set()
        if issue.held:
            assert issue.held.slug not in shown
            shown.add(issue.held.slug)
        assert issue.drill not in shown


@settings(max_examples=30, phases=QUICK)
@given(archives(), st.randoms())
def test_the_order_of_files_does_not_matter(archive: Archive, random: Any) -> None:
    """The same reports give the same issues in whatever order they were read."""
    reports = [archive.read(brief.path) for brief in archive.briefs]
    random.shuffle(reports)
    assert issues(an_archive(*reports), "2026-12") == issues(archive, "2026-12")


@settings(max_examples=30, phases=QUICK)
@given(archives(), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_later_months_do_not_change_earlier_ones(archive: Archive, day: date) -> None:
    """An issue is the same whenever it is asked for, alone or among others."""
    every = {issue.month: issue for issue in issues(archive, "2027-06")}
    month = last_month(day)
    found, choices = issue_of(archive, month)
    assert found == every.get(month)
    if found:
        chosen = [choice.learning for choice in choices if choice.fate == "told"]
        assert [replace(each, score=0.0) for each in chosen] == learnings(found)


# ---------------------------------------------------------------- what is chosen


def test_a_late_report_is_news_when_it_is_published() -> None:
    """The day of publication decides, so that what is written up late is not lost."""
    archive = an_archive(a_report("late", "2026-08-30", published="2026-10-02"))
    assert [issue.month for issue in issues(archive, "2026-10")] == ["2026-10"]


def test_what_others_share_and_what_held_goes_first() -> None:
    """A shared service, a class that came back and a proven fix beat a bad day."""
    archive = an_archive(
        a_report("first", "2025-01-01", classes=["pool"]),
        a_report("plain", "2026-10-01", severity="SEV1"),
        a_report("back", "2026-10-04", classes=["pool"], recurrence="known fix not shipped"),
        a_report("held", "2026-10-03", actions=[an_action("Cap it", DONE, verified_by="drill")]),
    )
    issue, choices = issue_of(archive, "2026-10")
    assert told(issue)[:3] == ["back", "held", "plain"]
    reasons = "; ".join(choices[0].reasons)
    assert "pool came back, time 2: known fix not shipped (+2.00)" in reasons


def test_a_quiet_month_becomes_an_issue_from_the_archive() -> None:
    """Without reports of its own, a month tells older lessons that were not told for long."""
    archive = an_archive(*(a_report(f"r{n}", "2026-01-05") for n in range(8)))
    made = issues(archive, "2026-02")
    assert [issue.quiet for issue in made] == [False, True]
    assert not set(told(made[0])) & set(told(made[1]))


def test_what_was_told_a_year_ago_may_come_again() -> None:
    """Its anniversary is the first month in which a lesson is told again."""
    archive = an_archive(a_report("only", "2025-10-05"))
    assert [issue.month for issue in issues(archive, "2026-12")] == ["2025-10", "2026-10"]


def test_from_the_archive_comes_the_month_or_the_nearest_before_it() -> None:
    """Of an earlier year; months to come keep their lessons, and the last months are known."""
    lessons = [f"Pool {n} knows its peers." for n in range(40)]
    archive = an_archive(
        a_report("lead", "2025-01-01", *lessons, teams=["edge"], severity="SEV1"),
        a_report("july", "2025-07-01", *lessons, teams=["edge"]),
        a_report("september", "2025-09-01", *lessons, teams=["edge"]),
    )
    made = {issue.month: issue.earlier for issue in issues(archive, "2026-10")}
    found = {month: each.slug for month, each in made.items() if each and month > "2025-09"}
    assert made["2025-08"] is None
    assert found == {
        "2025-10": "july",
        "2025-11": "july",
        **{f"2026-{month:02}": "september" for month in range(1, 7)},
        "2025-12": "september",
        "2026-07": "july",
        "2026-08": "july",
        "2026-09": "september",
        "2026-10": "september",
    }


def test_months_without_anything_to_tell_have_no_issue() -> None:
    """No lessons, no days or a long silence: never an empty issue, and no endless list of them."""
    bare = a_postmortem("bare", date="2026-10-02")
    well = a_postmortem("w", date="2026-10-02", lessons=[a_lesson("Fine.", LessonKind.WENT_WELL)])
    assert issues(an_archive(bare, well, a_report("undated", None)), "2026-11")[0].lead is not None
    assert issues(an_archive(bare, well), "2026-11") == ()
    assert issues(an_archive(a_report("undated", None)), "2026-11") == ()
    old = [a_report("old", "0001-01-01"), a_report("new", "9999-12-31")]
    assert len(issues(an_archive(*old), "9999-12")) < 10


def test_four_hundred_incidents_in_a_month_give_a_few_lessons() -> None:
    """However many reports: five, and here six in place of the parts that have nothing."""
    archive = an_archive(*(a_report(f"r{n:03}", "2026-10-05") for n in range(400)))
    (issue,) = issues(archive, "2026-10")
    assert (issue.reports, issue.pool, len(told(issue))) == (400, 400, 11)
    assert fates(archive, "2026-10")["r300"] == "the issue is full"


def test_a_restricted_report_is_in_no_part() -> None:
    """What few may read is not told, does not come back, holds nothing and is no drill."""
    facts: dict[str, Any] = {
        "classes": ["pool"],
        "actions": [an_action("Cap it", DONE, verified_by="stopped one"), an_action("B", OPEN)],
        "timeline": [an_event(f"0{n}:00") for n in range(5)],
    }
    hidden = a_report("hidden", "2026-10-02", **facts)
    hidden = replace(hidden, visibility=Visibility.RESTRICTED)
    seen = a_report("seen", "2026-10-03", classes=["pool"])
    (issue,) = issues(an_archive(hidden, seen), "2026-10")
    assert issue == issues(an_archive(seen), "2026-10")[0]


def test_commitments_are_counted_with_their_median() -> None:
    """Open fixes of all reports so far, their median age, and the three oldest."""
    days = [date(2026, 10, 31) - timedelta(days=n) for n in (1, 10, 20, 40)]
    reports = [
        a_report(f"r{n}", str(day), actions=[an_action(f"Fix {n}", OPEN), an_action("x", DONE)])
        for n, day in enumerate(days)
    ]
    undated = a_report("undated", None, actions=[an_action("Some day", OPEN)])
    commitments = issues(an_archive(*reports, undated), "2026-10")[-1].commitments
    assert (commitments.open, commitments.aged, commitments.median) == (5, 4, 15)
    assert [(each.slug, each.days) for each in commitments.oldest] == [
        ("r3", 40),
        ("r2", 20),
        ("r1", 10),
    ]


def test_a_class_that_came_back_names_the_fix_that_was_known() -> None:
    """Not shipped: the oldest open fix of earlier times; else, while it waits, it is told of."""
    archive = an_archive(
        a_report("one", "2026-01-01", classes=["pool"], actions=[an_action("Cap it", OPEN)]),
        a_report("two", "2026-10-01", classes=["pool"], recurrence="known fix not shipped"),
        a_report("calm", "2026-11-01"),
    )
    october, november = issues(archive, "2026-11")[-2:]
    (back,) = october.returns
    assert back.fix is not None
    assert (back.nth, back.fix.slug, back.fix.place) == (2, "one", 0)
    assert (november.returns, november.waiting) == ((), (back,))


# ---------------------------------------------------------------- what an editor changes


def test_an_editor_pins_drops_and_headlines() -> None:
    """Pins go first in their order, drops go, and the headline and the note are the editor's."""
    archive = an_archive(*(a_report(f"r{n}", "2026-10-05") for n in range(7)))
    edit = Edit(
        pins=("r6", "r5"),
        drops=("r0",),
        headlines={"r6": "Pools outlive their peers"},
        notes={"r6": "Worth an hour."},
        note="A month of pools.",
    )
    (issue,) = issues(archive, "2026-10", {"2026-10": edit})
    assert told(issue) == ["r6", "r5", "r1", "r2", "r3"]
    assert issue.lead is not None
    assert (issue.lead.headline.text, issue.lead.note) == (
        "Pools outlive their peers",
        "Worth an hour.",
    )
    assert issue.note == "A month of pools."
    assert fates(archive, "2026-10", {"2026-10": edit})["r0"] == "dropped by the editor"


def test_fates_say_why_a_lesson_is_not_told() -> None:
    """Another lesson of its report, its team, its class, or the month in which it was told."""
    archive = an_archive(
        a_report("told", "2026-09-05", severity="SEV1"),
        a_report("a", "2026-10-05", "Pools know their peers.", "Peers know their pools.",
                 teams=["edge"], classes=["pool"], severity="SEV1"),
        a_report("b", "2026-10-05", teams=["Edge"]),
        a_report("c", "2026-10-05", classes=["Pool"]),
    )  # fmt: skip
    _, choices = issue_of(archive, "2026-10")
    said = {choice.fate for choice in choices}
    assert "another lesson of its report is told" in said
    assert "told in 2026-09" in said
    assert any(fate.startswith("its class 'pool' is that of") for fate in said)
    assert any(fate.startswith("its team 'edge' is that of") for fate in said)
