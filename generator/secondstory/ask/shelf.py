"""A file -> the archive that it tells of, read again when it was written again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from secondstory.ask.answers import Archive
from secondstory.findings import ProjectError

_VERSION = 1  # of the index that we understand


class Shelf:
    """The archive of a portal: of the index in its folder, else of one made on the spot.

    `index` is the path of the index, None where none is to be looked at. `make` gives the
    bytes of one where there is no portal; what it gave is kept until there is one. Several
    threads may ask at once.
    """

    def __init__(self, index: Path | None, make: Callable[[], bytes]) -> None:
        self._index, self._make = index, make
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._archive: Archive | None = None

    def archive(self) -> Archive:
        """The archive as it is now. Raises ProjectError where it cannot be told."""
        with self._lock:
            seen = self._look()
            if self._archive is None or (seen and seen != self._seen):
                self._archive = _told(self._content() if seen else self._make())
                self._seen = seen
            return self._archive

    def _look(self) -> tuple[int, ...] | None:
        try:
            found = self._index.stat() if self._index else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None

    def _content(self) -> bytes:
        try:
            return self._index.read_bytes() if self._index else b""
        except OSError as error:
            raise ProjectError(f"cannot read index.json: {error.strerror}") from error


def _told(content: bytes) -> Archive:
    try:
        index = json.loads(content)
        version = index["schema_version"]
        if version == _VERSION:
            return Archive(index)
    except (ValueError, TypeError, LookupError) as error:
        raise ProjectError(
            "index.json is none that secondstory wrote", hint="run `secondstory build` again"
        ) from error
    raise ProjectError(
        f"index.json has version {version!r}, not {_VERSION}", hint="run `secondstory build` again"
    )
