"""Commitments -> a sheet: CSV as RFC 4180 has it, in UTF-8.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and a report may be
anybody's text: such a cell gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from secondstory.commitments import Commitment
from secondstory.render.actions.records import COLUMNS, Way, record

_CONTROL = ("\t", "\r", "\n")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BETWEEN = "; "  # the values of a cell that has several


def as_sheet(found: Iterable[Commitment], way: Way) -> bytes:
    """A line for each commitment below one of names; `way` leads from the site's root outside."""
    sheet = io.StringIO(newline="")
    lines = csv.writer(sheet, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in found:
        told = record(one, way)
        lines.writerow([_cell(told[name]) for name in COLUMNS])
    return sheet.getvalue().encode()


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a record holds
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return _harmless(_BETWEEN.join(value))
    return _harmless(str(value))


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in _CONTROL else text
