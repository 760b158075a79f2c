"""Marks say what is stated: severity, fix state and recurrence, each with shape and word."""

from __future__ import annotations

import pytest

from factories import a_postmortem, a_severity
from secondstory.brief import brief_of
from secondstory.model import Disease, FixState, Origin, Provenance, Recurrence
from secondstory.render.marks import (
    origin_mark,
    recurrence_mark,
    report_mark,
    severity_mark,
    source_link,
    state_mark,
)
from secondstory.render.views_parts import Chip


def test_a_state_that_nobody_states_has_words_and_no_drawing() -> None:
    """Unknown is said in words; every state that is known has a drawing of its own."""
    assert state_mark(FixState.UNSTATED) == Chip("unstated", "", "State not stated")
    known = [state_mark(state).icon for state in FixState if state is not FixState.UNSTATED]
    assert all(known)
    assert len(set(known)) == len(known)


def test_only_the_worst_severities_take_the_colour() -> None:
    """SEV1 and SEV2 are coloured, the others are not; words without a scale have no floors."""
    assert [severity_mark(a_severity(f"SEV{n}")).kind for n in (1, 2, 3, 4)] == [
        "sev", "sev", "mild", "mild",
    ]  # fmt: skip
    assert severity_mark(a_severity("Critical")).icon == ""


def test_a_near_miss_is_one_before_it_is_a_severity() -> None:
    """In lists the near-miss mark wins; a report that states neither has no mark."""
    near = report_mark(brief_of(a_postmortem(near_miss=True, severity="SEV2")))
    assert near
    assert near.text == "Near miss"
    assert report_mark(brief_of(a_postmortem(near_miss=False))) is None


@pytest.mark.parametrize(
    ("nth", "disease", "icon", "text"),
    [
        (2, Disease.NOT_SHIPPED, "t2n", "2nd time: known fix not shipped"),
        (3, Disease.DID_NOT_HOLD, "t3h", "3rd time: fix did not hold"),
        (11, Disease.UNKNOWN, "t5u", "11th time: reason not stated"),
    ],
)
def test_a_repeat_says_why(nth: int, disease: Disease, icon: str, text: str) -> None:
    """Always the sentence; at most five strokes, the number is in the words."""
    mark = recurrence_mark(Recurrence("pool", nth, disease, ()))
    assert (mark.icon, mark.text) == (icon, text)


def test_provenance_shows_the_line_and_links_to_it() -> None:
    """A line is a link where the code host is known; a rule's result is marked as derived."""
    mark = origin_mark(Provenance(Origin.DERIVED, 7, "sum"), "a b.md", "https://h/{path}#L{line}")
    assert (mark.text, mark.href, mark.derived) == ("l. 7", "https://h/a%20b.md#L7", True)
    assert mark.full == 'derived "sum", line 7'
    file = origin_mark(Provenance(Origin.FILE_NAME), "a.md", "https://h/{path}")
    assert (file.text, file.href) == ("file name", "")


@pytest.mark.parametrize("pattern", ["", "javascript:alert('{path}')", "/etc/{path}", "{path}"])
def test_only_web_addresses_lead_to_the_source(pattern: str) -> None:
    """A pattern that is no http or https address gives no link."""
    assert source_link(pattern, "a.md") == ""
