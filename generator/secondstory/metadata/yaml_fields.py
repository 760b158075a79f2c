"""YAML -> plain values and the line of each key (the only user of the YAML libraries).

Every scalar stays the string that its author wrote: YAML would read `no` as false,
`12:30` as 750 and `0123` as 83. Aliases and tags are refused (a few hundred bytes of
them can unfold to gigabytes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import yaml

from secondstory.metadata.loaded import (
    ALIASES,
    BROKEN,
    DEEP,
    DEPTH,
    EMPTY,
    Loaded,
    Mark,
    RefusalError,
    Value,
    refuse_long,
)

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML without libyaml: slower, the same results
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

LINE = re.compile(r"([A-Za-z_][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")
_KEY = re.compile(r"[\w\"'][^*\n]{0,60}?:(?:\s|$)")


def looks_like(raw: str) -> bool:
    """Whether the first line that says something is a field, a list or an object."""
    lines = (line for line in raw.split("\n") if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    return bool(_KEY.match(first)) or first.lstrip()[:1] in {"{", "?", "-", "[", '"', "'"}


def load(raw: str, start: int) -> Loaded | None:
    """The fields and their lines, None where it is no mapping; `start` is the first line.

    Raises:
        RefusalError: the text is no YAML, could unfold, or is nested or long beyond reason.
    """
    refuse_long(raw)
    try:
        _inspect(raw)
        node = yaml.compose(raw, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        problem = error.problem or error.context or "it cannot be read"
        message = f"the front matter is not valid YAML: {problem}"
        raise RefusalError(
            BROKEN, _mark(error.problem_mark or error.context_mark), message
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"the front matter is not valid YAML: {str(error).splitlines()[0]}"
        raise RefusalError(BROKEN, None, message) from error
    if node is None:
        return Loaded({}, {})
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
    return Loaded(values, lines, doubled)


def _inspect(raw: str) -> None:
    """Look at the events before anything is built: refuse what could unfold or overflow."""
    depth = 0
    for event in yaml.parse(raw, Loader=Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "YAML anchors and aliases are not read"
            raise RefusalError(ALIASES, _mark(event.start_mark), message)
        tag = getattr(event, "tag", None)
        if tag and not tag.startswith("tag:yaml.org,2002:str"):
            raise RefusalError(
                ALIASES, _mark(event.start_mark), f"the YAML tag {tag!r} is not read"
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH:
            raise RefusalError(
                DEEP, _mark(event.start_mark), "the front matter is nested too deeply to read"
            )


class _YamlMark(Protocol):
    line: int
    column: int


def _mark(mark: _YamlMark | None) -> Mark | None:
    return Mark(mark.line, mark.column) if mark else None


def _plain(node: yaml.Node) -> Value:
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    text = str(node.value).strip()
    return None if text.casefold() in EMPTY else text


def salvage(raw: str, start: int) -> tuple[dict[str, object], dict[str, int]]:
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
        match = LINE.match(line)
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
                yield number, key, None if text.casefold() in EMPTY else text
            continue
        below: list[Value] = []
        for item in lines[number + 1 :]:
            if not re.match(r"\s*-\s+\S", item):
                break
            below.append(item.strip()[1:].strip(" \"'"))
        if below:
            yield number, key, below
