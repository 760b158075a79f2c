"""Which tickets were begun, and which were made: a journal, so that none is made twice.

"making" is on the disk before a tracker is asked to make a ticket; then comes "made" with its
key, "refused", or "unknown". An attempt that was begun and not ended (the job was killed) is in
doubt: the tracker has to be looked through for its mark before another is made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from secondstory.noun import Noun
from secondstory.output import journal

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_WORDS = journal.Words(
    name="ledger of tickets",
    busy="another job is talking to the tracker",
    wait="wait for it, or end it, and run this again",
    setting="tracker.snapshot",
    left="nothing more was made; mend that, and run this again",
)


class Step(StrEnum):
    """The steps of making a ticket."""

    MAKING = "making"
    MADE = "made"
    REFUSED = "refused"
    UNKNOWN = "unknown"


End = Callable[[Step, str], None]


class _Line(Noun, frozen=True):
    id: str
    tracker: str
    step: Step
    attempt: str
    at: str
    key: str = ""


class Ledger:
    """What was begun at a tracker, while nobody else talks to it."""

    def __init__(self, kept: journal.Journal, tracker: str, now: Callable[[], datetime]) -> None:
        """Begin with the steps that were taken at a tracker ("github:octo/portal")."""
        self._kept, self._tracker, self._now = kept, tracker, now
        self._made: dict[str, str] = {}
        self._open: dict[str, dict[str, datetime]] = {}  # by id, then by attempt
        for line in _lines(kept):
            if line.tracker == tracker:
                self._note(line)

    def key(self, name: str) -> str:
        """The key of the ticket that was made for an action item; "" where none was."""
        return self._made.get(name, "")

    def doubt(self, name: str) -> datetime | None:
        """When the last attempt was begun of which nobody knows how it ended; None for none."""
        return max(self._open.get(name, {}).values(), default=None)

    def begin(self, name: str) -> End:
        """Say that a ticket is about to be made; the result says how that ended."""
        attempt = secrets.token_hex(6)

        def step(what: Step, key: str = "") -> None:
            self._write(_Line(name, self._tracker, what, attempt, self._at(), key))

        step(Step.MAKING)
        return step

    def found(self, name: str, key: str) -> None:
        """Say that the ticket of an action item is there: whatever was in doubt is settled."""
        if self._made.get(name) != key:
            self._write(_Line(name, self._tracker, Step.MADE, "", self._at(), key))

    def _at(self) -> str:
        return self._now().astimezone(UTC).strftime(_TIME)

    def _write(self, line: _Line) -> None:
        values = {
            "id": line.id,
            "tracker": line.tracker,
            "step": line.step.value,
            "attempt": line.attempt,
            "at": line.at,
            "key": line.key,
        }
        self._kept.write({name: value for name, value in values.items() if value})
        self._note(line)

    def _note(self, line: _Line) -> None:
        attempts = self._open.setdefault(line.id, {})
        match line.step:
            case Step.MAKING:
                at = datetime.strptime(line.at, _TIME).replace(tzinfo=UTC)
                attempts.setdefault(line.attempt, at)
            case Step.MADE:
                self._made[line.id] = line.key
                attempts.clear()
            case Step.REFUSED:
                attempts.pop(line.attempt, None)
            case Step.UNKNOWN:
                pass  # as if it had not ended


@contextmanager
def opened(path: Path, tracker: str, now: Callable[[], datetime]) -> Iterator[Ledger]:
    """The ledger of a project, for one job at a time. Raises ProjectError where it is none."""
    with journal.opened(path, _WORDS) as kept:
        yield Ledger(kept, tracker, now)


@contextmanager
def alone(snapshot: Path) -> Iterator[None]:
    """Hold what a round holds, for a job that changes the snapshot and asks no tracker."""
    with journal.opened(snapshot.with_suffix(".jsonl"), _WORDS):
        yield


def _lines(kept: journal.Journal) -> Iterator[_Line]:
    for line in kept.lines():
        read = _read(line.values or {})
        if read is None:
            raise kept.refuse(line)
        yield read


def _read(values: Mapping[str, object]) -> _Line | None:
    """A line of the ledger; None where it is none."""
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    if len(texts) < len(values):
        return None
    try:
        step = Step(texts.pop("step"))
        line = _Line(**{"attempt": "", **texts, "step": step})  # type: ignore[arg-type]
        datetime.strptime(line.at, _TIME)  # noqa: DTZ007 - only whether it is one
    except (ValueError, TypeError, KeyError):
        return None
    return line
