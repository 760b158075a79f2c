"""Parts -> what was learned: lessons, what went well, what went poorly, where luck helped."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from secondstory.extract.items import Item, items
from secondstory.extract.lexicon import Lexicon
from secondstory.extract.residue import is_prompt
from secondstory.extract.sections import Part, walk
from secondstory.markdown import rich, rich_block
from secondstory.model import Block, Document, Kind, Lesson, LessonKind, Origin, Provenance, Rich
from secondstory.noun import replace

_KINDS = {
    "lessons": LessonKind.LESSON,
    "went_well": LessonKind.WENT_WELL,
    "went_poorly": LessonKind.WENT_POORLY,
    "lucky": LessonKind.LUCKY,
}
_FAMILIES = frozenset(_KINDS)
_CHECK = re.compile(
    r"(?:^|(?<=[.!?:;*_\s]))[*_]*"
    r"Check your (?:code|system|service|setup|config(?:uration)?) if\b[*_:]*\s*",
    re.IGNORECASE,
)
# Not behind an abbreviation, an initial or a decimal point; before a capital, quote or code.
_SENTENCE = re.compile(
    r"[.!?。！？](?<!\be\.g.)(?<!\bi\.e.)(?<!\betc.)(?<!\bvs.)(?<!\bcf.)(?<!\bapprox.)(?<!\bNo.)"
    r"(?<!\b[A-Z].)(?:(?<=[.!?])[)\"'”’*_]*\s+(?=[A-Z0-9\"'“‘(`*_\[])|(?<=[。！？])\s*)"
)
_BOLD_LEAD = re.compile(
    r"^(?:\*\*|__)(?P<lead>[^*_\n]{8,200}?)(?:\*\*|__)\s*[:：.–—-]*\s*(?P<rest>\S.*)?$", re.DOTALL
)
_STATES = re.compile(r"[.!。！][)\"'”’*_]*$")
_SENTENCE_WORDS = 5
# "We learned the following.", "For example,", "Thanks to all", "See the tickets for more."
_LEADS = re.compile(
    r"\b(?:following|below|above|listed|as follows|here (?:is|are)|list of|this is what"
    r"|these (?:are|were|lessons|things)|for (?:example|instance|details)"
    r"|we (?:learn(?:ed|t)|took) (?:a|the|some|several|many|much|from)\b"
    r"|what we (?:took|learn)|(?:lessons?|takeaways|learnings) (?:are|we|that))"
    r"|^(?:things|some (?:things|lessons)|the (?:main |key )?(?:lessons|takeaways))\b"
    r"|^(?:see|thanks?|special thanks|please|more|read|ideally|note|nb|also see|refer)\b"
    r"|下記|以下|如下",
    re.IGNORECASE,
)
# A heading that may hold the lessons, and beside a section of lessons closes the report.
_CLOSING = re.compile(
    r"^\W*(?:[\d.]+\s*)?(?:conclusions?|closing|fazit|kesimpulan|выводы?|总结与反思)\W*$",
    re.IGNORECASE,
)
_SHORT = 100
_NOT_WORD = re.compile(r"\W+")
_BREAKS = {code: " " for code in range(128) if _NOT_WORD.match(chr(code))}
_NUMBER = re.compile(r"^\s*(?:(?:lesson\s*)?#?\d+\s*[.):–-]+)\s*", re.IGNORECASE)


def normal_wording(text: str) -> str:
    """The wording that an anchor is made of: case, marks and spaces do not matter."""
    if text.isascii():
        return " ".join(text.lower().translate(_BREAKS).split())
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_NOT_WORD.sub(" ", folded).split())


def anchor(prefix: str, text: str) -> str:
    """A permanent link for an entry, made of its wording so that order does not matter."""
    return f"{prefix}-{hashlib.sha256(normal_wording(text).encode()).hexdigest()[:8]}"


def find_lessons(
    document: Document, parts: tuple[Part, ...], lexicon: Lexicon
) -> tuple[Lesson, ...]:
    """Everything learned, in the order of the report; nothing twice."""
    found: dict[tuple[str, LessonKind], Lesson] = {}  # by anchor and kind
    first: dict[str, LessonKind] = {}
    for lesson in (*_from_front_matter(document), *_from_parts(document, parts, lexicon)):
        if first.setdefault(lesson.anchor, lesson.kind) is lesson.kind:
            own = lesson
        else:  # what went well and is a lesson, too
            own = replace(lesson, anchor=anchor("l", f"{lesson.kind} {lesson.anchor}"))
        found.setdefault((lesson.anchor, lesson.kind), own)
    return tuple(found.values())


def _from_front_matter(document: Document) -> Iterator[Lesson]:
    keys = {
        "lessons": "lessons",
        "went_well": "went_well",
        "went_poorly": "went_poorly",
        "lucky": "lucky",
    }
    for key, family in keys.items():
        value = document.meta.get(key)
        entries = value if isinstance(value, list) else [value] if value else []
        for number, entry in enumerate(entries):
            words = entry.get("text") or entry.get("lesson") if isinstance(entry, dict) else entry
            if isinstance(words, str) and not is_prompt(words):
                source = Provenance(Origin.FRONT_MATTER, document.meta_line(key, number), key)
                check = entry.get("check") if isinstance(entry, dict) else None
                lesson = make_lesson(_KINDS[family], words, document, source)
                if isinstance(check, str) and check:
                    made = rich(check, document.source.path, document.links)
                    lesson = Lesson(
                        lesson.kind, lesson.headline, lesson.more, made, lesson.anchor, source
                    )
                yield lesson


def _from_parts(document: Document, parts: tuple[Part, ...], lexicon: Lexicon) -> Iterator[Lesson]:
    learned = any(not _CLOSING.match(part.heading) for part in walk(parts, "lessons"))
    for part in walk(parts, *_KINDS):
        if learned and _CLOSING.match(part.heading):
            continue
        kind = _KINDS[str(part.family)]
        if headed := _from_heading(kind, part, document):
            yield headed
            continue
        alone = _alone(part)
        for item in items(part, alone.__contains__ if alone else None):
            if is_prompt(item.plain) and not item.cells:
                continue
            label = item.groups[-1] if item.groups else part.heading
            source = Provenance(Origin.HEADING, item.block.line, label)
            if item.cells:
                yield from _from_row(kind, item, source, lexicon)
                continue
            texts = [item.block.text]
            texts += [words for block in item.below for words in _below(block)]
            yield make_lesson(kind, "\n".join(texts), document, source, item.block)


def _alone(part: Part) -> frozenset[Block]:
    """The paragraphs that stand beside a part's list, neither leading to it nor away.

    What stands between two lists explains the item above it, and what follows a rule is a footer.
    """
    listed = [n for n, b in enumerate(part.blocks) if b.kind in {Kind.LIST, Kind.TABLE}]
    if part.parted or not listed:
        return frozenset()
    rule = next((n for n, b in enumerate(part.blocks) if b.kind is Kind.RULE), len(part.blocks))
    return frozenset(
        block
        for n, block in enumerate(part.blocks[:rule])
        if block.kind is Kind.PARAGRAPH
        and not listed[0] < n < listed[-1]
        and _STATES.search(words := block.plain.strip())
        and len(words.split()) >= _SENTENCE_WORDS
        and not _LEADS.search(words)
    )


def _from_heading(kind: LessonKind, part: Part, document: Document) -> Lesson | None:
    """`### 1. Caches are state` with prose below: the heading is the headline."""
    head = part.head
    prose = [block for block in part.blocks if block.kind is not Kind.RULE]
    if head is None or head.kind is not Kind.HEADING or part.named or part.parted or not prose:
        return None
    if len(part.heading.split()) < 3 or any(b.kind is not Kind.PARAGRAPH for b in prose):
        return None
    words = _NUMBER.sub("", head.text)
    text = f"**{words.strip('*_ ')}** " + "\n".join(block.text for block in prose)
    return make_lesson(kind, text, document, Provenance(Origin.HEADING, head.line, part.heading))


def _from_row(
    kind: LessonKind, item: Item, source: Provenance, lexicon: Lexicon
) -> Iterator[Lesson]:
    """A row is one lesson, its fullest cell, unless columns are kinds of lessons."""
    named = [(lexicon.family(name, _FAMILIES), cell) for name, cell in item.cells]
    cells = [(_KINDS[family], cell) for family, cell in named if family]
    for each, cell in cells or [(kind, item.block)]:
        text = rich_block(cell)
        if not is_prompt(text.text):
            yield Lesson(each, text, None, None, anchor("l", text.text), source)


def _below(block: Block) -> Iterator[str]:
    """Only the parts of what stands under a lesson that complete it: its check, its next words."""
    if block.kind is Kind.PARAGRAPH:
        yield block.text
    elif block.kind is Kind.LIST:
        for item in block.children:
            for child in item.children:
                if child.kind is Kind.PARAGRAPH and _CHECK.match(child.text.strip()):
                    yield child.text


def make_lesson(
    kind: LessonKind, text: str, document: Document, source: Provenance, block: Block | None = None
) -> Lesson:
    """Split a lesson's Markdown into headline, more and check."""
    path, links = document.source.path, document.links
    body, check = split_check(text)
    if check is None and "\n" not in text and len(text) <= _SHORT and block is not None:
        whole = rich_block(block)
        return Lesson(kind, whole, None, None, anchor("l", whole.text), source)
    head, rest = split_headline(body)
    headline = rich(head, path, links)
    more = rich(rest, path, links) if rest else None
    made: Rich | None = rich(check, path, links) if check else None
    wording = f"{headline.text} {more.text}" if more else headline.text
    return Lesson(kind, headline, more, made, anchor("l", wording), source)


