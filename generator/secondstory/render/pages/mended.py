"""Reports -> what stopped each incident, and what was changed so that it stays away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from secondstory.render.catalogue import Catalogue
from secondstory.render.marks import FixState
from secondstory.render.views_groups import Mended
from secondstory.render.words import one_line

_DONE = (FixState.HELD, FixState.SHIPPED)
_MOST = 3


def mended(shared: Catalogue, slugs: Iterable[str]) -> tuple[Mended, ...]:
    """What fixed these reports, in the order given; those that say nothing of it are left out."""
    return tuple(_each(shared, slugs))


def _each(shared: Catalogue, slugs: Iterable[str]) -> Iterator[Mended]:
    for slug in slugs:
        stopped = one_line(shared.report(slug).resolution)
        fixes = tuple(shared.fix(slug, place) for place in _done(shared.states[slug])[:_MOST])
        if stopped or fixes:
            yield Mended(shared.rows[slug], stopped, fixes, shared.waiting(slug))


def _done(states: Sequence[FixState]) -> list[int]:
    """The places of the fixes that are done; where no state says so, of those without a state."""
    places = sorted(range(len(states)), key=lambda place: -(states[place] is FixState.HELD))
    done = [place for place in places if states[place] in _DONE]
    return done or [place for place in places if states[place] is FixState.UNSTATED]
