"""TOML -> plain values and the line of each key.

As with YAML every value becomes a string: dates and times in ISO form, numbers as written.
`tomllib` tells no positions, so a pass over the text's statements finds the lines, and
refuses what would nest or be dotted beyond reason before anything is built.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from secondstory.metadata.loaded import (
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

# What a TOML text consists of; a string that nobody closed ends with its line, or the text.
_PIECE = re.compile(
    r'(?P<string>"""(?:[^"\\]|\\(?:.|\Z)|"(?!""))*+(?:"{3,5}|\Z)'
    r"|\'\'\'(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*'?)"
    r"|(?P<comment>\#[^\n]*)|(?P<mark>[\[\]{},=.\n])|(?P<bare>[^\s\"'\#\[\]{},=.]+)",
    re.DOTALL,
)
LINE = re.compile(r"[ \t]*(?P<key>[A-Za-z_][\w-]{0,60})[ \t]*=[ \t]*(?P<value>\S.*)?$")
_FIELD = re.compile(r"^[ \t]*(?:\[|[\w\"'.-]+[ \t]*=)", re.MULTILINE)
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


class _Piece(NamedTuple):
    """A string, word or mark, and how many brackets are open around it."""

    text: str
    line: int
    depth: int


def load(raw: str, start: int) -> Loaded:
    """The fields and their lines; `start` is the first line.

    Raises:
        RefusalError: the text is no TOML, or nested or long beyond reason.
    """
    refuse_long(raw)
    raw = raw.replace("\r\n", "\n")
    lines = {name: start + line for name, line in _places(raw).items()}
    try:
        found = tomllib.loads(raw, parse_float=str)
        values = {key: _plain(value) for key, value in found.items()}
    except ValueError as error:  # numbers of thousands of digits are more than Python takes
        place = _PLACE.search(str(error))
        message = f"the front matter is not valid TOML: {_PLACE.sub('', str(error))}"
        raise RefusalError(BROKEN, _spot(place, raw), message) from error
    return Loaded(dict(values), dict.fromkeys(values, start) | lines)


def salvage(raw: str, start: int) -> tuple[dict[str, object], dict[str, int]]:
    """Read the `key = value` lines above the first table one by one, quoted or not."""
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(raw.split("\n")):
        if line.lstrip().startswith("["):
            break
        match = LINE.match(line)
        if match and match["value"] and match["key"] not in values:
            values[match["key"]], lines[match["key"]] = _alone(line, match), start + number
    return values, lines


def looks_like(raw: str) -> bool:
    """Whether some line is a field or a table."""
    return _FIELD.search(raw) is not None


def _alone(line: str, match: re.Match[str]) -> Value:
    """The value of one line, or its words where it is no TOML ("title = Well ran dry")."""
    try:
        _places(line)
        return _plain(next(iter(tomllib.loads(line, parse_float=str).values())))
    except (ValueError, RefusalError):
        if match["value"].startswith("["):
            items: list[Value] = [i.strip("\"'[] \t\r") for i in match["value"].split(",")]
            return [item for item in items if item]
        words = match["value"].strip("\"'[] \t\r")
        return None if words.casefold() in EMPTY else words


def _spot(place: re.Match[str] | None, raw: str) -> Mark:
    if place and place["line"]:
        return Mark(int(place["line"]) - 1, int(place["column"]) - 1)
    return Mark(len(raw.rstrip("\n").split("\n")) - 1, 0)


def _plain(value: object) -> Value:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        zoned = value.utcoffset() == timedelta(0)
        return value.replace(tzinfo=None).isoformat(" ") + "Z" if zoned else value.isoformat(" ")
    text = value.isoformat() if isinstance(value, (date, time)) else str(value).strip()
    return None if text.casefold() in EMPTY else text


def _places(raw: str) -> dict[str, int]:
    """The line, from 0, of each key above the first table, each item of its list, each table."""
    places: dict[str, int] = {}
    tables: Counter[str] = Counter()
    for first, *more in _statements(raw):
        if first.text == "[":
            names = [piece for piece in (first, *more) if piece.text not in "[].,{}="]
            if not names:
                continue
            name = _unquoted(names[0].text)
            if more[0].text == "[" and len(names) == 1:
                places[f"{name}[{tables[name]}]"] = first.line
            tables[name] += 1
        elif not tables:
            name = _unquoted(first.text)
            places |= {f"{name}[{n}]": line for n, line in enumerate(_items(more))}
        else:
            continue
        places.setdefault(name, first.line)
    return places


def _items(pieces: list[_Piece]) -> Iterator[int]:
    """The lines of the items of `= [one, two]`."""
    if [piece.text for piece in pieces[:2]] != ["=", "["]:
        return
    awaited = True
    for piece in pieces[2:]:
        if piece.depth == 1:
            if awaited and piece.text not in ",]":
                yield piece.line
            awaited = piece.text == ","


def _statements(raw: str) -> Iterator[list[_Piece]]:
    """The pieces of a text up to each line end outside of brackets."""
    pieces: list[_Piece] = []
    depth = dots = line = 0
    for match in _PIECE.finditer(raw):
        text, mark = match[0], match["mark"] or ""
        dots = dots + 1 if mark == "." else 0 if mark else dots
        depth -= mark != "" and mark in "]}"
        if mark != "\n" and not match["comment"]:
            pieces.append(_Piece(text, line, depth))
        depth += mark != "" and mark in "[{"
        if max(dots, depth) > DEPTH:
            message = "the front matter is nested too deeply to read"
            raise RefusalError(DEEP, Mark(line, 0), message)
        if mark == "\n" and depth <= 0 and pieces:
            yield pieces
            pieces, depth = [], 0
        line += text.count("\n")
    if pieces:
        yield pieces


def _unquoted(key: str) -> str:
    return key[1:-1] if key[:1] in "\"'" else key
