"""Front matter -> plain values and the line of each key (the only user of the YAML libraries).

Every scalar stays the string that its author wrote: YAML would read `no` as false,
`12:30` as 750 and `0123` as 83. Aliases and tags are refused (a few hundred bytes of
them can unfold to gigabytes). Where the YAML is broken, the lines that can be read are
still read, and the finding says what to quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

import yaml
from frontmatter.default_handlers import YAMLHandler

from secondstory.findings import Code, Finding, Level, Location

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML without libyaml: slower, the same results
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

BROKEN = Code(
    "SS201",
    "front-matter-broken",
    Level.ERROR,
    "The front matter is not valid YAML, so only the lines that can be read one by one count.",
    'quote values that start with @ or hold ": ", as in owner: "@alice"',
)
ALIASES = Code(
    "SS203",
    "front-matter-alias",
    Level.ERROR,
    "YAML anchors, aliases and tags are not read: they can unfold to more than memory holds.",
    "write the value out in full",
)
DEEP = Code(
    "SS204",
    "front-matter-too-big",
    Level.ERROR,
    "Front matter nested or long beyond reason is not read.",
    "keep front matter to a page of plain fields",
)
DUPLICATE = Code(
    "SS205",
    "front-matter-key-twice",
    Level.WARNING,
    "A key stands twice; the first one counts.",
    "keep one of the two lines",
)
UNCLOSED = Code(
    "SS206",
    "front-matter-not-closed",
    Level.ERROR,
    "Front matter begins with --- and never ends; the lines up to the first blank one are read.",
    "close it with a line of three dashes",
)
CODES = (BROKEN, ALIASES, DEEP, DUPLICATE, UNCLOSED)

_SIZE = 200_000
_DEPTH = 12
_LINE = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")
_KEY = re.compile(r"[\w\"'][^*\n]{0,60}?:(?:\s|$)")
_PROSE_INSIDE = re.compile(r"\n[ \t]*\n#{1,6} \S[^\n]*\n[ \t]*\n")  # a heading, not a comment
_EMPTY = {"", "null", "~", "none", "n/a", "tbd", "unknown", "?"}

Value = str | list["Value"] | dict[str, "Value"] | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Front matter as read. `body` keeps the line numbers of the file (blank lines stand in).

    `lines` gives the line of each key, and of each item of a list as `key[0]`, `key[1]` ...
    """

    values: Mapping[str, object]
    lines: Mapping[str, int]
    body: str
    raw: str
    findings: tuple[Finding, ...]


class Mark(Protocol):
    """Where the YAML reader stood: both counts begin at 0."""

    line: int
    column: int


class _RefusalError(Exception):
    def __init__(self, code: Code, mark: Mark | None, message: str) -> None:
        super().__init__(message)
        self.code, self.mark, self.message = code, mark, message


def read_metadata(text: str, path: str) -> Metadata:
    """Split front matter from a report and read it. Total: any text gives a result."""
    handler = YAMLHandler()
    boundary = handler.FM_BOUNDARY
    opening = boundary.match(text) if boundary else None
    closing = boundary.search(text, opening.end()) if boundary and opening else None
    if opening is None:
        return Metadata({}, {}, text, "", ())
    if closing is None:
        return _unclosed(text, opening.end(), path)
    raw = text[opening.end() : closing.start()]
    start = text.count("\n", 0, opening.end()) + 1
    body = "\n" * text.count("\n", 0, closing.end()) + text[closing.end() :]
    if not _looks_like_fields(raw):
        return Metadata({}, {}, text, "", ())  # two rules with prose between them
    if _PROSE_INSIDE.search(raw):
        return _unclosed(text, opening.end(), path)  # the second rule is further down
    try:
        loaded = _load(raw, start)
    except _RefusalError as refusal:
        where = Location(
            path,
            # YAML knows line breaks that we do not: stay inside the front matter.
            start + min(refusal.mark.line, raw.count("\n")) if refusal.mark else start,
            refusal.mark.column + 1 if refusal.mark else 1,
        )
        values, lines = _salvage(raw, start)
        return Metadata(values, lines, body, raw, (refusal.code.at(where, refusal.message),))
    if loaded is None:
        return Metadata({}, {}, text, "", ())
    values, lines, doubled = loaded
    findings = tuple(
        DUPLICATE.at(Location(path, line), f"{key!r} stands twice in the front matter")
        for key, line in doubled
    )
    return Metadata(values, lines, body, raw, findings)


