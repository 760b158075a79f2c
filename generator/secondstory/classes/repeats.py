"""Reports and their classes -> each time a class came back, and why.

A repeat has one of two diseases: the known fix had not shipped, or it had and did not hold. What
a report states of it counts. Else the fixes of earlier times tell, by their days: one that was
promised before and had not shipped when it came back, or one that had. Where both are there, or
neither is certain, the disease is not known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from secondstory.classes.cures import cure_of, is_systemic
from secondstory.model import (
    Basis,
    Brief,
    Cure,
    Disease,
    FixWas,
    Group,
    Recurrence,
)
from secondstory.noun import replace

_NOT_SHIPPED = re.compile(
    r"not (?:yet )?shipped|never shipped|known fix|still open|not (?:yet )?done", re.IGNORECASE
)
_NOT_HELD = re.compile(r"(?:did|does|do) ?n[o']t hold|not held|regress|fix failed", re.IGNORECASE)
_LOOKED = 24  # times before: what is older tells less, and a class may hold the archive


class _Fix(NamedTuple):
    """A fix of an earlier time that would have kept the class away."""

    cure: Cure
    places: frozenset[str]  # the services it is for, folded; none: not known, or everywhere


class _Story(NamedTuple):
    """What the fixes of earlier times tell of one time."""

    shipped: list[Cure]  # before it came back
    waiting: list[Cure]  # promised before, shipped later or not to this day
    elsewhere: list[_Fix]  # shipped before, for other services
    undated: list[Cure]  # shipped on a day that is not known


def recurrences(
    reports: Sequence[Brief], classes: Iterable[Group], cures: Mapping[str, Sequence[Cure]]
) -> Mapping[str, tuple[Recurrence, ...]]:
    """For each report of a class seen before: the how-manieth time, and why."""
    by_slug = {report.slug: report for report in reports}
    found: dict[str, list[Recurrence]] = defaultdict(list)
    for group in classes:
        oldest = [slug for slug in reversed(group.members) if by_slug[slug].date]
        if len(oldest) > 1:
            for each in _chain(group.name, [by_slug[slug] for slug in oldest], cures):
                found[oldest[each.nth - 1]].append(each)
    return {slug: tuple(times) for slug, times in found.items()}


def _chain(
    name: str, times: Sequence[Brief], cures: Mapping[str, Sequence[Cure]]
) -> Iterator[Recurrence]:
    """The second and all later times of a class, given the reports of all."""
    known = [_Fix(cure, frozenset()) for cure in cures.get(name, ())]
    named = {(fix.cure.slug, fix.cure.anchor) for fix in known}
    promised = [
        [fix for fix in _promised(report) if (fix.cure.slug, fix.cure.anchor) not in named]
        for report in times
    ]
    slugs = tuple(report.slug for report in times)
    for place, report in enumerate(times[1:], 1):
        own = _story(report, known)
        earlier = promised[max(0, place - _LOOKED) : place]
        others = _story(report, (fix for fixes in earlier for fix in fixes))
        last = times[place - 1].date
        days = (report.date - last).days if report.date and last else None
        disease, basis, why, fix = _told(report, own, others)
        yield Recurrence(
            name, place + 1, disease, slugs[:place], basis=basis, why=why, days=days, fix=fix
        )


def _told(report: Brief, own: _Story, others: _Story) -> tuple[Disease, Basis, str, Cure | None]:
    """Why a class came back: what the report states, else what the fixes of the class tell."""
    if (stated := stated_disease(report.recurrence)) is not Disease.UNKNOWN:
        found = _telling(own, stated) or _telling(others, stated)
        return stated, Basis.STATED, "the report says so", found
    for story in (own, others):
        for disease, cures, against in (
            (Disease.DID_NOT_HOLD, story.shipped, story.waiting),
            (Disease.NOT_SHIPPED, story.waiting, story.shipped),
        ):
            if cures and not against:
                fix = _telling(story, disease)
                return disease, Basis.DERIVED, _when(fix, begun(report)) if fix else "", fix
        if story.shipped and story.waiting:
            return Disease.UNKNOWN, Basis.UNKNOWN, "one fix had shipped, another had not", None
    return Disease.UNKNOWN, Basis.UNKNOWN, _doubt(others), None


def stated_disease(words: str) -> Disease:
    """The disease that a report states."""
    if _NOT_HELD.search(words):
        return Disease.DID_NOT_HOLD
    return Disease.NOT_SHIPPED if _NOT_SHIPPED.search(words) else Disease.UNKNOWN


def begun(report: Brief) -> date | None:
    """The day on which an incident began."""
    return report.started.at.date() if report.started else report.date


def _telling(story: _Story, disease: Disease) -> Cure | None:
    """The fix that shows a disease best: what shipped last, or what was promised first."""
    if disease is Disease.NOT_SHIPPED:
        return min(story.waiting, key=lambda cure: cure.promised or date.max, default=None)
    known = [*story.shipped, *(fix.cure for fix in story.elsewhere)][: len(story.shipped) or None]
    last = max(known, key=lambda cure: cure.shipped or date.min, default=None)
    return last or next(reversed(story.undated), None)


def _when(cure: Cure, start: date | None) -> str:
    """How the days of a fix tell a disease."""
    if cure.state is FixWas.SHIPPED and cure.shipped and start:
        had = "had shipped by" if cure.proven else "shipped on"
        return (
            f"which {had} {cure.shipped.isoformat()}, {_days((start - cure.shipped).days)} before"
        )
    promised = f"promised on {cure.promised.isoformat()}" if cure.promised else "promised before"
    if cure.shipped and start:
        later = _days((cure.shipped - start).days)
        return f"which was {promised} and shipped on {cure.shipped.isoformat()}, {later} after"
    return f"which was {promised} and is still open"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _doubt(story: _Story) -> str:
    """Why the fixes of earlier times tell nothing."""
    if story.elsewhere:
        return "what had shipped before was for other services"
    if story.undated:
        return "when the fixes of earlier times shipped is not stated"
    return "no fix of an earlier time is known to have been promised or shipped"


def _story(report: Brief, fixes: Iterable[_Fix]) -> _Story:
    """Tell the fixes of earlier times apart by how far they had come when a class came back."""
    story = _Story([], [], [], [])
    start = begun(report)
    here = frozenset(map(str.casefold, report.services))
    for fix in fixes:
        cure = fix.cure
        if start is None or (cure.promised and cure.promised >= start):
            continue  # not known yet
        if cure.state is FixWas.OPEN and cure.promised:
            story.waiting.append(cure)
        elif cure.shipped and cure.shipped < start:
            apart = here and fix.places and here.isdisjoint(fix.places)
            if apart:
                story.elsewhere.append(fix)
            else:
                story.shipped.append(cure)
        elif cure.shipped and cure.shipped > start and not cure.proven and cure.promised:
            story.waiting.append(replace(cure, state=FixWas.LATER))
        elif cure.state is FixWas.UNDATED:
            story.undated.append(cure)
    return story


def _promised(report: Brief) -> Iterator[_Fix]:
    """The fixes of a report that change the system so that its class stays away."""
    places = frozenset(map(str.casefold, report.services))
    for fix in report.actions:
        if is_systemic(fix) and (cure := cure_of(report, fix)):
            yield _Fix(cure, places)
