"""How long it takes until somebody or something notices."""

from __future__ import annotations

from secondstory.metrics.ground import Ground, distributed
from secondstory.model import Brief, Moment
from secondstory.model.metrics import Panel, Row, Shape, Unit

KEY = "detect"


def panel(ground: Ground) -> Panel:
    """The minutes from the start of each incident to its detection."""
    spans = [(report, minutes(report.started, report.detected)) for report in ground.reports]
    known = [(report, span) for report, span in spans if span is not None]
    return distributed(
        Panel(
            key=KEY,
            title="Time to detect",
            what="report",
            counted="From the start to the detection, where a report gives a time of day for both,"
            " in one time zone. What is not stated is unknown, never zero; a detection before the"
            " start contradicts itself and is left out.",
            gamed="Setting the start later, or leaving it out. The unknown stand beside it.",
            shape=Shape.DOTS,
            sample=tuple(Row(each.slug, value=span) for each, span in known if span >= 0),
            unknown=tuple(
                Row(each.slug, note=_missing(each)) for each, span in spans if span is None
            ),
            odd=tuple(
                Row(each.slug, note="detected before it began") for each, span in known if span < 0
            ),
            unit=Unit.MINUTES,
        )
    )


def minutes(begin: Moment | None, end: Moment | None) -> int | None:
    """The whole minutes between two moments, None where a clock is missing or clocks may differ."""
    if begin is None or end is None or not (begin.timed and end.timed):
        return None
    if begin.zone and end.zone and begin.zone != end.zone:
        return None
    return int((end.at - begin.at).total_seconds() // 60)


def _missing(report: Brief) -> str:
    moments = (("start", report.started), ("detection", report.detected))
    missing = [name for name, moment in moments if moment is None or not moment.timed]
    return f"no time of {' and '.join(missing)}" if missing else "in two time zones"
