"""What is overdue, due or missing, and what the policy asks for before a report is approved."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factories import a_fact, a_postmortem
from machine import REPORT, put, ss
from secondstory.deadlines import Deadline, State, deadlines
from secondstory.model import Other, Reference, Stage
from secondstory.policy import Policy, Term, read_term

DAY = date(2026, 11, 20)
NEAR = a_fact(True)  # noqa: FBT003 - the fact's value


def one(**facts: Any) -> Deadline:
    """How a draft with these facts stands on the day."""
    draft = a_postmortem(**{"stage": Stage.DRAFT, "plain": "words", **facts})
    (found,) = deadlines([draft], Policy(), DAY)
    return found


@pytest.mark.parametrize(
    ("facts", "state", "due", "why"),
    [
        ({"severity": "SEV1", "date": "2026-11-17"}, State.OVERDUE, 19, "SEV1: within 48 hours"),
        ({"severity": "SEV1", "date": "2026-11-18"}, State.DUE, 20, "SEV1: within 48 hours"),
        ({"severity": "SEV2", "date": "2026-11-17"}, State.DUE, 24, "SEV2: within 1 week"),
        ({"severity": "SEV3", "date": "2026-01-01"}, State.LOOSE, None, "is recommended"),
        ({"severity": "SEV4"}, State.LOOSE, None, "is optional"),
        ({"near_miss": NEAR, "severity": "SEV1"}, State.LOOSE, None, "for a near miss"),
        ({"severity": "SEV1"}, State.UNKNOWN, None, "its date is not known"),
        ({"date": "2026-01-01"}, State.UNKNOWN, None, "its severity is not known"),
        ({"severity": "bad", "date": "2026-01-01"}, State.UNKNOWN, None, "its severity is not"),
        (
            {"severity": "SEV1", "date": "2026-01-01", "report_due": a_fact(date(2026, 11, 30))},
            State.DUE,
            30,
            "its front matter says so",
        ),
    ],
)
def test_a_draft_is_due_by_the_policy(
    facts: dict[str, Any], state: State, due: int | None, why: str
) -> None:
    """What its front matter says goes first; what is not known is said to be not known."""
    found = one(**facts)
    assert (found.state, found.stage) == (state, "draft")
    assert found.due == (date(2026, 11, due) if due else None)
    assert why in found.why


def test_only_what_is_not_there_yet_is_listed() -> None:
    """Drafts, reviews, files with nothing but headings, and incidents that others only link to."""
    lost = Reference("2026/2026-05-12-dns.md", "the other", 3)
    reports = [
        a_postmortem("done", plain="words", references=(lost, Reference("runbook.md", "x", 4))),
        a_postmortem("also", plain="words", references=(lost,)),
        a_postmortem("review", stage=Stage.IN_REVIEW, plain="words"),
        a_postmortem("approved", stage=Stage.APPROVED, plain="words"),
        a_postmortem("stub", severity="SEV1", date="2026-11-01"),
        Other("README.md", "Read me", "an index"),
    ]
    found = deadlines(reports, Policy(), DAY)
    assert [(each.path, each.stage, each.state) for each in found] == [
        ("stub.md", "stub", State.OVERDUE),
        ("2026/2026-05-12-dns.md", "missing", State.UNKNOWN),
        ("review.md", "in review", State.UNKNOWN),
    ]
    assert found[1].why == "done.md and 1 more link to it; its severity is not known"
    assert len(deadlines(reports, Policy(), DAY, {lost.path})) == 2  # it has another name now


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("48 hours", Term("48 hours", 48)),
        (" 1  Week ", Term("1 week", 168)),
        ("3days", Term("3days", 72)),
        ("Recommended", Term("recommended")),
        ("0 days", None),
        ("soon", None),
        ("", None),
        ("99999 days", None),
    ],
)
def test_a_term_is_a_span_or_a_wish(written: str, term: Term | None) -> None:
    """Hours, days and weeks; anything else is refused where the config is read."""
    assert read_term(written) == term


@pytest.mark.parametrize(("hours", "days"), [(1, 1), (24, 1), (25, 2), (48, 2), (168, 7)])
def test_hours_end_with_a_day(hours: int, days: int) -> None:
    """A report knows its day, not its hour: what is begun is counted as a whole day."""
    assert Term("x", hours).due(DAY) == date(2026, 11, 20 + days)


def test_check_lists_deadlines_as_of_a_day(tmp_path: Path) -> None:
    """For people with what it was counted from, for machines with the day; the exit code is 0."""
    put(tmp_path, "postmortems/a.md", REPORT.replace("SEV2", "SEV2\nstatus: draft"))
    put(tmp_path, "postmortems/b.md", REPORT.replace("SEV2", "SEV3\nstatus: in-review"))
    asked = ("check", "--deadlines", "--as-of")
    done = ss(tmp_path, *asked, "2026-09-23")
    assert done.code == 0
    assert done.out == (
        "postmortems/a.md: draft, overdue by 2 days (2026-09-21, SEV2: within 1 week)\n"
        "postmortems/b.md: in review, no deadline (for SEV3 a report is recommended)\n"
    )
    assert "draft, due today (2026-09-21, SEV2" in ss(tmp_path, *asked, "2026-09-21").out
    assert "draft, due in 1 day (2026-09-21," in ss(tmp_path, *asked, "2026-09-20").out
    first, _ = json.loads(ss(tmp_path, *asked, "2026-09-23", "--json").out)["deadlines"]
    assert first == {
        "path": "postmortems/a.md",
        "stage": "draft",
        "state": "overdue",
        "due": "2026-09-21",
        "why": "SEV2: within 1 week",
    }


def test_check_says_when_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    """Silence could mean that nobody looked."""
    put(tmp_path, "postmortems/a.md")
    assert ss(tmp_path, "check", "--deadlines").out == "No report is overdue, due or missing.\n"


# ---------------------------------------------------------------- before it is approved

POLICY = (
    '[policy]\nreviewers = ["Service owner", "on-call lead"]\nrubric = ["fixes", "second_story"]\n'
)


@pytest.mark.parametrize("status", ["approved", "published"])
def test_an_approved_report_has_its_reviews(tmp_path: Path, status: str) -> None:
    """Each role that is missing and each criterion that is not met, at the line of the status."""
    put(tmp_path, "secondstory.toml", POLICY)
    reviewed = f"SEV2\nreviewed_by: [service_owner, legal]\nstatus: {status}"
    put(tmp_path, "postmortems/a.md", REPORT.replace("SEV2", reviewed))
    done = ss(tmp_path, "check")
    assert done.code == 1
    told = [line for line in done.out.split("\n") if "SS3" in line]
    told_title = "the second story is told"
    assert told == [
        f"postmortems/a.md:6:1: SS311 it is {status}, but no on-call lead has reviewed it",
        f"postmortems/a.md:6:1: SS312 it is {status}, but by the rubric not yet: {told_title}",
    ]
    assert ss(tmp_path, "build").code == 0


@pytest.mark.parametrize("status", ["status: draft", "status: in-review", "status: final", "x: y"])
def test_a_policy_asks_only_those_who_say_that_they_are_approved(
    tmp_path: Path, status: str
) -> None:
    """Drafts have time, and an archive that was there before is left in peace."""
    put(tmp_path, "secondstory.toml", POLICY)
    put(tmp_path, "postmortems/a.md", REPORT.replace("SEV2", f"SEV2\n{status}"))
    assert ss(tmp_path, "check", "--strict").code == 0


def test_a_report_that_has_all_is_left_in_peace(tmp_path: Path) -> None:
    """Roles are compared without case and joints; one line of front matter may name several."""
    put(tmp_path, "secondstory.toml", POLICY)
    put(
        tmp_path,
        "postmortems/a.md",
        REPORT.replace("SEV2", "SEV2\nreviewed_by: On-Call Lead, service owner\nstatus: approved")
        + "\n## The second story\n\n" + "The screen was green. " * 8 + "\n",
    )  # fmt: skip
    assert ss(tmp_path, "check", "--strict").out == ""
