"""The updates of a status page -> events, where a report holds nothing else.

`**Resolved** - All is well again. *Mar 4, 2026 - 07:05 UTC*`: a state, words and a time of
day. Status pages put the newest first; a timeline begins with the oldest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.extract.dates import Order, clocks, days, moment
from secondstory.markdown import rich
from secondstory.model import Block, Document, Event, Kind, Origin, Provenance

_UPDATE = re.compile(
    r"[*_]{1,3}(?:resolved|completed|monitoring|monitored|identified|investigating|updated?"
    r"|scheduled|in progress|verifying|detected|mitigated)[*_:]{1,4}\s*[-–—:]?\s+\S",
    re.IGNORECASE,
)
# "**Update 18:52:** The attack goes on.", as pages of status say it within one text
_MARKED = re.compile(
    r"(?:\*\*|__)(?:update|edit|investigating|identified|monitoring|mitigated|resolved)d?"
    r"\s?[:@(–—-]?\s?(?:at )?(?P<when>\d[^*_\n]{2,30}?)[):]?(?:\*\*|__)(?:\s?[:–—-])?\s",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"(?:\s*<br\s*/?>)+\s*$", re.IGNORECASE)
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[%>]\}\}|\{%[^{}]*%\}")
# {{< track "2026-03-04 07:05:00" >}}: cState shows it as the time of the paragraph
_TRACKED = re.compile(r"\{\{[<%]-?\s*track\s+[\"'](?P<when>\d[^\"'\n]{8,40})[\"']")
_CLOCK_LENGTH = 24  # characters: " - 07:05:00 +00:00 UTC*"
_ENOUGH = 2  # one paragraph alone is no history


def find_updates(document: Document, order: Order | None) -> tuple[Event, ...]:
    """The updates of a report that is nothing but updates, oldest first; else none."""
    found = [
        event
        for block in document.blocks
        if block.kind is Kind.PARAGRAPH
        and (_UPDATE.match(block.text) or _TRACKED.search(block.text))
        for event in _event(block, document, order)
    ]
    if len(found) < _ENOUGH:
        return ()
    first, last = found[0].moment, found[-1].moment
    return tuple(reversed(found) if first and last and first.at > last.at else found)


def _event(block: Block, document: Document, order: Order | None) -> Iterator[Event]:
    tracked = _TRACKED.search(block.text)
    said = tracked["when"] if tracked else block.text
    day = next(days(said, order), None)
    clock = next((c for c in clocks(said) if day and c[1] >= day.end), None)
    at = moment(said[day.start :], order) if day and clock else None
    if day is None or clock is None or at is None:
        return
    lines = _SHORTCODE.sub("", block.text).split("\n")
    told = [line for line in lines if not _is_stamp(line, order)]
    text = rich("\n".join(told), document.source.path, document.links)
    yield Event(said[day.start : clock[2]], at, text, Provenance(Origin.BODY, block.line))


def marked_updates(document: Document) -> tuple[tuple[int, str], ...]:
    """The updates within the prose of a report, each as its line and `18:52 what was said`."""
    found: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.kind is not Kind.PARAGRAPH or not ("**" in block.text or "__" in block.text):
            continue
        marks = list(_MARKED.finditer(block.text))
        ends = [mark.start() for mark in marks[1:]] + [len(block.text)]
        for mark, end in zip(marks, ends, strict=False):
            told = _BREAKS.sub("", block.text[mark.end() : end])
            line = block.line + block.text.count("\n", 0, mark.start())
            found.append((line, f"{mark['when']} {' '.join(told.split())}"))
    return tuple(found) if len(found) >= _ENOUGH else ()


def _is_stamp(line: str, order: Order | None) -> bool:
    """Whether a line is a time and nothing else."""
    day = next(days(line, order), None)
    alone = day is not None and not line[: day.start].strip("*_ ")
    return alone and day is not None and len(line) - day.end <= _CLOCK_LENGTH
