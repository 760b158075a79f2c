"""The issues of the monthly digest: what was chosen, why, and no words about it yet."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from secondstory.model.facts import Rich
from secondstory.noun import Noun, field


class Disease(StrEnum):
    """Why an incident came back."""

    NOT_SHIPPED = "known fix not shipped"
    DID_NOT_HOLD = "fix did not hold"
    UNKNOWN = "cause of the repeat not stated"


class Basis(StrEnum):
    """What tells why a class came back."""

    STATED = "stated"  # the report
    DERIVED = "derived"  # the dates of an earlier fix
    UNKNOWN = "not known"


class Edit(Noun, frozen=True):
    """An editor's words for one issue.

    Lessons are named as on the portal: `slug#anchor` for one, `slug` for all of a report.
    `pins` go first, in their order, whatever they score; `headlines` replace those of lessons,
    `notes` stand below them, `note` at the head of the issue.
    """

    pins: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    headlines: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


class Learning(Noun, frozen=True):
    """A lesson of a digest: the report, its place and anchor there, and the headline to print.

    The `score` has no unit and ranks the lessons of one month only; once they are chosen it is 0,
    so that an issue is the same whatever others score. `note` is what an editor adds.
    """

    slug: str
    place: int
    anchor: str
    headline: Rich
    score: float = 0.0
    note: str = ""


class Held(Noun, frozen=True):
    """A fix that proved itself (its place in the report), or a near miss well caught (None)."""

    slug: str
    place: int | None


class Promise(Noun, frozen=True):
    """An open fix: the report, its place there, and its age in days at the end of the month."""

    slug: str
    place: int
    days: int


class Return(Noun, frozen=True):
    """A class that came back: the n-th time, with which report, and why.

    `basis` is what tells why. `fix` is one of an earlier time: still open where the known fix did
    not ship, done where it did not hold.
    """

    class_name: str
    nth: int
    disease: Disease
    slug: str
    fix: Promise | None = None
    basis: Basis = Basis.UNKNOWN


class Choice(Noun, frozen=True):
    """A lesson that could have been told in an issue, and what became of it, in words.

    `reasons` say what made its score, where somebody asks.
    """

    learning: Learning
    fate: str
    reasons: tuple[str, ...] = ()


class Commitments(Noun, frozen=True):
    """What is promised and open: how many, their median age in days, the oldest of them.

    Ages count as in `commitments`, of the fixes whose clock has begun; None: of none. What several
    reports promise counts once, ideas do not.
    """

    open: int
    aged: int
    median: float | None
    oldest: tuple[Promise, ...]


class Issue(Noun, frozen=True):
    """The digest of a month ("2026-10").

    `lead` and `shorts` come from the reports published in the month, and from older ones where
    those teach too little; `quiet` says that all do. `pool` lessons of `reports` reports were
    published. `returns` are classes that came back in the month; where none did, `waiting` are
    those that did before and whose known fix is open. `earlier` is from the same month of an
    earlier year if possible, `drill` a report whose story makes one.
    """

    month: str
    number: int
    quiet: bool
    reports: int
    pool: int
    lead: Learning | None
    shorts: tuple[Learning, ...]
    returns: tuple[Return, ...]
    waiting: tuple[Return, ...]
    held: Held | None
    commitments: Commitments
    earlier: Learning | None
    drill: str
    note: str = ""
