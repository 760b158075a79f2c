"""An archive, a snapshot and a tracker -> the next snapshot, and what became of each action item.

First the tracker is asked for what it has, then tickets are made that it has not. Whatever goes
wrong on the way, what was known stays known with the time it was seen at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Protocol

from secondstory.integrations.answers import (
    ClosedError,
    DownError,
    LaterError,
    NotTakenError,
    UnclearError,
)
from secondstory.integrations.trackers import Ticket, Tracker
from secondstory.model import ActionStatus, Archive, Brief, Fix, Intent, Site, Snapshot, Tracked
from secondstory.noun import Noun, replace
from secondstory.syncing.drafts import draft_of
from secondstory.syncing.ledger import End, Step
from secondstory.syncing.outcome import Fate, Outcome, Round, Wish
from secondstory.tracking import CSV
from secondstory.tracking.memory import Recall, id_of, is_listed, recalled, stated

_TRIES = 3  # times that a ticket is begun in a round
_ENOUGH = 3  # times in a row that making one fails
_ENDED = (ActionStatus.DONE, ActionStatus.DECLINED)
_LABELS = "the token has to be allowed to set labels: tickets are found again by them"
_OVERLAP = timedelta(minutes=10)  # that the clocks of two machines may differ


class Book(Protocol):
    """What a ledger is to us."""

    def key(self, name: str) -> str:
        """The key of the ticket that was made for an item; "" where none was."""

    def doubt(self, name: str) -> datetime | None:
        """When an attempt was begun of which nobody knows how it ended."""

    def begin(self, name: str) -> End:
        """Note that a ticket is about to be made; the result notes how that ended."""

    def found(self, name: str, key: str) -> None:
        """Note that the ticket of an item is there."""


class _Item(Noun, frozen=True):
    """An action item of the archive, with what is remembered of it."""

    report: Brief
    fix: Fix
    row: Tracked


class Clock(Protocol):
    """The time, and the patience to wait, as `Http` has them."""

    def now(self) -> datetime:
        """The present time, in UTC."""

    def wait(self, seconds: float) -> bool:
        """Wait, where there is patience left for it; whether there was."""

    def pause(self, seconds: float) -> None:
        """Wait out of courtesy, which no patience is needed for."""


def remember(
    archive: Archive,
    snapshot: Snapshot,
    hidden: Collection[str] = (),
    restricted: Collection[str] = (),
) -> Snapshot:
    """A snapshot that knows every listed action of an archive, with its id and present wording.

    What reports said that have become `restricted` leaves it. Rows of items that are no more stay.
    """
    recall = recalled(archive, snapshot, hidden)
    now = {item.row.id: item.row for item in _items(archive, recall)}
    kept = {row.id: row for row in snapshot.rows if row.path not in restricted}
    return replace(snapshot, rows=tuple({**kept, **now}.values()))


def wanted(fix: Fix) -> bool:
    """Whether an action item is an open commitment that no ticket is named for."""
    promised = fix.intent is Intent.COMMITTED and fix.status not in _ENDED
    return promised and fix.ticket is None and is_listed(fix)


def sync(
    archive: Archive,
    snapshot: Snapshot,
    tracker: Tracker,
    book: Book,
    site: Site,
    clock: Clock,
    wish: Wish,
) -> Round:
    """Ask a tracker for its tickets and, where that is wished for, have it make those it lacks.

    `snapshot` is one that knows the archive (`remember`). Nothing is raised for what a tracker
    says or does not say: what broke the round off is told, and all that was learned is kept.
    """
    recall = recalled(archive, snapshot)
    made = _Round(snapshot, tracker, book, clock, wish)
    items = list(_items(archive, recall))
    try:
        made.look()
        made.read(items, recall.lost)
        if wish.made or wish.only:
            made.make(items, recall, site)
    except NotTakenError as error:
        return made.result(error.said, error.hint)
    return made.result()


class _Round:
    """A round as it goes on."""

    def __init__(
        self, snapshot: Snapshot, tracker: Tracker, book: Book, clock: Clock, wish: Wish
    ) -> None:
        self._tracker, self._book, self._clock, self._wish = tracker, book, clock, wish
        self._rows = {row.id: row for row in snapshot.rows}
        self._read = snapshot.read
        self._outcomes: list[Outcome] = []
        self._by_key: dict[str, Ticket] = {}
        self._marked: dict[str, list[Ticket]] = defaultdict(list)
        self._now = clock.now()

    def result(self, broken: str = "", hint: str = "") -> Round:
        """What it came to."""
        snapshot = Snapshot(tuple(self._rows.values()), self._read)
        strays = (
            one for name, some in self._marked.items() if name not in self._rows for one in some
        )
        return Round(snapshot, tuple(self._outcomes), tuple(strays), broken, hint)

    def look(self) -> None:
        """Ask for all tickets that have our label."""
        for ticket in self._tracker.find():
            self._by_key.setdefault(ticket.key, ticket)
            if ticket.id:
                self._marked[ticket.id].append(ticket)
        self._read = self._now

    def read(self, items: Sequence[_Item], lost: Mapping[str, Sequence[Tracked]]) -> None:
        """Take up what the tracker says of every item that has a ticket."""
        for item in items:
            key = self._key(item)
            if not key:
                continue
            ticket = self._by_key.get(key) or self._tracker.read(key)
            self._take(item.row, ticket)
        for rows in lost.values():
            for row in rows:
                if row.tracker == self._tracker.kind and (now := self._by_key.get(row.key)):
                    self._rows[row.id] = _told(row, now, self._tracker.kind, self._now)

    def make(self, items: Sequence[_Item], recall: Recall, site: Site) -> None:
        """Have those tickets made that are wanted and that the tracker has not."""
        failed = made = 0
        for item in items:
            row = self._rows[item.row.id]
            if row.key or row.status in _ENDED or not self._is_wanted(item):
                continue
            if row.id not in self._wish.only and (held := _in_the_way(item, recall)):
                self._outcomes.append(
                    Outcome(
                        Fate.HELD, row, f"{held.key} may be its ticket: {held.wording!r}",
                        f"link it in the report, or say --only {row.id}",
                    )
                )  # fmt: skip
                continue
            if self._wish.tried:
                self._outcomes.append(Outcome(Fate.WOULD, row))
                continue
            if made:
                self._clock.pause(self._wish.pace)
            outcome = self._made(item, row, site)
            made += 1
            failed = failed + 1 if outcome.fate in (Fate.FAILED, Fate.UNKNOWN) else 0
            self._outcomes.append(outcome)
            if outcome.hint == _LABELS:
                raise ClosedError("tickets get no label, so no more of them were begun")
            if failed >= _ENOUGH:
                raise ClosedError("making tickets fails, so no more of them were begun")

    def _key(self, item: _Item) -> str:
        """The key of the ticket of an item: of its report, the snapshot, the ledger or a mark."""
        ticket, row = item.fix.ticket, item.row
        stated = self._tracker.key_of(ticket.href, ticket.text) if ticket else ""
        known = row.key if row.tracker == self._tracker.kind else ""
        if row.tracker == CSV:  # whoever kept that table may have named a ticket of ours
            known = self._tracker.key_of(row.url, row.key)
        key = stated or known or self._book.key(row.id)
        marked = self._marked.get(row.id, [])
        if not key and marked and not item.fix.ticket:
            key = marked[0].key
            self._note_found(row.id, key)
        return key

    def _note_found(self, name: str, key: str) -> None:
        if not self._wish.tried:
            self._book.found(name, key)

    def _take(self, row: Tracked, ticket: Ticket, fate: Fate | None = None) -> None:
        now = _told(row, ticket, self._tracker.kind, self._now)
        self._rows[row.id] = now
        others = [one.key for one in self._marked.get(row.id, []) if one.key != ticket.key]
        if fate is None:
            fate = Fate.SAME
            if not row.key or row.tracker != self._tracker.kind:
                fate = Fate.FOUND
            elif now.gone:
                fate = Fate.GONE if now.gone != row.gone else Fate.SAME
            elif replace(now, seen=row.seen) != row:
                fate = Fate.CHANGED
        said = _changes(row, now)
        if others:
            said = "; ".join(filter(None, (said, f"{', '.join(others)} have its mark as well")))
        self._outcomes.append(Outcome(fate, now, said))

    def _is_wanted(self, item: _Item) -> bool:
        if self._wish.only:
            over = item.fix.status in _ENDED or item.fix.ticket
            return item.row.id in self._wish.only and not over
        return wanted(item.fix)

    def _made(self, item: _Item, row: Tracked, site: Site) -> Outcome:
        """Have a ticket made, once: what is in doubt is looked for before it is begun again."""
        doubt = self._book.doubt(row.id)
        if doubt is not None and (self._now - doubt).total_seconds() < self._wish.settle:
            return _doubtful(row, "an earlier job was cut off while it was made")
        if doubt is not None and (found := self._again(row.id, doubt)):
            self._book.found(row.id, found.key)
            return Outcome(Fate.FOUND, self._known(row, found))
        said = ""
        for _ in range(_TRIES):
            began = self._clock.now()
            end = self._book.begin(row.id)
            try:
                ticket = self._tracker.create(draft_of(item.report, item.fix, row.id, site))
            except UnclearError as error:
                end(Step.UNKNOWN, "")
                said = error.said
                if not self._clock.wait(self._wish.settle):
                    return _doubtful(row, said)
                found = self._again(row.id, began)
                if found is None:
                    continue
                ticket = found
            except LaterError as error:
                end(Step.REFUSED, "")
                if isinstance(error, DownError) or not self._clock.wait(error.after):
                    return Outcome(Fate.FAILED, row, error.said, error.hint)
                said = error.said
                continue
            except ClosedError:
                end(Step.REFUSED, "")
                raise
            except NotTakenError as error:
                end(Step.REFUSED, "")
                return Outcome(Fate.FAILED, row, error.said, error.hint)
            end(Step.MADE, ticket.key)
            hint = _LABELS if ticket.warning else ""
            return Outcome(Fate.CREATED, self._known(row, ticket), ticket.warning, hint)
        return _doubtful(row, said)

    def _known(self, row: Tracked, ticket: Ticket) -> Tracked:
        """The row of an item, now that its ticket is there."""
        now = _told(row, ticket, self._tracker.kind, self._now)
        self._rows[row.id] = now
        return now

    def _again(self, name: str, began: datetime) -> Ticket | None:
        """Look for a ticket that may have been made after all."""
        return next((one for one in self._tracker.find(began - _OVERLAP) if one.id == name), None)


def _doubtful(row: Tracked, said: str) -> Outcome:
    return Outcome(
        Fate.UNKNOWN, row, said, "run this again in a minute: it looks for the ticket first"
    )


def _items(archive: Archive, recall: Recall) -> Iterator[_Item]:
    """The listed actions of an archive by report and place, each with its row as of now."""
    taken = {row.id for row in recall.of.values()}
    taken |= {row.id for rows in recall.lost.values() for row in rows}
    for report in sorted(archive.briefs, key=lambda report: report.path):
        for place, fix in enumerate(report.actions):
            if not is_listed(fix):
                continue
            row = recall.of.get((report.slug, place))
            if row is None:
                row = _as_stated(Tracked(_free(id_of(report, fix), taken), "", ""), report, fix)
                taken.add(row.id)
            yield _Item(report, fix, _as_stated(row, report, fix))


def _as_stated(row: Tracked, report: Brief, fix: Fix) -> Tracked:
    return replace(row, path=report.path, name=stated(fix.id), wording=fix.text.text)


def _free(name: str, taken: Collection[str]) -> str:
    """An id that nobody has: its own, or one with a number."""
    if name not in taken:
        return name
    return next(one for number in count(2) if (one := f"{name}-{number}") not in taken)


def _in_the_way(item: _Item, recall: Recall) -> Tracked | None:
    """A ticket of the same report that no action item has any more: it may well be of this one."""
    lost = recall.lost.get(item.report.slug, ())
    return next((row for row in lost if row.key and not row.gone), None)


def _told(row: Tracked, ticket: Ticket, kind: str, now: datetime) -> Tracked:
    """A row with what a tracker says of its ticket; of one that is gone the last state stays."""
    key = ticket.key
    if ticket.gone:
        return replace(
            row, tracker=kind, key=key, url=row.url or ticket.url, gone=ticket.gone, seen=now
        )
    return replace(
        row,
        tracker=kind,
        key=key,
        url=ticket.url,
        status=ticket.status,
        written=ticket.written,
        owner=ticket.owner,
        due=ticket.due,
        done=ticket.done,
        reason=ticket.reason,
        gone="",
        seen=now,
    )


def _changes(before: Tracked, now: Tracked) -> str:
    """What is other than before, in words."""
    if now.gone:
        return now.gone if now.gone != before.gone else ""
    told = []
    if before.key and before.key != now.key:
        told.append(f"was {before.key}")
    for name in ("written", "owner", "due"):
        was, new = getattr(before, name), getattr(now, name)
        if was != new and (was or new):
            told.append(f"{_NAMES[name]} {new or 'none'}" + (f" (was {was})" if was else ""))
    return ", ".join(told)


_NAMES = {"written": "state", "owner": "owner", "due": "due"}
