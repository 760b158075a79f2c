"""Rows -> a folder with a Parquet file for each table (uses pyarrow, an extra)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Self

from secondstory.export.columns import Kind, Row, Table, Value
from secondstory.export.rows import Batch
from secondstory.export.tables import TABLES
from secondstory.findings import ProjectError

SUFFIX = ".parquet"
_HELD = 4_000  # rows of a table in memory; what is written at once is read at once


def require() -> None:
    """Raise ProjectError where pyarrow is missing."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - an extra
    except ImportError as error:
        raise ProjectError(
            "Parquet needs pyarrow", hint="pip install 'secondstory[parquet]'"
        ) from error


def write(folder: Path, batches: Iterable[Batch]) -> None:
    """Make the files. Raises ProjectError where pyarrow is missing."""
    require()
    with ExitStack() as open_:
        sheets = {
            table.name: open_.enter_context(_Sheet(folder / f"{table.name}{SUFFIX}", table))
            for table in TABLES
        }
        for batch in batches:
            for table, rows in batch:
                sheets[table.name].add(rows)


class _Sheet:
    """A file that is written some rows at a time."""

    def __init__(self, path: Path, table: Table) -> None:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415

        types = {Kind.DAY: pa.date32(), Kind.INTEGER: pa.int64(), Kind.BOOLEAN: pa.bool_()}
        self._schema = pa.schema(
            [
                pa.field(
                    column.name,
                    types.get(column.kind, pa.string()),
                    nullable=column.name not in table.key,
                    metadata={"description": column.about},
                )
                for column in table.columns
            ],
            metadata={"description": table.about},
        )
        self._table, self._held = table, list[Row]()
        self._batch = pa.record_batch
        # The compression that every reader of Parquet knows.
        self._writer = ParquetWriter(path, self._schema, compression="snappy")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, rows: Sequence[Row]) -> None:
        """Write some rows, if not at once."""
        self._held += rows
        if len(self._held) >= _HELD:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            columns = [
                _typed(values, column.kind)
                for column, values in zip(
                    self._table.columns, zip(*self._held, strict=True), strict=True
                )
            ]
            self._writer.write_batch(self._batch(columns, schema=self._schema))
            self._held = []


def _typed(values: Sequence[Value], kind: Kind) -> list[Any]:
    if kind is Kind.DAY:
        return [None if value is None else date.fromisoformat(str(value)) for value in values]
    return list(values)
