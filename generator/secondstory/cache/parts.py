"""Remember the parts that files are put together of, by all that they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from secondstory.cache.shown import Shown
from secondstory.cache.store import Store
from secondstory.model import Assembly, Pending
from secondstory.noun import Noun

_SPARE = 500
_TIMES = 3  # few parts may be large ones
_LOT = 20  # parts that are held at once


class Parts(Noun, frozen=True):
    """The parts of an assembly by their names; None where one has none.

    `missing` are those that are not remembered.
    """

    assembly: Assembly
    names: tuple[bytes | None, ...]
    missing: tuple[Pending, ...]


def recall(store: Store, assembly: Assembly, shown: Shown) -> Parts:
    """Find out what is remembered of the parts of an assembly."""
    names = tuple(shown.look(part) for part in assembly.parts)
    known = store.keys(assembly.kind)
    missing = (part for part, name in zip(assembly.parts, names, strict=True) if name not in known)
    return Parts(assembly, names, tuple(missing))


def remember(store: Store, parts: Parts, made: Callable[[Pending], bytes]) -> None:
    """Remember the parts that were made, and forget those of long ago."""
    kind = parts.assembly.kind
    names = dict(zip(map(id, parts.assembly.parts), parts.names, strict=True))
    fresh = ((name, part) for part in parts.missing if (name := names[id(part)]))
    while lot := list(islice(fresh, _LOT)):
        store.put(kind, {name: made(part) for name, part in lot})
    kept = list(filter(None, parts.names))
    store.keep(kind, kept, min(_SPARE + len(kept), _TIMES * len(kept)))


class Contents(Noun, frozen=True):
    """All parts in their order, a few in memory at a time; what cannot be recalled is `made`."""

    store: Store
    parts: Parts
    made: Callable[[Pending], bytes]

    def __iter__(self) -> Iterator[bytes]:
        """Go through them, as often as it takes."""
        assembly = self.parts.assembly
        every = zip(assembly.parts, self.parts.names, strict=True)
        while lot := list(islice(every, _LOT)):
            found = self.store.get_many(assembly.kind, (name for _, name in lot if name))
            for part, name in lot:
                known = found.get(name) if name else None
                yield self.made(part) if known is None else known
