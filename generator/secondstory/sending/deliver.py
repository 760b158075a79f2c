"""Errands -> done, each once, and what became of each.

Where a server says "later", the errand has its turn in a next round, after all others had theirs.
Whether something may be handed over is for the ledger to say, and it hears what became of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from secondstory.integrations.answers import (
    ClosedError,
    DownError,
    LaterError,
    NotTakenError,
    UnclearError,
)
from secondstory.noun import Noun
from secondstory.sending.ledger import Key, State

_ROUNDS = (0.0, 0.1, 0.3, 0.6)  # of the patience, before each of the rounds
_ENOUGH = 3  # times in a row that a server breaks off
_CUT_OFF = "an earlier job was cut off while the server took it"
_UNKNOWN = "ask the reader, or the log of the server; --resend-unknown sends it again"

End = Callable[[State, str], None]


class Book(Protocol):
    """What a ledger is to us."""

    def state(self, key: Key) -> State:
        """SENT, UNKNOWN, or UNSENT."""

    def begin(self, key: Key) -> End:
        """Note that something is about to be handed over; the result notes how that ended."""


class Errand(Noun, frozen=True):
    """Something for a reader, and how to hand it to a server.

    `hand` calls what it is given when the server is ready to take it, and says what the server
    said when it had taken it. `server` tells servers apart: what is closed to one is to all of its.
    """

    key: Key
    server: str
    hand: Callable[[Callable[[], None]], str]


class Outcome(Noun, frozen=True):
    """What became of an errand, and what to do about it; `earlier` if that was so before."""

    key: Key
    state: State
    said: str = ""
    hint: str = ""
    earlier: bool = False


class Unrecorded:
    """A ledger for what is only tried."""

    def state(self, key: Key) -> State:  # noqa: ARG002
        """Nothing was ever sent."""
        return State.UNSENT

    def begin(self, key: Key) -> End:  # noqa: ARG002
        """Note nothing."""
        return lambda _state, _said: None


def deliver(
    errands: Iterable[Errand],
    book: Book,
    patience: float,
    sleep: Callable[[float], None],
    *,
    resend: bool = False,
) -> tuple[Outcome, ...]:
    """Do what is not done yet, and say of every errand what became of it, in their order.

    `patience` is how many seconds to wait, in all, for servers that are busy. What is unknown is
    only done again with `resend`: it may have come.
    """
    known: dict[Key, Outcome] = {}
    waiting: list[Errand] = []
    for errand in errands:
        if errand.key in known:
            continue
        state = book.state(errand.key)
        known[errand.key] = Outcome(errand.key, state, earlier=True)
        if state is State.UNKNOWN and not resend:
            known[errand.key] = Outcome(errand.key, state, _CUT_OFF, _UNKNOWN, earlier=True)
        elif state is not State.SENT:
            waiting.append(errand)
    left, asked = patience, 0.0
    for share in _ROUNDS:
        if not waiting or (share and not left):
            break
        pause = min(left, max(share * patience, asked))
        sleep(pause)
        left -= pause
        waiting, asked = _round(waiting, book, known)
    return tuple(known.values())


def _round(
    errands: Sequence[Errand], book: Book, known: dict[Key, Outcome]
) -> tuple[list[Errand], float]:
    """Try each errand once: those to try again, and how many seconds a server asks to wait."""
    closed: dict[str, NotTakenError] = {}
    broken: Counter[str] = Counter()  # how often in a row
    again: list[Errand] = []
    asked = 0.0
    for errand in errands:
        server = errand.server
        try:
            if server in closed:
                raise closed[server]
            outcome = Outcome(errand.key, State.SENT, _done(errand, book))
            broken[server] = 0
        except UnclearError as error:
            outcome = Outcome(errand.key, State.UNKNOWN, error.said, _UNKNOWN)
            broken[server] += 1
            if broken[server] >= _ENOUGH:  # rather than leave everybody in doubt
                closed[server] = ClosedError(error.said)
        except NotTakenError as error:
            outcome = Outcome(errand.key, State.FAILED, error.said, error.hint)
            broken[server] += isinstance(error, DownError)
            if isinstance(error, ClosedError) or broken[server] >= _ENOUGH:
                closed[server] = error
            if isinstance(error, LaterError):
                again.append(errand)
                asked = max(asked, error.after)
        known[errand.key] = outcome
    return again, asked


def _done(errand: Errand, book: Book) -> str:
    """Hand something over and note how that ended; the result is what the server said."""
    ends: list[End] = []
    try:
        said = errand.hand(lambda: ends.append(book.begin(errand.key)))
    except NotTakenError as error:
        state = State.UNKNOWN if isinstance(error, UnclearError) else State.FAILED
        for end in ends:
            end(state, error.said)
        raise
    for end in ends:
        end(State.SENT, said)
    return said
