"""Catalogue -> the fixes library: every action item an entry of its own, by state and year.

What is stated to be open comes first, over all years: it is what was promised. Nothing
here counts by person or team.
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
_MOST_OPEN = 200
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
    closed = {
        slug: [(slug, place) for place, state in enumerate(found) if not state.is_open]
        for slug, found in states.items()
    }
    waiting: dict[str, list[tuple[int, str, int]]] = {}  # by slug, each with its rank
    for rank, (slug, place) in enumerate(shared.promised(shared.filed)):
        waiting.setdefault(slug, []).append((rank, slug, place))
    kinds = ("services", "classes", "tags", "severities")
    facets = tuple(facet(shared, kind, sizes.__getitem__) for kind in kinds)
    told = (
        f"{count(sum(sizes.values()), 'fix', 'fixes')}"
        f" from {count(sum(map(bool, sizes.values())), 'report')}."
    )
    for part in cut(shared, "fixes", sizes.__getitem__, _ENOUGH):
        title = f"Fixes, {period_words(part.period)}" if part.period else "Fixes"
        about = "What was promised after incidents, how far it has come, and whether it holds."
        here = part.slugs if part.period else tuple(states)
        counted = list(chain.from_iterable(map(states.__getitem__, here)))
        due = sorted(chain.from_iterable(waiting.get(slug, ()) for slug in here))
        first = tuple((s, place) for _, s, place in due[: None if part.period else _MOST_OPEN])
        shown = {*chain.from_iterable(map(closed.__getitem__, part.slugs)), *first}
        extent = f"{len(shown):,} of {told}" if len(shown) < sum(sizes.values()) else told
        words = Words(title, extent, _marks(counted), len(due))
        some = shared.only(part.slugs, (slug for slug, _ in first))
        parts = (some, part, words, first, facets)
        yield Page(part.path, title, about, "fixes", parts, compose=_view, twin=_twin)


class Words(Noun, frozen=True):
    """What a page of the library says of itself; `waiting` is how many fixes are open."""

    heading: str
    shown: str
    marks: tuple[Chip, ...]
    waiting: int


def _twin(
    shared: Catalogue,
    part: Cut,
    words: Words,
    first: tuple[tuple[str, int], ...],
    _: tuple[Facet, ...],
) -> bytes:
    return fixes_twin(shared, part, words.heading, first)


def _view(
    shared: Catalogue,
    part: Cut,
    words: Words,
    first: tuple[tuple[str, int], ...],
    facets: tuple[Facet, ...],
) -> FixesPage:
    here = [fix for slug in part.slugs for fix in shared.fixes[slug]]
    note = "Late ones first, then what is due next."
    if len(first) < words.waiting:
        note += f" {len(first)} of {words.waiting:,}; the pages by year have them all."
    promised = tuple(shared.fixes[slug][place] for slug, place in first)
    sections = [FixSection("Open", note, "open", promised)]
    sections += [
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
        stand="What was promised after an incident, and whether it holds.",
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
