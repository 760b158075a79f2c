"""The findings about tickets, and about tables of action items."""

from __future__ import annotations

from secondstory.findings import Code, Level

LOST = Code(
    "SS701",
    "ticket-without-action",
    Level.NOTE,
    "A ticket whose action item was worded anew beyond recognition, or deleted, is shown nowhere.",
    "link the ticket in the action item, or take its line out of the snapshot",
)
NO_TABLE = Code(
    "SS702",
    "table-unreadable",
    Level.ERROR,
    "A table of action items needs a first line with names of columns that we know.",
    "name the columns id, key, url or text, and status, owner or due",
)
NOBODY = Code(
    "SS703",
    "table-row-unknown",
    Level.WARNING,
    "A row that is no action item of a report that may be read is left out.",
    "give it the id that `secondstory actions sync --offline` writes, or the ticket of the report",
)
SEVERAL = Code(
    "SS704",
    "table-row-unclear",
    Level.WARNING,
    "A row that could be one of several action items is left out: it would be a guess.",
    "give it the id that `secondstory actions sync --offline` writes",
)
UNREAD = Code(
    "SS705",
    "table-value-unread",
    Level.WARNING,
    "A status or a day that cannot be read is left out; the rest of its row is taken.",
    "write open, in progress, done or declined, and days as 2026-09-14",
)
TWICE = Code(
    "SS706",
    "table-row-twice",
    Level.WARNING,
    "Two rows are about one action item; the first is taken.",
    "leave one of them",
)
CODES = (LOST, NO_TABLE, NOBODY, SEVERAL, UNREAD, TWICE)
