"""Run a command and say what it cost: time, processor time, and the memory of all its processes.

Memory is asked for every few milliseconds, which slows what is measured: so it is measured in
runs of its own, and short peaks may be missed. Linux only; elsewhere the figures are None.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

_PROC = Path("/proc")
_OFTEN = 0.01  # seconds between two looks at the memory
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """What a command took. Memory is in bytes, of all processes at the moment of most.

    `resident` counts a page that processes share once for each, `proportional` once in all.
    """

    wall: float
    cpu: float
    resident: int | None = None
    proportional: int | None = None
    said: str = ""


@dataclass(frozen=True)
class Command:
    """A command, where it runs, and what is added to its environment."""

    words: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str]

    def start(self) -> subprocess.Popen[str]:
        """Start it; what it says on either channel can be read."""
        return subprocess.Popen(
            [str(word) for word in self.words],
            cwd=self.folder,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def run(command: Command, *, watch_memory: bool = False) -> Cost:
    """Run to the end. Ends the benchmark where the command fails."""
    began = time.perf_counter()
    process = command.start()
    watch = _Watch(process.pid) if watch_memory and _PROC.is_dir() else None
    if watch:
        watch.start()
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if watch:
        watch.end()
    if process.returncode:
        sys.exit(f"{command.words[0]} ended with {process.returncode}:\n{said[-2000:]}")
    resident, proportional = (watch.resident, watch.proportional) if watch else (None, None)
    return Cost(wall, usage.ru_utime + usage.ru_stime, resident, proportional, said)


class _Watch(Thread):
    """Looks at the memory of a process and all below it until it is told to end."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.resident = self.proportional = 0
        self._root, self._over = root, Event()

    def run(self) -> None:
        """Keep the most of either figure."""
        while not self._over.wait(_OFTEN):
            family = descendants(self._root)
            self.resident = max(self.resident, sum(map(_resident, family)))
            self.proportional = max(self.proportional, sum(map(_proportional, family)))

    def end(self) -> None:
        """Stop looking."""
        self._over.set()
        self.join()


def descendants(root: int) -> list[int]:
    """A process and all that came from it."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir(_PROC):
        if entry.name.isdecimal() and (stat := _read(f"{entry.name}/stat")):
            parent = int(stat.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    family, at = [root], 0
    while at < len(family):
        family += children.get(family[at], [])
        at += 1
    return family


def _resident(process: int) -> int:
    pages = _read(f"{process}/statm").split()
    return int(pages[1]) * _PAGE if pages else 0


def _proportional(process: int) -> int:
    found = re.search(r"^Pss:\s+(\d+) kB", _read(f"{process}/smaps_rollup"), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _read(name: str) -> str:
    try:
        return (_PROC / name).read_text()
    except OSError:  # it has just ended
        return ""
