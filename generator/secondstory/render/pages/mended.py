"""Reports -> what stopped each incident, and what was changed so that it stays away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from secondstory.noun import Noun
from secondstory.render.catalogue import Catalogue
from secondstory.render.marks import FixState
from secondstory.render.views_groups import Mended
from secondstory.render.words import one_line

_DONE = (FixState.HELD, FixState.SHIPPED)
_MOST = 3


class Mending(Noun, frozen=True):
    """What stopped an incident, "" where not stated, and its fixes that count, by their places."""

    slug: str
    stopped: str
    places: tuple[int, ...]


def mended(shared: Catalogue, slugs: Iterable[str]) -> tuple[Mended, ...]:
    """What fixed these reports, in the order given; those that say nothing of it are left out."""
    return tuple(
        Mended(
            shared.rows[found.slug],
            found.stopped,
            tuple(shared.fix(found.slug, place) for place in found.places),
            shared.waiting(found.slug),
        )
        for found in mendings(shared, slugs)
    )


def mendings(shared: Catalogue, slugs: Iterable[str]) -> Iterator[Mending]:
    """As `mended`, before it is turned into HTML."""
    for slug in slugs:
        stopped = one_line(shared.report(slug).resolution)
        places = tuple(_done(shared.states[slug])[:_MOST])
        if stopped or places:
            yield Mending(slug, stopped, places)


def _done(states: Sequence[FixState]) -> list[int]:
    """The places of the fixes that are done; where no state says so, of those without a state."""
    places = sorted(range(len(states)), key=lambda place: -(states[place] is FixState.HELD))
    done = [place for place in places if states[place] in _DONE]
    return done or [place for place in places if states[place] is FixState.UNSTATED]
