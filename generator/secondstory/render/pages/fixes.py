"""Catalogue -> the fixes library: what every report was mended by, by state and year.

It tells what was done, and what was not; what is to be done now, over all years, is the list of
commitments (`actions`). Nothing here counts by person or team.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from secondstory.model import FixState
from secondstory.noun import Noun
from secondstory.render.catalogue import Catalogue
from secondstory.render.marks import state_mark
from secondstory.render.page import Page
from secondstory.render.pages.facets import facet, kinds_facet, months_facet, years_facet
from secondstory.render.pages.years import Cut, cut, period_words
from secondstory.render.twins.libraries import fixes_twin
from secondstory.render.views import FixesPage, FixSection
from secondstory.render.views_parts import Chip, Facet, FixRow
from secondstory.render.words import count

_ENOUGH = 60
_MARKS = {
    FixState.LATE: "late",
    FixState.IN_PROGRESS: "in progress",
    FixState.OPEN: "open",
    FixState.SHIPPED: "shipped, not proven",
    FixState.HELD: "held",
    FixState.DECLINED: "declined",
    FixState.UNSTATED: "with no state stated",
    FixState.IDEA: "ideas, not counted",
}
_SECTIONS = (
    ("Shipped", "shipped", "Done. Held where a proof is named: a drill, a test, a catch.",
     (FixState.HELD, FixState.SHIPPED)),
    ("Open", "open", "Not done yet; the list of commitments says by when.",
     (FixState.LATE, FixState.IN_PROGRESS, FixState.OPEN)),
    ("Declined", "declined", "A reason not to do it is a fine end.", (FixState.DECLINED,)),
    ("State not stated", "unstated", "The report does not say how far these have come.",
     (FixState.UNSTATED,)),
    ("Ideas", "ideas", "Proposed, and promised by nobody: writing one down costs nothing.",
     (FixState.IDEA,)),
)  # fmt: skip


def pages(shared: Catalogue) -> Iterator[Page]:
    """The index and a page for each year."""
    states = {slug: shared.states(slug) for slug in shared.filed}
    sizes = {slug: len(found) for slug, found in states.items()}
    kinds = ("services", "classes", "tags", "severities")
    facets = tuple(facet(shared, kind, sizes.__getitem__) for kind in kinds)
    told = (
        f"{count(sum(sizes.values()), 'fix', 'fixes')}"
        f" from {count(sum(map(bool, sizes.values())), 'report')}."
    )
    for part in cut(shared, "fixes", sizes.__getitem__, _ENOUGH):
        title = f"Fixes, {period_words(part.period)}" if part.period else "Fixes"
        about = "What was changed after incidents, and whether it holds."
        here = part.slugs if part.period else tuple(states)
        counted = list(chain.from_iterable(map(states.__getitem__, here)))
        shown = sum(map(sizes.__getitem__, part.slugs))
        extent = f"{shown:,} of {told}" if shown < sum(sizes.values()) else told
        parts = (shared.only(part.slugs), part, Words(title, extent, _marks(counted)), facets)
        yield Page(part.path, title, about, "fixes", parts, compose=_view, twin=_twin)


class Words(Noun, frozen=True):
    """What a page of the library says of itself."""

    heading: str
    shown: str
    marks: tuple[Chip, ...]


def _twin(shared: Catalogue, part: Cut, words: Words, _: tuple[Facet, ...]) -> bytes:
    return fixes_twin(shared, part, words.heading)


def _view(shared: Catalogue, part: Cut, words: Words, facets: tuple[Facet, ...]) -> FixesPage:
    here = [fix for slug in part.slugs for fix in shared.fixes[slug]]
    sections = [
        FixSection(heading, about, name, tuple(fix for fix in here if _state(fix) in states))
        for heading, name, about, states in _SECTIONS
    ]
    sections = [section for section in sections if section.fixes]
    facets = (
        kinds_facet("State", [(found.heading, found.id, len(found.fixes)) for found in sections]),
        *facets,
        years_facet(part.options),
        months_facet(part.months),
    )
    return FixesPage(
        heading=words.heading,
        stand="What was changed after an incident, and whether it holds.",
        marks=words.marks,
        shown=words.shown,
        sections=tuple(sections),
        facets=tuple(found for found in facets if found.options),
        years=part.options,
    )


def _marks(states: Sequence[FixState]) -> tuple[Chip, ...]:
    return tuple(
        state_mark(state, f"{number:,} {words}")
        for state, words in _MARKS.items()
        if (number := states.count(state))
    )


def _state(fix: FixRow) -> FixState:
    return FixState(fix.state.kind)
