"""Moments -> charts, measured in user units: dots over two years, phases of an incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from secondstory.model import Fact, Moment, Postmortem
from secondstory.render.views_charts import (
    Dot,
    Drawing,
    Marker,
    Phase,
    Strip,
    Tick,
    TimelineChart,
)
from secondstory.render.words import count, long_day, month_words, span

_STRIP_DAYS = 731
_FEWEST = 4  # times known; with fewer a table says it better
_MARKER = 20.0  # the room that a numbered event needs
_NAMED = 9  # months spelled out in a strip's label
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 40320)  # minutes
_NAMES = {
    "unnoticed": "Unnoticed",
    "working": "Being worked on",
    "diagnosed": "Diagnosed",
    "recovering": "Recovering",
    "whole": "Until recovery",
}


def strip(days: Sequence[tuple[date, bool]], as_of: date) -> Strip:
    """Dots for reports, oldest first; a day beyond the two years before `as_of` has none."""
    start = as_of - timedelta(days=_STRIP_DAYS)
    shown = [(day, again) for day, again in days if start <= day <= as_of]
    dots = tuple(
        Dot(_number(6 + 188 * (day - start).days / _STRIP_DAYS), again) for day, again in shown
    )
    months = list(dict.fromkeys(month_words(f"{day:%Y-%m}") for day, _ in shown))
    if not months:
        return Strip("No dated report in these two years", dots)
    named = ", ".join(months[-_NAMED:])
    before = f", and {count(len(months) - _NAMED, 'month')} before" if len(months) > _NAMED else ""
    return Strip(f"Reports in {named}{before}", dots)


def timeline_chart(postmortem: Postmortem) -> tuple[TimelineChart | None, dict[int, str]]:
    """The phases of an incident, and the number or place of each timeline entry by its index.

    The place is `before` or `after` for entries outside of the phases. There is no chart
    where fewer than four times are known, where the phases are not stated, or where what
    is stated contradicts itself or mixes time zones.
    """
    bounds = _bounds(postmortem)
    timed = {
        index: event.moment.at
        for index, event in enumerate(postmortem.timeline)
        if event.moment and event.moment.timed
    }
    if len(bounds) < 2 or len(timed) < _FEWEST or len(_zones(postmortem)) > 1:
        return None, {}
    begin, end = bounds[0][1], bounds[-1][1]
    inside = [index for index, at in timed.items() if begin <= at <= end]
    if len(inside) < 2:
        return None, {}
    ordered = sorted(inside, key=lambda index: (timed[index], index))
    places = {index: str(number) for number, index in enumerate(ordered, start=1)}
    for index, at in timed.items():
        if index not in places:
            places[index] = "before" if at < begin else "after"
    phases = _phases(bounds)
    times = [timed[index] for index in ordered]
    chart = TimelineChart(
        _label(phases, begin, end),
        _draw(phases, times, 880, 60.0),
        _draw(phases, times, 360, 28.0),
    )
    return chart, places


def _bounds(postmortem: Postmortem) -> list[tuple[str, datetime]]:
    """The stated turning points in order, or none where they contradict each other."""
    facts: tuple[tuple[str, Fact[Moment] | None], ...] = (
        ("started", postmortem.started),
        ("detected", postmortem.detected),
        ("mitigated", postmortem.mitigated),
        ("resolved", postmortem.resolved),
    )
    known = [(name, fact.value.at) for name, fact in facts if fact and fact.value.timed]
    times = [at for _, at in known]
    names = {name for name, _ in known}
    told = "started" in names and names & {"detected", "mitigated"} and times == sorted(times)
    return known if told and times[0] < times[-1] else []


def _zones(postmortem: Postmortem) -> set[str]:
    facts = (
        postmortem.started,
        postmortem.detected,
        postmortem.mitigated,
        postmortem.resolved,
    )
    moments = [fact.value for fact in facts if fact]
    moments += [event.moment for event in postmortem.timeline if event.moment]
    return {moment.zone for moment in moments if moment.zone and moment.timed}


def _phases(bounds: list[tuple[str, datetime]]) -> list[tuple[str, str, datetime, datetime]]:
    """Kind, name, begin and end of each phase that takes any time."""
    phases = []
    for (first, begin), (last, end) in pairwise(bounds):
        match first, last:
            case "started", "detected":
                kind, name = "unnoticed", _NAMES["unnoticed"]
            case "started", _:
                kind, name = "working", _NAMES["working"]
            case "detected", "mitigated":
                kind, name = "working", _NAMES["diagnosed"]
            case "detected", _:
                kind, name = "working", _NAMES["whole"]
            case _:
                kind, name = "recovering", _NAMES["recovering"]
        if begin < end:
            phases.append((kind, name, begin, end))
    return phases


def _label(
    phases: list[tuple[str, str, datetime, datetime]], begin: datetime, end: datetime
) -> str:
    told = ", ".join(
        f"{name.lower()} for {_length(start, stop)}" for _, name, start, stop in phases
    )
    return (
        f"Timeline of {long_day(begin.date())}, {begin:%H:%M} to {end:%H:%M}: {told}."
        " The table below has every event."
    )


def _draw(
    phases: list[tuple[str, str, datetime, datetime]],
    times: list[datetime],
    width: int,
    side: float,
) -> Drawing:
    begin, end = phases[0][2], phases[-1][3]
    scale = (width - 2 * side) / (end - begin).total_seconds()

    def place(at: datetime) -> float:
        return side + (at - begin).total_seconds() * scale

    names = [
        max(len(name), len(_length(start, stop))) * 7.6 + 14 for _, name, start, stop in phases
    ]
    starts = _apart([place(start) for _, _, start, _ in phases], names, 4, width - 4)
    bars = tuple(
        Phase(
            kind,
            name,
            _length(start, stop),
            _number(place(start)),
            _number(max(place(stop) - place(start), 1.0)),
            _number(label),
        )
        for (kind, name, start, stop), label in zip(phases, starts, strict=True)
    )
    markers: tuple[Marker, ...] = ()
    if len(times) * _MARKER <= width - 16:
        centres = _apart(
            [place(at) - _MARKER / 2 for at in times], [_MARKER] * len(times), 8, width - 8
        )
        markers = tuple(
            Marker(str(number), _number(place(at)), _number(left + _MARKER / 2))
            for number, (at, left) in enumerate(zip(times, centres, strict=True), start=1)
        )
    return Drawing(width, bars, markers, _ticks(begin, end, place(begin), scale, width))


def _ticks(
    begin: datetime, end: datetime, left: float, scale: float, width: int
) -> tuple[Tick, ...]:
    most = 3 if width < 400 else 6
    total = (end - begin).total_seconds() / 60
    step = next((step for step in _STEPS if total / step <= most), _STEPS[-1])
    midnight = datetime.combine(begin.date(), datetime.min.time())
    behind = -(-int((begin - midnight).total_seconds() // 60) // step) * step
    at = midnight + timedelta(minutes=behind)
    ticks = []
    while at <= end + timedelta(minutes=step / 2):
        x = left + (at - begin).total_seconds() * scale
        if 20 <= x <= width - 20:
            text = f"{at:%H:%M}" if step < 1440 else f"{at.day}.{at.month}."
            ticks.append(Tick(_number(x), text))
        at += timedelta(minutes=step)
    return tuple(ticks)


def _apart(starts: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    """Move ordered pieces as little as needed so that none overlap and all stay in bounds."""
    moved: list[float] = []
    edge = low
    for start, size in zip(starts, sizes, strict=True):
        moved.append(max(start, edge))
        edge = moved[-1] + size
    limit = high
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = max(min(moved[index], limit - sizes[index]), low)
        limit = moved[index]
    return moved


def _length(begin: datetime, end: datetime) -> str:
    return span(round((end - begin).total_seconds() / 60))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
