"""docs/digest.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from secondstory.digest import LONGEST, choose, desk, edits, scores
from secondstory.digest.issues import _SILENCE
from secondstory.render.digest import amount, told

PAGE = (Path(__file__).parents[2] / "docs/digest.md").read_text("utf-8")


def row(begin: str) -> str:
    """The row of a table that begins so."""
    return next(line for line in PAGE.splitlines() if line.startswith(f"| {begin}"))


@pytest.mark.parametrize(
    ("begin", "points"),
    [
        ("Other reports share", (scores._SHARED, scores._MANY, scores._BROAD * 100)),
        ("Its class came back", (scores._AGAIN, scores._MORE, scores._AGAIN + 2 * scores._MORE)),
        ("It is the first", (scores._NEW,)),
        ("A fix held", (scores._HELD,)),
        ("A fix shipped", (scores._SHIPPED,)),
        ("A fix is promised", (scores._PROMISED,)),
        ("It says whose code", (scores._CHECK,)),
        ("Its own headline", (scores._SCENT,)),
        ("Other words", (scores._LENT,)),
        ("For each fault", (-scores._FAULT,)),
        ("Severity 1 to 4", tuple(scores._WORST * part / 4 for part in (4, 3, 2, 1))),
        ("A near miss", (scores._NEAR,)),
        ("It is a sentence", (-scores._DOUBT,)),
        ("The lead", (told.LEAD.all,)),
        ("In short", (told.SHORT.all,)),
        ("From the archive", (told.EARLIER.all, desk._FADED)),
        ("One-minute drill", (told.EVENTS, told.WIDE_EVENTS)),
        ("It held", (told.STORY, told.WIDE_STORY)),
    ],
)
def test_the_tables_say_the_numbers_of_the_code(begin: str, points: tuple[float, ...]) -> None:
    """Each weight and each limit stands in its row."""
    said = re.findall(r"-?\d+(?:\.\d+)?", row(begin))
    assert {f"{each:g}" for each in points} <= set(said)


def test_the_text_says_the_limits_of_the_code() -> None:
    """Months of rest, lessons of an issue, the longest headline, the notes, the silence."""
    assert (desk.REST, choose.SHORTS, LONGEST, _SILENCE) == (12, 4, 70, 24)
    for words in ("for twelve months", "fewer than five", "at most 70", "two years without"):
        assert words in PAGE
    assert f"**{amount.FEWEST} to {amount.MOST} words**" in PAGE
    assert f"`notes` ({edits._REMARK}) and `note` ({edits._NOTE})" in PAGE
