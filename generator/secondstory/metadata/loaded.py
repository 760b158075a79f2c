"""What reading front matter gives, and why it is not read."""

from __future__ import annotations

from typing import NamedTuple

from secondstory.findings import Code, Level
from secondstory.noun import Noun, field

BROKEN = Code(
    "SS201",
    "front-matter-broken",
    Level.ERROR,
    "The front matter cannot be read as a whole, so only the lines that can be read alone count.",
    'quote values that start with @ or hold ": ", as in owner: "@alice"',
)
ALIASES = Code(
    "SS203",
    "front-matter-alias",
    Level.ERROR,
    "YAML anchors, aliases and tags are not read: they can unfold to more than memory holds.",
    "write the value out in full",
)
DEEP = Code(
    "SS204",
    "front-matter-too-big",
    Level.ERROR,
    "Front matter nested or long beyond reason is not read.",
    "keep front matter to a page of plain fields",
)
DUPLICATE = Code(
    "SS205",
    "front-matter-key-twice",
    Level.WARNING,
    "A key stands twice; the first one counts.",
    "keep one of the two lines",
)
UNCLOSED = Code(
    "SS206",
    "front-matter-not-closed",
    Level.ERROR,
    "Front matter begins and never ends; the lines up to the first blank one are read.",
    "close it with the line that opens it",
)
CODES = (BROKEN, ALIASES, DEEP, DUPLICATE, UNCLOSED)

SIZE = 200_000  # characters: longer front matter is not read
DEPTH = 12  # nor deeper
EMPTY = {"", "null", "~", "none", "n/a", "tbd", "unknown", "?"}

Value = str | list["Value"] | dict[str, "Value"] | None


class Loaded(Noun, frozen=True):
    """Fields, the lines of their keys, and the keys that stand twice with their lines."""

    values: dict[str, object]
    lines: dict[str, int]
    doubled: list[tuple[str, int]] = field(default_factory=list)


class Mark(NamedTuple):
    """Where a reader stood: both counts begin at 0."""

    line: int
    column: int


class RefusalError(Exception):
    """Front matter that is not read, why, and where the reader stood."""

    def __init__(self, code: Code, mark: Mark | None, message: str) -> None:
        super().__init__(message)
        self.code, self.mark, self.message = code, mark, message


def refuse_long(raw: str) -> None:
    """Stop at front matter that is longer than anybody writes.

    Raises:
        RefusalError: it is.
    """
    if len(raw) > SIZE:
        raise RefusalError(DEEP, None, f"front matter of {len(raw):,} characters is not read")
