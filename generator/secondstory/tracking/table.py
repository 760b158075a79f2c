"""A table (CSV) of action items -> the snapshot with what it says, and what is wrong with it.

Tables come out of many tools: commas, semicolons or tabs, with quotes or without, in any encoding.
A row is taken where it is certain which action item it is about; what cannot be read is said with
its line.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from secondstory.extract.dates import first_day
from secondstory.extract.lessons import normal_wording
from secondstory.extract.status import Statuses
from secondstory.findings import Code, Finding, Location
from secondstory.model import Archive, Snapshot, Source, Tracked
from secondstory.noun import Noun, replace
from secondstory.tracking.codes import NO_TABLE, NOBODY, SEVERAL, TWICE, UNREAD
from secondstory.tracking.memory import recalled
from secondstory.tracking.snapshot import CSV

_COLUMNS = {
    "id": ("id", "action id", "secondstory"),
    "key": ("key", "issue key", "issue", "ticket", "number", "#"),
    "url": ("url", "link", "href", "address", "issue url", "ticket url"),
    "text": ("text", "action", "action item", "wording", "summary", "title", "fix", "description"),
    "path": ("path", "report", "file", "source path"),
    "status": ("status", "state"),
    "owner": ("owner", "assignee", "assigned to"),
    "due": ("due", "due date", "deadline", "due by"),
}
_NAMES = {name: column for column, names in _COLUMNS.items() for name in names}
_WHICH = ("id", "key", "url", "text")
_SAYS = ("status", "owner", "due", "url", "key")
_DELIMITERS = ",;\t|"
_WIDEST = 200  # characters of a cell that are kept
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
_LARGEST_CELL = 131_072


class Taken(Noun, frozen=True):
    """The snapshot with what a table says; how many rows it has, were taken, changed something."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]
    rows: int
    taken: int
    changed: int


def taken(
    table: Source, archive: Archive, snapshot: Snapshot, statuses: Statuses, now: datetime
) -> Taken:
    """Take up a table; `snapshot` is one that knows the archive, `now` when the table is read."""
    return _Reader(table, archive, snapshot, statuses, now).read()


