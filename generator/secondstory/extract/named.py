"""Names that authors give their lessons and fixes -> the anchors of these.

`- Probe every listener. {#probe}` is linked as `#probe`, however its words change. Without a name
the wording is the name (decision 13).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from secondstory.model import Action, Block, Document, Kind, Lesson
from secondstory.noun import replace

Entry = TypeVar("Entry", Lesson, Action)


class Names:
    """The names among the blocks of a document; each is given once, and headings come first."""

    def __init__(self, document: Document, blocks: Iterable[Block]) -> None:
        self._by_line = {
            block.line: f"h-{block.name.casefold()}"
            for block in blocks
            if block.name and block.kind is not Kind.HEADING
        }
        self._taken = {heading.anchor for heading in document.outline}

    def given(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Entries with the anchors that their authors chose."""
        return tuple(map(self._given, entries)) if self._by_line else tuple(entries)

    def _given(self, entry: Entry) -> Entry:
        anchor = self._by_line.get(entry.source.line)
        if anchor is None or anchor in self._taken:
            return entry
        self._taken.add(anchor)
        return replace(entry, anchor=anchor)
