"""Rows -> an SQLite file with foreign keys and full-text tables, which Datasette opens as it is.

This is the standard library's sqlite3 and the sixty lines that it takes. sqlite-utils would save
us half of them, but brings five more packages, and its tables say neither what a column means nor
in which order their pages lie, which makes the bytes.

The same archive gives the same bytes, by the same version of SQLite, which writes its number into
the file: one transaction, rows in their order, nothing of the clock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from secondstory.export.columns import Column, Kind, Table
from secondstory.export.rows import Batch
from secondstory.export.tables import SCHEMA_VERSION, TABLES
from secondstory.findings import ProjectError

_APPLICATION = 0x32535459  # "2STY": the header of the file says whose it is
_AT = slice(68, 72)  # where
_MAGIC = b"SQLite format 3\0"
BESIDE = ("-wal", "-journal")  # ends of the names of files that say that somebody writes to one
_TYPES = {Kind.INTEGER: "INTEGER", Kind.BOOLEAN: "INTEGER"}
# Datasette looks for `content="..."` in the statement to know what it can search.
_TOKENS = "porter unicode61 remove_diacritics 2"
_SETTINGS = (
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
    "PRAGMA page_size = 4096",
    "PRAGMA journal_mode = OFF",  # nobody reads it before it is whole
    "PRAGMA synchronous = OFF",
)


def is_ours(opening: bytes) -> bool:
    """Whether a file that begins so is one that `write` made, or empty."""
    mark = _APPLICATION.to_bytes(4, "big")
    return not opening or (opening.startswith(_MAGIC) and opening[_AT] == mark)


def write(file: Path, batches: Iterable[Batch]) -> None:
    """Make the file. Raises ProjectError where SQLite cannot."""
    draft = file.with_name(f"{file.name}.draft")
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            for setting in _SETTINGS:
                connection.execute(setting)
            connection.execute("BEGIN")
            for statement in schema():
                connection.execute(statement)
            for batch in batches:
                for table, rows in batch:
                    connection.executemany(_INSERT[table.name], rows)
            for statement in _after():
                connection.execute(statement)
            connection.execute("COMMIT")
            # Written incident by incident, the rows of a table lie together afterwards.
            connection.execute("VACUUM INTO ?", (str(file),))
        draft.unlink()
    except sqlite3.Error as error:
        raise ProjectError(f"SQLite cannot write the export: {error}") from error


def schema() -> Iterator[str]:
    """The statements that make the tables; what columns mean stays in them as comments."""
    for table in TABLES:
        yield _create(table)
    for table in TABLES:
        if table.searched:
            columns = ", ".join(table.searched)
            yield (
                f"CREATE VIRTUAL TABLE {table.name}_fts USING FTS5"
                f' ({columns}, content="{table.name}", tokenize="{_TOKENS}")'
            )


def _create(table: Table) -> str:
    lines = [(_column(table, column), column.about) for column in table.columns]
    lines.append((f"PRIMARY KEY ({', '.join(table.key)})", ""))
    lines += [
        # Datasette wants the column named, though it is the key.
        (f"FOREIGN KEY ({column.name}) REFERENCES {column.leads_to} (slug)", "")
        for column in table.columns
        if column.leads_to
    ]
    *before, (last, _) = lines
    body = "".join(f"  {line},{f' -- {about}' if about else ''}\n" for line, about in before)
    # Full text hangs on the number of a row; without it, rows lie in their key and nowhere else.
    kept = "" if table.searched else " WITHOUT ROWID"
    return f"CREATE TABLE {table.name} ( -- {table.about}\n{body}  {last}\n){kept}"


def _column(table: Table, column: Column) -> str:
    known = " NOT NULL" if column.name in table.key else ""
    return f"{column.name} {_TYPES.get(column.kind, 'TEXT')}{known}"


def _after() -> Iterator[str]:
    """What makes it fast to read, once all rows are there."""
    for table in TABLES:
        for column in table.columns:
            if column.leads_to and column.name != table.key[0]:  # which the key finds
                yield f"CREATE INDEX {table.name}_{column.name} ON {table.name} ({column.name})"
    for table in TABLES:
        if table.searched:
            full = f"{table.name}_fts"
            for command in ("rebuild", "optimize"):
                yield f"INSERT INTO {full} ({full}) VALUES ('{command}')"  # noqa: S608


_INSERT = {
    table.name: f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608
    for table in TABLES
}
