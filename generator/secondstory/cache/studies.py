"""Remember what each file told, by its content and by all that decides how it is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from secondstory.cache.stamp import Stamp, stamp, unchanged
from secondstory.cache.store import Store
from secondstory.codec import CodecError, decode, digest, encode
from secondstory.crawl import Listed, read_listed
from secondstory.model import Other, Postmortem, Source, Study, Visibility
from secondstory.workers import Crew

_KIND = "study"
_KEY = 16  # bytes of a digest
_WORTH_FORKING = 24  # files to study: below, starting a process takes longer than it saves
_SPARE = 500
_BATCH = 200  # studies remembered or recalled at once: all their bytes are as much again
_TAGS: Mapping[bytes, type[Postmortem | Other]] = {b"P": Postmortem, b"O": Other}

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Known:
    """The files of a folder when it was last read: by path, how each looked and its key."""

    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    keys: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Studied:
    """The studies of a folder in the order of its listing, and what to know it by next time.

    `keys` and `stamps` go by path; a study that cannot be remembered has no key.
    """

    studies: tuple[Study, ...]
    known: Known


def look(reports: Sequence[Listed], known: Known, settings: bytes) -> Known:
    """Stamp all files, and give those a key whose content is known or has to be read anyway.

    What certainly did not change keeps its key; what only looks different, or was saved
    just now, is read if there are few of such files. The others have no key yet.
    """
    now = time.time_ns()
    stamps = {
        report.path: seen for report in reports if report.file and (seen := stamp(report.file, now))
    }
    keys: dict[str, bytes] = {}
    doubtful: list[Listed] = []
    for report in reports:
        path = report.path
        if path in known.keys and unchanged(known.stamps.get(path), stamps.get(path)):
            keys[path] = known.keys[path]
        else:
            doubtful.append(report)
    if len(doubtful) < _WORTH_FORKING or all(
        known.stamps.get(report.path) and report.path in known.keys for report in doubtful
    ):
        for report in doubtful:
            if key := _key(read_listed(report), settings):
                keys[report.path] = key
    return Known(stamps, keys)


def studied(
    store: Store,
    settings: bytes,
    reports: Sequence[Listed],
    seen: Known,
    study: Callable[[Source], Study],
    processes: int = 1,
    tell: Tell | None = None,
) -> Studied:
    """Recall the studies of files, and study those that are not remembered.

    `seen` comes from `look` and `settings` name everything that `study` depends on
    besides the file. `tell` hears (files done, files in all).
    """
    found = _recalled(store, seen.keys)
    missing = [report for report in reports if report.path not in found]
    keys = dict(seen.keys)
    if missing:
        fresh, again = _fresh(store, settings, missing, study, processes, tell)
        keys |= fresh
        found |= again
    studies: list[Study] = []
    for report in reports:
        one = found.get(report.path)
        if one is None:  # it cannot be put into bytes, or changed while it was read
            keys.pop(report.path, None)
            one = study(read_listed(report))
        studies.append(one)
    return Studied(tuple(studies), Known(seen.stamps, keys))


def forget(store: Store, known: Known) -> None:
    """Drop what no file of the folder has told for long."""
    store.keep(_KIND, known.keys.values(), _SPARE + len(known.keys))


def _fresh(
    store: Store,
    settings: bytes,
    missing: Sequence[Listed],
    study: Callable[[Source], Study],
    processes: int,
    tell: Tell | None,
) -> tuple[dict[str, bytes], dict[str, Study]]:
    """Study files that have no remembered study under a key that is known yet."""
    stored = store.keys(_KIND)

    def read(report: Listed) -> bytes:
        source = read_listed(report)
        key = _key(source, settings)
        return key if not key or key in stored else key + _packed(study(source))

    keys: dict[str, bytes] = {}
    found: dict[str, Study] = {}
    packed: dict[bytes, bytes] = {}
    count = processes if len(missing) >= _WORTH_FORKING else 1
    with Crew(read, missing, count) as crew:
        for done, (report, result) in enumerate(zip(missing, crew.results(), strict=True), 1):
            if key := result[:_KEY]:
                keys[report.path] = key
            if (value := result[_KEY:]) and (one := _unpacked(value, report.path)):
                packed[key], found[report.path] = value, one
            if len(packed) >= _BATCH:
                store.put(_KIND, packed)
                packed.clear()
            if tell:
                tell(done, len(missing))
    store.put(_KIND, packed)
    asked = {path: key for path, key in keys.items() if path not in found}
    return keys, found | _recalled(store, asked)


def _recalled(store: Store, keys: Mapping[str, bytes]) -> dict[str, Study]:
    found: dict[str, Study] = {}
    paths = iter(keys)
    while lot := list(islice(paths, _BATCH)):
        values = store.get_many(_KIND, [keys[path] for path in lot])
        for path in lot:
            if (value := values.get(keys[path])) and (one := _unpacked(value, path)):
                found[path] = one
    return found


def _key(source: Source, settings: bytes) -> bytes:
    """A name for what a file says and how it is read; empty where it cannot be told."""
    try:
        return digest(settings, encode(source))
    except (UnicodeEncodeError, OverflowError):  # a lone surrogate has no bytes
        return b""


def _packed(study: Study) -> bytes:
    if study.visibility is Visibility.RESTRICTED:
        return b""  # what few may read lies in its own file only
    tag = b"P" if isinstance(study, Postmortem) else b"O"
    try:
        return tag + encode(study)
    except (UnicodeEncodeError, OverflowError):
        return b""


def _unpacked(value: bytes, path: str) -> Study | None:
    try:
        study = decode(value[1:], _TAGS[value[:1]])
    except (CodecError, KeyError):
        return None
    return study if study.path == path else None


def cache_folder(root: Path) -> Path:
    """Where builds of a project remember, unless it is told otherwise."""
    return root / ".secondstory" / "cache"