def split_check(text: str) -> tuple[str, str | None]:
    """Cut `Check your code if ...` off a lesson; the rest of it completes that sentence."""
    match = _CHECK.search(text) if "check your" in text.lower() else None
    if match is None:
        return text, None
    check = text[match.end() :].strip().strip("*_").strip()
    return text[: match.start()].rstrip(" *_\n"), check or None


def split_headline(text: str) -> tuple[str, str]:
    """The first sentence of a Markdown text, and what follows it."""
    text = " ".join(text.split())
    bold = _BOLD_LEAD.match(text)
    if bold and bold["rest"] and len(bold["lead"].split()) >= 3:
        return bold["lead"].rstrip(":："), bold["rest"]
    if len(text) <= _SHORT:
        return text, ""
    for match in _SENTENCE.finditer(text[:600]):
        head = text[: match.end()].rstrip()
        if len(head) >= 20 and _closed(head):
            return head, text[match.end() :].strip()
    return text, ""


def split_sentences(text: str) -> Iterator[tuple[str, int]]:
    """The sentences of a Markdown text, each with the line it begins on (0 is the first)."""
    start = 0
    for match in _SENTENCE.finditer(text):
        if _closed(text[start : match.end()]):
            yield " ".join(text[start : match.end()].split()), text.count("\n", 0, start)
            start = match.end()
    if rest := " ".join(text[start:].split()):
        yield rest, text.count("\n", 0, start)


def _closed(text: str) -> bool:
    """Whether no code span, link or emphasis is cut in two."""
    return (
        text.count("`") % 2 == 0
        and text.count("[") == text.count("]")
        and text.count("(") == text.count(")")
        and text.count("**") % 2 == 0
    )
