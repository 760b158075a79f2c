"""Charts -> SVG that stands in a page: the one door to pygal.

pygal places and scales. Of what it draws we keep shapes and words, write them anew without its
styles, scripts and comments (which hold the day), and give them classes, so that a chart has the
colours of the theme, in the dark and in print, under a policy that allows no style in a page.
Each meaning has a shape besides: solid, hatched, pale, blank.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from secondstory.noun import Noun
from secondstory.render.views_parts import Html

WIDTH = 470  # user units: half a page at a desk, all of a phone
_LETTER = 15  # pixels: what pygal makes room for beside bars; on a phone they are larger
_NARROW, _LOW = 17.0, 15.0  # a segment below has no room for its number
_MOVE = re.compile(r"translate\(([-\d.]+),?\s*([-\d.]+)\)")


class Fill(StrEnum):
    """How the pieces of a series look; what has a colour has a meaning of the portal."""

    INK = "ink"
    PALE = "pale"
    HATCH = "hatch"
    BLANK = "blank"
    HELD = "held"
    LATE = "late"
    AGAIN = "again"
    AGAIN_HATCH = "again-hatch"


_DARK = frozenset({Fill.INK, Fill.HELD, Fill.LATE, Fill.AGAIN})
_HATCHED = frozenset({Fill.HATCH, Fill.AGAIN_HATCH})


class Series(Noun, frozen=True):
    """The pieces of one meaning: its fill, and a number for each bar."""

    fill: Fill
    numbers: tuple[int, ...]


class Bars(Noun, frozen=True):
    """Bars in pieces: a label for each bar; `upright` as columns, from left to right."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    upright: bool


class Mark(Noun, frozen=True):
    """A line across a strip of dots."""

    x: float
    text: str
    dashed: bool


class Dots(Noun, frozen=True):
    """Dots on a scale: each its place and level, `rings` below them in a row, and lines across.

    `ticks` are places on the scale with their words; the first and the last are its ends.
    """

    dots: tuple[tuple[float, int], ...]
    rings: int
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    levels: int


class Grid(Noun, frozen=True):
    """Spots in rows and columns, the larger the higher their number."""

    labels: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]


Chart = Bars | Dots | Grid


@lru_cache(maxsize=64)
def drawn(chart: Chart, label: str) -> Html:
    """Draw a chart; `label` says in words what it shows."""
    match chart:
        case Bars():
            height, pieces = _bars(chart)
        case Dots():
            height, pieces = _dots(chart)
        case Grid():
            height, pieces = _grid(chart)
    return Html(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' aria-label="{escape(label)}">{"".join(pieces)}</svg>'
    )


# ---------------------------------------------------------------- bars


def _bars(chart: Bars) -> tuple[int, Iterator[str]]:
    height = 210 if chart.upright else 42 * len(chart.labels)
    kind = "StackedBar" if chart.upright else "HorizontalStackedBar"
    plot = _pygal(kind, height, print_values=True, show_y_guides=chart.upright)
    # Lying bars are drawn from the bottom up.
    order = slice(None) if chart.upright else slice(None, None, -1)
    plot.x_labels = chart.labels[order]
    if chart.upright:
        plot.y_labels = _steps(max(map(sum, zip(*(s.numbers for s in chart.series), strict=True))))
    for series in chart.series:
        plot.add("", series.numbers[order])
    return height, _bar_pieces(chart, plot.render_tree())


def _bar_pieces(chart: Bars, tree: Element) -> Iterator[str]:
    yield from _axes(tree, across=chart.upright, along=False, names="x" if chart.upright else "y")
    for number, series in enumerate(chart.series):
        rects = _found(tree, number, "rect")
        # A piece of nothing has no side at all.
        sizes = [(float(r.get("width", 0)), float(r.get("height", 0))) for _, _, r in rects]
        for (x, y, _), (width, height) in zip(rects, sizes, strict=True):
            if width >= 0.05 and height >= 0.05:
                yield from _piece(series.fill, x, y, width, height)
        values = series.numbers[:: 1 if chart.upright else -1]
        texts = _found(tree, number, "text")
        for value, (width, height), (x, y, _) in zip(values, sizes, texts, strict=True):
            if value and width >= _NARROW and height >= _LOW:
                yield from _number(series.fill, x, y, value)


