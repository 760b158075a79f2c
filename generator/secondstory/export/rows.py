"""The archive -> the rows of each table, an incident at a time.

Texts are those of `index.json` but for what no table can hold: a lone surrogate and the character
NUL become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, TypeAlias

from secondstory import __version__
from secondstory.classes import folded
from secondstory.codec import as_json
from secondstory.export.columns import Column, Kind, Row, Table, Value
from secondstory.export.tables import (
    ABOUT,
    GROUPS,
    INCIDENTS,
    LESSONS,
    RECURRENCES,
    SCHEMA_VERSION,
    SOURCES,
    TABLES,
)
from secondstory.model import Archive, Group, LessonKind
from secondstory.render.index_json import Index

Json: TypeAlias = Any  # plain values, as `index.json` has them
Entry: TypeAlias = Mapping[str, Json]
Batch: TypeAlias = list[tuple[Table, list[Row]]]  # rows that belong together

_KINDS = {
    "lessons": LessonKind.LESSON,
    "went_well": LessonKind.WENT_WELL,
    "went_poorly": LessonKind.WENT_POORLY,
    "lucky": LessonKind.LUCKY,
}
_UNFIT = re.compile("[\0\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def batches(archive: Archive, index: Index, as_of: date) -> Iterator[Batch]:
    """The rows of what incidents lead to, then those of each incident, newest first."""
    groups = {
        "tags": archive.tags,
        "services": archive.services,
        "teams": archive.teams,
        "classes": archive.classes,
    }
    about = {
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of.isoformat(),
        "generator": f"secondstory {__version__}",
    }
    yield [
        (ABOUT, [_row(ABOUT, about)]),
        *(
            (table.values, _rows(table.values, map(_named, groups[name])))
            for name, table in GROUPS.items()
        ),
    ]
    slugs = {name: {folded(group.name): group.slug for group in groups[name]} for name in GROUPS}
    for incident in index.incidents():
        yield list(_tables(incident, slugs))


def _tables(
    incident: Entry, slugs: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[Table, list[Row]]]:
    """The rows of an incident in each table that has some."""
    for table in TABLES:
        if table is RECURRENCES:
            found = _recurrences(incident, slugs["classes"])
        elif table.lists and table.lists[0] in slugs:
            found = _links(table, incident, slugs[table.lists[0]])
        else:
            found = _entries(table, incident)
        if rows := _rows(table, found):
            yield table, rows


def _entries(table: Table, incident: Entry) -> Iterator[Entry]:
    """What stands in an incident for the rows of a table."""
    if table is INCIDENTS:
        yield incident
    elif table is SOURCES:
        for fact, found in incident["provenance"].items():
            places = found if isinstance(found, list) else [found]
            for position, place in enumerate(places, 1):
                yield {**place, "incident": incident["slug"], "fact": fact, "position": position}
    else:
        for name in table.lists:
            for position, entry in enumerate(incident[name], 1):
                known = {"incident": incident["slug"], "position": position}
                if table is LESSONS:
                    known["kind"] = _KINDS[name].value
                yield known | (entry if isinstance(entry, dict) else {"": entry})


def _links(table: Table, incident: Entry, slugs: Mapping[str, str]) -> Iterator[Entry]:
    """Which values an incident has: one that it spells in two ways is one."""
    _, value = table.key
    seen = set()
    for entry in _entries(table, incident):
        slug = slugs[folded(entry[""])]
        if slug not in seen:
            seen.add(slug)
            yield {**entry, value: slug}


def _recurrences(incident: Entry, classes: Mapping[str, str]) -> Iterator[Entry]:
    for entry in _entries(RECURRENCES, incident):
        yield {**entry, "class": classes[folded(entry["class"])]}


def _named(group: Group) -> Entry:
    return {"slug": group.slug, "name": group.name}


def _rows(table: Table, entries: Iterable[Entry]) -> list[Row]:
    return [_row(table, entry) for entry in entries]


def _row(table: Table, entry: Entry) -> Row:
    return tuple([read(entry) for read in _READERS[table.name]])


def _reader(column: Column) -> Callable[[Entry], Value]:
    paths = [tuple(key.split(".")) for key in column.key.split(" ")]
    as_value = _VALUES[column.kind]
    if column.kind is Kind.LINES:
        return lambda entry: as_value([text for path in paths for text in _found(entry, path)])
    (path,) = paths
    if len(path) == 1:
        (key,) = path
        return lambda entry: as_value(entry[key])
    return lambda entry: as_value(_found(entry, path))


def _found(entry: Json, path: Iterable[str]) -> Json:
    """What stands where keys lead; of a list, what stands there in each of its entries."""
    for key in path:
        if entry is None:
            return None
        entry = [each[key] for each in entry] if isinstance(entry, list) else entry[key]
    return entry


def _fit(text: str) -> str:
    """A text without what no table can hold."""
    return _UNFIT.sub("\ufffd", text)


def _text(value: Json) -> str | None:
    return None if value is None else _fit(value)


def _day(value: Json) -> str | None:
    if value is not None and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value).isoformat()
    return None


def _number(value: Json) -> int | bool | None:
    found: int | bool | None = value
    return found


def _list(value: Json) -> str | None:
    return None if value is None else as_json(list(map(_fit, value))).decode()


def _lines(value: Json) -> str | None:
    return "\n".join(map(_fit, value)) or None


_VALUES: Mapping[Kind, Callable[[Json], Value]] = {
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.INTEGER: _number,
    Kind.BOOLEAN: _number,
    Kind.LIST: _list,
    Kind.LINES: _lines,
}
_READERS = {table.name: tuple(map(_reader, table.columns)) for table in TABLES}
