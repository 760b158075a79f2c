"""What is wanted of a round with a tracker, and what becomes of each action item in it."""

from __future__ import annotations

from enum import StrEnum

from secondstory.integrations.trackers import Ticket
from secondstory.model import Snapshot, Tracked
from secondstory.noun import Noun


class Fate(StrEnum):
    """What became of an action item in a round."""

    CREATED = "created"
    FOUND = "found"
    CHANGED = "changed"
    SAME = "as before"
    GONE = "gone"
    WOULD = "would create"
    HELD = "held back"
    UNKNOWN = "unknown"
    FAILED = "failed"


class Outcome(Noun, frozen=True):
    """What became of an action item: its row now, what is to be said of it, what mends it."""

    fate: Fate
    row: Tracked
    said: str = ""
    hint: str = ""


class Round(Noun, frozen=True):
    """The next snapshot, what became of items with a ticket or without, and what broke it off.

    `strays` are tickets with the mark of an item that nobody knows.
    """

    snapshot: Snapshot
    outcomes: tuple[Outcome, ...]
    strays: tuple[Ticket, ...] = ()
    broken: str = ""
    hint: str = ""


class Wish(Noun, frozen=True):
    """What is wanted of a round: tickets to be `made`, of `only` some ids; or only `tried`.

    `settle` is after how many seconds a tracker shows for certain what it has made, `pace` how many
    are between two tickets.
    """

    made: bool = False
    only: tuple[str, ...] = ()
    tried: bool = False
    settle: float = 60
    pace: float = 0
