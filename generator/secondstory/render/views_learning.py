"""What the pages of the state of learning get."""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_parts import Html, Named


class Swatch(Noun, frozen=True):
    """An entry of the key to a chart.

    Attributes:
        fill: a `Fill` of `render/drawn.py` such as `hatch`; or `dot`, `ring`, `line`, `dash`
        text: what that means
    """

    fill: str
    text: str


class Figure(Noun, frozen=True):
    """A number and where the rows stand that it counts.

    Attributes:
        text: the number, or words in its place
        href: the list of exactly those rows; empty where there are none
    """

    text: str
    href: str


class FigureLine(Noun, frozen=True):
    """A line of a table.

    Attributes:
        name: what it is about
        figures: its numbers, one for each column
        note: why it is there; empty for nothing
    """

    name: str
    figures: tuple[Figure, ...]
    note: str


class Panel(Noun, frozen=True):
    """A question to the archive, and what it answers.

    Attributes:
        id: its anchor
        title: the question in short
        headline: the answer, as a sentence that claims no more than the numbers bear
        what: how many reports or fixes it counts
        rows: the lists of what it counts, and of what it could not
        key: what the parts of the chart mean
        chart: the chart; None where the table says it, or where there are too few to draw
        change: whether the older half differs from the newer one; empty where not asked
        counted: what is counted, and how
        gamed: how it could be made to look better
        values: what a distribution comes to, a figure a line; none for what is no distribution
        axis: what the lines of the table are
        columns: what the columns of the table are
        lines: the numbers of the chart
        notes: what the last column of the table says; empty where it has none
    """

    id: str
    title: str
    headline: str
    what: str
    rows: tuple[Named, ...]
    key: tuple[Swatch, ...]
    chart: Html | None
    change: str
    counted: str
    gamed: str
    values: tuple[FigureLine, ...]
    axis: str
    columns: tuple[str, ...]
    lines: tuple[FigureLine, ...]
    notes: str


class LearningPage(Noun, frozen=True):
    """`learning.html`: the state of learning.

    Attributes:
        span: from when to when
        counts: the reports of that time, and those that have no place in it
        panels: the questions
        months: the question that is a table of months
        left_out: the question what the reports leave out
    """

    span: str
    counts: tuple[Named, ...]
    panels: tuple[Panel, ...]
    months: Panel
    left_out: Panel


class RowLine(Noun, frozen=True, gc=False):
    """A report or a fix that a number counts.

    Attributes:
        href: where it stands
        text: its title or its words
        lang: the language of the report where it is another than the page's; empty if not
        when: the day of the report; empty where not stated
        note: what the number takes from it; empty for nothing
    """

    href: str
    text: str
    lang: str
    when: str
    note: str


class RowSection(Noun, frozen=True):
    """What one number counts.

    Attributes:
        id: its anchor
        title: which number
        note: how many there are, and which of them stand here
        rows: those
    """

    id: str
    title: str
    note: str
    rows: tuple[RowLine, ...]


class RowsPage(Noun, frozen=True):
    """`learning-rows.html`: what the numbers of a question count.

    Attributes:
        panel: the question, and where it is answered
        counted: what is counted, and how
        sections: a list for each number
        before: the page before; None for the first
        after: the page after; None for the last
    """

    panel: Named
    counted: str
    sections: tuple[RowSection, ...]
    before: Named | None
    after: Named | None
