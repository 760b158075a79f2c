"""Commitments -> those that somebody asks for: a view, and filters by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from secondstory.commitments.listing import Commitment
from secondstory.model import FixState
from secondstory.noun import Noun

NONE = "none"  # asks for what states nothing: `owner=none`
NEAR_MISS = "near-miss"


class View(StrEnum):
    """A question that the list of commitments answers."""

    ALL = "all"
    OVERDUE = "overdue"
    ORPHANS = "orphans"
    UNVERIFIED = "unverified"
    IDEAS = "ideas"
    DECLINED = "declined"


class Wanted(Noun, frozen=True):
    """What is asked for; within a field any of its values will do, an empty field asks nothing.

    Case does not matter; `none` asks for what the report does not say.
    """

    view: View = View.ALL
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


def waits(found: Commitment) -> bool:
    """Whether it is promised and not done, as far as anybody says."""
    return found.promised and not found.state.is_closed


def lacks_owner(found: Commitment) -> bool:
    """Whether it waits and nobody is named for it."""
    return waits(found) and not found.fix.owner


def lacks_day(found: Commitment) -> bool:
    """Whether it waits and no day counts for it, neither the report's nor the policy's."""
    return waits(found) and found.due is None


def unverified(found: Commitment) -> bool:
    """Whether it is done and nothing is named that shows that it holds."""
    return found.state is FixState.SHIPPED


_SHOWN: Mapping[View, Callable[[Commitment], bool]] = {
    View.ALL: lambda _: True,
    View.OVERDUE: lambda found: found.state is FixState.LATE,
    View.ORPHANS: lambda found: lacks_owner(found) or lacks_day(found),
    View.UNVERIFIED: unverified,
    View.IDEAS: lambda found: found.state is FixState.IDEA,
    View.DECLINED: lambda found: found.state is FixState.DECLINED,
}


def narrowed(found: Iterable[Commitment], wanted: Wanted) -> tuple[Commitment, ...]:
    """Those of some commitments that are asked for, in their order."""
    shown = _SHOWN[wanted.view]
    asked = [
        (_FIELDS[name], {value.casefold() for value in given})
        for name in _FIELDS
        if (given := getattr(wanted, name))
    ]
    return tuple(
        one
        for one in found
        if shown(one) and all(not wish.isdisjoint(said(one)) for said, wish in asked)
    )


def stated(found: Iterable[Commitment], name: str) -> tuple[str, ...]:
    """What there is to ask for in a field of `Wanted`, in alphabetical order."""
    return tuple(sorted({value for one in found for value in _FIELDS[name](one)}))


def _said(*words: str | None) -> Iterator[str]:
    told = [word.casefold() for word in words if word]
    yield from told or [NONE]


def _severities(found: Commitment) -> Iterator[str]:
    report = found.report
    if report.near_miss:
        yield NEAR_MISS
    severity = report.severity
    if severity and severity.level:
        yield f"sev{severity.level}"
    yield from _said(severity.label if severity else None)


_FIELDS: Mapping[str, Callable[[Commitment], Iterator[str]]] = {
    "services": lambda one: _said(*one.report.services),
    "tags": lambda one: _said(*one.report.tags),
    "types": lambda one: _said(one.fix.purpose, one.fix.type),
    "strengths": lambda one: _said(one.fix.grade.strength if one.fix.grade else None),
    "states": lambda one: _said(one.state.words),
    "severities": _severities,
    "owners": lambda one: _said(one.fix.owner),
}
