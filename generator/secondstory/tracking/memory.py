"""Action items of an archive <-> what is remembered of them, also where they were worded anew.

An item is known by its report and its wording. One that was worded a little differently is still
the same: else its ticket would be lost, and another be made. Whatever looks like two is neither.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from secondstory.extract.lessons import normal_wording
from secondstory.extract.naming import slug_once
from secondstory.model import Archive, Brief, Confidence, Fix, Snapshot, Tracked
from secondstory.noun import Noun

ENOUGH = 0.63  # as alike as rewordings are, and other items of a report are not (decision 17)
_MADE = re.compile(r"a-[0-9a-f]{6}")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")

Place = tuple[str, int]  # the slug of a report, and the place of an action there


class Recall(Noun, frozen=True):
    """What is remembered: of each action item by its place, and of items that are no more.

    `lost` are rows of reports of this archive that none of its items is, by the slug of the report.
    """

    of: Mapping[Place, Tracked]
    lost: Mapping[str, tuple[Tracked, ...]]


def id_of(report: Brief, fix: Fix) -> str:
    """The id of an action item that nothing is remembered of."""
    name = f"{report.slug}\0{fix.id or fix.anchor}".encode("utf-8", "replace")
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
    former = {alias.value: report.slug for report in archive.briefs for alias in report.aliases}
    rows: dict[str, list[Tracked]] = defaultdict(list)
    astray: list[Tracked] = []
    for row in snapshot.rows:
        if row.path in left_out:
            continue
        slug = slugs.get(row.path) or (former.get(slug_once(row.path)) if former else None)
        if slug:
            rows[slug].append(row)
        else:
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
    """How much of two normal wordings is the same, 0 to 1: of their words, by their length."""
    ones, others = _pieces(one), _pieces(other)
    total = _weight(ones) + _weight(others)
    return 2 * _weight(ones & others) / total if total else float(one == other)


def _paired(report: Brief, known: Sequence[Tracked]) -> dict[int, Tracked]:
    """The row of each action of a report, by its place; each row once."""
    left = dict(enumerate(report.actions))
    rows = {row.id: row for row in sorted(known, key=lambda row: row.id)}
    found: dict[int, Tracked] = {}

    def take(key: Callable[[Fix], str], of_row: Callable[[Tracked], str]) -> None:
        by_key: dict[str, list[Tracked]] = defaultdict(list)
        for row in rows.values():
            if value := of_row(row):
                by_key[value].append(row)
        for place, fix in list(left.items()):
            if same := by_key.get(key(fix), []):
                row = same.pop(0)
                found[place] = row
                del left[place], rows[row.id]

    take(lambda fix: stated(fix.id), lambda row: row.name)
    take(lambda fix: fix.text.text, lambda row: row.wording)
    if left and rows:
        take(lambda fix: normal_wording(fix.text.text), lambda row: normal_wording(row.wording))
        take(lambda fix: fix.ticket.href if fix.ticket else "", lambda row: row.url)
    if left and rows:
        for place, name in _likely(left, rows):
            if place in left and name in rows:
                found[place] = rows.pop(name)
                del left[place]
    return found


def _likely(left: Mapping[int, Fix], rows: Mapping[str, Tracked]) -> Iterator[tuple[int, str]]:
    """Actions and rows that are likely the same, the likeliest first."""
    words = {name: normal_wording(row.wording) for name, row in rows.items()}
    ranked: list[tuple[float, int, str]] = []
    for place, fix in left.items():
        wording = normal_wording(fix.text.text)
        for name in rows:
            score = alike(wording, words[name])
            if score >= ENOUGH:
                ranked.append((-score, place, name))
    return ((place, name) for _, place, name in sorted(ranked))


def stated(name: str) -> str:
    """A name that an author gave; "" for one that was made of a wording.

    Where that has changed, a name made of it tells less than the wording itself.
    """
    return "" if _MADE.fullmatch(name) else name


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


def _pieces(wording: str) -> Counter[str]:
    """The words of a wording; of scripts that part none, the pairs of letters."""
    pieces: Counter[str] = Counter()
    for word in wording.split():
        if _UNSPACED.search(word) and len(word) > 2:
            pieces.update(word[at : at + 2] for at in range(len(word) - 1))
        else:
            pieces[word] += 1
    return pieces


def _weight(pieces: Counter[str]) -> int:
    return sum(len(piece) * times for piece, times in pieces.items())
