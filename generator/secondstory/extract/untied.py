"""A paragraph with labels on lines of their own -> the paragraphs that its author meant.

Reports typed as plain text part their sections by lines such as `Root cause:` and leave no
empty line behind them, so that Markdown joins label and text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from secondstory.extract.lexicon import SECTIONS, Lexicon
from secondstory.model import Block, Kind
from secondstory.noun import replace

_LABEL = re.compile(r"^[ \t]*(?P<label>[^\W\d_][^\n:：.!?|]{2,59})[:：][ \t]*$", re.MULTILINE)
_LABELLED = re.compile(r"[:：][ \t]*\n|\n[^\n]*[:：][ \t]*\Z")  # what holds one has this
_MOST = 40  # labels of one paragraph: more is no report


def untie(block: Block, lexicon: Lexicon) -> Iterator[Block]:
    """Cut a paragraph before and behind each line that is the name of a section and a colon."""
    if block.kind is not Kind.PARAGRAPH or not _LABELLED.search(block.text):
        yield block
        return
    lines, plain, html = (part.split("\n") for part in (block.text, block.plain, block.html))
    heads = [n for n, line in enumerate(lines) if _is_head(line, lexicon)]
    if not heads or len(heads) > _MOST or not len(lines) == len(plain) == len(html):
        yield block
        return
    cuts = sorted({0, len(lines), *heads, *(head + 1 for head in heads)})
    for start, end in pairwise(cuts):
        yield replace(
            block,
            text="\n".join(lines[start:end]),
            plain="\n".join(plain[start:end]),
            html="\n".join(html[start:end]),
            line=block.line + start,
            columns=block.columns[start:end],
        )


def _is_head(line: str, lexicon: Lexicon) -> bool:
    """Whether a line is a section's whole name: "Timeline (UTC):", but not "Log:"."""
    match = _LABEL.match(line) if line.rstrip().endswith((":", "：")) else None
    family = lexicon.family(match["label"], SECTIONS) if match else None
    if match is None or family is None:
        return False
    return lexicon.is_whole(match["label"], family) and not lexicon.is_loose(match["label"], family)
