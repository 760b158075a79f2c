"""Archive, policy and a day -> every action item once, the late first; and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from secondstory.commitments.repeats import Place, repeats
from secondstory.commitments.standing import Standing, standing_of, weight
from secondstory.model import Archive, Brief, Fix, FixState
from secondstory.noun import Noun, asdict
from secondstory.policy import FixTerms

ENOUGH = 5  # fewer say nothing about an archive

_RANKS = {
    state: rank
    for rank, states in enumerate(
        (
            (FixState.LATE,),
            (FixState.IN_PROGRESS, FixState.OPEN),
            (FixState.UNSTATED,),
            (FixState.SHIPPED,),
            (FixState.HELD,),
            (FixState.DECLINED,),
            (FixState.IDEA,),
        )
    )
    for state in states
}


class Commitment(Standing, frozen=True):
    """An action item of a report, its place there, and how it stands.

    `also` are the places of the same item in other reports: its clock began with the first of
    them, and it is told as the last of them that states how far it has come.
    """

    report: Brief
    fix: Fix
    place: int
    also: tuple[Place, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in the whole archive, for good: `slug#id`."""
        return f"{self.report.slug}#{self.fix.id}"

    @property
    def standing(self) -> Standing:
        """How it stands, without the rest."""
        return Standing(self.opened, self.age, self.due, self.due_by, self.late, self.state)

    @property
    def promised(self) -> bool:
        """Whether it is a commitment: neither an idea nor declined."""
        return self.state not in (FixState.IDEA, FixState.DECLINED)


class Summary(Noun, frozen=True):
    """What commitments come to.

    `states` says how many there are in each state, ideas and declined ones apart from the
    `promised`. `closure` is the part of those that is done, as far as reports say; None of too
    few. `median` is the age in days of the `aged` open ones whose age is known, `oldest` the
    highest of those ages.
    """

    states: Mapping[FixState, int]
    open: int
    promised: int
    closed: int
    closure: float | None
    aged: int
    median: float | None
    oldest: int | None


def commitments(archive: Archive, terms: FixTerms, as_of: date) -> tuple[Commitment, ...]:
    """Every action item of an archive, each once: the late first.

    After them come those still to be done, those whose state nobody states, the shipped, the held,
    the declined and the ideas; among each the first is the one whose age, in days, times its
    weight, 4 for a SEV1 to 1 for a SEV4, is highest.
    """
    groups = repeats(archive)
    known = {place for group in groups for place in group}
    found = [
        _commitment(((report, place),), terms, as_of)
        for report in archive.briefs
        for place in range(len(report.actions))
        if (report.slug, place) not in known
    ]
    found += _told(archive, groups, terms, as_of)
    return tuple(sorted(found, key=_urgency))


def repeated(archive: Archive, terms: FixTerms, as_of: date) -> Iterator[Commitment]:
    """The action items that several reports tell."""
    return _told(archive, repeats(archive), terms, as_of)


def summary(found: Iterable[Commitment]) -> Summary:
    """Count commitments. What is declined leaves the denominator; ideas were never in it."""
    every = list(found)
    states = Counter(one.state for one in every)
    promised = sum(one.promised for one in every)
    closed = sum(one.state.is_closed for one in every)
    waiting = [one for one in every if one.state.is_open]
    ages = [one.age for one in waiting if one.age is not None]
    return Summary(
        states={state: states[state] for state in FixState},
        open=len(waiting),
        promised=promised,
        closed=closed,
        closure=closed / promised if promised >= ENOUGH else None,
        aged=len(ages),
        median=median(ages) if ages else None,
        oldest=max(ages, default=None),
    )


def _commitment(members: Sequence[tuple[Brief, int]], terms: FixTerms, as_of: date) -> Commitment:
    """An item with the places where it is told, its first telling first."""
    told = [(report, report.actions[place]) for report, place in members]
    stated = [at for at, (_, fix) in enumerate(told) if fix.status]
    at = stated[-1] if stated else len(told) - 1
    report, fix = told[at]
    found = standing_of(told, fix, terms, as_of)
    also = tuple([(one.slug, place) for one, place in members if one is not report])
    return Commitment(
        report=report,
        fix=fix,
        place=members[at][1],
        also=also,
        **asdict(found),
    )


def _urgency(found: Commitment) -> tuple[int, int, str, int]:
    pressing = (found.age or 0) * weight(found.report)
    return _RANKS[found.state], -pressing, found.report.slug, found.place


def _told(
    archive: Archive, groups: Iterable[tuple[Place, ...]], terms: FixTerms, as_of: date
) -> Iterator[Commitment]:
    reports = archive.by_slug()
    for group in groups:
        yield _commitment([(reports[slug], place) for slug, place in group], terms, as_of)
