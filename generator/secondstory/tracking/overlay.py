"""An archive and a snapshot -> the archive with what the tracker said: status, owner, due date.

Of these the tracker decides, since people change them there; what it does not say stands as the
report has it, and what the report says otherwise is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace as altered

from secondstory.findings import Finding, Location
from secondstory.model import (
    ActionStatus,
    Archive,
    Brief,
    Due,
    Fix,
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
# An open issue of GitHub says nothing of how far it has come.
_COARSE = frozenset({"github"})


def with_tracked(archive: Archive, snapshot: Snapshot, hidden: Iterable[str] = ()) -> Archive:
    """An archive with what a tracker said of its actions, and with findings about the rest.

    Of the reports that are `hidden`, by path, nothing is told.
    """
    if not snapshot.rows:
        return archive
    recall = recalled(archive, snapshot, hidden)
    briefs = tuple(_with_rows(report, recall) for report in archive.briefs)
    lost = [finding for report in archive.briefs for finding in _lost(report, recall)]
    return altered(archive, briefs=briefs, findings=tuple(sorted((*archive.findings, *lost))))


def _with_rows(report: Brief, recall: Recall) -> Brief:
    fixes = tuple(
        _fix(fix, recall.of.get((report.slug, place))) for place, fix in enumerate(report.actions)
    )
    return report if fixes == report.actions else replace(report, actions=fixes)


def _fix(fix: Fix, row: Tracked | None) -> Fix:
    if row is None or row.seen is None:
        return fix
    gone = row.gone in _GONE
    status = row.status
    if row.tracker in _COARSE and (status, fix.status) == (
        ActionStatus.OPEN, ActionStatus.IN_PROGRESS
    ):  # fmt: skip
        status = None
    told = {
        "status": status if status is not fix.status else None,
        "owner": row.owner if row.owner != fix.owner else None,
        "due": Due(row.due, row.due.isoformat())
        if row.due and not (fix.due and fix.due.day == row.due)
        else None,
    }
    taken = {} if gone else {part: value for part, value in told.items() if value is not None}
    link = Link(row.url, row.key) if row.url and not (gone or fix.ticket) else fix.ticket
    declined = taken.get("status") is ActionStatus.DECLINED
    seen = Seen(
        row.tracker,
        row.key,
        row.url,
        row.seen.date(),
        tuple(taken),
        fix.status if "status" in taken else None,
        row.gone,
    )
    now: Fix = replace(
        fix,
        **taken,
        ticket=link,
        reason=fix.reason or row.reason if declined else fix.reason,
        seen=seen,
    )
    return now


def _lost(report: Brief, recall: Recall) -> Iterator[Finding]:
    for row in recall.lost.get(report.slug, ()):
        if row.key and row.gone not in _GONE:
            words = row.wording if len(row.wording) <= _WORDING else f"{row.wording[:_WORDING]} …"
            message = f"{row.key} was for {words!r}, which is no action item of this report now"
            yield LOST.at(Location(report.path, max(1, report.line)), message)
