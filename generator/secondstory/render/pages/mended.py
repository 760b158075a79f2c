"""Reports -> what stopped each incident, and what was changed so that it stays away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from secondstory.commitments import Place
from secondstory.model import FixState
from secondstory.render.catalogue import Catalogue
from secondstory.render.views_groups import Mended
from secondstory.render.words import one_line

_DONE = (FixState.HELD, FixState.SHIPPED)
_SILENT = (FixState.UNSTATED, FixState.IDEA)
_MOST = 3


def mended(shared: Catalogue, slugs: Iterable[str]) -> tuple[str, ...]:
    """Those of some reports that say what fixed them."""
    return tuple(
        slug for slug in slugs if shared.report(slug).resolution or _done(shared.states(slug))
    )


def mended_rows(shared: Catalogue, slugs: Iterable[str]) -> tuple[Mended, ...]:
    """What fixed these reports."""
    return tuple(
        Mended(
            report=shared.rows[slug],
            stopped=one_line(shared.report(slug).resolution),
            fixes=shared.fix_rows(done(shared, slug)),
            waiting=shared.waiting(slug),
        )
        for slug in slugs
    )


def done(shared: Catalogue, slug: str) -> tuple[Place, ...]:
    """The fixes of a report that are said to have mended it, the first few."""
    return tuple((slug, place) for place in _done(shared.states(slug))[:_MOST])


def _done(states: Sequence[FixState]) -> list[int]:
    """The places of the fixes that are done, proven ones first.

    Where no fix is stated to be done, those that are not stated to be anything.
    """
    places = sorted(range(len(states)), key=lambda place: states[place] is not FixState.HELD)
    done = [place for place in places if states[place] in _DONE]
    return done or [place for place in places if states[place] in _SILENT]
