"""What the rules about action items ask: of commitments, not of ideas or of what has ended."""

from __future__ import annotations

import pytest

from linted import remarks

_REPORT = """\
# The pump of hall 2 stood still for an hour

## Summary

The pump stood still from 10:02 to 11:04, and the hall was closed for the evening.

## Root cause

The relay of the pump opens at 40 degrees, and the cabinet has no fan.

## Action items

"""


def _asked(items: str) -> list[str]:
    found = (remark.code.name for remark in remarks(_REPORT + items))
    return [name for name in found if name.startswith("action-item")]


def test_a_commitment_needs_somebody_and_a_day() -> None:
    """An open item without an owner and a date is asked for both."""
    assert _asked("- Fit a fan to the cabinet\n") == [
        "action-item-no-owner",
        "action-item-no-date",
    ]


def test_what_has_both_is_asked_nothing() -> None:
    """An owner, who may be a team, and a day are enough."""
    assert not _asked("- [ ] Fit a fan to the cabinet (owner: facilities, due: 2026-12-04)\n")


@pytest.mark.parametrize(
    "item",
    [
        "- [x] Fit a fan to the cabinet",
        "- Fit a fan to the cabinet (declined: the pump goes)",
        "- Fit a fan to the cabinet - DONE in [#12](https://tracker.example/12)",
        "- Fit a fan to the cabinet. Discussed but decided not to do it.",
        "- Would a fan help? Ask the maker of the cabinet",
    ],
)
def test_what_has_ended_is_asked_nothing(item: str) -> None:
    """Items that are done or declined, or a question, need neither owner nor date."""
    assert not _asked(f"{item}\n")


@pytest.mark.parametrize("heading", ["Ideas", "Someday", "Nobody yet", "Suggestions"])
def test_ideas_under_their_own_heading_promise_nothing(heading: str) -> None:
    """An idea below a heading for ideas is asked nothing; the items above it are."""
    asked = _asked(f"- Fit a fan\n\n### {heading}\n\n- Find other cabinets without a fan\n")

    assert asked == ["action-item-no-owner", "action-item-no-date"]


def test_an_idea_that_somebody_took_on_is_a_commitment() -> None:
    """With an owner it is a commitment wherever it stands, so it is asked for a day."""
    asked = _asked("### Ideas\n\n- Find other cabinets (owner: facilities)\n")

    assert asked == ["action-item-no-date"]


def test_ideas_do_not_make_a_list_too_long() -> None:
    """Only commitments count towards too many."""
    ideas = "".join(f"- Look into cabinet {number} of the hall\n" for number in range(20))

    assert not [r for r in remarks(f"{_REPORT}### Ideas\n\n{ideas}") if "many" in r.code.name]
