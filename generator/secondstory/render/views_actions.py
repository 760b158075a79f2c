"""What the list of commitments is made of: rows to plan by, and ways to narrow them."""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_parts import Chip, FixRow, Named, Option


class ActionRow(Noun, frozen=True):
    """A commitment or an idea, with what it takes to plan it.

    Attributes:
        fix: what it says and how far it has come
        age: how long it has been open, such as `380 d`; empty where it is closed or not known
        purpose: what it is for, such as "prevent"; empty where not stated
        also: the same item in other reports
        said: what it can be narrowed by, such as `state:late service:checkout lacks:owner`
    """

    fix: FixRow
    age: str
    purpose: str
    also: tuple[Named, ...]
    said: str


class ActionSection(Noun, frozen=True):
    """Commitments that have something in common.

    Attributes:
        heading: what they have in common
        note: what that means, or how many of them are shown
        id: its anchor
        rows: the most pressing first
    """

    heading: str
    note: str
    id: str
    rows: tuple[ActionRow, ...]


class Filter(Noun, frozen=True):
    """A value to narrow the rows of a page by.

    Attributes:
        text: the value
        said: what rows say that have it, such as `state:late`
        href: where it leads without script; starts with `#` for a place on this page
        number: how many rows of the page have it
        code: true where the value is a machine's name
    """

    text: str
    said: str
    href: str
    number: str
    code: bool


class FilterGroup(Noun, frozen=True):
    """Values to narrow by, of one kind: one of them will do.

    Attributes:
        legend: what the values are
        options: the values
        more: the page with all of them; None where all are shown
    """

    legend: str
    options: tuple[Filter, ...]
    more: Named | None


class Cell(Noun, frozen=True):
    """A number of a matrix.

    Attributes:
        number: how many
        href: the list of them; empty for none
    """

    number: str
    href: str


class MatrixRow(Noun, frozen=True):
    """A line of a matrix.

    Attributes:
        heading: what it counts
        cells: one for each column
    """

    heading: str
    cells: tuple[Cell, ...]


class Matrix(Noun, frozen=True):
    """Numbers by two things, each of which leads to the list of what it counts.

    Attributes:
        caption: what is counted
        corner: what the lines are by
        columns: the names of the columns
        rows: its lines
    """

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


class ActionsPage(Noun, frozen=True):
    """`actions.html`: the commitments; all of them, those of a year, or those of a view.

    Attributes:
        heading: the page's heading
        stand: what it holds, in a sentence
        marks: how many there are in each state
        told: what they come to: how many are open, how old, which part is closed
        shown: which of all are on this page, and in which order
        views: the pages of this list
        matrix: a table of numbers; None for none
        sections: the rows
        filters: ways to narrow it
        years: all years, to go on
        months: the months of a year that has too many for one page
        data: the same for other programs
        empty: what to say where there are no rows
    """

    heading: str
    stand: str
    marks: tuple[Chip, ...]
    told: tuple[str, ...]
    shown: str
    views: tuple[Option, ...]
    matrix: Matrix | None
    sections: tuple[ActionSection, ...]
    filters: tuple[FilterGroup, ...]
    years: tuple[Option, ...]
    months: tuple[Option, ...]
    data: tuple[Named, ...]
    empty: str
