"""What the linter finds, as a value that can be told, kept and compared."""

from __future__ import annotations

import hashlib

from secondstory.findings import Code, Finding, Level, Location
from secondstory.model.lint import CRITICAL, MILD
from secondstory.noun import Noun


class Remark(Noun, frozen=True):
    """One thing that a rule found: where it stands, which words, what to ask instead.

    `end_line` and `end_column` point behind the last of the words; all count from 1. `context`
    is the sentence or item around them, which stays the same when lines move.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    code: Code
    message: str
    suggestion: str
    level: Level
    words: str = ""
    context: str = ""

    @property
    def severity(self) -> str:
        """The level in the words of the linter."""
        return CRITICAL if self.level is Level.ERROR else MILD

    @property
    def key(self) -> str:
        """A name of what was found that does not change when it moves to another line."""
        told = f"{self.code.code}\0{self.words}\0{self.context}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def finding(self, path: str) -> Finding:
        """The same in the words of `check`."""
        place = Location(path, self.line, self.column)
        return Finding(place, self.code.code, self.message, self.level, self.suggestion)


def by_place(remark: Remark) -> tuple[int, int, str]:
    """Sort remarks as a reader meets them."""
    return remark.line, remark.column, remark.code.code
