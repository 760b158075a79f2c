"""docs/actions.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from secondstory.commitments import View
from secondstory.render.actions import COLUMNS

PAGE = (Path(__file__).parents[2] / "docs/actions.md").read_text("utf-8")


def test_every_column_is_documented() -> None:
    """The table of the page has the columns of the sheet in their order, and what they are."""
    told = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE)
    assert dict(told) == COLUMNS
    assert [name for name, _ in told] == list(COLUMNS)


def test_every_view_is_documented() -> None:
    """Each view of the command is named."""
    assert all(f"`{view}`" in PAGE for view in View)