class _Reader:
    """A table as it is read."""

    def __init__(
        self,
        table: Source,
        archive: Archive,
        snapshot: Snapshot,
        statuses: Statuses,
        now: datetime,
    ) -> None:
        self._table, self._statuses, self._now = table, statuses, now
        self._rows = {row.id: row for row in snapshot.rows}
        self._snapshot = snapshot
        self._findings = list(table.findings)
        self._shown = _Index(archive, snapshot)

    def read(self) -> Taken:
        """Read all of it."""
        lines = list(self._lines())
        rows = took = changed = 0
        seen: dict[str, int] = {}
        columns = self._columns(lines[0][1]) if lines else {}
        if not columns:
            self._no_table(lines)
            lines = []
        for line, cells in lines[1:]:
            if not any(cell.strip() for cell in cells):
                continue
            rows += 1
            said = {name: _cell(cells[at]) for name, at in columns.items() if at < len(cells)}
            row = self._row(said, line)
            if row is None:
                continue
            if row.id in seen:
                message = f"the row says more about {row.id}, as line {seen[row.id]} does"
                self._find(TWICE, line, message)
                continue
            seen[row.id] = line
            took += 1
            now = self._told(row, said, line)
            if replace(now, seen=row.seen) != row:
                self._rows[row.id] = now
                changed += 1
        findings = tuple(sorted(self._findings))
        snapshot = replace(self._snapshot, rows=tuple(self._rows.values()))
        return Taken(snapshot, findings, rows, took, changed)

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of the table with the line each begins at."""
        text = self._table.text
        head = next((line for line in text.split("\n") if line.strip()), "")
        delimiter = max(_DELIMITERS, key=lambda sign: (_known(head, sign), head.count(sign)))
        csv.field_size_limit(_LARGEST_CELL)
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        begins = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._find(NO_TABLE, begins, f"the table cannot be read on: {error}")
                return
            if cells:
                yield begins, cells
            begins = reader.line_num + 1

    def _columns(self, names: Sequence[str]) -> dict[str, int]:
        """Where each column that we know stands; empty where they say too little."""
        found: dict[str, int] = {}
        for at, name in enumerate(names):
            column = _NAMES.get(_folded(name))
            if column:
                found.setdefault(column, at)
        which = found.keys() & set(_WHICH)
        says = found.keys() & set(_SAYS) - {next(iter(which), "")}
        return found if which and says else {}

    def _no_table(self, lines: Sequence[tuple[int, list[str]]]) -> None:
        if any(finding.code == NO_TABLE.code for finding in self._findings):
            return
        line, names = lines[0] if lines else (1, [])
        told = ", ".join(repr(_cell(name)[:30]) for name in names[:8]) or "nothing"
        self._find(NO_TABLE, line, f"the first line names no columns that we know: {told}")

    def _row(self, said: Mapping[str, str], line: int) -> Tracked | None:
        """The row of the snapshot that a row of the table is about."""
        for column, found in self._shown.meant(said):
            if len(found) == 1:
                return self._rows[found[0]]
            if len(found) > 1:
                message = f"{said[column][:60]!r} is the {column} of {len(found)} action items"
                self._find(SEVERAL, line, message)
                return None
        told = next((said[name] for name in _WHICH if said.get(name)), "nothing")
        self._find(NOBODY, line, f"no action item that may be read is called {told[:60]!r}")
        return None

    def _told(self, row: Tracked, said: Mapping[str, str], line: int) -> Tracked:
        """A row with what the table says; what it does not say stays."""
        now = row
        if words := said.get("status"):
            if status := self._statuses.find(words):
                now = replace(now, status=status, written=words)
            else:
                self._find(UNREAD, line, f"the status {words[:40]!r} is none that we know")
        if owner := said.get("owner"):
            now = replace(now, owner=owner)
        if words := said.get("due"):
            if day := _day(words):
                now = replace(now, due=day)
            else:
                self._find(UNREAD, line, f"{words[:40]!r} is no day, or could be two")
        if (url := said.get("url", "")) and _ADDRESS.fullmatch(url):
            now = replace(now, url=url)
        if not now.key and said.get("key"):
            now = replace(now, key=said["key"])
        if now == row:
            return row
        tracker = row.tracker if row.tracker and row.key == now.key else CSV
        return replace(now, tracker=tracker, seen=self._now)

    def _find(self, code: Code, line: int, message: str) -> None:
        self._findings.append(code.at(Location(self._table.path, line), message))


class _Index:
    """The action items of an archive by all that a row may call them."""

    def __init__(self, archive: Archive, snapshot: Snapshot) -> None:
        self._by: dict[str, dict[str, list[str]]] = {
            name: defaultdict(list) for name in (*_WHICH, "path id", "path text")
        }
        recall = recalled(archive, snapshot)
        slugs = archive.by_slug()
        for (slug, place), row in recall.of.items():
            fix = slugs[slug].actions[place]
            wording = normal_wording(row.wording)
            ticket = fix.ticket
            for name, values in (
                ("id", (row.id, fix.id, fix.anchor, f"{slug}#{fix.anchor}", f"{slug}/{fix.id}")),
                ("path id", (f"{row.path}\0{fix.id}", f"{slug}\0{fix.id}")),
                ("key", (row.key, ticket.text if ticket else "")),
                ("url", (row.url, ticket.href if ticket else "")),
                ("text", (wording,)),
                ("path text", (f"{row.path}\0{wording}", f"{slug}\0{wording}")),
            ):
                for value in dict.fromkeys(filter(None, values)):
                    self._by[name][value.rstrip("/")].append(row.id)

    def meant(self, said: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
        """The ids of what a row may mean, by each column that says so, the surest first."""
        ways: Iterable[tuple[str, str, Callable[[str], str]]] = (
            ("id", "path id", lambda words: f"{said.get('path', '')}\0{words}"),
            ("id", "id", lambda words: words.removeprefix("incidents/").replace(".html#", "#")),
            ("url", "url", lambda words: words.rstrip("/")),
            ("key", "key", lambda words: words),
            ("text", "path text", lambda words: f"{said.get('path', '')}\0{normal_wording(words)}"),
            ("text", "text", normal_wording),
        )
        for column, name, key in ways:
            if words := said.get(column):
                yield column, self._by[name].get(key(words), [])


def _known(head: str, delimiter: str) -> int:
    """How many columns of a first line are known, if they are parted so."""
    return sum(_folded(name) in _NAMES for name in head.split(delimiter))


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[\s_-]+", " ", name.strip(' \t"\ufeff')).casefold().split())


def _cell(written: str) -> str:
    return " ".join(written.split())[: _WIDEST * 10]


def _day(written: str) -> date | None:
    """A day that can be read in one way only."""
    return first_day(written[:_WIDEST])
