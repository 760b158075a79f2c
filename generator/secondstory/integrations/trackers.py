"""What a tracker of issues is to us: it finds, creates and reads tickets, and no more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from secondstory.model import ActionStatus
from secondstory.noun import Noun

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_LONGEST = 200  # characters of a name or a status that are kept


class Draft(Noun, frozen=True):
    """A ticket to be made: its title, paragraphs of plain words, where it comes from, its id.

    `said` are words of a report, and nothing in them may do anything; `origin` is the title of
    that report, `link` leads to it and `place` is its file.
    """

    id: str
    said: str
    facts: tuple[str, ...]
    origin: str
    link: str
    place: str


class Ticket(Noun, frozen=True):
    """What a tracker says of a ticket; `id` is that of the action item it is for, "" for none.

    `status` is None where its words tell nothing that we know; `done` is the day on which it was
    done. `gone` says that it is no more
    where it was, and what became of it; `warning` what went wrong although it was made.
    """

    key: str
    url: str = ""
    id: str = ""
    status: ActionStatus | None = None
    written: str = ""
    owner: str | None = None
    due: dt.date | None = None
    done: dt.date | None = None
    reason: str | None = None
    gone: str = ""
    warning: str = ""


class Tracker(Protocol):
    """A tracker. What it raises is of `answers`."""

    kind: str

    def find(self, since: dt.datetime | None = None) -> Iterator[Ticket]:
        """The tickets with our label, oldest first; or those that changed `since`, with any."""

    def create(self, draft: Draft) -> Ticket:
        """Make a ticket, once. Raises UnclearError where it may have been made, or not."""

    def read(self, key: str) -> Ticket:
        """A ticket by its key; one that is gone says so."""

    def key_of(self, href: str, text: str) -> str:
        """The key of a ticket that a report links to or names; "" where it is elsewhere."""


def word(value: object) -> str:
    """A text of a tracker on one line; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join(_UNSEEN.sub(" ", value).split())[:_LONGEST]


def day(value: object) -> dt.date | None:
    """The day, in UTC, of a time that a tracker states; None for anything else."""
    try:
        at = dt.datetime.fromisoformat(word(value))
        return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).date()
    except (ValueError, OverflowError):
        return None


def table(value: object) -> Mapping[str, object]:
    """A table of a tracker; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def each(value: object) -> list[Mapping[str, object]]:
    """The tables of a list; none for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
