"""A letter -> the two parts of its mail: plain text in 72 columns, and HTML with styles inlined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from secondstory.integrations.styles import inlined
from secondstory.render.theme import Theme
from secondstory.render.views_letter import Letter

COLUMNS = 72
_HTML, _TEXT = "mail/digest.html", "mail/digest.txt"
_HANG = re.compile(r" *(?:[*-] |\[\d+\] )?")
_LINK = re.compile(r"\s*\[\d+\] \S+$")


def as_text(letter: Letter, theme: Theme) -> str:
    """The letter as plain text that reads well by itself."""
    text = re.sub(r"\n{3,}", "\n\n", theme.letter(_TEXT, letter)).strip("\n")
    lines = (line for long in text.split("\n") for line in wrapped(long.rstrip()))
    return _encodable("\n".join(lines) + "\n")


def as_html(letter: Letter, theme: Theme) -> str:
    """The letter as a page with its styles inlined."""
    return inlined(_encodable(theme.letter(_HTML, letter)))


def wrapped(long: str, columns: int = COLUMNS) -> Iterator[str]:
    """A line as lines of at most so many columns, those after the first below its words.

    Links stay whole. Words that are longer than a line, as in scripts without spaces, do not.
    """
    if _LINK.match(long) or _width(long) <= columns:
        yield long
        return
    begin = _HANG.match(long)
    line = begin[0] if begin else ""
    hang, empty = " " * len(line), True
    for word in long[len(line) :].split():
        fits = _width(line) + 1 + _width(word) <= columns
        if not empty and not fits and _width(hang + word) <= columns:
            yield line
            line, empty = hang, True
        line, empty = f"{line}{word}" if empty else f"{line} {word}", False
        while _width(line) > columns:
            head = _head(line, columns)
            yield head
            line = hang + line[len(head) :]
    yield line


def _head(line: str, columns: int) -> str:
    """As much of a line as fits."""
    end = len(line)
    while _width(line[:end]) > columns:
        end -= 1
    return line[:end]


def _width(text: str) -> int:
    """How many columns a text takes on a screen of fixed columns."""
    if text.isascii():
        return len(text)
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _encodable(text: str) -> str:
    # A lone surrogate, which YAML can spell, has no UTF-8 form.
    return text.encode("utf-8", "replace").decode()
