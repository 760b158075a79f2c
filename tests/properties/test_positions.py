"""Every block stands where it says it stands: the alarm for mistune's internals."""

from __future__ import annotations

from hypothesis import given, settings

from properties.markdowns import reports
from secondstory.model import Block, Document, Kind, Source
from secondstory.parse import parse


def misplaced(document: Document) -> list[str]:
    """What a located line promises and its source line does not hold."""
    source = document.source.text.split("\n")
    wrong = []
    for block in document.blocks:
        for leaf in block.walk():
            wrong += [f"line {leaf.line}"] if not 1 <= leaf.line <= len(source) else []
            for number, (words, column) in enumerate(zip_columns(leaf)):
                there = source[leaf.line - 1 + number][column - 1 :]
                if not there.startswith(words.strip()):
                    wrong.append(f"{leaf.kind} {words!r} is not at {leaf.line + number}:{column}")
    return wrong


def zip_columns(leaf: Block) -> list[tuple[str, int]]:
    if leaf.kind not in {Kind.HEADING, Kind.PARAGRAPH, Kind.CELL, Kind.CODE, Kind.HTML}:
        return []
    return list(zip(leaf.text.split("\n"), leaf.columns, strict=True))


@settings(max_examples=150, deadline=None)
@given(reports)
def test_a_located_line_contains_its_text(text: str) -> None:
    """Line n of a block's text starts in source line `line + n`, column `columns[n]`."""
    assert misplaced(parse(Source("r.md", text))) == []
