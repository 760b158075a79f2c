"""Charts as templates get them: measured in user units, no markup and no colour.

A template draws the shapes and chooses how they look; every chart says the same in words.
"""

from __future__ import annotations

from secondstory.noun import Noun


class Dot(Noun, frozen=True):
    """A report on a strip of dots.

    Attributes:
        x: its place, in user units
        again: true where it was a repeat
    """

    x: str
    again: bool


class Strip(Noun, frozen=True):
    """When the reports of a group happened, over two years; 200 units wide.

    Attributes:
        label: the same in words
        dots: the reports, oldest first
    """

    label: str
    dots: tuple[Dot, ...]


class Phase(Noun, frozen=True):
    """A stretch of an incident.

    Attributes:
        kind: unnoticed, working or recovering
        name: its name
        length: how long it took, in words
        x: where its bar begins
        width: how wide its bar is
        label_x: where its name begins, moved so that no two names collide
    """

    kind: str
    name: str
    length: str
    x: str
    width: str
    label_x: str


class Marker(Noun, frozen=True):
    """A numbered event under the bar.

    Attributes:
        number: its number in the table
        x: where it happened
        at: where its number stands, moved so that no two numbers collide
    """

    number: str
    x: str
    at: str


class Tick(Noun, frozen=True):
    """A time on the axis.

    Attributes:
        x: its place
        text: the time
    """

    x: str
    text: str


class Drawing(Noun, frozen=True):
    """A timeline at one width.

    Attributes:
        width: of the drawing, in user units
        phases: the bar, from left to right
        markers: the events, empty where they are too many to number
        ticks: the axis
    """

    width: int
    phases: tuple[Phase, ...]
    markers: tuple[Marker, ...]
    ticks: tuple[Tick, ...]


class TimelineChart(Noun, frozen=True):
    """How an incident went: unnoticed, worked on, recovering.

    Attributes:
        label: the same in words
        wide: the drawing for a desk
        narrow: the drawing for a phone
    """

    label: str
    wide: Drawing
    narrow: Drawing
