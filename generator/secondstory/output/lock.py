"""Let one build at a time write to a folder; the operating system frees what a dead one held."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secondstory.findings import ProjectError

PATIENCE = 60.0  # seconds; writing 10,000 pages takes a tenth of it
_PAUSE = 0.05
_HINT = "wait for it, or end it, and build again"
_NO_LOCKS_HERE = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(file: Path, busy: str, patience: float = PATIENCE, hint: str = _HINT) -> Iterator[bool]:
    """Hold a lock file while the body runs, and remove it afterwards.

    Yields whether the lock is held: some network file systems know no locks. Raises
    ProjectError with the message `busy` and the hint if another process holds it for `patience`
    seconds, OSError where the file cannot be made.
    """
    end = time.monotonic() + patience
    while (taken := _take(file)) is None:
        if time.monotonic() > end:
            raise ProjectError(busy, hint=hint)
        time.sleep(_PAUSE)
    descriptor, held = taken
    try:
        yield held
    finally:
        # Removed while held: nobody can come to hold a file that is gone (see _take).
        with suppress(OSError):
            file.unlink()
        os.close(descriptor)


def _take(file: Path) -> tuple[int, bool] | None:
    """Open and lock a file: its descriptor and whether it is locked, None where it is busy."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(file, flags, 0o666)
    try:
        _lock(descriptor)
        if _is(file, descriptor):
            return descriptor, True
    except OSError as error:
        if error.errno in _NO_LOCKS_HERE:
            return descriptor, False
        if error.errno not in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            os.close(descriptor)
            raise
    os.close(descriptor)
    return None


def _is(file: Path, descriptor: int) -> bool:
    """Whether the open file still has its name: its last holder may have removed it."""
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
