"""Words for people, on standard error: complaints, summaries, progress, colour."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click

from secondstory.findings import ProjectError
from secondstory.portable import visible

_LOOKS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "place": {"bold": True},
    "hint": {"dim": True},
}
_SOON = 0.4  # seconds before progress is worth a word
_OFTEN = 0.1


def say(words: str = "") -> None:
    """Print a line of talk."""
    click.echo(words, err=True, color=_coloured(sys.stderr))


def show(text: str) -> None:
    """Print data on standard output, as it is."""
    click.echo(text, nl=False, color=_coloured(sys.stdout))


def complain(error: ProjectError) -> None:
    """Say what is wrong with a project: each complaint with its place and its hint."""
    paint = painter(sys.stderr)
    for one in getattr(error, "errors", (error,)):
        place = f"{one.location}:" if one.location else "secondstory:"
        say(f"{paint(place, 'error')} {visible(one.message)}")
        if one.hint:
            say(f"  {paint(f'hint: {visible(one.hint)}', 'hint')}")


def painter(stream: TextIO) -> Callable[[str, str], str]:
    """Choose how words for a stream look: coloured on a terminal, unless NO_COLOR is set."""
    if not _coloured(stream):
        return lambda words, _role: words
    return lambda words, role: click.style(words, **_LOOKS.get(role, {}))


def _coloured(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(stream)


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def progress(*, wanted: bool = True) -> Iterator[Callable[[int, int], None] | None]:
    """Tell on a terminal how far a long run has come, and wipe it away at the end.

    Yields what is to be told (files done, files in all); None where nobody watches.
    """
    if not wanted or not _is_terminal(sys.stderr):
        yield None
        return
    due = time.monotonic() + _SOON
    told = False

    def tell(done: int, total: int) -> None:
        nonlocal due, told
        if (now := time.monotonic()) < due:
            return
        due, told = now + _OFTEN, True
        words = f"Reading {done:,} of {total:,} files" if done < total else "Making the pages"
        click.echo(f"\r\x1b[K{words} ...", err=True, nl=False, color=True)

    try:
        yield tell
    finally:
        if told:
            click.echo("\r\x1b[K", err=True, nl=False, color=True)
