"""Remember what each file told, by its content and by all that decides how it is read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from secondstory.cache.library import KIND as _KIND
from secondstory.cache.stamp import Stamp, stamp, unchanged
from secondstory.cache.store import Store
from secondstory.codec import CodecError, decode, digest, encode
from secondstory.crawl import Listed, read_listed
from secondstory.model import Brief, Filing, Other, Postmortem, Source, Study, Visibility
from secondstory.noun import Noun, field
from secondstory.workers import Crew

_BRIEF = "brief"
_SIZE = 4  # bytes of a length
_KEY = 16  # bytes of a digest
_WORTH_FORKING = 24  # files to study: below, starting a process takes longer than it saves
_SPARE = 500
_BATCH = 200  # studies held, remembered or recalled at once
_TAGS: Mapping[bytes, type[Brief | Other]] = {b"B": Brief, b"O": Other}

Tell = Callable[[int, int], None]
_Named = tuple[Filing, bytes]


class Readers(Noun, frozen=True):
    """What files are read with: all that one tells, and what the archive has to know of that."""

    study: Callable[[Source], Study]
    brief: Callable[[Study], Filing]


class Known(Noun, frozen=True):
    """The files of a folder when it was last read: by path, how each looked and its key.

    `settings` name how they were read, which their keys depend on.
    """

    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    keys: Mapping[str, bytes] = field(default_factory=dict)
    settings: bytes = b""


class Studied(Noun, frozen=True):
    """What the archive has to know of the files of a folder, in the order of its listing.

    `names` are theirs by path: equal names, equal filings. `known` is what to know the folder
    by next time; what has no bytes has no key. `own` are the studies that are not remembered,
    by path.
    """

    filings: tuple[Filing, ...]
    names: Mapping[str, bytes]
    known: Known
    own: Mapping[str, Study]


def look(reports: Sequence[Listed], known: Known, settings: bytes) -> Known:
    """Stamp all files, and give those a key whose content is known or has to be read anyway.

    What certainly did not change keeps its key; what only looks different, or was saved
    just now, is read if there are few of such files. The others have no key yet, and none
    has where files were read in another way.
    """
    known = known if known.settings == settings else Known()
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
    return Known(stamps, keys, settings)


def studied(
    store: Store,
    settings: bytes,
    reports: Sequence[Listed],
    seen: Known,
    readers: Readers,
    processes: int = 1,
    tell: Tell | None = None,
) -> Studied:
    """Recall what files told, and study those that are not remembered.

    `seen` comes from `look` and `settings` name everything that the readers depend on
    besides the file. `tell` hears (files done, files in all).
    """
    found = _recalled(store, seen.keys)
    missing = [report for report in reports if report.path not in found]
    keys = dict(seen.keys)
    if missing:
        fresh, again = _fresh(store, settings, missing, readers, processes, tell)
        keys |= fresh
        found |= again
    filings: list[Filing] = []
    names: dict[str, bytes] = {}
    own: dict[str, Study] = {}
    for report in reports:
        if known := found.get(report.path):
            one, names[report.path] = known
        else:  # few may read it, it has no bytes, or it changed while it was read
            source = read_listed(report)
            keys[report.path] = _key(source, settings)
            own[report.path] = readers.study(source)
            one = readers.brief(own[report.path])
        filings.append(one)
    named = {path: key for path, key in keys.items() if key}
    return Studied(tuple(filings), names, Known(seen.stamps, named, settings), own)


def forget(store: Store, known: Known) -> None:
    """Drop what no file of the folder has told for long."""
    for kind in (_KIND, _BRIEF):
        store.keep(kind, known.keys.values(), _SPARE + len(known.keys))


def _fresh(
    store: Store,
    settings: bytes,
    missing: Sequence[Listed],
    readers: Readers,
    processes: int,
    tell: Tell | None,
) -> tuple[dict[str, bytes], dict[str, _Named]]:
    """Study files that have no remembered study under a key that is known yet."""
    stored = store.keys(_BRIEF)

    def read(report: Listed) -> bytes:
        source = read_listed(report)
        key = _key(source, settings)
        return (
            key if not key or key in stored else key + _packed(readers.study(source), readers.brief)
        )

    keys: dict[str, bytes] = {}
    found: dict[str, _Named] = {}
    full: dict[bytes, bytes] = {}
    short: dict[bytes, bytes] = {}
    count = processes if len(missing) >= _WORTH_FORKING else 1
    with Crew(read, missing, count) as crew:
        for done, (report, result) in enumerate(zip(missing, crew.results(), strict=True), 1):
            key, value = result[:_KEY], result[_KEY:]
            if key:
                keys[report.path] = key
            if value and (one := _unpacked(brief := value[_SIZE:][: _size(value)], report.path)):
                full[key], short[key] = value[_SIZE + _size(value) :], brief
                found[report.path] = one
                if len(full) >= _BATCH:
                    store.put(_KIND, full)
                    full.clear()
            if tell:
                tell(done, len(missing))
    store.put(_KIND, full)
    store.put(_BRIEF, short)
    asked = {path: key for path, key in keys.items() if path not in found}
    return keys, found | _recalled(store, asked)


def _recalled(store: Store, keys: Mapping[str, bytes]) -> dict[str, _Named]:
    found: dict[str, _Named] = {}
    paths = iter(keys)
    while lot := list(islice(paths, _BATCH)):
        values = store.get_many(_BRIEF, [keys[path] for path in lot])
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


def _packed(study: Study, brief_of: Callable[[Study], Filing]) -> bytes:
    """What the archive has to know of a study, its size before it, and behind it all it says."""
    if study.visibility is Visibility.RESTRICTED:
        return b""  # what few may read lies in its own file only
    report = isinstance(study, Postmortem)
    try:
        brief = encode(brief_of(study))
        whole = encode(study) if report else b""
    except (UnicodeEncodeError, OverflowError):
        return b""
    brief = (b"B" if report else b"O") + digest(brief) + brief
    return len(brief).to_bytes(_SIZE, "little") + brief + whole


def _size(packed: bytes) -> int:
    return int.from_bytes(packed[:_SIZE], "little")


def _unpacked(value: bytes, path: str) -> _Named | None:
    try:
        one = decode(value[1 + _KEY :], _TAGS[value[:1]])
    except (CodecError, KeyError):
        return None
    return (one, value[1 : 1 + _KEY]) if one.path == path else None


def cache_folder(root: Path) -> Path:
    """Where builds of a project remember, unless it is told otherwise."""
    return root / ".secondstory" / "cache"