def _looks_like_fields(raw: str) -> bool:
    lines = (line for line in raw.split("\n") if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    return bool(_KEY.match(first)) or first.lstrip()[:1] in {"{", "?", "-", "[", '"', "'"}


def _unclosed(text: str, start: int, path: str) -> Metadata:
    """Front matter that nobody closed ends at the first blank line or heading."""
    lines = text[start:].lstrip("\n").split("\n")
    fields = list(takewhile(lambda line: line.strip() and not line.startswith("#"), lines))
    if not fields or not _LINE.match(fields[0]):
        return Metadata({}, {}, text, "", ())  # a rule and prose
    raw = "\n".join(fields)
    at = text.index(raw, start)
    first = text.count("\n", 0, at) + 1
    body = "\n" * text.count("\n", 0, at + len(raw)) + text[at + len(raw) :]
    finding = UNCLOSED.at(Location(path, 1), "the front matter is not closed")
    values, numbers = _salvage(raw, first)
    return Metadata(values, numbers, body, raw, (finding,))


def _load(
    raw: str, start: int
) -> tuple[dict[str, object], dict[str, int], list[tuple[str, int]]] | None:
    """The fields, their lines and the keys that stand twice; None where it is no mapping."""
    if len(raw) > _SIZE:
        raise _RefusalError(DEEP, None, f"front matter of {len(raw):,} characters is not read")
    try:
        _inspect(raw)
        node = yaml.compose(raw, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        problem = error.problem or error.context or "it cannot be read"
        message = f"the front matter is not valid YAML: {problem}"
        raise _RefusalError(BROKEN, error.problem_mark or error.context_mark, message) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"the front matter is not valid YAML: {str(error).splitlines()[0]}"
        raise _RefusalError(BROKEN, None, message) from error
    if node is None:
        return {}, {}, []
    if not isinstance(node, yaml.MappingNode):
        return None
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    doubled = []
    for key_node, value_node in node.value:
        key = str(_plain(key_node)).strip()
        line = start + key_node.start_mark.line
        if key in values:
            doubled.append((key, line))
            continue
        values[key], lines[key] = _plain(value_node), line
        if isinstance(value_node, yaml.SequenceNode):
            for number, item in enumerate(value_node.value):
                lines[f"{key}[{number}]"] = start + item.start_mark.line
    return values, lines, doubled


def _inspect(raw: str) -> None:
    """Look at the events before anything is built: refuse what could unfold or overflow."""
    depth = 0
    for event in yaml.parse(raw, Loader=Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "YAML anchors and aliases are not read"
            raise _RefusalError(ALIASES, event.start_mark, message)
        tag = getattr(event, "tag", None)
        if tag and not tag.startswith("tag:yaml.org,2002:str"):
            raise _RefusalError(ALIASES, event.start_mark, f"the YAML tag {tag!r} is not read")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH:
            raise _RefusalError(
                DEEP, event.start_mark, "the front matter is nested too deeply to read"
            )


def _plain(node: yaml.Node) -> Value:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    text = str(node.value).strip()
    return None if text.casefold() in _EMPTY else text


def _salvage(raw: str, start: int) -> tuple[dict[str, object], dict[str, int]]:
    """Read the `key: value` lines of broken YAML one by one, lists of `- item` included."""
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for number, key, value in _fields(raw):
        if key not in values and value is not None:
            values[key], lines[key] = value, start + number
    return values, lines


def _fields(raw: str) -> Iterator[tuple[int, str, Value]]:
    lines = raw.split("\n")
    for number, line in enumerate(lines):
        match = _LINE.match(line)
        if not match:
            continue
        key, text = match[1], (match[2] or "").strip()
        if text:
            if text[0] in "&*!{[|>" and not text.startswith("["):
                continue
            if text.startswith("["):
                inner = text[1:].removesuffix("]")
                items: list[Value] = [part.strip(" \"'") for part in inner.split(",")]
                yield number, key, [item for item in items if item]
            else:
                text = text.strip("\"'")
                yield number, key, None if text.casefold() in _EMPTY else text
            continue
        below: list[Value] = []
        for item in lines[number + 1 :]:
            if not re.match(r"\s*-\s+\S", item):
                break
            below.append(item.strip()[1:].strip(" \"'"))
        if below:
            yield number, key, below
