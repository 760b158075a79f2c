"""Archive -> an issue for each month, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from secondstory.digest.desk import Desk
from secondstory.digest.editor import NO_EDIT
from secondstory.model import Archive, Choice, Edit, Issue

_NO_EDITS: Mapping[str, Edit] = {}
_SILENCE = 24  # months without a report, after which the digest is silent until the next


def last_month(as_of: date) -> str:
    """The last full month before a day."""
    first = as_of.replace(day=1)
    return (first - timedelta(days=1)).isoformat()[:7] if first > date.min else ""


def issues(archive: Archive, last: str, edits: Mapping[str, Edit] = _NO_EDITS) -> tuple[Issue, ...]:
    """The issues of all months with something to tell, up to `last` ("2026-10"), oldest first."""
    desk = Desk(archive)
    made = (desk.issue(month, edits.get(month, NO_EDIT)) for month in _months(desk.busy, last))
    return tuple(issue for issue in made if issue)


def issue_of(
    archive: Archive, month: str, edits: Mapping[str, Edit] = _NO_EDITS
) -> tuple[Issue | None, tuple[Choice, ...]]:
    """The issue of a month, None where there is none, and what became of each lesson for it."""
    desk = Desk(archive)
    for each in _months(desk.busy, month):
        issue = desk.issue(each, edits.get(each, NO_EDIT))
        if each == month:
            return issue, desk.explained()
    return None, ()


def _months(busy: Iterable[str], last: str) -> Iterator[str]:
    """The months with reports, and those after them until it has been silent for too long."""
    months = sorted(month for month in busy if month <= last)
    for month, following in pairwise([*months, ""]):
        each, silent = month, 0
        while each and each != following and each <= last and silent <= _SILENCE:
            yield each
            each, silent = _after(each), silent + 1


def _after(month: str) -> str:
    """The next month, "" after the last that there is."""
    year, number = map(int, month.split("-"))
    if number < 12:
        return f"{year:04}-{number + 1:02}"
    return f"{year + 1:04}-01" if year < date.max.year else ""