def _piece(fill: Fill, x: float, y: float, width: float, height: float) -> Iterator[str]:
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    if fill in _HATCHED:
        name = "hatched" if fill is Fill.HATCH else "hatchagain"
        yield f'<rect class="f-blank" {place}/><rect class="hat" {place} fill="url(#i-{name})"/>'
    else:
        yield f'<rect class="f-{fill}" {place}/>'


def _number(fill: Fill, x: float, y: float, value: int) -> Iterator[str]:
    if fill in _HATCHED:  # on a plate, or it could not be read
        width = 8 + 7 * len(str(value))
        yield (
            f'<rect class="plate" x="{_n(x - width / 2)}" y="{_n(y - 11.5)}"'
            f' width="{width}" height="14"/>'
        )
    tone = "on" if fill in _DARK else "ink"
    yield f'<text class="{tone}" text-anchor="middle" x="{_n(x)}" y="{_n(y)}">{value}</text>'


def _steps(most: int) -> list[int]:
    """Numbers beside an axis, four at most, the last not below the highest column."""
    step = next(
        size * 10**power
        for power in range(12)
        for size in (1, 2, 5)
        if most <= 3 * size * 10**power
    )
    return list(range(0, most + step, step)) or [0, 1]


# ---------------------------------------------------------------- dots


def _dots(chart: Dots) -> tuple[int, Iterator[str]]:
    size = 9.0  # a level, in user units
    rings = 2.5 if chart.rings else 0.0  # levels below the dots
    side = chart.levels / 2 + 0.8
    low, high = -side - rings, side + 4.4  # above the dots stand the names of the lines
    height = round((high - low) * size + 24)
    begin, end = chart.ticks[0][0], chart.ticks[-1][0]
    wide = (end - begin) * 0.03
    plot = _pygal(
        "XY",
        height,
        stroke=False,
        show_y_labels=False,
        range=(low, high),
        xrange=(begin - wide, end + wide),
    )
    plot.x_labels = [{"value": at, "label": text} for at, text in chart.ticks]
    plot.add("", list(chart.dots))
    step = (end - begin) / 40
    plot.add("", [(begin + step * place, low + 0.9) for place in range(chart.rings)])
    for mark in chart.marks:
        plot.add("", [(mark.x, -side), (mark.x, side)], stroke=True)
    return height, _dot_pieces(chart, plot.render_tree())


def _dot_pieces(chart: Dots, tree: Element) -> Iterator[str]:
    yield from _axes(tree, across=False, along=True, names="x")
    for number, name in ((0, "dot"), (1, "ring")):
        for x, y, _ in _found(tree, number, "circle"):
            yield f'<circle class="{name}" cx="{_n(x)}" cy="{_n(y)}" r="4"/>'
    ends: list[float] = []
    for number, mark in enumerate(chart.marks, start=2):
        (x, top), (_, bottom) = sorted(
            ((x, y) for x, y, _ in _found(tree, number, "circle")), key=lambda place: place[1]
        )
        style = ' stroke-dasharray="3 3"' if mark.dashed else ""
        yield f'<path class="stroke" d="M{_n(x)} {_n(top)}V{_n(bottom)}"{style}/>'
        # Where two names would touch, the second goes a line higher.
        half = 5.0 * len(mark.text)
        at = min(max(x, half), WIDTH - half)
        high = any(abs(at - other) < half * 2 + 6 for other in ends)
        ends.append(at)
        yield (
            f'<text class="lbl" text-anchor="middle" x="{_n(at)}"'
            f' y="{_n(top - (21 if high else 5))}">{escape(mark.text)}</text>'
        )


# ---------------------------------------------------------------- a grid


def _grid(chart: Grid) -> tuple[int, Iterator[str]]:
    height = 30 * len(chart.labels) + 20
    plot = _pygal("Dot", height, show_y_guides=True)
    plot.x_labels = chart.columns
    # The first row is the top one as it is.
    for label, numbers in zip(chart.labels, chart.numbers, strict=True):
        plot.add(label, numbers)
    return height, _grid_pieces(chart, plot.render_tree())


