"""What was sent to whom: a text file that only grows, so that nobody gets an issue twice.

Each line is a step of an attempt, in JSON: "sending" before a message is handed over, then "sent",
"failed" or "unknown". An attempt that was begun and not ended (the job was killed, the line was
cut) is unknown. The order of lines means nothing, so that ledgers of two machines can be put
together by putting together their lines; the number of an attempt is random for that.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from secondstory.noun import Noun, asdict
from secondstory.output import journal

_WORDS = journal.Words(
    name="ledger",
    busy="another job is sending",
    wait="wait for it, or end it, and send again",
    setting="mail.ledger",
    left="nothing more was sent; mend that, and send again",
)


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

    def __init__(
        self, kept: journal.Journal, steps: Iterator[Step], now: Callable[[], datetime]
    ) -> None:
        """Begin with the steps that were taken; `kept` takes those to come."""
        self._journal = kept
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
        self._journal.write({name: value for name, value in asdict(step).items() if value != ""})
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
    with journal.opened(path, _WORDS) as kept:
        yield Ledger(kept, _steps(kept), now)


def _steps(kept: journal.Journal) -> Iterator[Step]:
    for line in kept.lines():
        try:
            values: dict[str, Any] = dict(line.values or {})
            yield Step(**{**values, "state": State(values["state"])})
        except (ValueError, TypeError, KeyError) as error:
            raise kept.refuse(line) from error
