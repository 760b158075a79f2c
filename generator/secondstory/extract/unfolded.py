"""Raw HTML that heads sections -> the headings and blocks that its author meant.

`<h2>Root cause</h2>` is a heading. `<details><summary>Timeline</summary>` is a label, as a
bold line would be, and what it folds away is read as if it stood open; a summary that
names nothing we know ("Click to expand") is passed over. The page keeps its HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from secondstory.extract.lexicon import SECTIONS, Lexicon
from secondstory.markdown import parse_markdown
from secondstory.model import Block, Document, Kind
from secondstory.noun import replace

FOLD, UNFOLD = "<details>", "</details>"  # the texts of the blocks where a fold begins and ends
_HEADS = re.compile(r"<(?:details|summary|h[1-6]|/details)\b", re.IGNORECASE)
_NOT_SHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(pre|script|style|textarea)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>details|summary|h[1-6])\b[^<>]*>", re.IGNORECASE)
_FRAME = re.compile(r"</?(?:div|center|p|section|article)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 300  # characters of a heading
_LOOSE = frozenset({"summary", "timeline"})  # "Details", "Log": what folds are called


def unfold(document: Document, lexicon: Lexicon) -> Document:
    """Put headings, labels and blocks in the place of the raw HTML that heads sections."""
    if not any(block.kind is Kind.HTML and _HEADS.search(block.text) for block in document.blocks):
        return document
    return replace(document, blocks=tuple(_blocks(document, lexicon)))


def _blocks(document: Document, lexicon: Lexicon) -> Iterator[Block]:
    for block in document.blocks:
        if block.kind is Kind.HTML and _HEADS.search(block.text):
            yield from _pieces(block, document, lexicon)
        else:
            yield block


def _pieces(block: Block, document: Document, lexicon: Lexicon) -> Iterator[Block]:
    """The headings, folds and texts of one block of HTML, in its order."""
    html = _NOT_SHOWN.sub(lambda match: "\n" * match[0].count("\n"), block.text)
    at, line, opened = 0, block.line, ""
    for tag in _TAG.finditer(html):
        name, words = tag["name"].lower(), html[at : tag.start()]
        if opened and tag["end"] and name == opened:
            yield from _head(name, words, line, lexicon)
        else:
            yield from _text(words, line, document.source.path)
        line += html.count("\n", at, tag.end())
        at, opened = tag.end(), "" if tag["end"] or name == "details" else name
        if name == "details":
            yield Block(Kind.HTML, UNFOLD if tag["end"] else FOLD, line=line)
    yield from _text(html[at:], line, document.source.path)


def _head(name: str, html: str, line: int, lexicon: Lexicon) -> Iterator[Block]:
    """The heading or label between two tags, where it says something."""
    words = " ".join(unescape(_ANY_TAG.sub(" ", html)).split()).strip("*_# ")
    if not words or len(words) > _LONGEST:
        return
    line += html[: len(html) - len(html.lstrip())].count("\n")
    shown = escape(words, quote=False)
    if name != "summary":
        yield Block(Kind.HEADING, words, words, shown, line, (1,), int(name[1]))
        return
    family = lexicon.family(words, SECTIONS)
    if family and not (family in _LOOSE and lexicon.is_loose(words, family)):
        yield Block(Kind.PARAGRAPH, f"**{words}**", words, f"<strong>{shown}</strong>", line, (1,))


def _text(html: str, line: int, path: str) -> Iterator[Block]:
    """What stands beside the tags, read as Markdown: people write lists there all the same."""
    text = _FRAME.sub("", html)
    if text.strip():
        yield from (_moved(block, line - 1) for block in parse_markdown(text, path).blocks)


def _moved(block: Block, lines: int) -> Block:
    """The block on its line of the file; its columns are not known."""
    below = tuple(_moved(child, lines) for child in block.children)
    return replace(block, line=block.line + lines, columns=(), children=below)