def _grid_pieces(chart: Grid, tree: Element) -> Iterator[str]:
    yield from _axes(tree, across=False, along=False, names="xy")
    most = max((number for row in chart.numbers for number in row), default=1) or 1
    for number, row in enumerate(chart.numbers):
        for value, (x, y, _) in zip(row, _found(tree, number, "circle"), strict=True):
            if value:
                radius = 4 + 9 * (value / most) ** 0.5
                yield f'<circle class="f-ink" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
                if radius >= 8:
                    yield (
                        f'<text class="on" text-anchor="middle" x="{_n(x)}" y="{_n(y + 4)}">'
                        f"{value}</text>"
                    )


# ---------------------------------------------------------------- pygal


def _pygal(kind: str, height: int, **settings: object) -> Any:  # noqa: ANN401 - it has no types
    """A chart of pygal without anything that it would say by itself."""
    pygal = _loaded()
    style = pygal.style.Style(label_font_size=_LETTER, major_label_font_size=_LETTER)
    common = {
        "css": [],
        "js": [],
        "no_prefix": True,
        "width": WIDTH,
        "height": height,
        "margin": 1,
        "margin_top": 8,
        "margin_left": 6,
        "spacing": 6,
        "show_legend": False,
        "show_y_guides": False,
        "print_zeroes": False,
        "truncate_label": -1,
        "style": style,
    }
    return getattr(pygal, kind)(**{**common, **settings})


@lru_cache(maxsize=1)
def _loaded() -> Any:  # noqa: ANN401 - it has no types
    """Load pygal when the first chart is drawn: that takes as long as to draw ten."""
    import pygal  # noqa: PLC0415
    import pygal.etree  # noqa: PLC0415
    import pygal.style  # noqa: PLC0415

    # For its maps it leaves a finder behind of a kind that Python warns of and no more asks.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    # Whether lxml happens to be installed must not change a page.
    pygal.etree.etree.to_etree()
    return pygal


def _axes(tree: Element, *, across: bool, along: bool, names: str) -> Iterator[str]:
    """The lines of the axes, and their words: numbers beside upright bars, else only names."""
    for axis, shift_x, shift_y in _groups(tree, 0.0, 0.0, "axis"):
        upright = "x" in (axis.get("class") or "").split()
        for guide in axis.iter("g"):
            if "guides" not in (guide.get("class") or ""):
                continue
            line, text = guide.find("path"), guide.find("text")
            drawn_line = (across and not upright) or (along and upright)
            if line is not None and drawn_line:
                yield _guide(line.get("d") or "", shift_x, shift_y)
            if text is None or not text.text or not (across or ("x" if upright else "y") in names):
                continue
            x, y = float(text.get("x", 0)) + shift_x, float(text.get("y", 0)) + shift_y
            anchor = "middle" if upright else "end"
            tone = "" if upright or across else ' class="ink"'
            place = f'text-anchor="{anchor}" x="{_n(x)}" y="{_n(y)}"'
            yield f"<text{tone} {place}>{escape(text.text)}</text>"


def _guide(path: str, shift_x: float, shift_y: float) -> str:
    """A line of an axis, which pygal writes as `M12.5 0.0 v182.0`."""
    x, y, run = path.removeprefix("M").split(" ")
    place = f"{_n(float(x) + shift_x)} {_n(float(y) + shift_y)}"
    return f'<path class="gr" d="M{place}{run[0]}{_n(float(run[1:]))}"/>'


def _found(tree: Element, number: int, tag: str) -> list[tuple[float, float, Element]]:
    """The shapes of a series, with the place where they stand."""
    found = []
    for group, shift_x, shift_y in _groups(tree, 0.0, 0.0, f"serie-{number}"):
        for shape in group.iter(tag):
            x = float(shape.get("cx") or shape.get("x") or 0) + shift_x
            y = float(shape.get("cy") or shape.get("y") or 0) + shift_y
            found.append((x, y, shape))
    return found


def _groups(
    node: Element, shift_x: float, shift_y: float, name: str
) -> Iterator[tuple[Element, float, float]]:
    """The groups of a class, with how far what is around moves them."""
    if moved := _MOVE.match(node.get("transform") or ""):
        shift_x, shift_y = shift_x + float(moved[1]), shift_y + float(moved[2])
    if name in (node.get("class") or "").split():
        yield node, shift_x, shift_y
        return
    for child in node:
        if isinstance(child.tag, str):  # a comment has none
            yield from _groups(child, shift_x, shift_y, name)


def _n(value: float) -> str:
    """A place in user units: a tenth is finer than a screen."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
