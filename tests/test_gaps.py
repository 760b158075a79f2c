"""What a reader would miss: the facts that a report does not state, the worst first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factories import a_fact, a_lesson, a_postmortem, a_rich, an_action, an_event
from secondstory.gaps import WANTS, gaps, missing
from secondstory.model import ActionStatus, LessonKind, Origin, Other, Postmortem, Provenance
from secondstory.noun import replace

WHOLE: dict[str, Any] = {
    "summary": "It broke.",
    "date": "2026-09-14",
    "severity": "SEV2",
    "services": ["ledger"],
    "impact": "Nobody could pay.",
    "root_cause": "A lock.",
    "lessons": [a_lesson()],
    "actions": [an_action(owner="@ines-k")],
    "timeline": [an_event("06:00")],
    "detection": "An alert.",
}


def fields(report: Postmortem) -> list[str]:
    return [gap.field for gap in gaps(report)]


def test_a_report_that_states_everything_lacks_nothing() -> None:
    """Nothing is asked for beyond the wanted facts."""
    assert gaps(a_postmortem(**WHOLE)) == ()


@pytest.mark.parametrize(
    ("left_out", "field"),
    [(name, {"actions": "action_items"}.get(name, name)) for name in WHOLE],
)
def test_what_is_not_stated_is_missed(left_out: str, field: str) -> None:
    """Each wanted fact is missed by itself, with a way to add it."""
    stated = {name: value for name, value in WHOLE.items() if name != left_out}
    (gap,) = gaps(a_postmortem(**stated))
    assert gap.field == field
    assert gap.mend


def test_the_worst_come_first() -> None:
    """What others can use goes before the record."""
    found = fields(a_postmortem())
    weights = {want.field: want.weight for want in WANTS}
    assert found[0] == "lessons"
    assert found[-1] == "detection"
    assert [weights[name] for name in found] == sorted(map(weights.get, found), reverse=True)


def test_a_near_miss_may_be_three_lines() -> None:
    """A near miss is asked for what happened, when, to what and what it teaches."""
    near = a_postmortem(near_miss=True)
    assert fields(near) == ["lessons", "summary", "date", "services"]
    assert "severity" in fields(a_postmortem(near_miss=False))


def test_contributing_factors_are_causes() -> None:
    """Where factors are stated no root cause is missed."""
    stated = {name: value for name, value in WHOLE.items() if name != "root_cause"}
    assert gaps(a_postmortem(**stated, contributing=["A short queue"])) == ()


def test_a_detection_time_tells_that_it_was_detected() -> None:
    """The time of detection stands for a section about it."""
    stated = {name: value for name, value in WHOLE.items() if name != "detection"}
    assert gaps(a_postmortem(**stated, detected="2026-09-14 06:05")) == ()


def test_what_went_well_is_no_lesson_yet() -> None:
    """A retrospective without a lesson misses one."""
    kept = [a_lesson(kind=LessonKind.WENT_WELL), a_lesson(kind=LessonKind.LUCKY)]
    assert fields(a_postmortem(**{**WHOLE, "lessons": kept})) == ["lessons"]


def test_a_fact_read_from_prose_is_no_gap() -> None:
    """How a fact was read is no matter: readers see it."""
    offered = replace(a_lesson(), source=Provenance(Origin.SENTENCE, 9))
    lead = a_fact(a_rich("It broke."), source=Provenance(Origin.LEAD, 3))
    assert gaps(replace(a_postmortem(**WHOLE), lessons=(offered,), summary=lead)) == ()


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ([an_action(owner="@a"), an_action("b")], ["owner of an open action item"]),
        (
            [an_action("a", ActionStatus.OPEN), an_action("b", ActionStatus.IN_PROGRESS)],
            ["owners of 2 open action items"],
        ),
        ([an_action("a", ActionStatus.DONE), an_action("b", ActionStatus.DECLINED)], []),
    ],
)
def test_open_actions_want_owners(actions: list[Any], words: list[str]) -> None:
    """An action that is done or declined needs nobody any more."""
    assert [gap.words for gap in gaps(a_postmortem(**{**WHOLE, "actions": actions}))] == words


def test_reports_that_lack_most_come_first_and_whole_ones_not_at_all() -> None:
    """One lesson outweighs a severity; equals are in path order; other files lack nothing."""
    studies = [
        a_postmortem("whole", **WHOLE),
        a_postmortem("b", **{**WHOLE, "severity": None}),
        a_postmortem("a", **{**WHOLE, "severity": None}),
        a_postmortem("c", **{**WHOLE, "lessons": []}),
        Other("README.md", "Index", "an index"),
    ]
    assert [one.path for one in missing(studies)] == ["c.md", "a.md", "b.md"]


def test_the_weights_are_documented() -> None:
    """docs/missing.md shows every want with its weight and how to fill it."""
    page = (Path(__file__).parent.parent / "docs" / "missing.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert rows == [
        f"| {want.words} | {want.weight} | {'yes' if want.near_miss else 'no'} | {want.mend} |"
        for want in WANTS
    ]
