"""Parts -> the report's own sentences: summary, impact, causes, trigger, detection, resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import chain

from secondstory.extract.choose import best
from secondstory.extract.fields import Fields, is_field_lines, is_field_list
from secondstory.extract.items import all_items, items
from secondstory.extract.labels import begins_bold, label_of
from secondstory.extract.lexicon import Lexicon
from secondstory.extract.residue import is_prompt
from secondstory.extract.sections import Part, walk
from secondstory.extract.stamps import is_chronicle
from secondstory.markdown import rich_block
from secondstory.model import Block, Fact, Kind, Origin, Provenance, Rich
from secondstory.noun import replace

_ASKS = re.compile(r"[?？](?: ?\([^()]*\))?\W*$")
# What a report says of the time before: the summary only where nothing else is.
_SETTING = re.compile(
    r"^\W*(?:[\d.]+\s*)?(?:background|introduction|details|(?:the )?(?:problem|symptoms?)|contexte?"
    r"|hintergrund|背景|事故背景|症状|现象|现象描述|현상)\W*$",
    re.IGNORECASE,
)
# The way to a cause, and what broke: a report that also states the cause does so elsewhere.
_WHYS = re.compile(
    r"\b(?:5|five) whys?\b|\b(?:5|cinco|cinq) (?:porqu|por qu|pourquoi)"
    r"|^\W*(?:(?:the )?(?:fault|vulnerability)|reasons?|(?:failure )?mechanism|attack vector"
    r"|how (?:it|did this) happen(?:ed)?|what was wrong)\W*$",
    re.IGNORECASE,
)
_LEAD = 40  # characters: shorter first paragraphs are bylines and notes
_MOST = 12
_FACTOR = 4  # words
_SCRAP = 25  # characters: a first paragraph this short is a counter or a caption


def find_summary(parts: tuple[Part, ...], fields: Fields, lexicon: Lexicon) -> Fact[Rich] | None:
    """The summary section's first paragraph, else the summary field, else the lead paragraph."""
    return best(_summaries(parts, fields, lexicon))


def _summaries(
    parts: tuple[Part, ...], fields: Fields, lexicon: Lexicon
) -> Iterator[Fact[Rich] | None]:
    told = tuple(
        replace(part, blocks=tuple(b for b in part.blocks if not _is_aside(b, lexicon)))
        for part in walk(parts, "summary")
    )
    yield _of_section(tuple(p for p in told if not _SETTING.match(p.heading)), "summary")
    yield from _of_fields(fields, "summary")
    yield _lead(parts)
    yield _of_section(told, "summary")


def _is_aside(block: Block, lexicon: Lexicon) -> bool:
    """Whether a block of the summary holds facts, or tells the incident by the minute."""
    return is_field_list(block, lexicon) or is_field_lines(block, lexicon) or is_chronicle(block)


def find_prose(parts: tuple[Part, ...], fields: Fields, family: str) -> Fact[Rich] | None:
    """The first paragraph or list of a family's section, else its field."""
    sure: list[Part] = []
    unsure: list[Part] = []
    into = sure
    for part in walk(parts, family):
        if part.named:  # the parts below a heading go with it
            into = unsure if _WHYS.search(part.heading) else sure
        into.append(part)
    return best((_of_section((*sure, *unsure), family), *_of_fields(fields, family)))


def _of_fields(fields: Fields, family: str) -> Iterator[Fact[Rich]]:
    return (Fact(field.as_rich(), field.text, field.source) for field in fields.all(family))


def find_contributing(parts: tuple[Part, ...]) -> tuple[Fact[Rich], ...]:
    """The contributing factors, one fact each."""
    return tuple(
        Fact(item.rich, item.plain, Provenance(Origin.LIST, item.block.line))
        for item in all_items(p for p in walk(parts, "contributing") if not _names_people(p))
        if not is_prompt(item.plain)
    )[: _MOST * 2]


