"""Rows of words -> a table for a terminal, each cell wrapped into its column."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from secondstory.noun import Noun

_GAP = "  "
_NARROW = 28  # columns that the last cell needs; with less it stands below the others


class Column(Noun, frozen=True):
    """A column: its name and how wide it is, 0 for all that is left."""

    name: str
    width: int


def terminal_width() -> int:
    """How many columns the terminal has; 100 where there is none."""
    return max(48, min(shutil.get_terminal_size((100, 24)).columns, 160))


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[Sequence[str]]], width: int
) -> Iterator[str]:
    """The lines of a table. A cell is a list of lines, each wrapped.

    The last column gets all the room that is left; on a narrow terminal, lines of its own.
    """
    *fixed, last = columns
    left = width - sum(column.width + len(_GAP) for column in fixed)
    below = left < _NARROW
    yield _line([padded(column.name, column.width) for column in fixed] + [last.name] * (not below))
    for row in rows:
        *cells, words = row
        wrapped = [
            list(_wrapped(cell, column.width)) for cell, column in zip(cells, fixed, strict=True)
        ]
        room = width - 4 if below else left
        text = list(_wrapped(words, room))
        blank = [" " * column.width for column in fixed]
        for parts in zip_longest(*wrapped, [] if below else text, fillvalue=""):
            *front, end = parts
            yield _line(
                [padded(part, len(space)) for part, space in zip(front, blank, strict=True)] + [end]
            )
        if below:
            yield from (f"    {part}" for part in text)


def padded(text: str, width: int) -> str:
    """The text with spaces behind it, as wide as a column."""
    return text + " " * max(0, width - width_of(text))


def width_of(text: str) -> int:
    """How many columns a text takes: two for each wide letter, none for marks above another."""
    return sum(map(_wide, text))


def _wide(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _line(parts: Iterable[str]) -> str:
    return _GAP.join(parts).rstrip()


def _wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """The lines, broken at spaces; a word that is too long is broken where the room ends."""
    for line in lines:
        now = ""
        for word in line.split():
            rest = word
            if now and width_of(now) + 1 + width_of(rest) > width:
                yield now
                now = ""
            while width_of(rest) > width:
                cut = _fitting(rest, width)
                yield rest[:cut]
                rest = rest[cut:]
            now = f"{now} {rest}" if now else rest
        if now:
            yield now


def _fitting(word: str, width: int) -> int:
    """How many letters of a word fit, at least one."""
    taken = 0
    for place, letter in enumerate(word):
        taken += _wide(letter)
        if taken > width:
            return max(1, place)
    return len(word)
