"""Panel -> its chart and the key to it; what it shows stands in words and as a table besides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import ceil, log10

from secondstory.model.metrics import Panel, Shape, Unit
from secondstory.noun import Noun
from secondstory.render.drawn import Bars, Chart, Dots, Fill, Grid, Mark, Series, drawn
from secondstory.render.learning.words import amount, headline, short_quarter, shortest_quarter
from secondstory.render.views_learning import Swatch
from secondstory.render.views_parts import Html
from secondstory.render.words import shortened

_FILLS = {
    "commitments": (Fill.PALE, Fill.LATE, Fill.BLANK),
    "repeats": (Fill.PALE, Fill.AGAIN_HATCH, Fill.AGAIN, Fill.BLANK),
    "strength": (Fill.HELD, Fill.HATCH, Fill.PALE, Fill.BLANK),
    "near-misses": (Fill.HATCH, Fill.PALE),
    "severity": (Fill.INK, Fill.HATCH, Fill.PALE, Fill.BLANK),
    "breadth": (Fill.PALE, Fill.HATCH, Fill.INK, Fill.BLANK),
    "topics": (Fill.PALE,),
    "unknown": (Fill.PALE, Fill.BLANK),
}
# Scales of which every chart takes a stretch; a day or a minute less than one is "at once".
_MINUTES = (
    (0, "at once"),
    (1, "1 min"),
    (5, "5 min"),
    (15, "15 min"),
    (60, "1 h"),
    (240, "4 h"),
    (720, "12 h"),
    (2880, "2 d"),
    (10080, "1 wk"),
    (43200, "30 d"),
    (259200, "180 d"),
    (1051200, "2 y"),
    (10512000, "20 y"),
    (105120000, "200 y"),
)
_DAYS = (
    (0, "same day"),
    (1, "1 d"),
    (3, "3 d"),
    (7, "7 d"),
    (14, "14 d"),
    (30, "30 d"),
    (90, "90 d"),
    (365, "1 y"),
    (1095, "3 y"),
    (3650, "10 y"),
    (36500, "100 y"),
    (365000, "1,000 y"),
)
_APART = 9.5 / 440  # of the scale, between two dots of a level
_LEVELS = 13
_RINGS = 40
_LABEL = 20  # characters beside a bar


class Drawn(Noun, frozen=True):
    """A chart, None where there is nothing to draw, and what its parts mean."""

    chart: Html | None = None
    key: tuple[Swatch, ...] = ()


def figure(panel: Panel) -> Drawn:
    """Draw a panel, if it is to be drawn."""
    if panel.shape is Shape.NONE or not panel.sample:
        return Drawn()
    if panel.shape is Shape.DOTS:
        return _strip(panel)
    if not panel.lines:
        return Drawn()
    chart, key = _grid(panel) if panel.shape is Shape.GRID else _bars(panel)
    return Drawn(drawn(chart, f"{panel.title}: {headline(panel)}. The table has the numbers."), key)


def _bars(panel: Panel) -> tuple[Chart, tuple[Swatch, ...]]:
    fills, upright = _FILLS[panel.key], panel.shape is Shape.COLUMNS
    lines = panel.lines
    if upright:
        labels = tuple(short_quarter(line.name, at) for at, line in enumerate(lines))
    else:
        labels = tuple(shortened(line.name, _LABEL) for line in lines)
    series = tuple(
        Series(fill, tuple(len(line.cells[place]) for line in lines))
        for place, fill in enumerate(fills)
    )
    key = tuple(Swatch(fill.value, name) for fill, name in zip(fills, panel.columns, strict=True))
    return Bars(labels, series, upright), key if len(fills) > 1 else ()


def _grid(panel: Panel) -> tuple[Chart, tuple[Swatch, ...]]:
    labels = tuple(shortened(line.name, _LABEL) for line in panel.lines)
    columns = tuple(map(shortest_quarter, panel.columns))
    numbers = tuple(tuple(map(len, line.cells)) for line in panel.lines)
    return Grid(labels, columns, numbers), ()


# ---------------------------------------------------------------- dots


def _strip(panel: Panel) -> Drawn:
    """Each value a dot; of very many, each dot a few of about the same value."""
    values = sorted(row.value for row in panel.sample if row.value is not None)
    ticks = _ticks(values, _DAYS if panel.unit is Unit.DAYS else _MINUTES)
    gap = (ticks[-1][0] - ticks[0][0]) * _APART
    # What lies beyond the longest scale stands at its end.
    places = [min(_scaled(value), ticks[-1][0]) for value in values]
    each, dots = 1, _heaped(places, gap)
    while dots is None:
        each += 1
        dots = _heaped(places[each // 2 :: each], gap)
    rings = ceil(len(panel.unknown) / _RINGS)
    marks: list[Mark] = []
    key = [Swatch("dot", "a report" if each == 1 else f"{each} reports of about this value")]
    if panel.unknown:
        key.append(Swatch("ring", "unknown" if rings == 1 else f"{rings} unknown"))
    if spread := panel.spread:
        median, p90 = amount(spread.median, panel.unit), amount(spread.p90, panel.unit)
        marks = [
            Mark(min(_scaled(spread.median), ticks[-1][0]), f"median {median}", dashed=False),
            Mark(min(_scaled(spread.p90), ticks[-1][0]), f"P90 {p90}", dashed=True),
        ]
        low, high = amount(spread.low, panel.unit), amount(spread.high, panel.unit)
        key += [
            Swatch("line", f"median {median}, 95 % interval {low} to {high}"),
            Swatch("dash", f"P90 {p90}: nine in ten are below"),
        ]
    levels = 2 * max((abs(level) for _, level in dots), default=0) + 1
    chart = Dots(dots, ceil(len(panel.unknown) / max(rings, 1)), tuple(marks), ticks, levels)
    label = f"{panel.title}: {headline(panel)}. The table has the numbers."
    return Drawn(drawn(chart, label), tuple(key))


def _scaled(value: float) -> float:
    """A place on a scale of logarithms that has a nought."""
    return log10(value + 1)


def _ticks(
    values: Sequence[int], scale: Sequence[tuple[int, str]]
) -> tuple[tuple[float, str], ...]:
    """The stretch of a scale that holds all values, and two of its ticks at least."""
    places = [place for place, _ in scale]
    first = max(bisect_left(places, values[0] + 1) - 1, 0)
    last = min(max(bisect_left(places, values[-1]), first + 1), len(scale) - 1)
    first = min(first, last - 1)
    shown = [(_scaled(place), text) for place, text in scale[first : last + 1]]
    # Of many ticks the narrow ones go: a word takes an eighth of the scale.
    room = (shown[-1][0] - shown[0][0]) / 8
    kept = [shown[0]]
    for tick in shown[1:-1]:
        if tick[0] - kept[-1][0] >= room and shown[-1][0] - tick[0] >= room:
            kept.append(tick)
    return (*kept, shown[-1])


def _heaped(places: Sequence[float], gap: float) -> tuple[tuple[float, int], ...] | None:
    """Dots beside each other, on the level next to the middle that is free; None for too many."""
    order = [0, *(side * level for level in range(1, _LEVELS // 2 + 1) for side in (1, -1))]
    last: dict[int, float] = {}
    found = []
    for place in places:
        level = next((at for at in order if at not in last or place - last[at] >= gap), None)
        if level is None:
            return None
        last[level] = place
        found.append((place, level))
    return tuple(found)
