"""A part's blocks -> items: bullets, table rows, paragraphs of prose, headings.

Sub-bullets belong to their parent unless the parent is only a label; then the label is
the group of the bullets below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple

from secondstory.extract.labels import label_of
from secondstory.extract.residue import is_guidance
from secondstory.extract.sections import Part
from secondstory.markdown import rich_block
from secondstory.model import Block, Kind, Rich
from secondstory.noun import replace

_FEWEST = 2  # lines of a list
_SENTENCE_LINE = re.compile(r"[A-Z][^.!?\n]{12,300}\.")
_TASK_LINE = re.compile(r"^\s*(?:[-*+•‣◦·–—]|\d{1,3}[.)])?\s*\[(?P<box>[ xX])\]\s+")
# "1、", "①", "(1)", "1," and "•" make no list in Markdown, though they do for their authors.
_SIGNED_LINE = re.compile(
    r"\s*(?:\(?(?P<number>\d{1,2})[.,)、．）](?!\d)|(?P<circled>[①-⑳])|(?P<sign>[•●▪◦‣■►]))\s*(?=\S)"
)


class Item(NamedTuple):
    """One entry: its own words, what stands below it, and the labels above it.

    `block` holds the words and their position; `cells` a table row's cells by column name.
    """

    block: Block
    checked: bool | None = None
    groups: tuple[str, ...] = ()
    below: tuple[Block, ...] = ()
    cells: tuple[tuple[str, Block], ...] = ()
    prose: bool = False

    @property
    def plain(self) -> str:
        """The words on one line."""
        return " ".join(self.block.plain.split())

    @property
    def rich(self) -> Rich:
        """The words as text and HTML."""
        return rich_block(self.block)


def own_words(item: Block) -> Block | None:
    """The paragraph of a list item that holds its words."""
    for child in item.children:
        if child.kind is Kind.PARAGRAPH:
            return child
    return None


def _is_label(words: Block, item: Block) -> bool:
    if not any(child.kind is Kind.LIST for child in item.children):
        return False
    label = label_of(words.text)
    return words.plain.rstrip().endswith((":", "：")) or (label is not None and not label.rest)


# Whether an item with a list below it is one itself; told whether most beside it have none.
Leads = Callable[[Block, bool], bool]


def _is_flat(block: Block) -> bool:
    """Whether at most half of a list's items have a list below them."""
    deep = sum(any(part.kind is Kind.LIST for part in item.children) for item in block.children)
    return deep * 2 <= len(block.children)


def list_items(
    block: Block, groups: tuple[str, ...] = (), leads: Leads | None = None
) -> Iterator[Item]:
    """The items of a list, labels resolved into groups unless they lead their own details."""
    alone = leads is not None and _is_flat(block)
    for item in block.children:
        words = own_words(item)
        if words is not None and is_guidance(words.text):
            continue
        if words is None:
            for child in item.children:
                if child.kind is Kind.LIST:
                    yield from list_items(child, groups, leads)
                elif child.kind is Kind.HEADING:
                    yield Item(child, item.checked, groups)
            continue
        if _is_label(words, item) and not (leads and leads(item, alone)):
            label = words.plain.strip().rstrip(":：").strip()
            for child in item.children:
                if child.kind is Kind.LIST:
                    yield from list_items(child, (*groups, label), leads)
            continue
        if words.plain.strip():
            below = tuple(child for child in item.children if child is not words)
            yield Item(words, item.checked, groups, below)


def table_items(table: Block, groups: tuple[str, ...] = ()) -> Iterator[Item]:
    """The rows of a table, each with its cells by column name."""
    names: list[str] = []
    for row in table.children:
        if row.header:
            names = [cell.plain.strip() for cell in row.children]
            continue
        cells = tuple(
            (names[n] if n < len(names) else "", cell) for n, cell in enumerate(row.children)
        )
        if any(cell.plain.strip() for _, cell in cells):
            fullest = max((cell for _, cell in cells), key=lambda cell: len(cell.plain))
            yield Item(fullest, None, groups, (), cells)


def items(
    part: Part, marked: Callable[[Block], bool] | None = None, leads: Leads | None = None
) -> tuple[Item, ...]:
    """The items of a part.

    Where it holds a list or table those are its items, and paragraphs between them are
    introductions (or, ending in a colon, groups). Where it is all prose each paragraph is
    one. A paragraph that is `marked` is an item anywhere, and a list behind its colon
    belongs to it.
    """
    lists = any(block.kind in {Kind.LIST, Kind.TABLE} for block in part.blocks)
    listed = lists or part.parted
    # A heading typed as plain text, `Tasks:`, may stand above items typed as lines.
    typed = part.head is not None and part.head.kind is Kind.PARAGRAPH and part.head.text[:1] != "*"
    found: list[Item] = []
    group: tuple[str, ...] = ()
    open_item = False
    for block in part.blocks:
        continues, open_item = open_item, False
        if marked and block.kind is Kind.PARAGRAPH and marked(block):
            found.append(Item(block, None, part.groups, prose=True))
            open_item = block.plain.rstrip().endswith((":", "："))
        elif continues and block.kind is Kind.LIST:
            found[-1] = found[-1]._replace(below=(block,))
        elif block.kind is Kind.LIST:
            found += list_items(block, (*part.groups, *group), leads)
        elif block.kind is Kind.TABLE:
            found += table_items(block, (*part.groups, *group))
        elif block.kind is Kind.CODE and not listed and not block.info:
            found += _signed_lines(block, (*part.groups, *group))
        elif block.kind is Kind.RULE and found and not lists:
            break  # prose behind a rule is a footer
        elif block.kind is Kind.PARAGRAPH:
            if listed and block.plain.rstrip().endswith((":", "：")):
                group = (block.plain.strip().rstrip(":：").strip(),)
            else:
                found += _paragraph(block, (*part.groups, *group), listed=listed, typed=typed)
    return tuple(found)


