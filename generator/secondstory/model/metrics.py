"""The state of learning: panels of numbers, each with the rows that it counts."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from secondstory.distributions import Change, Spread
from secondstory.noun import Noun


class Unit(StrEnum):
    """What the values of a distribution are."""

    MINUTES = "minutes"
    DAYS = "days"


class Shape(StrEnum):
    """As what a panel is drawn."""

    DOTS = "dots"  # a distribution
    COLUMNS = "columns"  # upright: a column for each line, as time goes by
    BARS = "bars"  # lying: a bar for each line
    GRID = "grid"  # a spot for each cell, as large as its number
    NONE = "none"  # the table says it


class Row(Noun, frozen=True, gc=False):
    """What a number counts: a report, or the fix of it with this id.

    `value` is what a distribution takes from it, `note` what else there is to tell. There are many
    of them, and none can be part of a circle.
    """

    slug: str
    fix: str = ""
    value: int | None = None
    note: str = ""


Rows = tuple[Row, ...]


class Line(Noun, frozen=True):
    """A line of a table: its name, what each of its numbers counts, and why it is there."""

    name: str
    cells: tuple[Rows, ...]
    note: str = ""


class Panel(Noun, frozen=True):
    """A question to the archive, and what it answers.

    `counted` says what is counted and how, `gamed` how people could make it look better. `what`
    is the noun of that which is counted, `many` its plural where an s does not make it. `sample`
    is what could be counted, oldest first; `unknown` that of which the reports do not say enough,
    `odd` that of which they contradict themselves. `spread` and `change` are those of a
    distribution; too few values have none. `axis` heads the names of the lines. `facts` are other
    numbers, with what they count.
    """

    key: str
    title: str
    what: str
    counted: str
    gamed: str
    shape: Shape
    sample: Rows
    unknown: Rows = ()
    odd: Rows = ()
    unit: Unit | None = None
    many: str = ""
    spread: Spread | None = None
    change: Change | None = None
    axis: str = ""
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    facts: tuple[tuple[str, int, Rows], ...] = ()


class Period(Noun, frozen=True):
    """The quarters that count ("2026-Q4"), from the first day of the first to today."""

    first: dt.date
    last: dt.date
    quarters: tuple[str, ...]


class State(Noun, frozen=True):
    """The state of learning on a day.

    `reports` are those of the period, oldest first; `undated` have no day and `ahead` one after
    today, so that both are in no panel but where it says so.
    """

    period: Period
    reports: Rows
    undated: Rows
    ahead: Rows
    panels: tuple[Panel, ...]
