"""Document -> parts: pieces of the report under the heading that governs them.

People make headings in many ways: `## Heading`, a bold line, `Label:` on a line of its own,
`**Label:** text`. All become parts with a word family. A heading that names no family
belongs to the one above it; one that does overrides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from secondstory.extract.labels import Label, begins_bold, label_of
from secondstory.extract.lexicon import FIELDS, SECTIONS, Lexicon
from secondstory.extract.residue import is_guidance
from secondstory.extract.unfolded import FOLD, UNFOLD
from secondstory.extract.untied import untie
from secondstory.model import Block, Document, Kind
from secondstory.noun import Noun, replace

_PSEUDO = 7  # below any real heading
_FIELDS_ONLY = FIELDS - SECTIONS


class Part(Noun, frozen=True):
    """Blocks under one heading. `groups` are the headings between the family's own and here."""

    family: str | None
    heading: str
    groups: tuple[str, ...]
    level: int
    line: int
    blocks: tuple[Block, ...]
    head: Block | None = None
    parted: bool = False  # parts below it hold its items, so its own words introduce them

    @property
    def named(self) -> bool:
        """Whether the heading itself names the family, rather than one above it."""
        return not self.groups


class _Head(NamedTuple):
    """A heading while the blocks below it are being gathered."""

    family: str | None
    words: str
    groups: tuple[str, ...]
    level: int
    line: int
    block: Block | None = None


def title_block(document: Document, lexicon: Lexicon) -> Block | None:
    """The heading that is the report's title: its first, where that is of the top level.

    Several top headings, the first named as a section is ("# Summary"), are no title.
    """
    headings = [block for block in document.blocks if block.kind is Kind.HEADING]
    if not headings:
        return None
    first = headings[0]
    family = lexicon.family(first.plain, SECTIONS)
    tops = sum(heading.level == first.level for heading in headings)
    if family and tops > 1 and lexicon.is_whole(first.plain, family):
        return None
    top = min(heading.level for heading in headings)
    same = [heading for heading in headings if heading.level == first.level]
    if first.level != top:
        return next((heading for heading in headings if heading.level == 1), None)
    if first.level == 1 or len(same) == 1:
        return first
    return None


def parts(document: Document, title: Block | None, lexicon: Lexicon) -> tuple[Part, ...]:
    """Cut a document into parts, in reading order; the first, without heading, is the lead."""
    has_title = isinstance(document.meta.get("title"), str)
    found: list[Part] = []
    stack: list[_Head] = []
    current, below = _Head(None, "", (), 0, 1), list[Block]()
    folded: list[tuple[_Head, list[_Head]]] = []  # what holds again behind a `</details>`
    for block in (piece for whole in document.blocks for piece in untie(whole, lexicon)):
        if block.kind is Kind.HTML and block.text == FOLD:
            folded.append((current, stack.copy()))
            continue
        if block.kind is Kind.HTML and block.text == UNFOLD and folded:
            outer, stack = folded.pop()
            if outer is not current:
                found.append(_part(current, below))
                current, below = outer._replace(block=None, line=block.line), []
            continue
        if block.kind is Kind.PARAGRAPH and block.text[:1] in "_*" and is_guidance(block.text):
            continue
        head, rest = _heading(block, lexicon, stack)
        if head is None:
            below.append(block)
            continue
        found.append(_part(current, below))
        below = list(rest)
        is_title = block is title and not (has_title and lexicon.family(head, SECTIONS))
        level = block.level if block.kind is Kind.HEADING else _PSEUDO
        while stack and stack[-1].level >= level:
            stack.pop()
        above = stack[-1] if stack else None
        family = None if is_title else _family(head, above, lexicon)
        if family is None and above is not None and not is_title:
            current = _Head(above.family, head, (*above.groups, head), level, block.line, block)
        else:
            current = _Head(family, head, (), level, block.line, block)
        if not is_title:
            stack.append(current)
    found.append(_part(current, below))
    found += [row for part in found if part.family in _TABLED for row in _rows(part, lexicon)]
    return tuple(_parted([part for part in found if part.blocks or part.head or part is found[0]]))


_TABLED = frozenset({None, "summary", "appendix"})  # may hold a table of sections
_LISTED = frozenset({"contributing", "lessons", "went_well", "went_poorly", "lucky", "actions"})
_ADVICE = frozenset({"instructions", "instruction", "guidance", "hint", "hints", "prompt", "help"})
_PAIRED, _ADVISED = 2, 3  # columns: name and value, with advice between them
_SHORTEST = 8  # characters: less is a count ("Action items: 5")


def advised(table: Block) -> bool:
    """Whether a table has advice to its author between names and values."""
    names = [cell.plain.strip().casefold() for row in table.children[:1] for cell in row.children]
    return len(names) == _ADVISED and names[1] in _ADVICE


