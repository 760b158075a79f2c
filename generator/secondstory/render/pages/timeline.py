"""A report's timeline -> a chart where enough is known, and always a table."""

from __future__ import annotations

from secondstory.model import Event, Moment, Postmortem
from secondstory.render.body import linked
from secondstory.render.cards import Ground
from secondstory.render.charts import timeline_chart
from secondstory.render.marks import origin_mark
from secondstory.render.views_incident import EventRow, Timeline
from secondstory.render.words import shortened

_WHEN_LIMIT = 40


def timeline(report: Postmortem, ground: Ground) -> Timeline | None:
    """What happened when; None where the report has no timeline."""
    if not report.timeline:
        return None
    chart, places = timeline_chart(report)
    marks = _turning_points(report)
    events = tuple(
        _row(report, ground, event, places.get(index, ""), marks.get(index, ""))
        for index, event in enumerate(report.timeline)
    )
    zones = sorted(
        {event.moment.zone for event in report.timeline if event.moment and event.moment.zone}
    )
    told = [f"All times {zones[0]}." if len(zones) == 1 else ""]
    told += ["Zones differ; times are as written." if len(zones) > 1 else ""]
    told += ["Time zone not stated." if not zones and _timed(report) else ""]
    told += ["Numbers match the table." if chart and chart.wide.markers else ""]
    return Timeline(chart, " ".join(filter(None, told)), events)


def _row(report: Postmortem, ground: Ground, event: Event, place: str, phase: str) -> EventRow:
    outside = place if place in ("before", "after") else ""
    return EventRow(
        number="" if outside else place,
        outside=outside,
        time=shortened(event.when, _WHEN_LIMIT),
        phase=phase,
        text=linked(event.text.html, ground.targets),
        origin=origin_mark(event.source, report.path, ground.site.source_url),
    )


def _turning_points(report: Postmortem) -> dict[int, str]:
    """Which entries mark detection, mitigation or recovery: those of the very minute.

    An entry is marked only where it is the only one of its minute, and begins with no
    such word of its own.
    """
    found: dict[int, str] = {}
    for word, fact in (
        ("Detected", report.detected),
        ("Mitigated", report.mitigated),
        ("Recovered", report.resolved),
    ):
        same = [
            index
            for index, event in enumerate(report.timeline)
            if fact and event.moment and _same(event.moment, fact.value)
        ]
        if len(same) == 1 and same[0] not in found:
            text = report.timeline[same[0]].text.text.casefold()
            if not text.startswith(("detect", "mitigat", "recover", "resolv")):
                found[same[0]] = word
    return found


def _same(one: Moment, other: Moment) -> bool:
    return one.timed and other.timed and one.at == other.at


def _timed(report: Postmortem) -> bool:
    return any(event.moment and event.moment.timed for event in report.timeline)
