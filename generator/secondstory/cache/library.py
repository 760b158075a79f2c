"""Give back, when it is asked for, all that a report says: from the cache, else from its file."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from secondstory.cache.store import Store
from secondstory.codec import CodecError, decode
from secondstory.model import Postmortem, Study
from secondstory.noun import Noun

KIND = "study"
_HELD = 64  # reports, as many as a block has


class Holdings(Noun, frozen=True):
    """Where the studies of a folder are: `keys` in the cache, and `own`, those that are not."""

    keys: Mapping[str, bytes]
    own: Mapping[str, Study]


class Library:
    """The reports of a folder by path, none of them held in memory for long.

    Every process and every thread reads the cache through a connection of its own. What
    the cache has lost meanwhile is studied anew.
    """

    def __init__(
        self, folder: Path | None, holdings: Holdings, study: Callable[[str], Study]
    ) -> None:
        self._folder, self._holdings, self._study = folder, holdings, study
        self._local = threading.local()

    def read(self, path: str) -> Postmortem:
        """All that the report at a path says. Raises KeyError where there is none."""
        read = self._read()
        if path not in read:
            found = self._holdings.own.get(path) or self._recalled(path) or self._study(path)
            if not isinstance(found, Postmortem):  # the file changed under our hands
                raise KeyError(path)
            if len(read) >= _HELD:
                del read[next(iter(read))]
            read[path] = found
        return read[path]

    def _read(self) -> dict[str, Postmortem]:
        """What was read last: pages, lines of the index and texts tell of the same reports."""
        if not hasattr(self._local, "read"):
            self._local.read = {}
        read: dict[str, Postmortem] = self._local.read
        return read

    def _recalled(self, path: str) -> Postmortem | None:
        key = self._holdings.keys.get(path)
        value = self._store().get(KIND, key) if key else None
        return unpacked(value, path) if value else None

    def _store(self) -> Store:
        if getattr(self._local, "process", 0) != os.getpid():
            # A connection that was made before a fork belongs to the parent.
            self._local.inherited = getattr(self._local, "store", None)
            self._local.store = Store(self._folder)
            self._local.process = os.getpid()
        store: Store = self._local.store
        return store


def unpacked(value: bytes, path: str) -> Postmortem | None:
    """The report of a path from its bytes; None where they are of no report, or of another."""
    try:
        report = decode(value, Postmortem)
    except CodecError:
        return None
    return report if report.path == path else None