def _rows(part: Part, lexicon: Lexicon) -> Iterator[Part]:
    """The rows that are sections: `| Lessons learned | ... | ... |`.

    Of a table of fields those are left that no field can hold.
    """
    for table in part.blocks:
        if table.kind is not Kind.TABLE:
            continue
        among = SECTIONS if advised(table) else _LISTED
        if among is _LISTED and len(table.children[0].children) != _PAIRED:
            continue
        for row in table.children:
            name, value = row.children[0], row.children[-1]
            family = None if row.header else lexicon.family(name.plain, among)
            if family and lexicon.is_whole(name.plain, family) and len(value.plain) >= _SHORTEST:
                words = " ".join(name.plain.split())
                text = replace(value, kind=Kind.PARAGRAPH)
                yield Part(family, words, (), _PSEUDO, value.line, (text,))


# What a heading below these may still open; any other names a kind of action or lesson.
_INSIDE = {
    "actions": frozenset(
        {"lessons", "went_well", "went_poorly", "lucky", "appendix", "impact", "summary"}
    ),
    "lessons": frozenset({"went_well", "went_poorly", "lucky", "actions", "appendix"}),
}


def _family(head: str, above: _Head | None, lexicon: Lexicon) -> str | None:
    """The family a heading opens where it stands: "Detection" below "Action items" opens none."""
    inside = _INSIDE.get(above.family or "") if above else None
    if inside is None:
        return lexicon.family(head, SECTIONS)
    if lexicon.is_whole(head, "timeline") and head.casefold().strip().endswith("timeline"):
        return "timeline"
    family = lexicon.family(head, inside)
    loose = family in {"actions", "impact", "summary"} and lexicon.is_loose(head, family)
    return None if loose else family


def _part(head: _Head, blocks: list[Block]) -> Part:
    """The part that a heading and what stands below it make.

    A list of tasks under "Fixes" is a list of actions, whatever else that word may head.
    """
    family, heading, groups, level, line, block = head
    if family == "resolution" and any(
        item.checked is not None
        for below in blocks
        if below.kind is Kind.LIST
        for item in below.children
    ):
        family = "actions"
    return Part(family, heading, groups, level, line, tuple(blocks), block)


def _parted(found: list[Part]) -> Iterator[Part]:
    """Mark the parts whose items stand in lists under the headings below them."""
    for number, part in enumerate(found):
        listed = part.family and any(
            block.kind in {Kind.LIST, Kind.TABLE}
            for child in _below(found, number)
            for block in child.blocks
        )
        yield replace(part, parted=True) if listed else part


def _below(found: list[Part], number: int) -> Iterator[Part]:
    level = found[number].level
    following = map(found.__getitem__, range(number + 1, len(found)))
    return takewhile(lambda part: bool(part.groups) and part.level > level, following)


def _heading(
    block: Block, lexicon: Lexicon, stack: list[_Head]
) -> tuple[str | None, tuple[Block, ...]]:
    """The heading a block is or holds, and what is left of the block below it."""
    if block.kind is Kind.HEADING:
        return block.plain.replace("\n", " ").strip(), ()
    if block.kind is not Kind.PARAGRAPH:
        return None, ()
    label = label_of(block.text)
    if label is None:
        return None, ()
    family = lexicon.family(label.words, SECTIONS)
    if not label.rest:
        inside = stack[-1].family if stack else None
        if family or (label.bold and inside):
            return label.words, ()
        return None, ()
    inside = stack[-1].family if stack else None
    if family is None and label.own_line and inside == "actions":
        return label.words, (_after_label(block, label),)
    several = sum(1 for line in block.text.split("\n") if begins_bold(line)) > 1
    if family is None or several or _is_inline_field(label, lexicon):
        return None, ()
    return label.words, (_after_label(block, label),)


def _is_inline_field(label: Label, lexicon: Lexicon) -> bool:
    """A one-line `**Impact:** none` stands among fields; longer text opens a section."""
    return lexicon.family(label.words, _FIELDS_ONLY) is not None


def _after_label(block: Block, label: Label) -> Block:
    """The paragraph without its label; its plain and HTML forms are cut at the same place."""
    plain = block.plain
    at = plain.find(label.words)
    plain = plain[at + len(label.words) :].lstrip(" :：") if at >= 0 else plain
    end = re.match(r"\s*<strong>.*?</strong>\s*[:：]?\s*", block.html, re.DOTALL)
    html = block.html[end.end() :] if end else block.html
    first = block.text.split("\n")[0]
    skipped = len(first) - len(label.rest.split("\n")[0])
    columns = (block.columns[0] + skipped, *block.columns[1:]) if block.columns else ()
    return replace(block, text=label.rest, plain=plain, html=html, columns=columns)


def walk(parts_: tuple[Part, ...], *families: str) -> Iterator[Part]:
    """The parts that belong to one of the families."""
    return (part for part in parts_ if part.family in families)
