"""Archive -> an issue for each month, one after the other."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from operator import itemgetter
from statistics import median

from secondstory.digest.choose import SHORTS, Rank, chosen, rank
from secondstory.digest.editor import NO_EDIT, Edit, edited, named
from secondstory.digest.scores import OPEN, Scores
from secondstory.model import (
    ActionStatus,
    Archive,
    Brief,
    Commitments,
    Held,
    Issue,
    Learning,
    LessonKind,
    Promise,
    Return,
)

_REST = 12  # months until something may be told again
_FULL = 4  # lessons: an issue with fewer of its own gets older ones
_LOOKED = 400  # of the best older lessons, when some are needed
_RETURNS = 3
_OLDEST = 3
_NO_EDITS: Mapping[str, Edit] = {}


def last_month(as_of: date) -> str:
    """The last full month before a day."""
    return f"{as_of.replace(day=1) - timedelta(days=1):%Y-%m}"


def issues(archive: Archive, last: str, edits: Mapping[str, Edit] = _NO_EDITS) -> tuple[Issue, ...]:
    """The issues of all months with something to tell, up to `last` ("2026-10"), oldest first."""
    desk = _Desk(archive)
    return tuple(desk.issue(month, edits.get(month, NO_EDIT)) for month in desk.months(last))


def issue_of(archive: Archive, month: str, edits: Mapping[str, Edit] = _NO_EDITS) -> Issue | None:
    """The issue of one month; None where nothing was published until then."""
    made = issues(archive, month, edits)
    return made[-1] if made else None


class _Desk:
    """Where issues are made: what was published so far, and what was told of it when."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._reports = archive.by_slug()
        self._scores = Scores(archive)
        self._fresh: dict[str, list[Brief]] = {}
        for report in archive.briefs:
            if day := report.published or report.date:
                self._fresh.setdefault(f"{day:%Y-%m}", []).append(report)
        self._number = 0
        self._told: dict[object, int] = {}  # what was told -> in which issue
        self._older: list[tuple[Rank, Learning]] = []  # the best first
        self._stories: list[tuple[Rank, str]] = []  # so too
        self._held: list[Held] = []  # the newest last
        self._open: list[tuple[int, str, int]] = []  # day, report, place: the oldest first
        self._undated = 0  # open fixes

    def months(self, last: str) -> Iterator[str]:
        """The months from the first with a report on."""
        month = min(self._fresh, default="")
        while month and month <= last:
            yield month
            month = f"{_next_month(month):%Y-%m}"

    def issue(self, month: str, edit: Edit) -> Issue:
        """The issue of the next month."""
        self._number += 1
        fresh = self._fresh.get(month, [])
        returns = self._returns(fresh)
        again = {found.class_name.casefold() for found in returns}
        own = [each for report in fresh for each in self._scores.learnings(report)]
        told = self._learnings(own, again, edit)
        earlier = self._earlier(month, again, {each.slug for each in told})
        held, drill = self._proof(fresh), self._drill()
        self._file(fresh, own)
        for thing in (*map(_key, told), _key(earlier), held, drill):
            self._told[thing] = self._number
        places = set(map(_key, own))
        return Issue(
            month=month,
            number=self._number,
            quiet=not any(_key(each) in places for each in told),
            reports=len(fresh),
            pool=len(own),
            lead=told[0] if told else None,
            shorts=tuple(told[1:]),
            returns=tuple(returns[:_RETURNS]),
            held=held,
            commitments=self._commitments(month),
            earlier=earlier,
            drill=drill,
            note=edit.note,
        )

    def _learnings(self, own: Sequence[Learning], again: set[str], edit: Edit) -> list[Learning]:
        """The lessons of an issue, the lead first: its own, and older ones where those are few."""
        mine, others = (
            [edited(each, edit) for each in some if not named(each, edit.drops)]
            for some in (own, islice(self._rested(again), _LOOKED))
        )
        pinned = [each for name in edit.pins for each in (*mine, *others) if named(each, (name,))]
        told = chosen(mine, self._reports, pinned, 1 + SHORTS)
        return told if len(told) >= _FULL else chosen(others, self._reports, told, _FULL)

    def _rested(self, again: set[str]) -> Iterator[Learning]:
        """Older lessons, the best first, that were not told for long, or whose class is back."""
        for _, each in self._older:
            classes = {name.casefold() for name in self._reports[each.slug].classes}
            if self._rests(_key(each)) or classes & again:
                yield each

    def _rests(self, thing: object) -> bool:
        return self._number - self._told.get(thing, -_REST) > _REST

    def _returns(self, fresh: Iterable[Brief]) -> list[Return]:
        found = [
            Return(each.class_name, each.nth, each.disease, report.slug)
            for report in fresh
            for each in self._archive.recurrences.get(report.slug, ())
        ]
        return sorted(found, key=lambda each: (-each.nth, each.class_name, each.slug))

    def _earlier(self, month: str, again: set[str], told: set[str]) -> Learning | None:
        """The best lesson from the same month of an earlier year."""
        for each in self._rested(again):
            day = self._reports[each.slug].date
            if day and each.slug not in told and f"{day:%m}" == month[-2:]:
                return each
        return None

    def _proof(self, fresh: Iterable[Brief]) -> Held | None:
        """A near miss of the month that was well caught, else a fix that proved itself."""
        kinds = (LessonKind.WENT_WELL, LessonKind.LUCKY)
        caught = [report.slug for report in fresh if report.near_miss and report.learned(*kinds)]
        if caught:
            return Held(min(caught), None)
        proven = [held for report in fresh for held in _held_by(report)]
        older = (held for held in reversed(self._held) if self._rests(held))
        return min(proven, key=lambda held: (held.slug, held.place or 0), default=next(older, None))

    def _drill(self) -> str:
        """A story that no drill was made of for long."""
        return next((slug for _, slug in self._stories if self._rests(slug)), "")

    def _commitments(self, month: str) -> Commitments:
        """What is open of all that was published until the end of a month."""
        last = _next_month(month).toordinal() - 1
        days = [last - day for day, _, _ in self._open]
        oldest = (Promise(slug, place, last - day) for day, slug, place in self._open[:_OLDEST])
        middle = median(days) if days else None
        return Commitments(len(days) + self._undated, len(days), middle, tuple(oldest))

    def _file(self, fresh: Iterable[Brief], own: Iterable[Learning]) -> None:
        """Put what a month published among what is older."""
        best: dict[str, Rank] = {}
        for each in own:
            found = rank(each, self._reports[each.slug])
            insort(self._older, (found, each), key=itemgetter(0))
            best[each.slug] = min(found, best.get(each.slug, found))
        for report in fresh:
            if report.slug in best and report.story:
                insort(self._stories, (best[report.slug], report.slug), key=itemgetter(0))
            self._held += _held_by(report)
            for place, fix in enumerate(report.actions):
                if fix.status in OPEN and report.date:
                    insort(self._open, (report.date.toordinal(), report.slug, place))
                elif fix.status in OPEN:
                    self._undated += 1


def _key(each: Learning | None) -> tuple[str, int] | None:
    return (each.slug, each.place) if each else None


def _held_by(report: Brief) -> list[Held]:
    return [
        Held(report.slug, place)
        for place, fix in enumerate(report.actions)
        if fix.status is ActionStatus.DONE and fix.verified_by
    ]


def _next_month(month: str) -> date:
    """Its first day."""
    return (date.fromisoformat(f"{month}-01") + timedelta(days=31)).replace(day=1)
