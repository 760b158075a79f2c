"""Charts appear where enough is stated, stay in their frame, and never let labels collide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_fact, a_moment, a_postmortem, an_event
from secondstory.model import Moment, Postmortem
from secondstory.render.charts import strip, timeline_chart
from secondstory.render.views_charts import Drawing

TIMES = {
    "started": "2026-10-31 06:00",
    "detected": "2026-10-31 06:21",
    "mitigated": "2026-10-31 06:55",
    "resolved": "2026-10-31 07:14",
}
EVENTS = [an_event(at[11:], "x", at) for at in TIMES.values()]


def a_report(events: list[object] | None = None, **times: str | None) -> Postmortem:
    stated = {name: at for name, at in {**TIMES, **times}.items() if at}
    return a_postmortem(timeline=EVENTS if events is None else events, **stated)


def check(drawing: Drawing) -> None:
    """Everything lies inside of the drawing; numbers and names keep apart."""
    centres = [float(marker.at) for marker in drawing.markers]
    assert all(b - a >= 19.8 for a, b in pairwise(centres))
    assert all(8 <= x <= drawing.width - 8 for x in centres)
    labels = [float(phase.label_x) for phase in drawing.phases]
    assert labels == sorted(labels)
    for phase in drawing.phases:
        assert float(phase.x) >= 0
        assert float(phase.x) + float(phase.width) <= drawing.width
        assert 0 <= float(phase.label_x) < drawing.width
    assert all(0 < float(tick.x) < drawing.width for tick in drawing.ticks)


def test_the_phases_of_an_incident() -> None:
    """Unnoticed, diagnosed, recovering, with their lengths, and the same in words."""
    chart, places = timeline_chart(a_report())
    assert chart
    assert [(p.kind, p.name, p.length) for p in chart.wide.phases] == [
        ("unnoticed", "Unnoticed", "21 min"),
        ("working", "Diagnosed", "34 min"),
        ("recovering", "Recovering", "19 min"),
    ]
    assert places == {0: "1", 1: "2", 2: "3", 3: "4"}
    assert "31 October 2026, 06:00 to 07:14: unnoticed for 21 min" in chart.label
    check(chart.wide)
    check(chart.narrow)


@pytest.mark.parametrize(
    ("times", "names"),
    [
        ({"mitigated": None}, ["Unnoticed", "Until recovery"]),
        ({"detected": None}, ["Being worked on", "Recovering"]),
        ({"resolved": None}, ["Unnoticed", "Diagnosed"]),
    ],
)
def test_what_is_not_stated_is_no_phase(times: dict[str, None], names: list[str]) -> None:
    """Phases lie between stated times only, and are named after those."""
    chart, _ = timeline_chart(a_report([*EVENTS, EVENTS[1]], **times))
    assert chart
    assert [phase.name for phase in chart.wide.phases] == names


@pytest.mark.parametrize(
    "report",
    [
        a_report(EVENTS[:3]),
        a_report(started=None),
        a_report(detected=None, mitigated=None),
        a_report(detected="2026-10-31 05:00"),
        a_report(resolved="2026-10-30 07:14"),
        a_report([*EVENTS[:3], an_event("x", "y")]),
        a_report([an_event("x", "y", "2026-01-01 00:00")] * 5),
    ],
)
def test_too_little_or_contradictory_times_make_no_chart(report: Postmortem) -> None:
    """Three times or fewer, no start, or an order that cannot be: the table says it better."""
    assert timeline_chart(report) == (None, {})


def test_mixed_time_zones_make_no_chart() -> None:
    """Two zones on one axis would be a lie."""
    report = a_postmortem(
        **{**TIMES, "detected": a_fact(a_moment(TIMES["detected"], "CET"))}, timeline=EVENTS
    )
    assert timeline_chart(report) == (None, {})


def test_entries_outside_of_the_incident_are_told_apart() -> None:
    """What came before or after is named so, in place of a broken axis."""
    events = [
        an_event("15 Aug", "renewed", "2026-08-15 04:10"),
        *EVENTS,
        an_event("later", "report", "2026-11-02 10:00"),
        an_event("unknown", "?"),
    ]
    _, places = timeline_chart(a_report(events))
    assert places == {0: "before", 1: "1", 2: "2", 3: "3", 4: "4", 5: "after"}


def test_too_many_events_are_not_numbered() -> None:
    """Numbers that would not fit are left out of the narrow drawing only."""
    start = datetime(2026, 10, 31, 6)
    moments = [start + timedelta(minutes=n) for n in range(40)]
    events = [an_event("x", "y", f"{at:%Y-%m-%d %H:%M}") for at in moments]
    chart, _ = timeline_chart(a_report(events))
    assert chart
    assert len(chart.wide.markers) == 40
    assert chart.narrow.markers == ()
    check(chart.wide)


@given(
    st.lists(st.integers(0, 20_000), min_size=4, max_size=4, unique=True).map(sorted),
    st.lists(st.integers(0, 20_000), max_size=30),
)
def test_any_incident_stays_in_its_frame(bounds: list[int], inside: list[int]) -> None:
    """From minutes to weeks, nothing leaves the drawing or collides."""
    start = datetime(2026, 1, 1)
    facts = {
        name: a_fact(Moment(start + timedelta(minutes=at), timed=True))
        for name, at in zip(TIMES, bounds, strict=True)
    }
    every = [start + timedelta(minutes=at) for at in [*bounds, *inside]]
    events = [an_event("x", "y", f"{at:%Y-%m-%d %H:%M}") for at in every]
    chart, _ = timeline_chart(a_postmortem(**facts, timeline=events))
    if chart:
        check(chart.wide)
        check(chart.narrow)


def test_a_strip_shows_two_years() -> None:
    """Older days and days to come have no dot; the label names the months."""
    days = [(date(2020, 1, 1), False), (date(2025, 11, 5), False), (date(2026, 10, 28), True)]
    shown = strip([*days, (date(2027, 1, 1), True)], date(2026, 11, 20))
    assert [dot.again for dot in shown.dots] == [False, True]
    assert all(6 <= float(dot.x) <= 194 for dot in shown.dots)
    assert shown.label == "Reports in November 2025, October 2026"
    assert strip([], date(2026, 11, 20)).dots == ()
