"""An archive -> that of the reports which touch somebody's stack."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from secondstory.model import Archive, Brief, Group, Recurrence
from secondstory.noun import replace as altered


def narrowed(
    archive: Archive,
    tags: Collection[str] = (),
    services: Collection[str] = (),
    teams: Collection[str] = (),
) -> Archive:
    """The reports that have one of these tags, services or teams; all where none is named.

    The how-manieth time of its class a report was is known of all reports, and stays.
    """
    if not (tags or services or teams):
        return archive
    wanted = [frozenset(map(str.casefold, names)) for names in (tags, services, teams)]

    def touches(report: Brief) -> bool:
        held = (report.tags, report.services, report.teams)
        return any(
            not names.isdisjoint(map(str.casefold, own))
            for names, own in zip(wanted, held, strict=True)
        )

    kept = tuple(filter(touches, archive.briefs))
    slugs = frozenset(report.slug for report in kept)

    def only(groups: Iterable[Group]) -> tuple[Group, ...]:
        some = (altered(g, members=tuple(filter(slugs.__contains__, g.members))) for g in groups)
        return tuple(group for group in some if group.members)

    return replace(
        archive,
        briefs=kept,
        tags=only(archive.tags),
        services=only(archive.services),
        teams=only(archive.teams),
        severities=only(archive.severities),
        classes=only(archive.classes),
        months=only(archive.months),
        recurrences={
            slug: tuple(_among(slugs, found) for found in archive.recurrences[slug])
            for slug in archive.recurrences.keys() & slugs
        },
    )


def _among(slugs: Collection[str], found: Recurrence) -> Recurrence:
    return altered(found, earlier=tuple(filter(slugs.__contains__, found.earlier)))
