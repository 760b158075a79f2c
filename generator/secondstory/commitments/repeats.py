"""Archive -> the action items that several reports tell, so that none counts twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from secondstory.commitments.standing import opened_on
from secondstory.extract.lessons import normal_wording
from secondstory.model import Archive, Brief, Fix, Link

Place = tuple[str, int]  # the slug of a report, and the place of an item in it


def repeats(archive: Archive) -> tuple[tuple[Place, ...], ...]:
    """The items that several reports tell: all places of each, its first telling first.

    They have the same ticket, or the same wording and one of the reports links to the other.
    Items of one report are different, and a ticket that several of them have tells nothing.
    """
    groups: dict[Place, set[Place]] = {}
    for one, other in (*_same_ticket(archive.briefs), *_same_wording(archive)):
        merged = groups.get(one, {one}) | groups.get(other, {other})
        if len({slug for slug, _ in merged}) == len(merged):
            groups.update(dict.fromkeys(merged, merged))
    if not groups:
        return ()
    days = {report.slug: opened_on(report) or date.max for report in archive.briefs}
    once = {id(group): group for group in groups.values()}.values()
    return tuple(tuple(sorted(group, key=lambda place: (days[place[0]], place))) for group in once)


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

    @cache
    def wordings(slug: str) -> Mapping[str, int]:
        fixes = by_slug[slug].actions
        return {normal_wording(fix.text.text): place for place, fix in enumerate(fixes)}

    for report in archive.briefs:
        linked = {one.slug: one for path in report.links if (one := by_path.get(path))}
        for other in linked.values():
            if other is report:
                continue
            theirs = wordings(other.slug)
            for words, place in wordings(report.slug).items():
                there = theirs.get(words)
                if there is not None and not _apart(report.actions[place], other.actions[there]):
                    yield (report.slug, place), (other.slug, there)


def _apart(one: Fix, other: Fix) -> bool:
    """Whether tickets tell two items apart."""
    return bool(one.ticket and other.ticket and _ticket(one.ticket) != _ticket(other.ticket))
