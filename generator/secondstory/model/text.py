"""One file before its facts are read: Source, Block, Document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from secondstory.findings import Finding, Location
from secondstory.noun import Noun


class Source(Noun, frozen=True):
    """One file as read: `path` is relative to the archive folder, with forward slashes."""

    path: str
    text: str
    findings: tuple[Finding, ...] = ()


class Kind(StrEnum):
    """What a block of Markdown is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    CODE = "code"
    QUOTE = "quote"
    HTML = "html"
    RULE = "rule"


class Block(Noun, frozen=True):
    """A piece of Markdown and where it stands.

    `text` is the source text of a leaf, markers stripped, lines joined by newlines;
    `plain` is what a reader sees of it and `html` the same as inline HTML. Line *n* of
    `text` stands in source line `line + n` (1-based) and starts in column `columns[n]`.
    Containers (list, item, table, row, quote) have `children` and no text of their own.
    """

    kind: Kind
    text: str = ""
    plain: str = ""
    html: str = ""
    line: int = 1
    columns: tuple[int, ...] = ()
    level: int = 0  # heading 1-6; list 1 where ordered
    checked: bool | None = None  # item: state of its task box, None without one
    info: str = ""  # code: the language named behind the fence
    header: bool = False  # row: stands in the table head
    children: tuple[Block, ...] = ()
    name: str = ""  # what its author calls it for links: `{#name}` at the end of its text

    def walk(self) -> Iterator[Block]:
        """This block and everything below it, in reading order."""
        return _walk((self,))


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    ahead = list(reversed(blocks))
    while ahead:
        block = ahead.pop()
        yield block
        if block.children:
            ahead.extend(reversed(block.children))


class Heading(Noun, frozen=True):
    """An entry of a report's table of contents."""

    level: int
    plain: str
    anchor: str


class Document(Noun, frozen=True):
    """A parsed file: front matter, blocks with positions, body HTML, and what was wrong.

    `meta_lines` gives the 1-based line of each top-level front matter key, and of the items
    of its list as `key[0]`, `key[1]` and so on; `links` the
    targets of reference links, which a piece of the text needs to be rendered by itself.
    """

    source: Source
    meta: Mapping[str, object]
    meta_lines: Mapping[str, int]
    blocks: tuple[Block, ...]
    html: str
    outline: tuple[Heading, ...]
    images: tuple[str, ...]
    links: Mapping[str, str]
    findings: tuple[Finding, ...]

    def walk(self) -> Iterator[Block]:
        """Every block, in reading order."""
        return _walk(self.blocks)

    def meta_line(self, key: str, item: int | None = None) -> int:
        """The line of a front matter key, or of an item of its list."""
        line = self.meta_lines.get(key, 1)
        return line if item is None else self.meta_lines.get(f"{key}[{item}]", line)

    def locate(self, line: int, column: int = 1) -> Location:
        """A location in this file."""
        return Location(self.source.path, max(1, line), max(1, column))
