"""Bytes remembered by kind and key, in one SQLite file that may be lost at any time.

Nothing here raises for the state of the file: one that is damaged, foreign, of another
version, locked or barred is a cache that remembers nothing. Every entry carries a digest
of itself, so that a flipped bit is a miss and not another text. SQLite keeps several
builds at once out of each other's way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from secondstory.codec import digest

NAME = "cache.sqlite"
_VERSION = 1
_PATIENCE = 5.0  # seconds; then another build is at work, and this one does without
_BATCH = 500  # keys asked for at once: SQLite takes no more than 999 in old versions
_TABLE = "CREATE TABLE entry (kind TEXT, key BLOB, digest BLOB, value BLOB, UNIQUE (kind, key))"
# What SQLite says of a damaged table quotes it, and need not be text.
_DAMAGE = (sqlite3.Error, UnicodeError)
_MARKS = {
    ".gitignore": "# What builds remember. Safe to delete.\n*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Made by secondstory.\n",
}


class Store:
    """What builds remember. Use it as a context manager; `folder` None remembers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._connection = _open(folder) if folder else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def works(self) -> bool:
        """Whether anything can be remembered here."""
        return self._connection is not None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection:
            with suppress(*_DAMAGE):
                self._connection.close()
            self._connection = None

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The value remembered under a key, None where there is none."""
        return self.get_many(kind, [key]).get(key)

    def get_many(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values remembered under some keys; those without one are left out."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, bytes] = {}
        if self._connection is None:
            return found
        try:
            for start in range(0, len(wanted), _BATCH):
                batch = wanted[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                query = f"SELECT key, digest, value FROM entry WHERE kind = ? AND key IN ({marks})"  # noqa: S608
                rows = self._connection.execute(query, (kind, *batch))
                found |= {
                    key: value for key, proof, value in rows if _sound(kind, key, proof, value)
                }
        except _DAMAGE:
            return {}
        return found

    def keys(self, kind: str) -> frozenset[bytes]:
        """Every key of a kind."""
        if self._connection is None:
            return frozenset()
        try:
            rows = self._connection.execute("SELECT key FROM entry WHERE kind = ?", (kind,))
            return frozenset(key for (key,) in rows if isinstance(key, bytes))
        except _DAMAGE:
            return frozenset()

    def put(self, kind: str, entries: Mapping[bytes, bytes]) -> None:
        """Remember some values, if that can be."""
        if self._connection is None or not entries:
            return
        rows = (
            (kind, key, digest(kind.encode(), key, value), value) for key, value in entries.items()
        )
        with suppress(*_DAMAGE), self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", rows)

    def keep(self, kind: str, keys: Iterable[bytes], spare: int) -> None:
        """Forget what is not among these keys, once there are more than `spare` such entries.

        Some are spared because people go back to where they were: another branch, an undo.
        """
        stale = self.keys(kind).difference(keys)
        if self._connection is None or len(stale) <= spare:
            return
        with suppress(*_DAMAGE), self._connection:
            rows = ((kind, key) for key in stale)
            self._connection.executemany("DELETE FROM entry WHERE kind = ? AND key = ?", rows)


@contextmanager
def opened(folder: Path | None) -> Iterator[Store]:
    """A store that works where there can be one: without `folder`, one for this time only."""
    with Store(folder) as store:
        if store.works:
            yield store
            return
    try:
        scratch = TemporaryDirectory(prefix="secondstory-")
    except OSError:
        yield Store(None)
        return
    with scratch as name, Store(Path(name)) as store:
        yield store


def clear(folder: Path) -> bool:
    """Remove what builds remembered in a folder; anything else there stays. False: nothing."""
    if not (folder / NAME).is_file():
        return False
    for name in (NAME, f"{NAME}-journal", *_MARKS):
        with suppress(OSError):
            (folder / name).unlink()
    with suppress(OSError):
        folder.rmdir()
        folder.parent.rmdir()
    return True


def _sound(kind: str, key: object, proof: object, value: object) -> bool:
    return (
        isinstance(key, bytes)
        and isinstance(value, bytes)
        and proof == digest(kind.encode(), key, value)
    )


def _open(folder: Path) -> sqlite3.Connection | None:
    file = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _MARKS.items():
            if not (folder / name).exists():
                (folder / name).write_text(text, "utf-8")
    except OSError:
        return None
    with suppress(*_DAMAGE):
        return _connect(file)
    # Damaged or foreign: begin anew. On the second failure, do without.
    with suppress(OSError, *_DAMAGE):
        file.unlink()
        return _connect(file)
    return None


def _connect(file: Path) -> sqlite3.Connection:
    """Open a file of our version, making it where it is new or old. Raises one of _DAMAGE."""
    connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level="IMMEDIATE")
    try:
        # Losing the last entries in a power cut costs time, waiting for the disk does as well.
        connection.execute("PRAGMA synchronous = OFF")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version != _VERSION:
            _begin(connection)
        with closing(connection.execute("SELECT kind, key, digest, value FROM entry LIMIT 1")):
            return connection
    except BaseException:
        connection.close()
        raise


def _begin(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == _VERSION:  # another build was faster
            return
        connection.execute("DROP TABLE IF EXISTS entry")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
