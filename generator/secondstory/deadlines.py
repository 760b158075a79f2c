"""Postmortems, policy and a day -> which reports are overdue, due or missing.

What is not known is said: a report without a date or a severity has no deadline that anybody could
tell. The list is one of work to be done: it counts for nothing, and names nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum

from secondstory.extract.dates import day_in_name
from secondstory.model import Postmortem, Study
from secondstory.noun import Noun
from secondstory.policy import Policy

_REPORTS = (".md", ".markdown")


class State(StrEnum):
    """How a report that is not there yet stands with time."""

    OVERDUE = "overdue"
    DUE = "due"
    LOOSE = "no deadline"
    UNKNOWN = "not known"


class Deadline(Noun, frozen=True):
    """A report that is not there yet.

    `stage` is draft, in review, stub (a file that says next to nothing) or missing (no file, but
    others link to one). `due` is the day by which it is wanted, `days` from now; None where there
    is none or it is not known. `why` tells how that was found.
    """

    path: str
    stage: str
    state: State
    due: date | None
    why: str
    days: int = 0


def deadlines(
    studies: Iterable[Study], policy: Policy, as_of: date, former: Collection[str] = ()
) -> tuple[Deadline, ...]:
    """List what is still to be written: the overdue first, then by the day it is due.

    `former` are paths that reports once had, so that a link to one is no lost report.
    """
    every = list(studies)
    reports = [study for study in every if isinstance(study, Postmortem)]
    found = [
        _of_report(report, policy, as_of)
        for report in reports
        if report.stage.is_open or _is_stub(report)
    ]
    found += _missing(reports, {*former, *(study.path for study in every)})
    order = list(State)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.state), one.due or date.max, one.path))
    )


def _of_report(report: Postmortem, policy: Policy, as_of: date) -> Deadline:
    stage = _stage(report)
    if report.report_due:
        return _dated(report, report.report_due.value, as_of, "its front matter says so")
    near = bool(report.near_miss and report.near_miss.value)
    level = report.severity.value.level if report.severity else None
    term = policy.term(level, near_miss=near)
    if term is None:
        return Deadline(report.path, stage, State.UNKNOWN, None, "its severity is not known")
    grade = "a near miss" if near else f"SEV{level}"
    if term.hours is None:
        why = f"for {grade} a report is {term.words}"
        return Deadline(report.path, stage, State.LOOSE, None, why)
    wish = f"{grade}: within {term.words}"
    due = term.due(report.date.value) if report.date else None
    if due is None:
        why = f"{wish}, but its date is not known"
        return Deadline(report.path, stage, State.UNKNOWN, None, why)
    return _dated(report, due, as_of, wish)


def _dated(report: Postmortem, due: date, as_of: date, why: str) -> Deadline:
    state = State.OVERDUE if due < as_of else State.DUE
    return Deadline(report.path, _stage(report), state, due, why, (due - as_of).days)


def _stage(report: Postmortem) -> str:
    return report.stage.value if report.stage.is_open else "stub"


def _is_stub(report: Postmortem) -> bool:
    """Whether a report has nothing but headings."""
    headings = {heading.plain for heading in report.outline}
    return all(line in headings for line in report.plain.split("\n") if line.strip())


def _missing(reports: Iterable[Postmortem], known: Collection[str]) -> Iterator[Deadline]:
    """The incidents that reports link to, by a name with a day, where there is no such file."""
    linked: dict[str, list[str]] = {}
    for report in reports:
        for reference in report.references:
            path = reference.path
            if path not in known and path.casefold().endswith(_REPORTS):
                linked.setdefault(path, []).append(report.path)
    for path, places in linked.items():
        if day_in_name(path.rpartition("/")[2]):
            more = f" and {len(places) - 1} more link" if len(places) > 1 else " links"
            why = f"{places[0]}{more} to it; its severity is not known"
            yield Deadline(path, "missing", State.UNKNOWN, None, why)
