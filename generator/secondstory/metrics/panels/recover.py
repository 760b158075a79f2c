"""How long incidents last."""

from __future__ import annotations

from secondstory.metrics.ground import Ground, distributed, rows
from secondstory.metrics.panels.detect import minutes
from secondstory.model import Brief
from secondstory.model.metrics import Panel, Row, Shape, Unit

KEY = "recover"


def panel(ground: Ground) -> Panel:
    """The minutes that each incident lasted; a near miss does not last."""
    reports = [report for report in ground.reports if not report.near_miss]
    odd = [report for report in reports if _contradicts(report)]
    sure = [report for report in reports if not _contradicts(report)]
    return distributed(
        Panel(
            key=KEY,
            title="Time to recover",
            what="report",
            counted="How long an incident lasted, as its report states it, else from the start to"
            " the resolution. Near misses are not counted. What is not stated is unknown, never"
            " zero; a resolution before the start contradicts itself and is left out.",
            gamed="Calling an incident over when it is only mitigated, or making two of one.",
            shape=Shape.DOTS,
            sample=tuple(
                Row(each.slug, value=each.duration) for each in sure if each.duration is not None
            ),
            unknown=rows(each for each in sure if each.duration is None),
            odd=tuple(Row(each.slug, note="resolved before it began") for each in odd),
            unit=Unit.MINUTES,
        )
    )


def _contradicts(report: Brief) -> bool:
    span = minutes(report.started, report.resolved)
    negative = report.duration is not None and report.duration < 0
    return negative or (span is not None and span < 0)
