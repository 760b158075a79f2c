"""Front matter -> plain values and the line of each key.

YAML between lines of dashes, TOML between lines of plus signs, or a JSON object. Where it
is broken, the lines that can be read are still read, and the finding says what to mend.
"""

# ruff: noqa: PLC0415  (most reports of most archives are of one language, or of none)
from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from secondstory.findings import Finding, Location
from secondstory.metadata.loaded import CODES, DUPLICATE, SIZE, UNCLOSED, Loaded, RefusalError
from secondstory.noun import Noun

__all__ = ["CODES", "Metadata", "read_metadata"]

_PROSE_INSIDE = re.compile(r"\n[ \t]*\n#{1,6} \S[^\n]*\n[ \t]*\n")  # a heading, not a comment
_JSON = json.JSONDecoder()
_PAIR = re.compile(r"((?<!\\)(?:\\\\)*)((?:\\u[dD][89a-fA-F][0-9a-fA-F]{2})+)")
_OBJECT = re.compile(r"\{\s*\"")


class Metadata(Noun, frozen=True):
    """Front matter as read. `body` keeps the line numbers of the file (blank lines stand in).

    `lines` gives the line of each key, and of each item of a list as `key[0]`, `key[1]` ...
    """

    values: Mapping[str, object]
    lines: Mapping[str, int]
    body: str
    raw: str
    findings: tuple[Finding, ...]


class _Form(NamedTuple):
    """A language of front matter: its fence, a field on one line, and how it is read."""

    fence: re.Pattern[str]
    line: re.Pattern[str]
    looks_like: Callable[[str], bool]
    load: Callable[[str, int], Loaded | None]
    salvage: Callable[[str, int], tuple[dict[str, object], dict[str, int]]]


@cache
def _form(sign: str) -> _Form | None:
    """The language that such a character opens; each is loaded with the first report in it."""
    if sign == "-":
        from frontmatter.default_handlers import YAMLHandler

        from secondstory.metadata import yaml_fields as yaml

        boundary = YAMLHandler.FM_BOUNDARY
        return _Form(boundary, yaml.LINE, yaml.looks_like, yaml.load, yaml.salvage)
    if sign == "+":
        from secondstory.metadata import toml_fields as toml

        boundary = re.compile(r"^\+{3}\s*$", re.MULTILINE)
        return _Form(boundary, toml.LINE, toml.looks_like, toml.load, toml.salvage)
    return None


def read_metadata(text: str, path: str) -> Metadata:
    """Split front matter from a report and read it. Total: any text gives a result."""
    form = _form(text[:1])
    opening = form.fence.match(text) if form else None
    if form is None or opening is None:
        return _object(text)
    closing = form.fence.search(text, opening.end())
    if closing is None:
        return _unclosed(text, opening, form, path)
    raw = text[opening.end() : closing.start()]
    start = text.count("\n", 0, opening.end()) + 1
    if not form.looks_like(raw):
        return Metadata({}, {}, text, "", ())  # two rules with prose between them
    if text[0] == "-" and _PROSE_INSIDE.search(raw):
        return _unclosed(text, opening, form, path)  # the second rule is further down
    body = _behind(text, closing.end())
    try:
        loaded = form.load(raw, start)
    except RefusalError as refusal:
        where = Location(
            path,
            # YAML knows line breaks that we do not: stay inside the front matter.
            start + min(refusal.mark.line, raw.count("\n")) if refusal.mark else start,
            refusal.mark.column + 1 if refusal.mark else 1,
        )
        values, lines = form.salvage(raw, start)
        return Metadata(values, lines, body, raw, (refusal.code.at(where, refusal.message),))
    if loaded is None:
        return Metadata({}, {}, text, "", ())
    findings = tuple(
        DUPLICATE.at(Location(path, line), f"{key!r} stands twice in the front matter")
        for key, line in loaded.doubled
    )
    return Metadata(loaded.values, loaded.lines, body, raw, findings)


def _object(text: str) -> Metadata:
    """A report that begins with a JSON object. YAML reads JSON, and knows the lines."""
    try:
        end = _JSON.raw_decode(text[:SIZE])[1] if _OBJECT.match(text) else 0
        rest = text[end:].partition("\n")[0]
        if not end or rest.strip():
            return Metadata({}, {}, text, "", ())
        from secondstory.metadata.yaml_fields import load

        loaded = load(_PAIR.sub(_joined, text[:end]), 1)
    except (ValueError, RecursionError, RefusalError):
        loaded = None
    if loaded is None:
        return Metadata({}, {}, text, "", ())
    return Metadata(loaded.values, loaded.lines, _behind(text, end + len(rest)), text[:end], ())


def _joined(match: re.Match[str]) -> str:
    """A letter that JSON spells in two halves as itself: YAML has no halves, and no lone one."""
    letters = str(json.loads('"' + match[2] + '"'))
    return match[1] + letters.encode("utf-8", "replace").decode()


def _behind(text: str, end: int) -> str:
    """What follows front matter, on the lines where it stands."""
    return "\n" * text.count("\n", 0, end) + text[end:]


def _unclosed(text: str, opening: re.Match[str], form: _Form, path: str) -> Metadata:
    """Front matter that nobody closed ends at the first blank line or heading."""
    start = opening.end()
    lines = text[start:].lstrip("\n").split("\n")
    fields = list(takewhile(lambda line: line.strip() and not line.startswith("#"), lines))
    raw = "\n".join(fields)
    if not fields or not form.line.match(fields[0]):
        return Metadata({}, {}, text, "", ())  # a rule and prose
    at = text.index(raw, start)
    finding = UNCLOSED.at(Location(path, 1), "the front matter is not closed")
    values, numbers = form.salvage(raw, text.count("\n", 0, at) + 1)
    return Metadata(values, numbers, _behind(text, at + len(raw)), raw, (finding,))
