"""Where issues are made: what was published so far, and what was told of it when."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter

from secondstory.commitments import commitments
from secondstory.digest.choose import SHORTS, TOLD, Rank, rank, weighed
from secondstory.digest.drill import tells
from secondstory.digest.editor import edited, named
from secondstory.digest.proof import caught, proofs
from secondstory.digest.scores import OPEN, Scores
from secondstory.model import (
    ActionStatus,
    Archive,
    Brief,
    Choice,
    Commitments,
    Disease,
    Edit,
    Held,
    Issue,
    Learning,
    Promise,
    Recurrence,
    Return,
)
from secondstory.noun import replace
from secondstory.policy import USUAL

REST = 12  # months until something may be told again
_FADED = 3  # months after which an incident may come from the archive
DROPPED = "dropped by the editor"
_MOST = 1 + SHORTS
_LOOKED = 400  # of the best older lessons, when some are needed
_RETURNS, _WAITING = 3, 2
_FOR_WATCH = 2  # lessons in place of the class watch, which is the longest of the parts
_OLDEST = 3

_Filed = list[tuple[Rank, Learning]]


class Desk:
    """Makes the issues of an archive, each after the one before.

    `busy` are the months in which something was published, `choices` the lessons that the last
    issue could have told.
    """

    def __init__(self, archive: Archive) -> None:
        """Begin with nothing told."""
        self._archive = archive
        self._reports = archive.by_slug()
        self._scores = Scores(archive)
        self._fresh: dict[str, list[Brief]] = defaultdict(list)
        self._number = 0
        self._told: dict[object, str] = {}  # what was told -> in which month, last
        self._older: _Filed = []  # the best first
        self._by_month: dict[str, _Filed] = defaultdict(list)  # the same, by month of the year
        self._stories: list[tuple[tuple[bool, Rank], str]] = []  # the best first, too
        self._proofs: dict[int, list[Held]] = defaultdict(list)  # by how telling; the newest last
        self._waits = _waits(archive)  # the open fixes of each report, with their days
        self._open: list[tuple[int, str, int]] = []  # day, report, place: the oldest first
        self._undated = 0  # open fixes
        self._back_last: dict[str, Return] = {}  # the last return of each class
        self.choices: tuple[Choice, ...] = ()
        undated = []
        for report in archive.briefs:
            if day := report.published or report.date:
                self._fresh[day.isoformat()[:7]].append(report)
            else:
                undated.append(report)
        self._file(undated, [each for one in undated for each in self._scores.learnings(one)])

    def explained(self) -> tuple[Choice, ...]:
        """The lessons that the last issue could have told, each with the reasons for its score."""
        return tuple(
            replace(choice, reasons=self._scores.reasons(self._reports[each.slug], each.place))
            for choice in self.choices
            for each in [choice.learning]
        )

    @property
    def busy(self) -> Collection[str]:
        """The months in which reports were published."""
        return self._fresh.keys()

    def issue(self, month: str, edit: Edit) -> Issue | None:
        """The issue of the next month; None where nothing is left to tell."""
        fresh = self._fresh.get(month, [])
        own = [each for report in fresh for each in self._scores.learnings(report)]
        returns = self._returns(fresh)
        again = {found.class_name.casefold() for found in returns}
        most = self._most(month, fresh, own, edit)
        self.choices = tuple(self._choices(month, own, again, edit, most))
        told = [_settled(choice.learning) for choice in self.choices if choice.fate == TOLD]
        shown = {each.slug for each in told} | set(edit.drops)
        earlier = self._earlier(month, again, shown, edit)
        shown |= {earlier.slug} if earlier else set()
        shown |= {each.slug for each in returns[:_RETURNS]}
        held = self._proof(month, fresh, shown)
        shown |= {held.slug} if held else set()
        drill = self._drill(month, shown)
        self._file(fresh, own)
        self._back_last |= {each.class_name: each for each in reversed(returns)}
        if not told:
            return None
        for thing in (*map(_key, told), _key(earlier), held, drill):
            self._told[thing] = month
        self._number += 1
        places = set(map(_key, own))
        return Issue(
            month=month,
            number=self._number,
            quiet=not any(_key(each) in places for each in told),
            reports=len(fresh),
            pool=len(own),
            lead=told[0],
            shorts=tuple(told[1:]),
            returns=tuple(returns[:_RETURNS]),
            waiting=() if returns else tuple(self._waiting()),
            held=held,
            commitments=self._commitments(month),
            earlier=earlier,
            drill=drill,
            note=edit.note,
        )

    def _most(self, month: str, fresh: Sequence[Brief], own: Sequence[Learning], edit: Edit) -> int:
        """How many lessons an issue tells: more for each part that there is nothing for.

        Only of as many lessons as a year of such issues has to tell, so that none runs short.
        """
        promises = (fix.status in OPEN for report in fresh for fix in report.actions)
        others = (
            self._proof(month, fresh, ()),
            self._open or self._undated or any(promises),
            self._earlier(month, set(), (), edit),
            self._drill(month, ()),
        )
        watch = self._returns(fresh) or self._waiting()
        most = _MOST + (0 if watch else _FOR_WATCH) + sum(not part for part in others)
        return most if len(self._older) + len(own) >= REST * most else _MOST

    def _choices(
        self, month: str, own: Sequence[Learning], again: set[str], edit: Edit, most: int
    ) -> Iterator[Choice]:
        """What becomes of the lessons of a month, and of older ones where those are few.

        Those that are told come in their order: the lead first.
        """
        pinned = self._pinned(month, edit)
        pins = set(map(_key, pinned))
        own = [edited(each, edit) for each in own if _key(each) not in pins]
        mine = [each for each in own if not named(each, edit.drops)]
        found = list(weighed(mine, self._reports, pinned, most))
        told = [choice.learning for choice in found if choice.fate == TOLD]
        yield from (Choice(each, DROPPED) for each in own if named(each, edit.drops))
        if len(told) == most:
            yield from found
            return
        yield from (choice for choice in found if choice.fate != TOLD)
        others = []
        for choice in self._rested(month, again, edit):
            if choice.fate:
                yield choice
            elif _key(choice.learning) not in pins:
                others.append(choice.learning)
        yield from weighed(others, self._reports, told, most)

    def _pinned(self, month: str, edit: Edit) -> list[Learning]:
        """The lessons that the editor wants first, in that order; of a report its best."""
        found = []
        for name in edit.pins:
            report = self._reports.get(name.partition("#")[0])
            day = report and (report.published or report.date)
            if report is None or (day and day.isoformat()[:7] > month):
                continue
            meant = [each for each in self._scores.learnings(report) if named(each, (name,))]
            best = min(meant, key=lambda each: rank(each, self._reports[each.slug]), default=None)
            found += [edited(best, edit)] if best else []
        return list({_key(each): each for each in found}.values())

    def _rested(self, month: str, again: set[str], edit: Edit) -> Iterator[Choice]:
        """Older lessons, the best first; those that may not be told say why."""
        looked = 0
        for _, each in self._older:
            fate = ""
            if named(each, edit.drops):
                fate = DROPPED
            elif not self._rests(_key(each), month) and not self._back(each.slug, again):
                fate = f"told in {self._told[_key(each)]}"
            yield Choice(edited(each, edit), fate)
            looked += not fate
            if looked == _LOOKED:
                return

    def _rests(self, thing: object, month: str) -> bool:
        told = self._told.get(thing)
        return told is None or _apart(told, month) >= REST

    def _back(self, slug: str, again: set[str]) -> bool:
        """Whether a class of a report came back."""
        return any(name.casefold() in again for name in self._reports[slug].classes)

    def _returns(self, fresh: Iterable[Brief]) -> list[Return]:
        found = [
            Return(
                each.class_name,
                each.nth,
                each.disease,
                report.slug,
                fix=self._before(each),
                basis=each.basis,
            )
            for report in fresh
            for each in self._archive.recurrences.get(report.slug, ())
        ]
        return sorted(found, key=lambda each: (-each.nth, each.class_name, each.slug))

    def _waiting(self) -> Sequence[Return]:
        """The classes that came back most, and whose known fix is still open."""
        found = [
            each
            for each in self._back_last.values()
            if each.fix and each.disease is Disease.NOT_SHIPPED
        ]
        return sorted(found, key=lambda each: (-each.nth, each.class_name))[:_WAITING]

    def _before(self, found: Recurrence) -> Promise | None:
        """A fix of an earlier time: the oldest that is open, or the latest that did not hold."""
        if found.disease is Disease.UNKNOWN:
            return None
        if found.fix and (report := self._reports.get(found.fix.slug)):
            anchors = [fix.anchor for fix in report.actions]
            if found.fix.anchor in anchors:
                return Promise(report.slug, anchors.index(found.fix.anchor), 0)
        held = found.disease is Disease.DID_NOT_HOLD
        fixes = (
            Promise(slug, place, 0)
            for slug in (found.earlier[::-1] if held else found.earlier)
            if slug in self._reports
            for place, fix in enumerate(self._reports[slug].actions)
            if (fix.status is ActionStatus.DONE if held else fix.status in OPEN)
        )
        return next(fixes, None)

    def _earlier(
        self, month: str, again: set[str], shown: Container[str], edit: Edit
    ) -> Learning | None:
        """The best lesson from the same month of an earlier year, else from the nearest before it.

        Those before it have had their month, those after it wait for theirs.
        """
        for back in range(12):
            number = (int(month[-2:]) - 1 - back) % 12 + 1
            for _, each in self._by_month.get(f"{number:02}", ()):
                day = self._reports[each.slug].date
                old = day and _apart(day.isoformat()[:7], month) >= _FADED
                rests = self._rests(_key(each), month) or self._back(each.slug, again)
                if old and rests and each.slug not in shown and not named(each, edit.drops):
                    return _settled(edited(each, edit))
        return None

    def _proof(self, month: str, fresh: Sequence[Brief], shown: Container[str]) -> Held | None:
        """What held: of this month if possible, and rather what prevented something."""
        found = [(weight, held) for report in fresh for weight, held in proofs(report)]
        found += [(weight, held) for report in fresh for weight, held in caught(report)]
        found.sort(key=lambda each: (each[0], each[1].slug, each[1].place or 0))
        kept = (held for weight in sorted(self._proofs) for held in reversed(self._proofs[weight]))
        rested = (held for held in kept if self._rests(held, month))
        every = (*(held for _, held in found), *islice(rested, _LOOKED))
        return next((held for held in every if held.slug not in shown), None)

    def _drill(self, month: str, shown: Container[str]) -> str:
        """A story that no drill was made of for long, and that the issue does not tell."""
        rested = (slug for _, slug in self._stories if self._rests(slug, month))
        return next((slug for slug in rested if slug not in shown), "")

    def _commitments(self, month: str) -> Commitments:
        """What is open of all that was published until the end of a month."""
        last = _last_day(month)
        aged = len(self._open)
        oldest = (
            Promise(slug, place, max(0, last - day)) for day, slug, place in self._open[:_OLDEST]
        )
        middle = (self._open[aged // 2][0], self._open[-(aged // 2) - 1][0]) if aged else ()
        median = last - sum(middle) / 2 if middle else None  # they are in order
        return Commitments(aged + self._undated, aged, median, tuple(oldest))

    def _file(self, reports: Iterable[Brief], learnings: Iterable[Learning]) -> None:
        """Put what a month published among what is older."""
        best: dict[str, Rank] = {}
        for each in learnings:
            report = self._reports[each.slug]
            found = rank(each, report)
            insort(self._older, (found, each), key=itemgetter(0))
            if report.date:
                insort(self._by_month[f"{report.date:%m}"], (found, each), key=itemgetter(0))
            best[each.slug] = min(found, best.get(each.slug, found))
        for report in reports:
            if report.slug in best and report.story:
                story = ((tells(report.story), best[report.slug]), report.slug)
                insort(self._stories, story, key=itemgetter(0))
            for weight, held in proofs(report):
                self._proofs[weight].append(held)
            for place, opened in self._waits.get(report.slug, ()):
                if opened:
                    insort(self._open, (opened.toordinal(), report.slug, place))
                else:
                    self._undated += 1


def _waits(archive: Archive) -> Mapping[str, list[tuple[int, date | None]]]:
    """What each report promises and nobody has closed: its place, and when its clock began."""
    found: dict[str, list[tuple[int, date | None]]] = defaultdict(list)
    for each in commitments(archive, USUAL.fixes, date.max):
        if each.state.is_open:
            found[each.report.slug].append((each.place, each.opened))
    return found


def _settled(each: Learning) -> Learning:
    """A lesson as an issue has it, without what it scored."""
    return replace(each, score=0.0)


def _key(each: Learning | None) -> tuple[str, int] | None:
    return (each.slug, each.place) if each else None


def _apart(month: str, later: str) -> int:
    """How many months lie between two."""
    (year, number), (then, other) = (map(int, each.split("-")) for each in (month, later))
    return (then - year) * 12 + other - number


def _last_day(month: str) -> int:
    """The day that ends a month, as an ordinal."""
    year, number = map(int, month.split("-"))
    if (year, number) == (date.max.year, 12):
        return date.max.toordinal()
    following = date(year, number + 1, 1) if number < 12 else date(year + 1, 1, 1)
    return following.toordinal() - 1
