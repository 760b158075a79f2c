"""Rows -> a folder with a file of comma-separated values for each table (RFC 4180, UTF-8, LF).

Unknown is an empty cell, an empty text is `""`. A text that a spreadsheet would take for a formula
gets an apostrophe before it, unless it is wanted raw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from secondstory.export.columns import Value
from secondstory.export.rows import Batch
from secondstory.export.tables import TABLES

SUFFIX = ".csv"
_FORMULA = re.compile("[=+@＝＋－＠\t\r\n-]")
_QUOTED = re.compile('[",\r\n]|^$|^\\s|\\s$')


def write(folder: Path, batches: Iterable[Batch], *, raw: bool = False) -> None:
    """Make the files."""
    with ExitStack() as open_:
        files = {}
        for table in TABLES:
            path = folder / f"{table.name}{SUFFIX}"
            files[table.name] = open_.enter_context(path.open("w", encoding="utf-8", newline=""))
            files[table.name].write(",".join(table.names) + "\n")
        for batch in batches:
            for table, rows in batch:
                files[table.name].writelines(_lines(rows, raw=raw))


def _lines(rows: Iterable[Iterable[Value]], *, raw: bool) -> Iterator[str]:
    for row in rows:
        yield ",".join([_cell(value, raw=raw) for value in row]) + "\n"


def _cell(value: Value, *, raw: bool) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(int(value))
    text = f"'{value}" if not raw and _FORMULA.match(value) else value
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
