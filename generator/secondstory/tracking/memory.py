"""Action items of an archive <-> what is remembered of them, also where they were worded anew.

An item is known by its report and its wording. One that was worded a little differently is still
the same: else its ticket would be lost, and another be made. Whatever looks like two is neither.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from secondstory.extract.lessons import normal_wording
from secondstory.model import Archive, Brief, Confidence, Fix, Snapshot, Tracked
from secondstory.noun import Noun

ENOUGH = 0.6  # of the pairs of letters: as alike as rewordings are, and other items are not

Place = tuple[str, int]  # the slug of a report, and the place of an action there


class Recall(Noun, frozen=True):
    """What is remembered: of each action item by its place, and of items that are no more.

    `lost` are rows of reports of this archive that none of its items is, by the slug of the report.
    """

    of: Mapping[Place, Tracked]
    lost: Mapping[str, tuple[Tracked, ...]]


def id_of(report: Brief, fix: Fix) -> str:
    """The id of an action item that nothing is remembered of."""
    name = f"{report.slug}\0{fix.anchor}".encode("utf-8", "replace")
    return f"a-{hashlib.sha256(name).hexdigest()[:8]}"


def is_listed(fix: Fix) -> bool:
    """Whether an action item is one that its author listed, rather than a sentence like one."""
    return fix.source.confidence is not Confidence.OFFERED


def recalled(archive: Archive, snapshot: Snapshot, hidden: Iterable[str] = ()) -> Recall:
    """Find what is remembered of the actions of an archive; nothing of reports that are `hidden`.

    The rows of a report that was renamed are found by its former names, or by wordings that
    no other report has.
    """
    if not snapshot.rows:
        return Recall({}, {})
    left_out = frozenset(hidden)
    slugs = {report.path: report.slug for report in archive.briefs}
    former = {**archive.renamed, **slugs}
    rows: dict[str, list[Tracked]] = defaultdict(list)
    astray: list[Tracked] = []
    for row in snapshot.rows:
        if row.path in former:
            rows[former[row.path]].append(row)
        elif row.path not in left_out:
            astray.append(row)
    of: dict[Place, Tracked] = {}
    lost: dict[str, tuple[Tracked, ...]] = {}
    for report in archive.briefs:
        known = rows.get(report.slug)
        if not known:
            continue
        found = _paired(report, known)
        of |= {(report.slug, place): row for place, row in found.items()}
        taken = {row.id for row in found.values()}
        if rest := tuple(row for row in known if row.id not in taken):
            lost[report.slug] = rest
    if astray:
        of |= dict(_moved(archive, of, astray))
    return Recall(of, lost)


def alike(one: str, other: str) -> float:
    """How much of two wordings is the same: of the pairs of letters of both, 0 to 1."""
    ones, others = _pairs(one), _pairs(other)
    both = sum((ones & others).values())
    total = sum(ones.values()) + sum(others.values())
    return 2 * both / total if total else float(one == other)


def _paired(report: Brief, known: Sequence[Tracked]) -> dict[int, Tracked]:
    """The row of each action of a report, by its place; each row once."""
    left = dict(enumerate(report.actions))
    rows = {row.id: row for row in sorted(known, key=lambda row: row.id)}
    found: dict[int, Tracked] = {}

    def take(key: Callable[[Fix], object], of_row: Callable[[Tracked], object]) -> None:
        by_key: dict[object, list[Tracked]] = defaultdict(list)
        for row in rows.values():
            if value := of_row(row):
                by_key[value].append(row)
        for place, fix in list(left.items()):
            same = by_key.get(key(fix), [])
            if same:
                row = same.pop(0)
                found[place] = row
                del left[place], rows[row.id]

    take(lambda fix: id_of(report, fix), lambda row: row.id)
    take(lambda fix: normal_wording(fix.text.text), lambda row: normal_wording(row.wording))
    take(lambda fix: fix.ticket.href if fix.ticket else "", lambda row: row.url)
    if left and rows:
        folded = {place: normal_wording(fix.text.text) for place, fix in left.items()}
        ranked = sorted(
            (-score, place, row.id)
            for place, wording in folded.items()
            for row in rows.values()
            if (score := alike(wording, normal_wording(row.wording))) >= ENOUGH
        )
        for _, place, name in ranked:
            if place in left and name in rows:
                found[place] = rows.pop(name)
                del left[place]
    return found


def _moved(
    archive: Archive, of: Mapping[Place, Tracked], astray: Iterable[Tracked]
) -> Iterator[tuple[Place, Tracked]]:
    """Rows of files that are gone, where one item alone has their wording."""
    rows: dict[str, list[Tracked]] = defaultdict(list)
    for row in astray:
        rows[normal_wording(row.wording)].append(row)
    places: dict[str, list[Place]] = defaultdict(list)
    for report in archive.briefs:
        for place, fix in enumerate(report.actions):
            if (wording := normal_wording(fix.text.text)) in rows:
                places[wording].append((report.slug, place))
    for wording, found in places.items():
        if len(found) == len(rows[wording]) == 1 and found[0] not in of:
            yield found[0], rows[wording][0]


def _pairs(words: str) -> Counter[str]:
    return Counter(words[at : at + 2] for at in range(len(words) - 1))
