"""Markdown text -> blocks with positions, sanitised HTML, outline (the only user of mistune)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from mistune import BlockState

from secondstory.markdown.blocks import read_blocks, read_box, read_line, read_notes, read_words
from secondstory.markdown.html import Renderer, slug
from secondstory.markdown.inline import Token
from secondstory.markdown.sanitise import clean_inline
from secondstory.model import Block, Heading, Kind, Rich
from secondstory.noun import Noun

__all__ = ["Markdown", "parse_markdown", "rich", "rich_block"]

# `-[x] text`: people forget the space, and mean a task all the same.
_GLUED_TASK = re.compile(r"^([ \t]*[-*+])(\[[ xX]\])(?=\s)", re.MULTILINE)
_FENCE = re.compile(r"^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}|~{3,})")
# "## Impact {#impact}", as exports write it; other words have to come before.
_HEADING_NAME = re.compile(r"[ \t]*\{#([\w:.-]+)\}$")
_NAME = re.compile(r"(?<=\S)[ \t]+\{#([\w:.-]+)\}$")
_NAMED = frozenset({Kind.HEADING, Kind.PARAGRAPH, Kind.CELL})
_FIRST_LEVEL = 3  # under the page's own h1 and the story's h2
_KINDS = {
    "heading": Kind.HEADING,
    "paragraph": Kind.PARAGRAPH,
    "block_text": Kind.PARAGRAPH,
    "def_list_head": Kind.PARAGRAPH,
    "list": Kind.LIST,
    "def_list": Kind.LIST,
    "list_item": Kind.ITEM,
    "task_list_item": Kind.ITEM,
    "def_list_item": Kind.ITEM,
    "footnote_item": Kind.ITEM,
    "table": Kind.TABLE,
    "table_head": Kind.ROW,
    "table_row": Kind.ROW,
    "table_cell": Kind.CELL,
    "block_code": Kind.CODE,
    "block_quote": Kind.QUOTE,
    "block_html": Kind.HTML,
    "thematic_break": Kind.RULE,
}


class Markdown(Noun, frozen=True):
    """What a Markdown text becomes. `harmful` lists dropped links, `links` reference targets."""

    blocks: tuple[Block, ...]
    html: str
    outline: tuple[Heading, ...]
    images: tuple[str, ...]
    harmful: tuple[str, ...]
    links: Mapping[str, str]


def parse_markdown(text: str, path: str = "", title: str | None = None) -> Markdown:
    """Parse a report's Markdown.

    Lines count from 1. `path` is the report's own path (relative links resolve against
    it). The heading that repeats `title`, or without one the first level-1 heading, is
    left out of the HTML, since the page prints it. Total: any text parses.
    """
    tokens, state = read_blocks(_unglued(text))
    renderer = Renderer(posixpath.dirname(path))
    lines = text.split("\n")
    blocks = _blocks(tokens, lines, renderer, state)
    notes: list[Token] = []
    for note in read_notes(state):
        notes.append(note)
        blocks += _blocks([note], lines, renderer, state)
    headings = [token for token in tokens if token["type"] == "heading"]
    named = _title_heading(headings, title)
    outline = _anchor([token for token in headings if token is not named])
    shown = [token for token in tokens if token is not named]
    if notes:
        shown.append({"type": "footnotes", "children": notes})
    return Markdown(
        tuple(blocks),
        renderer.page(shown, state, _levels(outline)),
        outline,
        tuple(dict.fromkeys(renderer.images)),
        tuple(dict.fromkeys(renderer.harmful)),
        {key: str(data["url"]) for key, data in state.env["ref_links"].items()},
    )


def rich(text: str, path: str = "", links: Mapping[str, str] | None = None) -> Rich:
    """Render a piece of inline Markdown, such as the value behind a label, for a page."""
    tokens, state = read_line(text, links or {})
    renderer = Renderer(posixpath.dirname(path))
    plain, html = renderer.words(tokens, state)
    return Rich(" ".join(plain.split()), clean_inline(html, renderer.folder).strip())


def rich_block(block: Block) -> Rich:
    """A leaf block's own words, without parsing them again."""
    return Rich(" ".join(block.plain.split()), clean_inline(block.html).strip())


