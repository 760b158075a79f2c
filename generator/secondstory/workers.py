"""Do much of one kind of work in several processes, in the order of what is to be done.

The processes are forked, so that nothing has to be sent to them: they have what their
parent had. Tickets for the work lie in a pipe, from which all of them take, the parent too.
Each writes its results into a file of its own, which the parent reads at the end; what a
process left undone, because somebody ended it, the parent does itself. Ctrl-C ends them
all, and a process whose parent is gone ends by itself.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Generic, Self, TypeVar

T = TypeVar("T")

_TICKET = 4  # bytes
_MOST_TICKETS = 8000  # what fits into a pipe at once, with room to spare
_NUMBER = 8  # bytes of a length in the results


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
    errors come out of `results`, in the parent. Between entering and `results` the parent
    is free to do something else.
    """

    def __init__(self, work: Callable[[T], bytes], items: Sequence[T], processes: int) -> None:
        self._work, self._items = work, items
        self._size = max(1, -(-len(items) // _MOST_TICKETS))
        self._processes = processes
        self._tickets = -1
        self._children: dict[int, BinaryIO] = {}

    def __enter__(self) -> Self:
        if self._processes > 1 and len(self._items) > 1:
            self._tickets, end = os.pipe()
            numbers = range(0, len(self._items), self._size)
            os.write(end, b"".join(number.to_bytes(_TICKET, "little") for number in numbers))
            os.close(end)
            gc.freeze()  # what is never collected is not copied by the collector either
            for _ in range(self._processes - 1):
                self._fork()
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
        if self._tickets >= 0:
            os.close(self._tickets)
            self._tickets = -1

    def results(self) -> Iterator[bytes]:
        """The result of each item, in their order; the parent helps until all are done."""
        done: dict[int, bytes] = {}
        while (number := self._ticket()) is not None:
            for place in self._places(number):
                done[place] = self._work(self._items[place])
        for child, spool in list(self._children.items()):
            _wait(child)
            del self._children[child]
            done |= _read(spool)
            spool.close()
        for place, item in enumerate(self._items):
            result = done.pop(place, None)
            yield self._work(item) if result is None else result

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
        child = os.fork()
        if child:
            self._children[child] = spool
            return
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent tells when to end
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


def _read(spool: BinaryIO) -> dict[int, bytes]:
    spool.seek(0)
    found: dict[int, bytes] = {}
    while len(head := spool.read(2 * _NUMBER)) == 2 * _NUMBER:
        place, size = (int.from_bytes(head[at : at + _NUMBER], "little") for at in (0, _NUMBER))
        result = spool.read(size)
        if len(result) == size:
            found[place] = result
    return found


def _wait(child: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(child, 0)
