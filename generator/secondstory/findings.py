"""What can be wrong, and how it is said: locations, findings, project errors.

A *finding* is about a report and travels with it as a value; it is never raised.
A *project error* is about the project (its config, theme or folders); it is raised
at an edge and ends the run with exit code 2.
"""

from __future__ import annotations

from enum import IntEnum

from secondstory.noun import Noun


class Level(IntEnum):
    """How much a finding matters; `--strict` fails on warnings and errors."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The level as printed: `note`, `warning` or `error`."""
        return self.name.lower()


class Location(Noun, frozen=True, order=True):
    """A place in a source file. Lines and columns count from 1, in characters."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """`path:line:column`, the spelling editors and CI understand."""
        return f"{self.path}:{self.line}:{self.column}"


class Finding(Noun, frozen=True, order=True):
    """One thing to mend in one report, where it is and what to do about it."""

    location: Location
    code: str
    message: str
    level: Level = Level.WARNING
    hint: str = ""

    def __str__(self) -> str:
        """`path:line:column: CODE message`; the hint is left to the printer."""
        return f"{self.location}: {self.code} {self.message}"


class ProjectError(Exception):
    """The project itself is broken: bad config, missing folder, unreadable theme."""

    def __init__(self, message: str, *, location: Location | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint

    def __str__(self) -> str:
        """The message behind its location, where there is one."""
        return f"{self.location}: {self.message}" if self.location else self.message


class Code(Noun, frozen=True):
    """A kind of finding: its stable code, a readable name, why it matters and what mends it."""

    code: str
    name: str
    level: Level
    why: str
    mend: str

    def at(self, location: Location, message: str, hint: str = "") -> Finding:
        """Make a finding of this kind; the hint defaults to how such findings are mended."""
        return Finding(location, self.code, message, self.level, hint or self.mend)
