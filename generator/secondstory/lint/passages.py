"""Document -> passages: the pieces of a report that are its author's prose, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from secondstory.extract.sections import Part
from secondstory.lint.masks import mask
from secondstory.lint.sentences import Sentence, sentences
from secondstory.model import Block, Document, Kind
from secondstory.noun import Noun

_ADVICE_HEAD = re.compile(
    r"""^\W*(?:instead(?:\ of)?|write|avoid|use|don'?ts?|do(?:'?s)?|say|not|rather(?:\ than)?|bad
    |good|better|prefer(?:red)?|blam(?:e|ing|eful)\w*|blameless|before|after|wording|example
    |first\ story|second\ story)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PLAN = re.compile(
    r"""\b(?:actions?|follow[- ]?ups?|next\ steps?|prevent(?:ion|ing|ative|ive)?|corrective|remed\w+
    |mitigation\ steps|to[- ]?dos?|what\ (?:we\ will|we'll|will\ we|we\ are\ going\ to)\b.*
    |improvements?|recommendations?|countermeasures?|resolutions?|going\ forward|commitments?
    |tasks|plan)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CAUSE = re.compile(
    r"\b(?:causes?|whys?|trigger|fault|contributing|what (?:broke|failed|caused)|culprit)\b",
    re.IGNORECASE,
)
_CELLS, _LABEL = 2, 40  # cells of a row with a label; characters of that
_NEWLINE = re.compile("\n")
_SKIPPED = frozenset({Kind.CODE, Kind.QUOTE, Kind.HTML})


class Passage(Noun, frozen=True):
    """A leaf of a report: its words, the words to judge, and where both stand.

    `family` is the kind of section ("actions", "timeline", ...), `item` whether it is an
    entry of a list or of a table, `first` whether it is the first leaf of its entry.
    """

    block: Block
    masked: str
    family: str
    heading: str
    kind: str  # "prose", "item", "cell", "heading"
    starts: tuple[int, ...]  # where the lines of its words begin

    def sentences(self) -> Iterator[Sentence]:
        """Its sentences."""
        return sentences(self.masked, self.block.text)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, both counted from 1."""
        below = bisect_right(self.starts, offset) - 1
        columns = self.block.columns
        column = columns[below] if below < len(columns) else 1
        return self.block.line + below, column + offset - self.starts[below]


class _Sections:
    """Which section a line belongs to."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        rows = [part for part in parts if part.head is None and part.line > 1]
        self._rows = {part.line: part for part in rows}
        headed = sorted((p for p in parts if p not in rows), key=lambda part: part.line)
        self._parts, self._lines = headed, [part.line for part in headed]

    def at(self, line: int) -> tuple[str, str]:
        """The family and the heading of a line."""
        part = self._rows.get(line)
        if part is None:
            at = bisect_right(self._lines, line) - 1
            part = self._parts[max(0, at)] if self._parts else None
        if part is None:
            return "", ""
        heading = " / ".join((part.heading, *part.groups))
        family = part.family or ""
        if not family and _PLAN.search(heading) and not heading.endswith("?"):
            family = "actions"
        elif family not in {"actions", "timeline"} and _CAUSE.search(heading):
            family = "root_cause"
        return family, heading


def passages(document: Document, parts: tuple[Part, ...]) -> Iterator[Passage]:
    """Every piece of prose, in reading order; code, quotes and tables of advice are left out."""
    sections = _Sections(parts)
    stack = [(block, "prose", "") for block in reversed(document.blocks)]
    while stack:
        block, kind, row = stack.pop()
        if block.kind in _SKIPPED or (block.kind is Kind.TABLE and _is_advice(block)):
            continue
        if block.children:
            if block.kind is Kind.ITEM:
                kind = "item"
            row = _row_of(block) or row
            stack.extend((child, kind, row) for child in reversed(block.children))
        elif block.text:
            family, heading = sections.at(block.line)
            if row and not family:
                family = row
            if block.kind is Kind.HEADING:
                kind = "heading"
            elif block.kind is Kind.CELL:
                kind = "cell"
            starts = (0, *(match.end() for match in _NEWLINE.finditer(block.text)))
            yield Passage(block, mask(block.text), family, heading, kind, starts)


def _row_of(block: Block) -> str:
    """The family that the first cell of a row names: "| What broke it | Her script |"."""
    if block.kind is not Kind.ROW or block.header or len(block.children) < _CELLS:
        return ""
    label = block.children[0].plain
    return "root_cause" if len(label) < _LABEL and _CAUSE.search(label) else ""


def _is_advice(table: Block) -> bool:
    """Whether a table sets what not to write beside what to write."""
    head = next((row for row in table.children if row.header), None)
    names = [cell.plain for cell in head.children] if head else []
    return len(names) > 1 and sum(bool(_ADVICE_HEAD.match(name)) for name in names[:3]) > 1
