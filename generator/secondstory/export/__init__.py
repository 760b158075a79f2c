"""The archive as files for SQL, notebooks and spreadsheets: the recipe.

    Archive -> the objects of index.json -> rows -> SQLite, CSV, Parquet; JSON lines as they are

An incident is read, written and let go before the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from secondstory.codec import as_json
from secondstory.export.place import new_file, new_files
from secondstory.model import Archive, Site
from secondstory.render.index_json import Index

SQLITE, CSV, PARQUET, JSONL = FORMATS = ("sqlite", "csv", "parquet", "jsonl")
_LINE = b'{"source_path":'


def export(
    archive: Archive,
    site: Site,
    as_of: date,
    form: str,
    target: Path,
    *,
    raw: bool = False,
    force: bool = False,
) -> None:
    """Write the archive in a format: a file, or for CSV and Parquet a folder.

    `raw` leaves texts in CSV as they are. Raises ProjectError where `target` is not ours and
    there is no `force`, or where it cannot be written.
    """
    if form == JSONL:
        with new_file(target, _is_ours, force=force) as file, file.open("wb") as stream:
            stream.writelines(lines(archive, site, as_of))
        return
    from secondstory.export.rows import batches  # noqa: PLC0415 - it takes time

    found = batches(archive, Index(archive, site, as_of), as_of)
    if form == SQLITE:
        from secondstory.export import sqlite  # noqa: PLC0415

        with new_file(target, sqlite.is_ours, sqlite.BESIDE, force=force) as file:
            sqlite.write(file, found)
        return
    from secondstory.export import csv, description, parquet  # noqa: PLC0415

    suffix = csv.SUFFIX if form == CSV else parquet.SUFFIX
    if form == PARQUET:
        parquet.require()
    with new_files(target, description.NAME, description.OPENING, force=force) as folder:
        if form == CSV:
            csv.write(folder, found, raw=raw)
        else:
            parquet.write(folder, found)
        (folder / description.NAME).write_bytes(description.description(form, suffix))


def lines(archive: Archive, site: Site, as_of: date) -> Iterator[bytes]:
    """The incidents of index.json, one on each line, newest first."""
    return (as_json(incident) + b"\n" for incident in Index(archive, site, as_of).incidents())


def _is_ours(opening: bytes) -> bool:
    return not opening or opening.startswith(_LINE)
