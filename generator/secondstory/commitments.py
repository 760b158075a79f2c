"""Archive, policy and a day -> every action item: how old, by when, how far; and what they come to.

The clock starts on the day the incident was resolved. A day that a report states wins over the
policy's; words without a day ("Q3") are shown, and the policy's day counts. An idea is never late.
Owners are told with their item and never counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from secondstory.extract.lessons import normal_wording
from secondstory.model import ActionStatus, Archive, Brief, Fix, FixState, Intent, Link
from secondstory.noun import Noun
from secondstory.policy import FixTerms

ENOUGH = 5  # fewer say nothing about an archive
REPORT, POLICY = "report", "policy"

Place = tuple[str, int]  # the slug of a report, and the place of an item in it

_WEIGHTS = {1: 4, 2: 3, 3: 2, 4: 1}  # by level; a level that is not known weighs as the lightest
_ENDED = (ActionStatus.DONE, ActionStatus.DECLINED)
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


class Standing(Noun, frozen=True):
    """How an action item stands on a day.

    `opened` is the day its clock began; `age` the days since, None where that day is not known or
    yet to come. `due` is the day that counts and `due_by` who says so, "report" or "policy";
    `late` are the days since it passed, 0 where the item is not late.
    """

    opened: date | None
    age: int | None
    due: date | None
    due_by: str
    late: int
    state: FixState


class Commitment(Noun, frozen=True):
    """An action item of a report, its place there, and how it stands; fields as of a Standing.

    `also` are the places of the same item in other reports: its clock began with the first of
    them, and it is told as the last of them that states how far it has come.
    """

    report: Brief
    fix: Fix
    place: int
    opened: date | None
    age: int | None
    due: date | None
    due_by: str
    late: int
    state: FixState
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
    reports = archive.by_slug()
    same = _same(archive)
    found = []
    for report in archive.briefs:
        for place in range(len(report.actions)):
            group = same.get((report.slug, place))
            if group is None:
                found.append(_commitment(((report, place),), terms, as_of))
            elif group[0] == (report.slug, place):
                members = [(reports[slug], number) for slug, number in group]
                found.append(_commitment(members, terms, as_of))
    return tuple(sorted(found, key=_urgency))


def standing(report: Brief, fix: Fix, terms: FixTerms, as_of: date) -> Standing:
    """How an item of a report stands, going by that report alone."""
    return _standing(((report, fix),), fix, terms, as_of)


def summary(found: Iterable[Commitment]) -> Summary:
    """Count commitments. What is declined leaves the denominator; ideas were never in it."""
    every = list(found)
    states = {state: sum(one.state is state for one in every) for state in FixState}
    promised = sum(one.promised for one in every)
    closed = sum(one.state.is_closed for one in every)
    waiting = [one for one in every if one.state.is_open]
    ages = [one.age for one in waiting if one.age is not None]
    return Summary(
        states=states,
        open=len(waiting),
        promised=promised,
        closed=closed,
        closure=closed / promised if promised >= ENOUGH else None,
        aged=len(ages),
        median=median(ages) if ages else None,
        oldest=max(ages, default=None),
    )


def opened_on(report: Brief) -> date | None:
    """The day the clock of a report's items begins: resolved, else mitigated, else its date.

    A day of resolution before the incident is a slip of the pen, and is passed over.
    """
    for moment in (report.resolved, report.mitigated):
        day = moment.at.date() if moment else None
        if day and not (report.date and day < report.date):
            return day
    return report.date


def weight(report: Brief) -> int:
    """How much a day of age weighs: 4 for a SEV1 to 1 for a SEV4, a near miss or the unknown."""
    level = report.severity.level if report.severity and not report.near_miss else None
    return _WEIGHTS.get(level or 0, 1)


def _commitment(members: Sequence[tuple[Brief, int]], terms: FixTerms, as_of: date) -> Commitment:
    """An item with the places where it is told, its first telling first."""
    told = [(report, report.actions[place]) for report, place in members]
    stated = [at for at, (_, fix) in enumerate(told) if fix.status]
    at = stated[-1] if stated else len(told) - 1
    report, fix = told[at]
    found = _standing(told, fix, terms, as_of)
    also = tuple([(one.slug, place) for one, place in members if one is not report])
    return Commitment(
        report=report,
        fix=fix,
        place=members[at][1],
        opened=found.opened,
        age=found.age,
        due=found.due,
        due_by=found.due_by,
        late=found.late,
        state=found.state,
        also=also,
    )


def _standing(
    told: Sequence[tuple[Brief, Fix]], fix: Fix, terms: FixTerms, as_of: date
) -> Standing:
    opened = min(filter(None, (opened_on(report) for report, _ in told)), default=None)
    due, due_by = _due(told, fix, terms)
    state = state_of(fix, due, as_of)
    return Standing(
        opened,
        (as_of - opened).days if opened and opened <= as_of else None,
        due,
        due_by,
        (as_of - due).days if due and state is FixState.LATE else 0,
        state,
    )


def _due(told: Sequence[tuple[Brief, Fix]], fix: Fix, terms: FixTerms) -> tuple[date | None, str]:
    """The day that counts, and who says so."""
    for each in (fix, *(other for _, other in reversed(told))):
        if each.due and each.due.day:
            return each.due.day, REPORT
    if fix.intent is not Intent.COMMITTED or fix.status in _ENDED:
        return None, ""
    for report, _ in told:
        level = report.severity.level if report.severity else None
        if day := terms.due(level, opened_on(report), near_miss=report.near_miss):
            return day, POLICY
    return None, ""


def state_of(fix: Fix, due: date | None, as_of: date) -> FixState:
    """How far a fix has come. Late is only what is stated to be open and was due before."""
    if fix.status is ActionStatus.DONE:
        return FixState.HELD if fix.verified_by else FixState.SHIPPED
    if fix.status is ActionStatus.DECLINED or fix.intent is Intent.DECLINED:
        return FixState.DECLINED
    if fix.intent is Intent.IDEA:
        return FixState.IDEA
    if fix.status is None:
        return FixState.UNSTATED
    if due and due < as_of:
        return FixState.LATE
    return FixState.IN_PROGRESS if fix.status is ActionStatus.IN_PROGRESS else FixState.OPEN


def _urgency(found: Commitment) -> tuple[int, int, str, int]:
    pressing = (found.age or 0) * weight(found.report)
    return _RANKS[found.state], -pressing, found.report.slug, found.place


def _same(archive: Archive) -> dict[Place, tuple[Place, ...]]:
    """The items that several reports tell: each with all its places, its first telling first.

    They have the same ticket, or the same wording and one of the reports links to the other.
    Items of one report are different, and a ticket that several of them have tells nothing.
    """
    groups: dict[Place, set[Place]] = {}
    for one, other in (*_same_ticket(archive.briefs), *_same_wording(archive)):
        merged = groups.get(one, {one}) | groups.get(other, {other})
        if len({slug for slug, _ in merged}) == len(merged):
            groups.update(dict.fromkeys(merged, merged))
    days = (
        {report.slug: opened_on(report) or date.max for report in archive.briefs} if groups else {}
    )
    order = {
        id(group): tuple(sorted(group, key=lambda place: (days[place[0]], place)))
        for group in groups.values()
    }
    return {place: order[id(group)] for place, group in groups.items()}


def _same_ticket(reports: Iterable[Brief]) -> Iterator[tuple[Place, Place]]:
    first: dict[str, Place] = {}
    for report in reports:
        tickets: dict[str, list[int]] = {}
        for place, fix in enumerate(report.actions):
            if fix.ticket and (key := _ticket(fix.ticket)):
                tickets.setdefault(key, []).append(place)
        for key, places in tickets.items():
            if len(places) == 1:
                here = report.slug, places[0]
                if (known := first.setdefault(key, here)) != here:
                    yield known, here


def _ticket(ticket: Link) -> str:
    """What a ticket is called everywhere; "" for a bare `#12`, which every repository has."""
    if ticket.href:
        return ticket.href.partition("#")[0].rstrip("/").casefold()
    return "" if ticket.text.startswith("#") else ticket.text.casefold()


def _same_wording(archive: Archive) -> Iterator[tuple[Place, Place]]:
    by_path = {report.path: report for report in archive.briefs}
    by_slug = archive.by_slug()
    by_path |= {path: by_slug[slug] for path, slug in archive.renamed.items() if slug in by_slug}
    for report in archive.briefs:
        linked = {id(one): one for path in report.links if (one := by_path.get(path))}
        for other in linked.values():
            if other is not report and report.actions and other.actions:
                theirs = _wordings(other.actions)
                for words, place in _wordings(report.actions).items():
                    there = theirs.get(words)
                    if there is not None and not _apart(
                        report.actions[place], other.actions[there]
                    ):
                        yield (report.slug, place), (other.slug, there)


def _wordings(fixes: Collection[Fix]) -> Mapping[str, int]:
    return {normal_wording(fix.text.text): place for place, fix in enumerate(fixes)}


def _apart(one: Fix, other: Fix) -> bool:
    """Whether tickets tell two items apart."""
    return bool(one.ticket and other.ticket and _ticket(one.ticket) != _ticket(other.ticket))
