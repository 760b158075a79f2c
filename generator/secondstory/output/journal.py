"""A text file that only grows: what was begun and how it ended, a line of JSON for each step.

A line is on the disk before the step is taken, whatever happens to the machine. One job at a time
writes; a last line that was cut off does not count.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from secondstory.findings import Location, ProjectError
from secondstory.noun import Noun
from secondstory.output.lock import locked
from secondstory.portable import shown

_PATIENCE = 900.0  # seconds: another job may have hundreds of steps to take


class Line(Noun, frozen=True):
    """A line as it was read, and its number; `values` is None for one that is no table."""

    number: int
    values: Mapping[str, object] | None
    text: str


class Words(Noun, frozen=True):
    """What a journal is called, and what is said where it cannot be used.

    `setting` is the key of the config that moves it; `left` says what was not done for want of it.
    """

    name: str
    busy: str
    wait: str
    setting: str
    left: str


class Journal:
    """The lines of a journal, while nobody else writes to it.

    Its file is made with its first line.
    """

    def __init__(self, path: Path, words: Words) -> None:
        """Open the file, if it is there. Raises OSError."""
        self._path, self._name, self._words = path, shown(path), words
        self._file: IO[bytes] | None = path.open("a+b") if path.exists() else None

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def lines(self) -> Iterator[Line]:
        """Read every line, and cut off a last one that is not whole."""
        if self._file is None:
            return
        self._file.seek(0)
        content = self._file.read()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            self._file.truncate(whole)
        for number, line in enumerate(content[:whole].splitlines(), 1):
            if not line.strip():
                continue
            values = None
            with suppress(ValueError, RecursionError):
                values = json.loads(line)
            text = line[:60].decode("utf-8", "replace")
            yield Line(number, values if isinstance(values, dict) else None, text)

    def refuse(self, line: Line) -> ProjectError:
        """The complaint about a line that is none of this journal."""
        return ProjectError(
            f"this is no line of a {self._words.name}: {line.text!r}",
            location=Location(self._name, line.number),
            hint="keep the lines of both sides of a merge, and nothing else",
        )

    def write(self, values: Mapping[str, object]) -> None:
        """Add a line; it is on the disk when this returns. Raises ProjectError."""
        try:
            if self._file is None:
                self._file = self._path.open("a+b")
                keep_name(self._path.parent)
            self._file.write(json.dumps(values).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ProjectError(
                f"the {self._words.name} cannot be written: {_why(error)}",
                hint=self._words.left,
            ) from error


@contextmanager
def opened(path: Path, words: Words) -> Iterator[Journal]:
    """A journal for one job at a time: another waits until this one is through.

    Raises ProjectError where it cannot be used, or cannot be kept to one job.
    """
    name = shown(path)
    with ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = path.with_name(f"{path.name}.lock")
            alone = held.enter_context(locked(lock, words.busy, _PATIENCE, words.wait))
            journal = held.enter_context(closing(Journal(path, words)))
        except OSError as error:
            raise ProjectError(
                f"the {words.name} {name!r} cannot be used: {_why(error)}"
            ) from error
        if not alone:
            raise ProjectError(
                f"{name!r} lies on a disk that knows no locks",
                hint=f"put it on another ({words.setting}): two jobs could run at once",
            )
        yield journal


def keep_name(folder: Path) -> None:
    """Have the disk keep the name of a new file, too; some systems do so themselves."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all. Raises OSError."""
    new = path.with_name(f".{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):  # as whoever set them wants them
        new.chmod(path.stat().st_mode & 0o777)
    new.replace(path)
    keep_name(path.parent)


def _why(error: OSError) -> str:
    return (error.strerror or "unknown").lower()
