"""Scored lessons -> the few that a month's issue tells, and what became of each of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from secondstory.model import Brief, Choice, Learning

SHORTS = 4
TOLD = "told"
FULL = "the issue is full"
ANOTHER = "another lesson of its report is told"
Rank = tuple[float, int, str, int]


def weighed(
    learnings: Iterable[Learning],
    reports: Mapping[str, Brief],
    first: Sequence[Learning],
    most: int,
) -> Iterator[Choice]:
    """What becomes of some lessons: the best are told after the `first`, at most so many in all.

    At most one of a report, of a class and of a team; the `first` stand as they are.
    """
    taken: dict[tuple[str, str], Learning] = {}
    told = 0
    for each in (*first, *sorted(learnings, key=lambda one: rank(one, reports[one.slug]))):
        holds = list(_holds(reports[each.slug]))
        if told >= most:
            yield Choice(each, FULL)
            continue
        rival = None if told < len(first) else next(filter(taken.__contains__, holds), None)
        if rival:
            kind, name = rival
            same = f"its {kind} {name!r} is that of {taken[rival].slug}, which is told"
            yield Choice(each, ANOTHER if kind == "report" else same)
            continue
        told += 1
        taken |= {thing: each for thing in holds if thing not in taken}
        yield Choice(each, TOLD)


def rank(each: Learning, report: Brief) -> Rank:
    """The smaller, the better: by score, then the newer, then by name."""
    day = report.published or report.date
    return -each.score, -day.toordinal() if day else 0, each.slug, each.place


def _holds(report: Brief) -> Iterator[tuple[str, str]]:
    """What no second lesson of an issue may have in common with one of this report."""
    yield "report", report.slug
    yield from (("class", name.casefold()) for name in report.classes)
    yield from (("team", name.casefold()) for name in report.teams)
