"""An archive and a snapshot -> the archive with what the tracker said: status, owner, due date.

Of these the tracker decides, since people change them there; what it does not say stands as the
report has it, and what the report says otherwise is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace as altered
from typing import Any

from secondstory.classes import cures_of, recurrences
from secondstory.findings import Finding, Location
from secondstory.model import (
    ActionStatus,
    Archive,
    Brief,
    Due,
    Fix,
    Intent,
    Link,
    Seen,
    Snapshot,
    Tracked,
)
from secondstory.noun import replace
from secondstory.tracking.codes import LOST
from secondstory.tracking.memory import Recall, recalled

_WORDING = 60  # characters
_GONE = frozenset({"deleted", "not found"})
_STILL_OPEN = "its ticket is open"
_COARSE = frozenset({"github"})  # they know open and closed


def with_tracked(archive: Archive, snapshot: Snapshot, hidden: Iterable[str] = ()) -> Archive:
    """An archive with what a tracker said of its actions, and with findings about the rest.

    Of the reports that are `hidden`, by path, nothing is told.
    """
    if not snapshot.rows:
        return archive
    recall = recalled(archive, snapshot, hidden)
    briefs = tuple(_with_rows(report, recall) for report in archive.briefs)
    # Whether a fix shipped before its class came back is for the tracker to say as well.
    cures, _ = cures_of(archive.taxonomy, briefs, frozenset(hidden))
    lost = [finding for report in archive.briefs for finding in _lost(report, recall)]
    return altered(
        archive,
        briefs=briefs,
        cures=cures,
        recurrences=recurrences(briefs, archive.classes, cures),
        findings=tuple(sorted((*archive.findings, *lost))),
    )


def _with_rows(report: Brief, recall: Recall) -> Brief:
    fixes = tuple(
        _fix(fix, recall.of.get((report.slug, place))) for place, fix in enumerate(report.actions)
    )
    return report if fixes == report.actions else replace(report, actions=fixes)


def _fix(fix: Fix, row: Tracked | None) -> Fix:
    if row is None or row.seen is None:
        return fix
    gone, held = row.gone in _GONE, _holds(fix, row)
    taken = {} if gone else dict(_taken(fix, row, held=held))
    status = taken.get("status")
    reason, intent = fix.reason, fix.intent
    if status is not None:
        intent = Intent.DECLINED if status is ActionStatus.DECLINED else Intent.COMMITTED
        reason = fix.reason or row.reason if status is ActionStatus.DECLINED else None
    seen = Seen(
        row.tracker,
        row.key,
        row.url,
        row.seen.date(),
        tuple(taken),
        fix.status.value if status is not None and fix.status else "",
        row.gone or (_STILL_OPEN if held else ""),
    )
    link = Link(row.url, row.key or row.url) if row.url and not gone else None
    now: Fix = replace(
        fix, **taken, ticket=fix.ticket or link, reason=reason, intent=intent, seen=seen
    )
    return now


def _taken(fix: Fix, row: Tracked, *, held: bool) -> Iterator[tuple[str, Any]]:
    """What a tracker says otherwise than the report."""
    # An open issue of GitHub does not say that nobody has begun.
    begun = fix.status is ActionStatus.IN_PROGRESS and row.status is ActionStatus.OPEN
    coarse = begun and row.tracker in _COARSE
    if row.status not in (None, fix.status) and not (coarse or held):
        yield "status", row.status
    if row.owner not in (None, fix.owner):
        yield "owner", row.owner
    if row.done and row.status is ActionStatus.DONE and fix.done is None:
        yield "done", row.done
    if row.due and not (fix.due and fix.due.day == row.due):
        yield "due", Due(row.due, row.due.isoformat())


def _holds(fix: Fix, row: Tracked) -> bool:
    """Whether the report proves a fix whose ticket nobody has closed: a proof says more."""
    proven = fix.status is ActionStatus.DONE and fix.verified_by is not None
    return proven and row.status in (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)


def _lost(report: Brief, recall: Recall) -> Iterator[Finding]:
    for row in recall.lost.get(report.slug, ()):
        if row.key and row.gone not in _GONE:
            words = row.wording if len(row.wording) <= _WORDING else f"{row.wording[:_WORDING]} …"
            message = f"{row.key} was for {words!r}, which is no action item of this report now"
            yield LOST.at(Location(report.path, max(1, report.line)), message)
