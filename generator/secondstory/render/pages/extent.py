"""Long lists -> as much of them as a page can carry, and a sentence about the rest."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

REPORTS = 200
LESSONS = 60
FIXES = 60
MENDED = 60


def extent(items: tuple[T, ...], most: int, whole: str, rest: str) -> tuple[tuple[T, ...], str]:
    """The first of the items and what to say about them.

    `whole` is said of a list that is shown whole; of a longer one, how much of it is shown
    and where the `rest` is: "The first 60 of 1,204; the lessons library has the others."
    """
    if len(items) <= most:
        return items, whole
    return items[:most], f"The first {most} of {len(items):,}; {rest}."
