"""Markdown text -> mistune block tokens, each with the exact source line it stands on.

mistune's tokens carry no positions, but lists and quotes strip a prefix from every line
and never join lines, so line *n* of a nested block is line *start + n* of its parent.
A subclass of its block state and block parser records that start. These are mistune's
internals: the version range in pyproject.toml is the tested one, and
tests/properties/test_positions.py is the alarm.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from re import Match
from typing import cast

from mistune import BlockParser, BlockState, Markdown
from mistune.plugins import def_list as definitions
from mistune.plugins import footnotes as notes
from mistune.plugins.formatting import strikethrough
from mistune.plugins.table import _process_thead, _split_table_cells
from mistune.plugins.url import url
from mistune.util import unikey

from secondstory.markdown.inline import InlineReader, Token
from secondstory.markdown.lists import plain_list

# A header line with a pipe, then a delimiter line: GFM, but closing pipes are optional and
# ragged rows are padded, as people's tables need. Linear: the look-ahead decides once.
_TABLE = (
    r"^ {0,3}(?=\S)(?=[^\n|]*\|)[^\n]*\n"
    r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?:\n|$)"
)
_BOX = re.compile(r"\[([ xX])\]\s+")
_LONE_BOX = re.compile(r"\[[ xX]\][ \t]*\n(?=[^\n])")
# What may end a table without a blank line; a row that begins with a pipe needs no asking.
_STOPS = ["atx_heading", "fenced_code", "thematic_break", "block_quote"]
_TABLES, _BLANKS = ["table"], ["blank_line"]
_WORDS = {"paragraph", "block_text"}
_CELLS_PER_ROW = 200
_NESTING = 20
_NEWLINE = re.compile("\n")


class _State(BlockState):
    """A block state that knows the source line each of its own lines came from."""

    def __init__(self, parent: BlockState | None = None) -> None:
        super().__init__(parent)
        self.first_line = 0  # source line of this state's line 0
        self.child_line = 0  # line at which the next child starts
        self.block_line: int | None = None  # line of the block that a rule is parsing
        self.starts: list[int] = [0]

    def process(self, src: str) -> None:
        super().process(src)
        self.starts = [0, *[match.end() for match in _NEWLINE.finditer(src)]]

    def line_of(self, offset: int) -> int:
        """The line, counted from 0 within this state, that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def child_state(self, src: str, lazy_line_starts: set[int] | None = None) -> _State:
        child = cast("_State", super().child_state(src, lazy_line_starts))
        start = self.child_line
        head = src.split("\n", 1)[0].strip()
        if head and head not in self.get_line(self.starts[start]):
            start += 1  # an empty list marker: the item begins on the next line
        child.first_line = self.first_line + start
        self.child_line = self.line_of(self.cursor) - 1
        return child

    def append_token(self, token: Token) -> None:
        if "line" not in token:
            line = self.line_of(self.cursor) if self.block_line is None else self.block_line
            token["line"] = self.first_line + line
        self.tokens.append(token)

    def add_paragraph(self, text: str) -> None:
        known = len(self.tokens)
        super().add_paragraph(text)
        if len(self.tokens) > known:
            self.tokens[-1]["line"] = self.first_line + self.line_of(self.cursor)


