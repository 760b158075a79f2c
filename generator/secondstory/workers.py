"""Do much of one kind of work in several processes, in the order of what is to be done.

The processes are forked, so that nothing has to be sent to them: they have what their
parent had. Tickets for the work lie in a pipe, from which all of them take, the parent too.
Each writes its results into a file of its own, so that they are in memory only when they
are asked for; what a process left undone, because somebody ended it, the parent does itself.
Ctrl-C ends them all, and a process whose parent is gone ends by itself.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import FileIO
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Generic, Self, TypeVar

T = TypeVar("T")

_TICKET = 4  # bytes
_MOST_TICKETS = 8000  # what fits into a pipe at once, with room to spare
_NUMBER = 8  # bytes of a length in the results
_Spooled = tuple[BinaryIO | FileIO, int, int]  # a file, where in it a result begins, its size


def cores() -> int:
    """How many processes can work at once here; 1 where processes cannot be forked safely."""
    # Forking copies only the calling thread: the locks of others would stay shut for ever.
    # On macOS system libraries may hold some.
    if not hasattr(os, "fork") or os.uname().sysname == "Darwin" or threading.active_count() > 1:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew(Generic[T]):
    """Processes at work on some items. Use it as a context manager: leaving it ends them.

    `work` turns one item into bytes; it must be pure, since it may be done twice. Its
    errors come out in the parent. Between entering and `finish` or `results` the parent is
    free to do something else; results can be had until the crew is left.
    """

    def __init__(self, work: Callable[[T], bytes], items: Sequence[T], processes: int) -> None:
        self._work, self._items = work, items
        self._size = max(1, -(-len(items) // _MOST_TICKETS))
        self._processes = processes
        self._tickets = -1
        self._children: dict[int, BinaryIO] = {}
        self._spools: list[BinaryIO] = []
        self._own: FileIO | None = None  # the parent's file
        self._done: dict[int, bytes | _Spooled] = {}

    def __enter__(self) -> Self:
        if self._items:
            self._own = TemporaryFile(buffering=0)
        if self._processes > 1 and len(self._items) > 1:
            self._tickets, end = os.pipe()
            numbers = range(0, len(self._items), self._size)
            os.write(end, b"".join(number.to_bytes(_TICKET, "little") for number in numbers))
            os.close(end)
            gc.freeze()  # what is never collected is not copied by the collector either
            try:
                for _ in range(self._processes - 1):
                    self._fork()
            except BaseException:  # Ctrl-C, or no more processes to be had
                self.__exit__(None, None, None)
                raise
            finally:
                gc.unfreeze()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child, spool in self._children.items():
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            _wait(child)
            spool.close()
        self._children.clear()
        for spool in (*self._spools, *filter(None, [self._own])):
            spool.close()
        if self._tickets >= 0:
            os.close(self._tickets)
            self._tickets = -1

    def results(self) -> Iterator[bytes]:
        """The result of each item, in their order; the parent helps until all are done."""
        if self._tickets >= 0:
            self.finish()
        return map(self.result, range(len(self._items)))

    def finish(self) -> None:
        """Help until all is done."""
        if self._tickets < 0:
            self._do(range(len(self._items)))
        while (number := self._ticket()) is not None:
            self._do(self._places(number))
        for child, spool in list(self._children.items()):
            _wait(child)
            del self._children[child]
            self._spools.append(spool)
            self._done |= _read(spool)

    def result(self, place: int) -> bytes:
        """The result of the item at a place; it stays in its file until it is asked for."""
        match self._done.get(place):
            case None:
                return self._work(self._items[place])
            case bytes(result):
                return result
            case spool, start, size:
                spool.seek(start)
                return spool.read(size)

    def _do(self, places: range) -> None:
        for place in places:
            if place not in self._done:
                self._done[place] = self._put_away(self._work(self._items[place]))

    def _put_away(self, result: bytes) -> bytes | _Spooled:
        """Write a result of the parent into its file; it stays in memory if that is full."""
        if self._own is None:
            return result
        try:
            start = self._own.seek(0, os.SEEK_END)
            whole = self._own.write(result) == len(result)
        except OSError:
            return result
        return (self._own, start, len(result)) if whole else result

    def _places(self, number: int) -> range:
        return range(number, min(number + self._size, len(self._items)))

    def _ticket(self) -> int | None:
        if self._tickets < 0:
            return None
        ticket = os.read(self._tickets, _TICKET)
        return int.from_bytes(ticket, "little") if len(ticket) == _TICKET else None

    def _fork(self) -> None:
        spool = TemporaryFile()  # noqa: SIM115 - closed by the parent in `results` or `__exit__`
        parent = os.getpid()
        # Ctrl-C waits until the parent knows of the child.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        child = os.fork()
        if child:
            self._children[child] = spool
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            return
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells when to end
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            gc.disable()
            while os.getppid() == parent and (number := self._ticket()) is not None:
                for place in self._places(number):
                    result = self._work(self._items[place])
                    spool.write(place.to_bytes(_NUMBER, "little"))
                    spool.write(len(result).to_bytes(_NUMBER, "little") + result)
            spool.flush()
            code = 0
        finally:
            # Nothing of the parent's (buffers, exit handlers, a traceback) is this one's to end.
            os._exit(code)


def _read(spool: BinaryIO) -> dict[int, _Spooled]:
    """Where the results of a process stand in its file; half a result is none."""
    found: dict[int, _Spooled] = {}
    end = spool.seek(0, os.SEEK_END)
    at = spool.seek(0)
    while len(head := spool.read(2 * _NUMBER)) == 2 * _NUMBER:
        place, size = (int.from_bytes(head[n : n + _NUMBER], "little") for n in (0, _NUMBER))
        at = spool.seek(at + 2 * _NUMBER + size)
        if at <= end:
            found[place] = spool, at - size, size
    return found


def _wait(child: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(child, 0)