def _unglued(text: str) -> str:
    """Put the space into `-[x]`, except in fenced code."""
    if not _GLUED_TASK.search(text):
        return text
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        lines.append(line if fence else _GLUED_TASK.sub(r"\1 \2", line))
    return "\n".join(lines)


def _title_heading(headings: list[Token], title: str | None) -> Token | None:
    first = next((token for token in headings if token["attrs"]["level"] == 1), None)
    if first is None and headings and title is not None:
        first = headings[0]
    if first is None or title is None:
        return first
    same = first["plain"].split() == title.split()
    return first if same else None


def _anchor(headings: list[Token]) -> tuple[Heading, ...]:
    outline, taken, counts = [], set[str](), dict[str, int]()
    for token in headings:
        words = " ".join(token["plain"].split())
        plain = anchor = f"h-{slug(token.get('name') or words)}"
        while anchor in taken:  # "A", "A-1" and "A" again
            counts[plain] = counts.get(plain, 0) + 1
            anchor = f"{plain}-{counts[plain]}"
        taken.add(anchor)
        token["attrs"]["id"] = anchor
        outline.append(Heading(token["attrs"]["level"], words, anchor))
    return tuple(outline)


def _levels(outline: tuple[Heading, ...]) -> dict[int, int]:
    used = sorted({heading.level for heading in outline})
    return {level: min(6, _FIRST_LEVEL + rank) for rank, level in enumerate(used)}


def _blocks(
    tokens: list[Token], lines: list[str], renderer: Renderer, state: BlockState, above: int = 0
) -> list[Block]:
    """Make blocks of tokens, and leave in them the HTML and the plain text of their words."""
    found: list[Block] = []
    for token in tokens:
        kind = _KINDS.get(token["type"])
        if kind is None:
            if token["type"] == "table_body":
                found += _blocks(token["children"], lines, renderer, state)
            continue
        if token["type"] == "list_item":
            read_box(token)
        line = token.get("line")
        if line is None:  # cells and some list items have none of their own
            line = next((t["line"] for t in token.get("children", ()) if "line" in t), above)
        if "text" in token:
            text = token["text"].strip("\n")
            name = ""
            if text.endswith("}") and kind in _NAMED:
                mark = (_HEADING_NAME if kind is Kind.HEADING else _NAME).search(text)
                text, name = (text[: mark.start()], mark[1]) if mark else (text, "")
                token["name"] = name
            token["plain"], token["raw"] = renderer.words(read_words(text, state), state)
            columns = _columns(text, line, lines)
            level = token["attrs"]["level"] if kind is Kind.HEADING else 0
            words = token["plain"], token["raw"]
            block = Block(kind, text, *words, line + 1, columns, level, name=name)
        elif "raw" in token:
            text = token["raw"].rstrip("\n")
            first = line + 1 if token.get("style") == "fenced" else line
            block = Block(
                kind,
                text,
                text if kind is Kind.CODE else "",
                line=min(first, len(lines) - 1) + 1,
                columns=_columns(text, first, lines),
                info=token["attrs"]["info"] if "attrs" in token else "",
            )
        elif "children" in token:
            attrs = token.get("attrs", {})
            block = Block(
                kind,
                line=line + 1,
                level=int(kind is Kind.LIST and attrs.get("ordered", False)),
                checked=attrs.get("checked"),
                header=token["type"] == "table_head",
                children=tuple(_blocks(token["children"], lines, renderer, state, line)),
            )
        else:
            block = Block(kind, line=line + 1)
        found.append(block)
    return found


def _columns(text: str, line: int, lines: list[str]) -> tuple[int, ...]:
    """Where each line of a block's text begins in its source line."""
    found = []
    for number, words in enumerate(text.split("\n"), line):
        at = lines[number].find(words.strip()) if number < len(lines) else 0
        found.append(max(0, at) + 1)
    return tuple(found)