def _paragraph(
    block: Block, groups: tuple[str, ...], *, listed: bool, typed: bool
) -> Iterator[Item]:
    tasks = [line for line in block.text.split("\n") if _TASK_LINE.match(line)]
    if tasks:
        yield from _task_lines(block, groups)
    elif not listed and (signed := tuple(_signed_lines(block, groups))):
        yield from signed
    elif typed and not listed and _is_lines(block):
        yield from _sentence_lines(block, groups)
    elif not listed and block.plain.strip():
        yield Item(block, None, groups, prose=True)


def _signed_lines(block: Block, groups: tuple[str, ...]) -> Iterator[Item]:
    """The lines that numbers from one on, or one and the same sign, make a list of.

    A line without a number or sign continues the one above it; above them all a line may
    lead to them with a colon.
    """
    code = block.kind is Kind.CODE
    texts = block.text.split("\n")
    led = texts[0].rstrip().endswith((":", "：")) and len(texts) > _FEWEST
    first = _SIGNED_LINE.match(texts[led])
    if first is None or (code and not first["number"]):
        return
    plains, htmls = (
        texts if code else part.split("\n") for part in (block.plain or block.text, block.html)
    )
    heads = [(n, m) for n, line in enumerate(texts) if (m := _SIGNED_LINE.match(line))]
    if len(heads) < _FEWEST or not len(texts) == len(plains) == len(htmls) or not _counts(heads):
        return
    ends = [n for n, _ in heads[1:]] + [len(texts)]
    for (start, match), end in zip(heads, ends, strict=True):
        plain = _joined(plains[start:end])
        yield Item(
            Block(
                Kind.PARAGRAPH,
                " ".join([texts[start][match.end() :], *texts[start + 1 : end]]),
                plain,
                escape(plain, quote=False) if code else _joined(htmls[start:end]),
                block.line + start,
                (block.columns[start : start + 1] or (1,)),
            ),
            None,
            groups,
        )


def _counts(heads: list[tuple[int, re.Match[str]]]) -> bool:
    """Whether lines count from one upwards, or all begin with the same sign."""
    numbers = [
        int(m["number"]) if m["number"] else ord(m["circled"] or "①") - ord("①") + 1
        for _, m in heads
        if not m["sign"]
    ]
    if numbers:
        return numbers == list(range(1, len(heads) + 1))
    return len({m["sign"] for _, m in heads}) == 1


def _joined(lines: list[str]) -> str:
    """Lines without the first one's sign, as one."""
    return " ".join([_SIGNED_LINE.sub("", lines[0], count=1), *lines[1:]])


def _is_lines(block: Block) -> bool:
    """Whether each line of a paragraph is a sentence: a list whose author left out the marks."""
    lines = block.text.split("\n")
    same = len(lines) == block.plain.count("\n") + 1 == block.html.count("\n") + 1
    return len(lines) > 1 and same and all(map(_SENTENCE_LINE.fullmatch, lines))


def _sentence_lines(block: Block, groups: tuple[str, ...]) -> Iterator[Item]:
    lines = zip(*(part.split("\n") for part in (block.text, block.plain, block.html)), strict=True)
    for offset, (text, plain, html) in enumerate(lines):
        line = replace(
            block,
            text=text,
            plain=plain,
            html=html,
            line=block.line + offset,
            columns=block.columns[offset : offset + 1],
        )
        yield Item(line, None, groups, prose=True)


def _task_lines(block: Block, groups: tuple[str, ...]) -> Iterator[Item]:
    """`[x] one` lines that no list marker makes a list of."""
    for offset, (text, plain) in enumerate(
        zip(block.text.split("\n"), block.plain.split("\n"), strict=False)
    ):
        match = _TASK_LINE.match(text)
        if match:
            column = block.columns[offset] if offset < len(block.columns) else 1
            words = re.sub(r"^\W*\[[ xX]\]\s*", "", plain)
            yield Item(
                Block(
                    Kind.PARAGRAPH,
                    text[match.end() :],
                    words,
                    escape(words, quote=False),
                    block.line + offset,
                    (column + match.end(),),
                ),
                match["box"] in "xX",
                groups,
            )


def all_items(found: Iterable[Part]) -> tuple[Item, ...]:
    """The items of several parts, in reading order."""
    return tuple(item for part in found for item in items(part))
