"""The body of a report -> the same with those sections folded that the record repeats.

A report's page shows its timeline, lessons and fixes twice: where the author wrote them
and, addressable and with their state, in the record below. In long reports the author's
own sections fold to their headings, so that the story stays a story. Nothing is removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from secondstory.noun import Noun

_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^>]*>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var)\b[^>]*>"
)
_HEADING = re.compile(r"<(h[1-6])\b[^>]*>")
_VOID = ("<br", "<hr", "<img", "<input")
_LONG = 2_500  # characters of HTML; a shorter report is read whole
_COVERED = 0.5  # of a section's characters
_FEWEST = 4  # characters; shorter pieces stand everywhere


class _Section(Noun, frozen=True):
    """A heading and what follows it up to the next one; offsets into the body."""

    start: int
    content: int
    end: int


def fold(html: str, repeated: Iterable[str]) -> str:
    """Fold the sections of a body that consist mostly of `repeated` pieces of its text."""
    if len(html) < _LONG:
        return html
    known = dict.fromkeys(" ".join(piece.split()) for piece in repeated)
    pieces = sorted((piece for piece in known if len(piece) >= _FEWEST), key=len, reverse=True)
    total = sum(map(len, pieces))
    parts, behind = [], 0
    for section in _sections(html):
        if _repeats(_text(html[section.content : section.end]), pieces, total):
            parts.append(html[behind : section.start])
            parts.append(_folded(html, section))
            behind = section.end
    return "".join(parts) + html[behind:]


def _repeats(text: str, pieces: list[str], total: int) -> bool:
    """Whether pieces, the longest first, cover enough of a text; no more are sought than decide."""
    missing = _COVERED * len(text)
    if missing == 0:
        return False
    for piece in pieces:
        if total < missing:
            return False
        if piece in text:
            missing -= len(piece)
            if missing <= 0:
                return True
        total -= len(piece)
    return False


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
    voids = [void for void in _VOID if void in html]
    depth = behind = 0
    for tag in _HEADING.finditer(html):
        depth += _opened(html, voids, behind, tag.start())
        behind = tag.start()
        end = html.find(f"</{tag[1]}>", behind)
        if depth == 0 and end >= 0:
            marks.append((behind, end + len("</h1>")))
    ends = [*(begin for begin, _ in marks), _body_end(html)][1:]
    return [
        _Section(begin, content, end) for (begin, content), end in zip(marks, ends, strict=True)
    ]


def _opened(html: str, voids: list[str], start: int, end: int) -> int:
    """How many more blocks are open at the end of a stretch than at its start.

    Text holds no `<`, and every tag but the void ones is closed, so counting them will do.
    """
    opened = html.count("<", start, end) - 2 * html.count("</", start, end)
    return opened - sum(html.count(void, start, end) for void in voids)


def _body_end(html: str) -> int:
    # Footnotes close the body; they belong to no section.
    notes = html.rfind('<section class="footnotes">')
    return notes if notes >= 0 else len(html)
