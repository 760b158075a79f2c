"""Document -> fields: everything of the form "label: value", wherever it stands.

Front matter keys, `**Label:** value` lines, `- **Label**: value` bullets, plain
`Label: value` lines near the top, two-column tables, one-row tables, and short sections
whose heading is a field's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import chain

from secondstory.extract.items import own_words
from secondstory.extract.labels import byline, labelled
from secondstory.extract.lexicon import COLUMNS, FIELDS, TIMES, Lexicon
from secondstory.extract.residue import is_blank
from secondstory.extract.sections import Part, advised
from secondstory.markdown import rich, rich_block
from secondstory.model import Block, Document, Kind, Origin, Provenance, Rich
from secondstory.noun import Noun, replace

_HEADER_LEVEL = 2
_PROSE = frozenset({"service", "team", "severity", "duration", "root_cause"})
_GENERIC = frozenset({"value", "meaning", "description", "definition", "details", "info"})
_HEADS = FIELDS | COLUMNS | TIMES
_SHORT = 240
_FEW, _LABEL = 3, 40  # items of a list of fields; characters of a label
_FACTS = FIELDS - {"title", "summary", "impact", "root_cause", "trigger"}
_TELLING = frozenset({"summary", "appendix", "impact"})  # may hold a list of fields


class Field(Noun, frozen=True):
    """One labelled value. `family` is what the label means; `value` a list only in front matter."""

    family: str
    label: str
    text: str
    source: Provenance
    value: object = None
    rich: Rich | None = None
    lines: tuple[int, ...] = ()  # of the items of a list

    def as_rich(self) -> Rich:
        """The value as text and HTML."""
        return self.rich or Rich(self.text, escape(self.text, quote=False))


class Fields(Noun, frozen=True):
    """The fields of a report, in order of trust: front matter, header, then the rest."""

    found: Mapping[str, Sequence[Field]]  # by family

    @classmethod
    def of(cls, found: Iterable[Field]) -> Fields:
        """File fields, most trusted first, by what they mean."""
        filed: dict[str, list[Field]] = {}
        for field in found:
            filed.setdefault(field.family, []).append(field)
        return cls(filed)

    def all(self, *families: str) -> Iterator[Field]:
        """The fields of the given families, families first, then order of trust."""
        return chain.from_iterable(self.found.get(family, ()) for family in families)

    def first(self, *families: str) -> Field | None:
        """The most trusted field of the given families."""
        return next(self.all(*families), None)


def read_fields(
    document: Document, title: Block | None, parts: tuple[Part, ...], lexicon: Lexicon
) -> Fields:
    """Collect the fields of a document."""
    header: list[Field] = []
    later: list[Field] = []
    for part in parts:
        if part.family in {"actions", "timeline", "appendix"} and not part.named:
            continue
        top = part.family is None and part.level <= _HEADER_LEVEL
        into = header if top else later
        lead = part.head is None or part.head is title
        into.extend(_in_blocks(part, document, lexicon, loose=top, lead=lead))
        if part.head is not None and part.head.kind is Kind.HEADING:
            into.extend(_as_section(part, lexicon))
    return Fields.of((*_front_matter(document, lexicon), *header, *later))


def _front_matter(document: Document, lexicon: Lexicon) -> Iterator[Field]:
    for key, value, line in _entries(document):
        family = lexicon.family(key.replace("_", " "), FIELDS) or lexicon.family(key, FIELDS)
        if family is None or value is None:
            continue
        source = Provenance(Origin.FRONT_MATTER, line, key)
        items = len(value) if isinstance(value, list) else 0
        lines = tuple(document.meta_lines.get(f"{key}[{n}]", line) for n in range(items))
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield Field(family, key, text, source, value, lines=lines)


def _entries(document: Document) -> Iterator[tuple[str, object, int]]:
    """The keys of front matter with their lines; a mapping (`incident:`) gives its own keys."""
    for key, value in document.meta.items():
        line = document.meta_line(key)
        if isinstance(value, dict):
            inside = (
                (name, inner) for name, inner in value.items() if isinstance(inner, (str, list))
            )
            yield from ((name, inner, line) for name, inner in inside)
        else:
            yield key, value, line


def _in_blocks(
    part: Part, document: Document, lexicon: Lexicon, *, loose: bool, lead: bool
) -> Iterator[Field]:
    first = True
    for block in part.blocks:
        if block.kind is Kind.PARAGRAPH:
            known = loose or (part.family == "summary" and is_field_lines(block, lexicon))
            yield from _in_text(block, document, lexicon, loose=known)
            if lead and first:
                yield from _in_byline(block)
            first = False
        elif block.kind is Kind.QUOTE:
            for child in block.children:
                if child.kind is Kind.PARAGRAPH:
                    yield from _in_text(child, document, lexicon, loose=lead and first)
                    if lead and first:
                        yield from _in_byline(child)
            first = False
        elif block.kind is Kind.LIST:
            known = loose or (part.family in _TELLING and is_field_list(block, lexicon))
            for item in block.children:
                if words := own_words(item):
                    yield from _in_text(words, document, lexicon, loose=known, item=True)
        elif block.kind is Kind.TABLE and part.family != "actions":  # a row there is an action
            yield from _in_table(block, lexicon)


def is_field_list(block: Block, lexicon: Lexicon) -> bool:
    """Whether most items of a list are labelled facts: "Severity: SEV2", "Started: ..."."""
    words = [own_words(item) for item in block.children] if block.kind is Kind.LIST else []
    labels = [w.plain.partition(":")[0] for w in words if w and ":" in w.plain[:_LABEL]]
    if len(labels) < _FEW or len(labels) * 3 < len(words) * 2:
        return False
    known = sum(1 for label in labels if lexicon.family(label, FIELDS) in _FACTS)
    return known * 3 >= len(words) * 2


def is_field_lines(block: Block, lexicon: Lexicon) -> bool:
    """Whether each line of a paragraph is a labelled fact, or what one of them is about."""
    if block.kind is not Kind.PARAGRAPH or ":" not in block.plain:
        return False
    lines = [line for line in block.plain.split("\n") if line.strip()]
    if len(lines) < _FEW or any(":" not in line[:_LABEL] for line in lines):
        return False
    named = [lexicon.family(line.partition(":")[0], FIELDS) for line in lines]
    return None not in named and sum(1 for family in named if family in _FACTS) > 1


def _in_text(
    block: Block, document: Document, lexicon: Lexicon, *, loose: bool, item: bool = False
) -> Iterator[Field]:
    def known(words: str) -> bool:
        family = lexicon.family(words, FIELDS)
        # In the middle of a report only a label of two words is sure to be one.
        return family is not None and (loose or (family in _PROSE and " " in words.strip()))

    for found in labelled(block.text, known):
        family = lexicon.family(found.words, FIELDS)
        if family is None or not found.value or is_blank(found.value):
            continue
        value = rich(found.value, document.source.path, document.links)
        if is_blank(value.text):
            continue
        origin = Origin.LIST if item else Origin.FIELD
        source = Provenance(origin, block.line + found.line, found.words)
        yield Field(family, found.words, value.text, source, None, value)


def _in_byline(block: Block) -> Iterator[Field]:
    source = Provenance(Origin.FIELD, block.line, "byline")
    for family, text in zip(("date", "severity", "window"), byline(block.plain), strict=True):
        if text:
            yield Field(family, "byline", text, source)


def _in_table(table: Block, lexicon: Lexicon) -> Iterator[Field]:
    rows = list(table.children)
    if not rows:
        return
    if advised(table):
        rows = [replace(r, children=(r.children[0], r.children[-1])) for r in rows]
    width = len(rows[0].children)
    heads = [lexicon.family(cell.plain, _HEADS) for cell in rows[0].children]
    if width == 2:
        head = rows[0].children[1].plain.strip().casefold()
        skip = rows[0].header and (head in _GENERIC or advised(table))
        pairs = [row.children for row in rows[1 if skip else 0 :]]
        known = [lexicon.family(cells[0].plain, FIELDS) for cells in pairs if len(cells) == 2]
        if heads[0] == "time" or sum(family is not None for family in known) * 3 < len(known):
            return
        for cells in pairs:
            if len(cells) == 2:
                yield from _cell_field(cells[0].plain, cells[1], lexicon)
    elif len(rows) == 2 and sum(h in FIELDS for h in heads) >= 2:
        for name, cell in zip(rows[0].children, rows[1].children, strict=False):
            yield from _cell_field(name.plain, cell, lexicon)


def _cell_field(name: str, cell: Block, lexicon: Lexicon) -> Iterator[Field]:
    family = lexicon.family(name, FIELDS)
    if family is None:
        return
    value = rich_block(cell)
    if value.text and not is_blank(value.text):
        yield Field(
            family, name, value.text, Provenance(Origin.TABLE, cell.line, name.strip()), None, value
        )


def _as_section(part: Part, lexicon: Lexicon) -> Iterator[Field]:
    """`## Severity` with `SEV2` below it."""
    family = lexicon.family(part.heading, FIELDS)
    exact = family and lexicon.is_whole(part.heading, family)
    body = [block for block in part.blocks if block.kind is not Kind.RULE]
    if not exact or not body or family in {"summary", "impact", "root_cause", "trigger"}:
        return
    texts = [leaf for block in body[:1] for leaf in block.walk() if leaf.plain.strip()]
    joined = ", ".join(" ".join(leaf.plain.split()) for leaf in texts)
    if joined and len(joined) <= _SHORT and not is_blank(joined):
        line = part.head.line if part.head else part.line
        yield Field(
            str(family),
            part.heading,
            joined,
            Provenance(Origin.HEADING, line, part.heading),
            [" ".join(leaf.plain.split()) for leaf in texts] if len(texts) > 1 else None,
            rich_block(texts[0]) if len(texts) == 1 else None,
        )