def find_second_story(parts: tuple[Part, ...]) -> Fact[Rich] | None:
    """All that the sections about the context of the decisions say."""
    told = [
        (words, line, part.heading)
        for part in walk(parts, "second_story")
        for words, line in _first_words(part.blocks)
        if not is_prompt(words.text)
    ]
    if not told:
        return None
    text = Rich(" ".join(words.text for words, _, _ in told), " ".join(w.html for w, _, _ in told))
    _, line, heading = told[0]
    return Fact(text, text.text, Provenance(Origin.HEADING, line, heading))


def _names_people(part: Part) -> bool:
    """Whether "Contributors" are those who wrote: a name is shorter than a factor."""
    if part.heading.casefold().strip(" :") != "contributors":
        return False
    return any("@" in item.plain or len(item.plain.split()) < _FACTOR for item in items(part))


def _of_section(parts: tuple[Part, ...], family: str) -> Fact[Rich] | None:
    for part in walk(parts, family):
        told = (entry for entry in _first_words(part.blocks) if not is_prompt(entry[0].text))
        if first := next(told, None):
            long = (entry for entry in chain((first,), told) if len(entry[0].text) >= _SCRAP)
            text, line = next(long, first)
            heading = part.groups[-1] if part.groups else part.heading
            return Fact(text, text.text, Provenance(Origin.HEADING, line, heading))
    return None


def _first_words(blocks: tuple[Block, ...]) -> Iterator[tuple[Rich, int]]:
    for number, block in enumerate(blocks):
        if block.kind is Kind.PARAGRAPH and begins_bold(block.text) and number:
            continue  # fields below the words they belong to
        if block.kind is Kind.PARAGRAPH:
            # "It happened because:" leads to a list that completes it.
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            opens = block.plain.rstrip().endswith((":", "：")) and following is not None
            if opens and following is not None and following.kind is Kind.LIST:
                tail = _joined(following)
                head = rich_block(block)
                yield Rich(f"{head.text} {tail.text}", f"{head.html} {tail.html}"), block.line
            else:
                yield rich_block(block), block.line
        elif block.kind is Kind.LIST:
            yield _joined(block), block.line
        elif block.kind is Kind.QUOTE:
            yield from _first_words(block.children)
        elif block.kind is Kind.TABLE:
            rows = [row for row in block.children if not row.header]
            cells = [
                ": ".join(
                    " ".join(cell.plain.split()) for cell in row.children if cell.plain.strip()
                )
                for row in rows[:_MOST]
            ]
            text = "; ".join(cell for cell in cells if cell)
            yield Rich(text, escape(text, quote=False)), block.line


def _joined(block: Block) -> Rich:
    words = [
        _answer(item) or rich_block(leaf)
        for item in block.children[:_MOST]
        if (leaf := next((c for c in item.children if c.kind is Kind.PARAGRAPH), None))
    ]
    return Rich(
        " ".join(_ended(word.text, word.text) for word in words),
        " ".join(_ended(word.html, word.text) for word in words),
    )


def _answer(item: Block) -> Rich | None:
    """What stands below an item that asks: the forms of trackers put questions."""
    below = next((child for child in item.children if child.kind is Kind.LIST), None)
    asks = _ASKS.search(item.children[0].plain) is not None
    return _joined(below) if asks and below is not None and below.children else None


def _ended(shown: str, text: str) -> str:
    return shown if text.endswith((".", "!", "?", "。", ";", ":", "！", "？")) else f"{shown};"


def _lead(parts: tuple[Part, ...]) -> Fact[Rich] | None:
    """The first paragraph that tells something, before any named section."""
    for part in parts:
        if part.family is not None:
            break
        for block in part.blocks:
            if block.kind is not Kind.PARAGRAPH:
                continue
            text = rich_block(block)
            label = label_of(block.text)
            is_field = label is not None and label.bold
            only_link = block.text.strip().startswith(("[", "!")) and len(text.text) < 80
            if len(text.text) < _LEAD or is_field or only_link or is_prompt(text.text):
                continue
            return Fact(text, text.text, Provenance(Origin.LEAD, block.line))
    return None
