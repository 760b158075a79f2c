"""Classes of failure: what a project says of each, and why one of them came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from secondstory.model.digest import Basis, Disease
from secondstory.noun import Noun, field


class Remedy(Noun, frozen=True):
    """A fix that would keep a class from coming back, as the file of classes names it.

    `text` are its words, `report` a slug or path and maybe an anchor, `ticket` a name that a fix
    of a report has, too; "" where it says nothing of that.
    """

    text: str = ""
    report: str = ""
    ticket: str = ""
    promised: dt.date | None = None
    shipped: dt.date | None = None
    line: int = 1


class FailureClass(Noun, frozen=True):
    """A class of failure: `statement` says what can cause what, `exposed` where it still can."""

    name: str
    statement: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    owner: str = ""
    fixes: tuple[Remedy, ...] = ()
    exposed: str = ""


class Taxonomy(Noun, frozen=True):
    """The classes that a project knows, and by what other names: `names` has all of them, folded.

    `path` is that of their file, "" where there is none.
    """

    path: str = ""
    classes: tuple[FailureClass, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is a file of classes that says anything."""
        return bool(self.classes)


NO_CLASSES = Taxonomy()


class FixWas(StrEnum):
    """How far a fix had come when its class came back."""

    SHIPPED = "shipped before"
    OPEN = "not shipped to this day"
    LATER = "shipped later"
    UNDATED = "shipped on a day that is not stated"
    UNKNOWN = "not known to have been promised or shipped"


class Cure(Noun, frozen=True):
    """The fix that tells why a class came back.

    `slug` and `anchor` lead to it, "" where only the file of classes names it. `shipped` is the
    day it shipped or, where that is not stated, by which a proof shows that it had (`proven`).
    """

    text: str
    state: FixWas
    slug: str = ""
    anchor: str = ""
    promised: dt.date | None = None
    shipped: dt.date | None = None
    proven: bool = False


class Recurrence(Noun, frozen=True):
    """The n-th time (2 or more) a class came back, where and why.

    `earlier` are slugs of the earlier reports of the class, oldest first; `days` lie between this
    time and the one before. `why` says in a few words how `basis` tells the disease.
    """

    class_name: str
    nth: int
    disease: Disease
    earlier: tuple[str, ...]
    basis: Basis = Basis.UNKNOWN
    why: str = ""
    days: int | None = None
    fix: Cure | None = None
