"""What the linter found -> text with the line and a caret, or JSON.

The formats of code hosts are those of `check`: `as_report` makes what they are functions of.
"""

from __future__ import annotations

import json
from typing import Any

from secondstory import __version__
from secondstory.findings import Level
from secondstory.lint import Remark
from secondstory.noun import Noun
from secondstory.portable import visible
from secondstory.report import Paint, plain

_WIDEST = 160  # characters of a line that are shown
_BEFORE = 60  # of them before the words


class Linted(Noun, frozen=True):
    """A file that was linted: its path as it is printed, its lines, what was found in it."""

    path: str
    lines: tuple[str, ...]
    remarks: tuple[Remark, ...]


def as_text(linted: Linted, paint: Paint = plain, *, offer: bool = False) -> str:
    """Each finding by place, with its line, a caret below the words, and what to ask instead.

    With `offer` the suggestion stands as the line of a diff would, for people to take or leave.
    """
    return "".join(_entry(linted, remark, paint, offer=offer) for remark in linted.remarks)


def as_json(linted: tuple[Linted, ...]) -> str:
    """Everything for machines; keys are only ever added."""
    remarks = [remark for one in linted for remark in one.remarks]
    document: dict[str, Any] = {
        "schema_version": 1,
        "generator": {"name": "secondstory", "version": __version__},
        "linted": len(linted),
        "critical": sum(remark.level is Level.ERROR for remark in remarks),
        "warnings": sum(remark.level is not Level.ERROR for remark in remarks),
        "findings": [_told(one.path, remark) for one in linted for remark in one.remarks],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def sentence(linted: tuple[Linted, ...]) -> str:
    """What was read and found: `28 files, 3 findings (1 critical, 2 warnings)`."""
    levels = [remark.level for one in linted for remark in one.remarks]
    files = f"{len(linted):,} file{'' if len(linted) == 1 else 's'}"
    if not levels:
        return f"{files}, no findings"
    grave = levels.count(Level.ERROR)
    mild = len(levels) - grave
    kinds = [f"{grave:,} critical"] if grave else []
    kinds += [f"{mild:,} warning{'' if mild == 1 else 's'}"] if mild else []
    plural = "" if len(levels) == 1 else "s"
    return f"{files}, {len(levels):,} finding{plural} ({', '.join(kinds)})"


def _told(path: str, remark: Remark) -> dict[str, Any]:
    return {
        "path": path,
        "line": remark.line,
        "column": remark.column,
        "end_line": remark.end_line,
        "end_column": remark.end_column,
        "code": remark.code.code,
        "category": remark.code.name,
        "severity": remark.severity,
        "match": remark.words or None,
        "message": remark.message,
        "why": remark.code.why,
        "suggestion": remark.suggestion,
    }


def _entry(linted: Linted, remark: Remark, paint: Paint, *, offer: bool) -> str:
    place = paint(f"{visible(linted.path)}:{remark.line}:{remark.column}:", "place")
    code = paint(f"{remark.code.code} {remark.code.name}", remark.level.word)
    told = [f"{place} {code} ({remark.severity}) {visible(remark.message)}"]
    if 0 < remark.line <= len(linted.lines):
        line, caret = _pointed(linted.lines[remark.line - 1], remark)
        told += [f"  {visible(line)}", f"  {paint(caret, remark.level.word)}"]
    if offer:
        told += [paint(f"  - {visible(remark.context or remark.words)}", "error")]
        told += [paint(f"  + {visible(remark.suggestion)}", "note")]
    else:
        told += [f"  {paint(f'why: {visible(remark.code.why)}', 'hint')}"]
        told += [f"  {paint(f'ask: {visible(remark.suggestion)}', 'hint')}"]
    return "\n".join(told) + "\n"


def _pointed(line: str, remark: Remark) -> tuple[str, str]:
    """A line, cut where it is long, and the carets that point at the words in it."""
    start = remark.column - 1
    end = remark.end_column - 1 if remark.end_line == remark.line else len(line)
    first = max(0, start - _BEFORE) if len(line) > _WIDEST else 0
    shown = line[first : first + _WIDEST].replace("\t", " ")
    before, behind = ("…" if first else ""), ("…" if first + _WIDEST < len(line) else "")
    carets = max(1, min(end, first + _WIDEST) - start)
    return f"{before}{shown}{behind}".rstrip(), " " * (len(before) + start - first) + "^" * carets
