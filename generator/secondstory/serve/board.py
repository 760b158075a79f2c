"""What is shown now, for many readers and one writer, and a bell for those who wait."""

from __future__ import annotations

from threading import Condition

from secondstory.noun import Noun
from secondstory.serve.broken import Broken
from secondstory.serve.tree import Tree, plant


class Shown(Noun, frozen=True):
    """The site as browsers may see it after build number `serial`.

    `tree` is the last good build, `broken` what the last save broke. `known` are the
    findings that were there before, so that only what a save adds is brought up.
    """

    serial: int
    tree: Tree
    known: frozenset[tuple[str, str, str]]
    broken: Broken | None = None


NOTHING = Shown(-1, plant(()), frozenset())


class Board:
    """Holds the one value that changes while serving. Every swap is whole."""

    def __init__(self, shown: Shown) -> None:
        """Begin with what is there."""
        self._shown = shown
        self._closed = False
        self._bell = Condition()

    @property
    def now(self) -> Shown:
        """What is shown at this moment."""
        return self._shown

    def show(self, shown: Shown) -> None:
        """Swap what is shown and wake everybody who waits for it."""
        with self._bell:
            self._shown = shown
            self._bell.notify_all()

    def complete(self, shown: Shown) -> None:
        """Swap what is shown for the same with what no open page shows. Nobody is woken."""
        self._shown = shown

    def close(self) -> None:
        """Wake everybody for the last time."""
        with self._bell:
            self._closed = True
            self._bell.notify_all()

    def after(self, serial: int, seconds: float) -> Shown | None:
        """Wait for something newer than build `serial`, at most so long; None once closed."""
        with self._bell:
            self._bell.wait_for(lambda: self._closed or self._shown.serial > serial, seconds)
            return None if self._closed else self._shown