class _Parser(BlockParser):
    state_cls = _State

    def parse(self, state: BlockState, rules: list[str] | None = None) -> None:
        """Cut a state into block tokens, line by line: every rule of ours begins with a line."""
        src, end = state.src, state.cursor_max
        every, table, blank = (self.compile_sc(some) for some in (rules, _TABLES, _BLANKS))

        def rule_at(at: int) -> Match[str] | None:
            first = src[at]
            if first.isalpha() or first == "|":  # most lines: only a table may begin so
                return table.match(src, at)
            return (blank if first == "\n" else every).match(src, at)

        while (at := state.cursor) < end:
            if src[at] in " \t" and (code_end := self._parse_indent_code_fast(state)) is not None:
                state.cursor = code_end
                continue
            m = rule_at(at)
            if m is None:
                below = at
                while m is None and (below := src.find("\n", below) + 1 or end) < end:
                    m = rule_at(below)
                state.add_paragraph(src[at:below])
                state.cursor = below
                if m is None:
                    break
            block_end = m.lastgroup == "list" and self._parse_plain_list(m, state)
            block_end = block_end or self.parse_method(m, state)
            if not block_end:  # a block in name only
                block_end = state.find_line_end()
                state.add_paragraph(state.get_text(block_end))
            state.cursor = block_end

    def parse_method(self, m: Match[str], state: BlockState) -> int | None:
        state = cast("_State", state)
        outer = state.child_line, state.block_line
        state.child_line = state.block_line = state.line_of(m.start())
        line, known = state.first_line + state.block_line, len(state.tokens)
        end = super().parse_method(m, state)
        # Lists and quotes are inserted, not appended; definition lists take back two tokens.
        for token in state.tokens[max(0, known - 2) :]:
            token.setdefault("line", line)
        state.child_line, state.block_line = outer
        return end

    def _parse_plain_list(self, m: Match[str], state: BlockState) -> int | None:
        """The token and the end of a list whose bullets hold one line of words each."""
        marker = m["list_2"]
        found = None if m["list_1"] else plain_list(state.src, m.start(), marker[-1])
        if not found:
            return None
        items, end = found
        state = cast("_State", state)
        attrs = {"depth": state.depth(), "ordered": len(marker) > 1}
        if attrs["ordered"] and int(marker[:-1]) != 1:
            if state.tokens and state.tokens[-1]["type"] == "paragraph":
                return None  # only a list that begins with 1 may stand right below words
            attrs["start"] = int(marker[:-1])
        line = state.first_line + state.line_of(m.start())
        children: list[Token] = [
            {
                "type": "list_item",
                "children": [{"type": "block_text", "text": words, "line": at}],
                "line": at,
            }
            for at, words in enumerate(items, line)
        ]
        token = {"type": "list", "tight": True, "bullet": marker[-1], "attrs": attrs, "line": line}
        state.append_token({**token, "children": children})
        return end


def _cells(line: str) -> list[str] | None:
    text = line.strip(" \t\n")
    if not text or "|" not in text:
        return None
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    if "\\" in text:  # perhaps before a pipe
        return _split_table_cells(text)
    return [cell.strip() for cell in text.split("|")]


def _parse_table(block: BlockParser, m: Match[str], state: BlockState) -> int | None:
    state = cast("_State", state)
    head, delimiter = m.group(0).split("\n")[:2]
    names, dashes = _cells(head), _cells(delimiter) or [delimiter.strip()]
    if names is None or len(names) > _CELLS_PER_ROW:
        return None
    if len(dashes) < len(names):
        dashes += ["---"] * (len(names) - len(dashes))
    names += [""] * (len(dashes) - len(names))
    thead, aligns = _process_thead("|".join(names), "|".join(dashes))
    if thead is None or aligns is None:
        return None
    rows: list[Token] = [{**thead, "line": state.first_line + state.line_of(m.start())}]
    columns = [{"align": align, "head": False} for align in aligns]
    stop = block.compile_sc(_STOPS)
    at = m.end()
    while at < state.cursor_max:
        line = state.get_line(at)
        cells = _cells(line)
        if cells is None or (not line.startswith("|") and stop.match(state.src, at)):
            break
        if len(cells) > len(aligns):  # a pipe that nobody escaped: keep the words
            cells = [*cells[: len(aligns) - 1], " | ".join(cells[len(aligns) - 1 :])]
        cells += [""] * (len(aligns) - len(cells))
        below = state.first_line + state.line_of(at)
        children = [
            {"type": "table_cell", "text": text, "attrs": attrs, "line": below}
            for text, attrs in zip(cells, columns, strict=True)
        ]
        rows.append({"type": "table_row", "line": below, "children": children})
        at += len(line)
    body = {"type": "table_body", "children": rows[1:], "line": rows[0]["line"]}
    state.append_token({"type": "table", "children": [rows[0], body]})
    return at


