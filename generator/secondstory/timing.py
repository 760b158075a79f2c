"""Where the time of a run goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Times:
    """The steps of a run in their order: what was done, in how many seconds, and of how much."""

    steps: list[tuple[str, float, int | None]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str, amount: int | None = None) -> Iterator[None]:
        """Time a step; `amount` is how many things it deals with."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.steps.append((name, time.perf_counter() - began, amount))
