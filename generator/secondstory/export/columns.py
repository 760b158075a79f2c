"""The nouns of an export: tables, and columns that know where values stand in `index.json`."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from secondstory.noun import Noun

Value: TypeAlias = str | int | bool | None
Row: TypeAlias = tuple[Value, ...]


class Kind(StrEnum):
    """What the values of a column are. Any of them may be unknown."""

    TEXT = "text"
    DAY = "day"  # ISO 8601; words that are no day are unknown
    INTEGER = "integer"
    BOOLEAN = "boolean"
    LIST = "list"  # several short texts, as JSON
    LINES = "lines"  # several texts, one below the other


class Column(Noun, frozen=True):
    """A column of a table.

    `key` is where its values stand in an entry of the table: a key, or the keys that lead there
    with dots between; "" is the entry itself. Several keys with spaces between are put together.
    `called` is its name where the key makes none. `leads_to` is the table whose key it holds.
    """

    key: str
    about: str
    kind: Kind = Kind.TEXT
    called: str = ""
    leads_to: str = ""

    @property
    def name(self) -> str:
        """Its name: the key, with underscores for dots."""
        return self.called or self.key.replace(".", "_")


class Table(Noun, frozen=True):
    """A table: what a row is, its columns, those that tell rows apart, and those to be searched.

    `lists` are the keys of an incident whose entries are the rows, in this order. A table without
    any has one row of the incident itself, or none of a single incident.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    lists: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)
