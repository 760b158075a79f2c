"""Exports read back by the programs of others: table -> rows, days and truth as SQLite has them."""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from pyarrow import parquet

from secondstory.export.columns import Kind
from secondstory.export.tables import TABLES

Rows = dict[str, list[tuple[Any, ...]]]


def from_sqlite(file: Path) -> Rows:
    """In the order of the keys."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            table.name: sorted(connection.execute(f"SELECT * FROM {table.name}"), key=repr)
            for table in TABLES
        }


def from_parquet(folder: Path) -> Rows:
    found: Rows = {}
    for table in TABLES:
        sheet = parquet.read_table(folder / f"{table.name}.parquet")
        assert tuple(sheet.column_names) == table.names
        columns = [column.to_pylist() for column in sheet.columns]
        found[table.name] = sorted(map(_plain, zip(*columns, strict=True)), key=repr)
    return found


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value.isoformat() if isinstance(value, date) else value for value in row)


def from_csv(folder: Path) -> Rows:
    """With the types that the columns have; an empty text cannot be told from an unknown one."""
    csv.field_size_limit(sys.maxsize)
    found: Rows = {}
    for table in TABLES:
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == table.names
        numbers = [column.kind in (Kind.INTEGER, Kind.BOOLEAN) for column in table.columns]
        typed = (
            tuple(
                (int(cell) if number else cell) if cell else None
                for cell, number in zip(row, numbers, strict=True)
            )
            for row in rows
        )
        found[table.name] = sorted(typed, key=repr)
    return found


def without_empty(rows: Rows) -> Rows:
    """As CSV tells it: no texts that are empty, no truth but 0 and 1."""
    return {
        name: sorted(
            (
                tuple(None if value == "" else int(value) if value is True or value is False
                      else value for value in row)
                for row in some
            ),
            key=repr,
        )
        for name, some in rows.items()
    }  # fmt: skip
