"""The body of a report -> the same with those sections folded that the record repeats.

A report's page shows its timeline, lessons and fixes twice: where the author wrote them
and, addressable and with their state, in the record below. In long reports the author's
own sections fold to their headings, so that the story stays a story. Nothing is removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var)\b[^>]*>"
)
_HEADING = re.compile(r"h[1-6]")
_VOID = frozenset({"br", "hr", "img", "input"})
_LONG = 2_500  # characters of HTML; a shorter report is read whole
_COVERED = 0.5  # of a section's characters
_FEWEST = 4  # characters; shorter pieces stand everywhere


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and what follows it up to the next one; offsets into the body."""

    start: int
    content: int
    end: int


def fold(html: str, repeated: Iterable[str]) -> str:
    """Fold the sections of a body that consist mostly of `repeated` pieces of its text."""
    if len(html) < _LONG:
        return html
    sections = _sections(html)
    texts = [_text(html[section.content : section.end]) for section in sections]
    covered = [0] * len(sections)
    for piece in dict.fromkeys(" ".join(piece.split()) for piece in repeated):
        if len(piece) >= _FEWEST:
            for index, text in enumerate(texts):
                covered[index] += len(piece) if piece in text else 0
    parts, behind = [], 0
    for section, text, words in zip(sections, texts, covered, strict=True):
        if text and words >= _COVERED * len(text):
            parts.append(html[behind : section.start])
            parts.append(_folded(html, section))
            behind = section.end
    return "".join(parts) + html[behind:]


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())


def _folded(html: str, section: _Section) -> str:
    heading = html[section.start : section.content].strip()
    content = html[section.content : section.end]
    return (
        f'<details class="fold"><summary>{heading} <span>in the record below</span></summary>\n'
        f"{content}</details>\n"
    )


def _sections(html: str) -> list[_Section]:
    """The sections of headings that stand in no other block."""
    marks: list[tuple[int, int]] = []
    depth = start = 0
    for tag in _TAG.finditer(html):
        closing, name = tag[1], tag[2]
        if name in _VOID:
            continue
        depth += -1 if closing else 1
        if _HEADING.fullmatch(name):
            if not closing and depth == 1:
                start = tag.start()
            elif closing and depth == 0:
                marks.append((start, tag.end()))
    ends = [*(begin for begin, _ in marks), _body_end(html)][1:]
    return [
        _Section(begin, content, end) for (begin, content), end in zip(marks, ends, strict=True)
    ]


def _body_end(html: str) -> int:
    # Footnotes close the body; they belong to no section.
    notes = html.rfind('<section class="footnotes">')
    return notes if notes >= 0 else len(html)
