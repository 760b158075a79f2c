"""What was sent to whom: a text file that only grows, so that nobody gets an issue twice.

Each line is a step of an attempt, in JSON: "sending" before a message is handed over, then "sent",
"failed" or "unknown". An attempt that was begun and not ended (the job was killed, the line was
cut) is unknown. The order of lines means nothing, so that ledgers of two machines can be put
together by putting together their lines; the number of an attempt is random for that.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from secondstory.findings import Location, ProjectError
from secondstory.noun import Noun, asdict
from secondstory.output.lock import locked
from secondstory.portable import shown

_PATIENCE = 900.0  # seconds: another job may send to hundreds
_BUSY = "another job is sending"
_HINT = "wait for it, or end it, and send again"


class State(StrEnum):
    """What became of an issue for a reader, and the steps of an attempt."""

    UNSENT = "unsent"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Key(Noun, frozen=True):
    """An issue ("2026-10") of a list for a reader: a mail address, or "slack" or "teams"."""

    issue: str
    list: str
    to: str


class Step(Noun, frozen=True):
    """A line of the ledger: the step of an attempt, when, and what the server said."""

    issue: str
    list: str
    to: str
    state: State
    attempt: str
    at: str
    said: str = ""

    @property
    def key(self) -> Key:
        """What was attempted."""
        return Key(self.issue, self.list, self.to)


class Ledger:
    """The ledger, while nobody else sends."""

    def __init__(self, file: IO[bytes], steps: Iterator[Step], now: Callable[[], datetime]) -> None:
        """Begin with the steps that were taken; `file` takes those to come."""
        self._file = file
        self._now = now
        self._ends: dict[Key, dict[str, State]] = {}
        for step in steps:
            self._note(step)

    def state(self, key: Key) -> State:
        """SENT, UNKNOWN, or UNSENT."""
        ends = set(self._ends.get(key, {}).values())
        if State.SENT in ends:
            return State.SENT
        return State.UNKNOWN if ends & {State.SENDING, State.UNKNOWN} else State.UNSENT

    def begin(self, key: Key) -> Callable[[State, str], None]:
        """Say that a message is about to be handed over; the result says how that ended.

        What was said is on the disk when this returns, whatever happens to the machine.
        """
        attempt = secrets.token_hex(6)

        def step(state: State, said: str = "") -> None:
            at = self._now().strftime("%Y-%m-%dT%H:%M:%SZ")
            self._write(Step(key.issue, key.list, key.to, state, attempt, at, said))

        step(State.SENDING)
        return step

    def _write(self, step: Step) -> None:
        line = json.dumps({name: value for name, value in asdict(step).items() if value != ""})
        try:
            self._file.write(line.encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ProjectError(
                f"the ledger cannot be written: {(error.strerror or 'unknown').lower()}",
                hint="nothing more was sent; mend that, and send again",
            ) from error
        self._note(step)

    def _note(self, step: Step) -> None:
        ends = self._ends.setdefault(step.key, {})
        # "sending" is no end: it may stand behind the end of its attempt.
        if step.state is not State.SENDING:
            ends[step.attempt] = step.state
        else:
            ends.setdefault(step.attempt, step.state)


@contextmanager
def opened(path: Path, now: Callable[[], datetime]) -> Iterator[Ledger]:
    """The ledger of a project, for one job at a time: another waits until this one is through.

    Raises ProjectError where it is no ledger, or where it cannot be kept to one job.
    """
    name = shown(path)
    with ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = path.with_name(f"{path.name}.lock")
            alone = held.enter_context(locked(lock, _BUSY, _PATIENCE, _HINT))
            fresh = not path.exists()
            file = held.enter_context(path.open("a+b"))
            if fresh:
                _keep_name(path.parent)
            ledger = Ledger(file, _steps(file, name), now)
        except OSError as error:
            reason = (error.strerror or "unknown").lower()
            raise ProjectError(f"the ledger {name!r} cannot be used: {reason}") from error
        if not alone:
            raise ProjectError(
                f"{name!r} lies on a disk that knows no locks",
                hint="put the ledger on another (mail.ledger): two jobs could send at once",
            )
        yield ledger


def _keep_name(folder: Path) -> None:
    """Have the disk keep the name of a new file, too; some systems do so themselves."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _steps(file: IO[bytes], name: str) -> Iterator[Step]:
    """Read the lines of a ledger, and cut off a last one that is not whole."""
    file.seek(0)
    content = file.read()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        file.truncate(whole)
    for number, line in enumerate(content[:whole].splitlines(), 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            yield Step(**{**read, "state": State(read["state"])})
        except (ValueError, TypeError, KeyError) as error:
            raise ProjectError(
                f"this is no line of a ledger: {line[:60].decode('utf-8', 'replace')!r}",
                location=Location(name, number),
                hint="keep the lines of both sides of a merge, and nothing else",
            ) from error
