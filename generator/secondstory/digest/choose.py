"""Scored lessons -> the few that a month's issue tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from secondstory.model import Brief, Learning

SHORTS = 4
Rank = tuple[float, int, str, int]


def chosen(
    learnings: Iterable[Learning],
    reports: Mapping[str, Brief],
    first: Sequence[Learning],
    most: int,
) -> list[Learning]:
    """Some lessons and after them the best of others, at most so many in all.

    Of the others at most one of a report, of a class and of a team.
    """
    picked = list(first)[:most]
    taken = {thing for each in picked for thing in _holds(reports[each.slug])}
    for each in sorted(learnings, key=lambda one: rank(one, reports[one.slug])):
        own = _holds(reports[each.slug])
        if len(picked) < most and taken.isdisjoint(own):
            picked.append(each)
            taken |= own
    return picked


def rank(each: Learning, report: Brief) -> Rank:
    """The smaller, the better: by score, then the newer, then by name."""
    day = report.published or report.date
    return -each.score, -day.toordinal() if day else 0, each.slug, each.place


def _holds(report: Brief) -> set[tuple[str, str]]:
    """What no second lesson of an issue may have in common with one of this report."""
    return {
        ("report", report.slug),
        *(("class", name.casefold()) for name in report.classes),
        *(("team", name.casefold()) for name in report.teams),
    }
