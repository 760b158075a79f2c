"""Tell in which line each key of a TOML text stands, which tomllib does not.

The text has been accepted by tomllib, so this reader only has to find its way: it skips
values and never judges them.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping

Path = tuple[str, ...]

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


def loaded(text: str) -> Mapping[str, object] | tuple[str, int]:
    """Read a TOML text; where it is none, say why and in which line."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        return _PLACE.sub("", str(error)).lower(), line


def key_lines(text: str) -> Mapping[Path, int]:
    """Map each key and table, as a path such as `("site", "title")`, to its 1-based line.

    A key that stands in several places (a table that is reopened) keeps its first. The tables of a
    list are numbered from 0 as well: `[[class]]` is `("class",)` and `("class", "0")`.
    """
    starts: dict[Path, int] = {}
    tables: tuple[Path, ...] = ((),)
    numbers: Counter[Path] = Counter()
    at = _space(text, 0)
    while at < len(text):
        found: dict[Path, int] = {}
        if text[at] == "[":
            several = 2 if text.startswith("[[", at) else 1
            name, at = _key(text, at + several, (), starts)
            at += several
            numbered = _numbered(name, numbers)
            if several > 1:
                numbers[numbered] += 1
                numbered = (*numbered, str(numbers[numbered] - 1))
                starts[numbered] = at - several
            tables = (name, numbered) if numbered != name else (name,)
        else:
            at = _pair(text, at, (), found)
        for table in tables:
            for path, start in found.items():
                starts.setdefault((*table, *path), start)
        at = _space(text, at)
    return {path: text.count("\n", 0, start) + 1 for path, start in starts.items()}


def _numbered(name: Path, numbers: Counter[Path]) -> Path:
    """The path of a table, with the number of each list of tables that it lies in."""
    table: Path = ()
    for key in name[:-1]:
        table = (*table, key)
        if numbers[table]:
            table = (*table, str(numbers[table] - 1))
    return (*table, *name[-1:])


def _pair(text: str, at: int, table: Path, starts: dict[Path, int]) -> int:
    path, at = _key(text, at, table, starts)
    return _value(text, _space(text, at + 1), path, starts)


def _key(text: str, at: int, table: Path, starts: dict[Path, int]) -> tuple[Path, int]:
    """Read a dotted key; the answer points at what follows it: `=` or `]`."""
    path = table
    while True:
        at = _space(text, at)
        if quoted := _STRING.match(text, at):
            name, end = str(tomllib.loads(f"name = {quoted[0]}")["name"]), quoted.end()
        else:
            bare = _BARE.match(text, at)
            name, end = (bare[0], bare.end()) if bare else ("", at)
        path = (*path, name)
        starts.setdefault(path, at)
        at = _space(text, end)
        if not text.startswith(".", at):
            return path, at
        at += 1


def _value(text: str, at: int, path: Path, starts: dict[Path, int]) -> int:
    if text.startswith(("{", "["), at):
        inline_table = text[at] == "{"
        at = _space(text, at + 1)
        while at < len(text) and text[at] not in "}]":
            read = _pair if inline_table else _value
            at = _space(text, read(text, at, path, starts))
            at = _space(text, at + 1) if text.startswith(",", at) else at
        return at + 1
    found = _STRING.match(text, at) or _SCALAR.match(text, at)
    return found.end() if found else at + 1


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
