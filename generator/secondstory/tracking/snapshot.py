"""A snapshot <-> its file: JSON with a line for each action item, so that a change can be read.

Rows are in the order of their reports and ids. A time that most rows share stands once, at the top:
a round that finds nothing new changes one line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from secondstory.findings import Location, ProjectError
from secondstory.model import ActionStatus, Snapshot, Tracked
from secondstory.noun import replace
from secondstory.portable import shown
from secondstory.privacy import Privacy

SCHEMA_VERSION = 1
NO_SNAPSHOT = Snapshot()
CSV = "csv"  # the tracker of what somebody imported
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_LARGEST = 100_000_000  # bytes
_TEXTS = ("id", "path", "name", "wording", "tracker", "key", "url", "written", "gone")
_OPTIONAL = ("owner", "reason")
_DAYS = ("due", "done")
_KEYS = frozenset({*_TEXTS, *_OPTIONAL, *_DAYS, "status", "seen"})
_HINT = "take the file of one side of a merge, or delete it, and run `secondstory actions sync`"


class _OddError(ValueError):
    """A value is of another kind than it has to be."""


def load(path: Path) -> Snapshot:
    """The snapshot of a project; an empty one where there is none. Raises ProjectError."""
    try:
        if not path.is_file():
            if path.exists():
                raise ProjectError(f"{shown(path)!r} is no file of action items")
            return NO_SNAPSHOT
        content = path.read_bytes()[:_LARGEST]
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise ProjectError(f"{shown(path)!r} cannot be read: {reason}") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProjectError("not UTF-8", location=Location(shown(path), line), hint=_HINT) from error
    return parse(text, shown(path))


def spelled(snapshot: Snapshot) -> str:
    """A snapshot as the text of its file."""
    rows = [_as_json(_values(row, snapshot.read)) for row in ordered(snapshot.rows)]
    read = _as_json(snapshot.read.strftime(_TIME) if snapshot.read else None)
    body = ",\n".join(rows)
    between = "\n" if rows else ""
    return (
        f'{{"schema_version": {SCHEMA_VERSION},\n"read": {read},\n'
        f'"actions": [{between}{body}{between}]}}\n'
    )


def ordered(rows: tuple[Tracked, ...]) -> list[Tracked]:
    """Rows by report and id; of those with one id the last, which is the latest."""
    return sorted({row.id: row for row in rows}.values(), key=lambda row: (row.path, row.id))


def parse(text: str, name: str) -> Snapshot:
    """The snapshot of a text; `name` is what its file is called. Raises ProjectError."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        lines = text.split("\n")
        begins = lines[error.lineno - 1].strip()[:40] if error.lineno <= len(lines) else ""
        raise ProjectError(
            f"no file of action items: {error.msg.lower()}, at {begins!r}",
            location=Location(name, error.lineno, error.colno),
            hint=_HINT,
        ) from error
    except (ValueError, RecursionError) as error:
        raise ProjectError(
            "no file of action items", location=Location(name), hint=_HINT
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("actions"), list):
        raise ProjectError(
            "no file of action items: it has no list of actions",
            location=Location(name),
            hint=_HINT,
        )
    if (version := document.get("schema_version")) != SCHEMA_VERSION:
        raise ProjectError(
            f"this file of action items is of version {version!r}, and we know {SCHEMA_VERSION}",
            location=Location(name),
            hint="use the Second Story that wrote it",
        )
    try:
        read = _time(document.get("read"))
    except ValueError as error:
        raise ProjectError(
            f"'read' is no time: {str(document.get('read'))[:40]!r}",
            location=Location(name, _line_of(text, '"read"')),
            hint=_HINT,
        ) from error
    rows: dict[str, Tracked] = {}
    for number, values in enumerate(document["actions"], 1):
        try:
            row = _row(values, read)
        except ValueError as error:
            known = values.get("id") if isinstance(values, dict) else None
            line = _line_of(text, f'"{known}"') if isinstance(known, str) and known else 1
            raise ProjectError(
                f"action {number} of the file cannot be read: {error}",
                location=Location(name, line),
                hint=_HINT,
            ) from error
        if row.id in rows:
            raise ProjectError(
                f"the action {row.id!r} stands there twice",
                location=Location(name, _line_of(text, f'"{row.id}"', 2)),
                hint="keep one of the two lines: the one with a ticket",
            )
        rows[row.id] = row
    return Snapshot(tuple(rows.values()), read)


def nameless(snapshot: Snapshot, privacy: Privacy) -> Snapshot:
    """A snapshot with roles for owners, where a project puts roles in place of people.

    An owner whom the project gives no role is not told: letters are for one report.
    """
    if not privacy.roles:
        return snapshot
    from secondstory.privacy.people import owners_told  # noqa: PLC0415  (few projects)

    told = owners_told(privacy)
    rows = (
        replace(row, owner=(told(row.owner) or None) if row.owner else None)
        for row in snapshot.rows
    )
    return replace(snapshot, rows=tuple(rows))


def _values(row: Tracked, read: datetime | None) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(row, name) for name in _TEXTS if getattr(row, name)}
    values |= {name: getattr(row, name) for name in _OPTIONAL if getattr(row, name)}
    if row.status:
        values["status"] = row.status.value
    values |= {name: day.isoformat() for name in _DAYS if (day := getattr(row, name))}
    if row.seen and (row.seen != read or row.tracker == CSV):
        values["seen"] = row.seen.strftime(_TIME)
    return values


def _row(values: object, read: datetime | None) -> Tracked:
    """A row of the file. Raises ValueError."""
    if not isinstance(values, Mapping):
        raise _OddError("it is no table")
    if odd := sorted(values.keys() - _KEYS):
        raise ValueError(f"unknown key {odd[0]!r}")
    for name in values:
        if not isinstance(values[name], str):
            raise _OddError(f"{name!r} is no text")
    for name in ("id", "path"):
        if not values.get(name):
            raise ValueError(f"it has no {name!r}")
    status = values.get("status")
    if status is not None and status not in set(ActionStatus):
        raise ValueError(f"'status' cannot be {status[:40]!r}")
    texts: dict[str, Any] = {name: values.get(name, "") for name in _TEXTS}
    texts |= {name: values.get(name) for name in _OPTIONAL}
    days: dict[str, Any] = {
        name: date.fromisoformat(values[name]) for name in _DAYS if name in values
    }
    row = Tracked(
        **texts,
        **days,
        status=ActionStatus(status) if status else None,
        seen=_time(values.get("seen")),
    )
    shares = row.key and row.seen is None and row.tracker != CSV
    return replace(row, seen=read) if shares else row


def _time(written: object) -> datetime | None:
    if written is None:
        return None
    if not isinstance(written, str):
        raise _OddError("it is no time")
    return datetime.strptime(written, _TIME).replace(tzinfo=UTC)


def _line_of(text: str, words: str, nth: int = 1) -> int:
    """The line of the n-th time that some words stand in a text; 1 where they do not."""
    place = -1
    for _ in range(nth):
        place = text.find(words, place + 1)
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _as_json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()
