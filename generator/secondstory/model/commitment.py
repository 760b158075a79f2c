"""What an action item relies on, what it is for, whether it is promised, where it is tracked."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from secondstory.noun import Noun


class Strength(StrEnum):
    """What a fix relies on, after the action hierarchy of RCA2 (NCPS, IHI 2015).

    Strong ones make the failure impossible or stop it unaided, weak ones ask somebody to remember.
    """

    STRONG = "strong"
    INTERMEDIATE = "intermediate"
    WEAK = "weak"


class Grade(Noun, frozen=True):
    """The strength of a fix: `words` of it that decided, or its author's, with a `reason`.

    `stated` is true where the author says how strong it is.
    """

    strength: Strength
    words: tuple[str, ...] = ()
    stated: bool = False
    reason: str = ""


class Purpose(StrEnum):
    """What a fix is for: the type of an action item."""

    PREVENT = "prevent"
    DETECT = "detect"
    MITIGATE = "mitigate"
    PROCESS = "process"
    DOCS = "docs"
    ARCHITECTURE = "architecture"


class Intent(StrEnum):
    """Whether a fix is promised. Lists of action items are lists of ideas, too."""

    IDEA = "idea"
    COMMITTED = "committed"
    DECLINED = "declined"


class FixState(StrEnum):
    """How far a fix has come, as far as the report says it; the value is its mark's kind."""

    LATE = "late"
    IN_PROGRESS = "doing"
    OPEN = "todo"
    SHIPPED = "done"
    HELD = "held"
    DECLINED = "off"
    UNSTATED = "unstated"  # promised, and nobody says how far it has come
    IDEA = "idea"

    @property
    def words(self) -> str:
        """The state as a reader sees it."""
        return _STATE_WORDS[self]

    @property
    def is_open(self) -> bool:
        """Whether the report says that the work is still to be done."""
        return self in _OPEN

    @property
    def is_closed(self) -> bool:
        """Whether the report says that the work is done."""
        return self in _CLOSED


_OPEN = (FixState.LATE, FixState.IN_PROGRESS, FixState.OPEN)
_CLOSED = (FixState.SHIPPED, FixState.HELD)
_STATE_WORDS = {
    FixState.LATE: "Late",
    FixState.IN_PROGRESS: "In progress",
    FixState.OPEN: "Open",
    FixState.SHIPPED: "Shipped",
    FixState.HELD: "Held",
    FixState.DECLINED: "Declined",
    FixState.UNSTATED: "State not stated",
    FixState.IDEA: "Idea",
}


class Seen(Noun, frozen=True):
    """What a tracker said of a fix: which ticket, where, and on which day (UTC).

    `parts` are the names of the values that are the tracker's, `stated` is the status that the
    report states where the tracker's is another. `note` says what is odd about the ticket, such as
    "deleted".
    """

    tracker: str
    key: str
    url: str
    day: dt.date
    parts: tuple[str, ...] = ()
    stated: str = ""
    note: str = ""
