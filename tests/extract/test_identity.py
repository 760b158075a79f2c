"""An action item keeps its name when its report is edited."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from secondstory.extract.identity import names

ITEMS = (
    "Cap the idle time of the shared pool below that of the gateway",
    "Alert on the age of the newest backup",
    "Refuse a purge without a filter",
    "Document the restart order of the cache nodes",
)


def test_order_does_not_matter() -> None:
    """However the rows of a table are sorted, each keeps its name."""
    before = dict(zip(ITEMS, names(ITEMS), strict=True))
    for seed in range(5):
        rows = list(ITEMS)
        Random(seed).shuffle(rows)
        assert dict(zip(rows, names(rows), strict=True)) == before


def test_small_rewording_does_not_matter() -> None:
    """Case, marks, endings, small words, and a clause at the end leave a name alone."""
    (name,) = names(["Alert on the age of the newest backup"])
    for words in (
        "alert on the age of the newest backup.",
        "Alert about the age of our newest backups",
        "Add an **alert** on the age of the newest backup, by pager",
        "Page when the newest backup is too old",
    ):
        assert names([words]) == (name,), words


def test_a_new_item_renames_no_other() -> None:
    """What stands beside an item has no part in its name."""
    assert names([*ITEMS, "Test a restore each month"])[:4] == names(ITEMS)


def test_an_author_may_give_a_name() -> None:
    """It wins, unless it is only a number or taken; a number is a place in a list."""
    assert names(ITEMS[:2], ["cap-idle", ""]) == ("cap-idle", names(ITEMS[1:2])[0])
    assert names(ITEMS[:1], ["3"]) == names(ITEMS[:1])
    first, second = names(ITEMS[:2], ["A1", "A1"])
    assert "A1" in {first, second}
    assert first != second


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_two_items_have_the_same_name(texts: list[str]) -> None:
    """Not even where they say the same, or nothing."""
    found = names(texts)
    assert len(set(found)) == len(texts)
    assert all(name.isascii() for name in found)
