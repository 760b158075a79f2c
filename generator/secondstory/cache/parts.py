"""Remember the parts that files are put together of, by all that they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondstory.cache.shown import Shown
from secondstory.cache.store import Store
from secondstory.model import Assembly, Pending

_SPARE = 500
_TIMES = 3  # few parts may be large ones


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an assembly: those remembered, by their place, and those yet to be made."""

    assembly: Assembly
    names: tuple[bytes | None, ...]
    recalled: dict[int, bytes]
    missing: tuple[Pending, ...]

    def filled(self, made: Sequence[bytes]) -> list[bytes]:
        """All parts in their order, given those that were missing."""
        fresh = iter(made)
        return [
            self.recalled[place] if place in self.recalled else next(fresh)
            for place in range(len(self.names))
        ]


def recall(store: Store, assembly: Assembly, shown: Shown) -> Parts:
    """Recall what is remembered of the parts of an assembly."""
    names = tuple(shown.look(part) for part in assembly.parts)
    values = store.get_many(assembly.kind, filter(None, names))
    recalled = {place: values[name] for place, name in enumerate(names) if name and name in values}
    missing = (part for place, part in enumerate(assembly.parts) if place not in recalled)
    return Parts(assembly, names, recalled, tuple(missing))


def remember(store: Store, parts: Parts, filled: Sequence[bytes]) -> None:
    """Remember the parts that were made, and forget those of long ago."""
    kind = parts.assembly.kind
    fresh = {
        name: filled[place]
        for place, name in enumerate(parts.names)
        if name and place not in parts.recalled
    }
    store.put(kind, fresh)
    names = list(filter(None, parts.names))
    store.keep(kind, names, min(_SPARE + len(names), _TIMES * len(names)))
