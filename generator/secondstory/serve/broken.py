"""What a page says of a broken save: a finding -> a sentence and the source lines around it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from secondstory.findings import Finding, Level, Location
from secondstory.noun import Noun

AROUND = 2  # source lines shown before and after the one in question


class Line(Noun, frozen=True):
    """A source line; `mark` is the part of it in question, as (first, last + 1) from 0."""

    number: int
    text: str
    mark: tuple[int, int] | None = None


class Broken(Noun, frozen=True):
    """A save that needs mending, as the page and the terminal tell it.

    `message` and `shows` (what the page shows meanwhile) are sentences; `where` and `code`
    are empty where the trouble has no place or no name; `saved` is the time of the save.
    """

    message: str
    shows: str
    where: str
    code: str
    saved: str
    lines: tuple[Line, ...]
    hint: str
    more: int = 0  # other new findings in the same file


def fresh(known: frozenset[tuple[str, str, str]], findings: Iterable[Finding]) -> list[Finding]:
    """The warnings and errors that are not known yet, in file order."""
    return sorted(
        finding
        for finding in findings
        if finding.level >= Level.WARNING and identity(finding) not in known
    )


def identity(finding: Finding) -> tuple[str, str, str]:
    """What makes two findings the same one, wherever its line has moved to meanwhile."""
    return finding.location.path, finding.code, finding.message


def sentence(message: str) -> str:
    """A message as a sentence of its own."""
    message = message.strip()
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!", "…")) else f"{message}."


def excerpt(text: str, location: Location) -> tuple[Line, ...]:
    """The lines around a location, the word that stands there marked."""
    lines = text.splitlines() if "\r" in text else text.split("\n")
    if not 0 < location.line <= len(lines):
        return ()
    first = max(1, location.line - AROUND)
    last = min(len(lines), location.line + AROUND)
    return tuple(
        Line(number, content, _word(content, location.column) if number == location.line else None)
        for number, content in enumerate(lines[first - 1 : last], first)
    )


def _word(line: str, column: int) -> tuple[int, int]:
    """Where the word at a column (from 1) begins and ends; at least one character."""
    start = min(max(0, column - 1), len(line))
    word = re.compile(r"\S+").match(line, start)
    return start, word.end() if word else start + 1