def _parse_definitions(block: BlockParser, _m: Match[str], state: BlockState) -> int | None:
    """Mistune's definition list, with lines: each definition is a child of this state."""
    state = cast("_State", state)
    head = definitions._get_previous_paragraph(state)  # noqa: SLF001 - pinned, see module docstring
    if head is None:
        return None
    found, end = definitions._collect_definitions(  # noqa: SLF001
        state.src, state.cursor, state.cursor_max, head[1]
    )
    if not found:
        return None
    term = next(t for t in reversed(state.tokens) if t["type"] == "paragraph")["line"]
    children: list[Token] = [
        {"type": "def_list_head", "text": line, "line": term + number}
        for number, line in enumerate(head[0].splitlines())
    ]
    at = state.line_of(state.cursor)
    for text, loose in found:
        child = _State(state)
        child.process(re.sub(r"^ {0,4}", "", text, flags=re.MULTILINE).rstrip() + "\n")
        child.first_line = state.first_line + at
        block.parse(child, block.list_rules)
        if not loose and len(child.tokens) == 1 and child.tokens[0]["type"] == "paragraph":
            child.tokens[0]["type"] = "block_text"
        children.append({"type": "def_list_item", "children": child.tokens, "line": at})
        at += text.count("\n")
    definitions._replace_previous_paragraph(state, children)  # noqa: SLF001
    return end


def _parse_note(_block: BlockParser, m: Match[str], state: BlockState) -> int:
    state = cast("_State", state)
    key = m.group("footnote_key").casefold()
    line = state.first_line + state.line_of(m.start())
    state.env.setdefault("note_texts", {}).setdefault(key, (m.group("footnote_text"), line))
    # The inline rule of the plugin looks its keys up here.
    state.env.setdefault("ref_footnotes", {}).setdefault(unikey(m.group("footnote_key")), key)
    return m.end()


def _reader() -> Markdown:
    md = Markdown(
        renderer=None,
        block=_Parser(max_nested_level=_NESTING),
        inline=InlineReader(max_nested_level=_NESTING),
        plugins=[strikethrough, url],
    )
    md.block.register("table", _TABLE, _parse_table, before="paragraph")
    md.block.register("def_list", definitions.DEF_PATTERN, _parse_definitions, before="paragraph")
    md.block.register("ref_footnote", notes.REF_FOOTNOTE, _parse_note, before="ref_link")
    md.inline.register(
        "footnote", notes.INLINE_FOOTNOTE, notes.parse_inline_footnote, before="link"
    )
    for rules in (md.block.list_rules, md.block.block_quote_rules):
        md.block.insert_rule(rules, "table", before="paragraph")
    return md


_MARKDOWN = _reader()


def read_blocks(text: str) -> tuple[list[Token], BlockState]:
    """Parse Markdown into block tokens and the state to read their words with.

    Every token has `line` (0-based), but for some list items. Leaf tokens have `text`, the source
    with its markers stripped. Total: any text parses.
    """
    state = _State()
    state.process(text if text.endswith("\n") else text + "\n")
    _MARKDOWN.block.parse(state)
    return state.tokens, state


def read_notes(state: BlockState) -> Iterator[Token]:
    """The footnotes that the words read so far refer to; words of notes may refer to more."""
    keys: list[str] = state.env.get("footnotes") or []
    for index, key in enumerate(keys):
        text, line = state.env["note_texts"][state.env["ref_footnotes"][key]]
        child = _State(cast("_State", state))
        child.process(re.sub(r"^ {1,8}", "", text.rstrip(), flags=re.MULTILINE) + "\n")
        child.first_line = line
        _MARKDOWN.block.parse(child)
        yield {
            "type": "footnote_item",
            "children": child.tokens,
            "line": line,
            "attrs": {"key": key, "index": index + 1},
        }


def read_words(text: str, state: BlockState) -> list[Token]:
    """Parse the words of a block into inline tokens."""
    return _MARKDOWN.inline(text.strip(" \r\n\t\f"), state.env)


def read_line(text: str, links: Mapping[str, str]) -> tuple[list[Token], BlockState]:
    """Parse one line of inline Markdown; `links` are the reference targets it may use."""
    state = _State()
    state.env["ref_links"] = {key: {"url": href, "label": key} for key, href in links.items()}
    return _MARKDOWN.inline(text.strip(), state.env), state


def read_box(item: Token) -> None:
    """Make a task of a list item that begins with a box, and take the box from its words."""
    first = item["children"][0] if item["children"] else {}
    box = _BOX.match(first.get("text", ""))
    if not box:
        return
    if _LONE_BOX.match(first["text"]):  # it fills its line: the words begin one line later
        first["line"] += 1
    if first["type"] in _WORDS:
        first["text"] = first["text"][box.end() :]
        item["type"] = "task_list_item"
        item["attrs"] = {"checked": box[1] != " "}
