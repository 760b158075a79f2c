"""What is still to be done, for people and machines: by the rubric, and by the deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from secondstory.deadlines import Deadline, State
from secondstory.portable import visible
from secondstory.report import Paint, Report, plain
from secondstory.rubric import Graded, Mark

_WIDTH = max(len(mark.value) for mark in Mark)
_URGENT = {State.OVERDUE: "warning"}
_LOOKS = {Mark.MET: "place", Mark.PARTLY: "note", Mark.NOT_YET: "warning"}


def as_rubric(report: Report, paint: Paint = plain) -> str:
    """Each report with its criteria: met, partly or not yet, and what to do next."""
    return "\n".join(
        f"{paint(f'{visible(report.path(one.path))}:', 'place')} {visible(one.title)}\n"
        + "".join(_standings(one, paint))
        for one in report.rubric or ()
    )


def _standings(one: Graded, paint: Paint) -> Iterator[str]:
    for criterion, standing in one.standings:
        mark = paint(f"{standing.mark.value:{_WIDTH}}", _LOOKS[standing.mark])
        then = f": {visible(standing.next)}" if standing.next else ""
        yield f"  {mark}  {criterion.title}{then}\n"


def rubric_document(report: Report) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "path": report.path(one.path),
            "title": one.title,
            "criteria": [
                {
                    "criterion": criterion.key,
                    "title": criterion.title,
                    "standing": standing.mark.value,
                    "next": standing.next or None,
                }
                for criterion, standing in one.standings
            ],
        }
        for one in report.rubric or ()
    ]


def as_deadlines(report: Report, paint: Paint = plain) -> str:
    """A line for each report that is still to be written."""
    if not report.deadlines:
        return "No report is overdue, due or missing.\n"
    return "".join(
        f"{paint(f'{visible(report.path(one.path))}:', 'place')} {one.stage},"
        f" {paint(_when(one), _URGENT.get(one.state, 'note'))} ({_why(one)})\n"
        for one in report.deadlines
    )


def _when(one: Deadline) -> str:
    if one.due is None:
        return one.state.value
    days = abs(one.days)
    apart = "1 day" if days == 1 else f"{days} days"
    if one.state is State.OVERDUE:
        return f"overdue by {apart}"
    return f"due in {apart}" if days else "due today"


def _why(one: Deadline) -> str:
    return f"{one.due.isoformat()}, {visible(one.why)}" if one.due else visible(one.why)


def deadlines_document(report: Report) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "path": report.path(one.path),
            "stage": one.stage,
            "state": one.state.value,
            "due": one.due.isoformat() if one.due else None,
            "why": one.why,
        }
        for one in report.deadlines or ()
    ]
