"""Changes on disk -> batches of changed paths (the only user of watchdog)."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from os import fsdecode
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from secondstory.noun import Noun

QUIET = 0.02  # seconds of silence that end a batch: editors save in several steps
LONGEST = 1.0  # seconds after which a batch ends however much goes on
# What editors leave beside a file while they save it: Vim, Emacs, JetBrains, LibreOffice.
PASSING = ("*~", "*.sw?", "4913", ".*", "#*#", "*___jb_???___", "~$*", "*.tmp", "__pycache__")
CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed"})


class Watched(Noun, frozen=True):
    """What counts: everything below `folders` but for `left_out`, and the single `files`.

    All paths are absolute and resolved.
    """

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    left_out: tuple[Path, ...]

    def counts(self, path: Path) -> bool:
        """Tell whether a change of this path can change the site."""
        if path in self.files:
            return True
        if any(path.is_relative_to(folder) for folder in self.left_out):
            return False
        return any(
            path.is_relative_to(folder) and not _passing(path.relative_to(folder))
            for folder in self.folders
        )


class Changes(FileSystemEventHandler):
    """A queue of the changed paths that count; `None` in it means: stop."""

    def __init__(self, watched: Watched) -> None:
        """Begin with an empty queue."""
        self.watched = watched
        self._queue: SimpleQueue[Path | None] = SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Keep what changes content; reading a file is an event as well, but no change."""
        if event.event_type not in CHANGES or (
            event.is_directory and event.event_type == "modified"
        ):
            return
        for name in (event.src_path, event.dest_path):
            path = Path(fsdecode(name)) if name else None
            if path and self.watched.counts(path):
                self._queue.put(path)

    def stop(self) -> None:
        """End the batches."""
        self._queue.put(None)

    def batches(self) -> Iterator[frozenset[Path]]:
        """Wait for changes and yield them once it has been quiet for a moment."""
        while (path := self._queue.get()) is not None:
            batch = {path}
            began = monotonic()
            while monotonic() - began < LONGEST:
                try:
                    path = self._queue.get(timeout=QUIET)
                except Empty:
                    break
                if path is None:
                    return
                batch.add(path)
            yield frozenset(batch)


def observe(changes: Changes) -> BaseObserver:
    """Start to follow the disk; by polling where the system has no more watches to give."""
    try:
        observer = Observer()
        schedule(observer, changes)
        observer.start()
    except OSError:
        observer = PollingObserver()
        schedule(observer, changes)
        observer.start()
    return observer


def schedule(observer: BaseObserver, changes: Changes) -> None:
    """Follow the folders as they are now; again, after one of them was replaced."""
    watched = changes.watched
    observer.unschedule_all()
    for folder in watched.folders:
        if folder.is_dir():
            observer.schedule(changes, str(folder), recursive=True)
    # A folder that goes and comes back (another branch checked out) is an event of its parent.
    for parent in {path.parent for path in (*watched.folders, *watched.files)}:
        if parent.is_dir() and parent not in watched.folders:
            observer.schedule(changes, str(parent), recursive=False)


def _passing(path: Path) -> bool:
    return any(fnmatch(part, pattern) for part in path.parts for pattern in PASSING)
