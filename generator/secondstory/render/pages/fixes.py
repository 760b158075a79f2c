"""Catalogue -> the fixes library: every action item an entry of its own, by state and year.

What is stated to be open comes first, over all years: it is what was promised. Nothing
here counts by person or team.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.render.catalogue import Catalogue
from secondstory.render.marks import FixState
from secondstory.render.page import Page
from secondstory.render.pages.facets import facet, kinds_facet, years_facet
from secondstory.render.pages.years import Cut, cut, year_words
from secondstory.render.views import FixesPage, FixSection
from secondstory.render.views_parts import Chip, FixRow
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
}
_SECTIONS = (
    ("Shipped", "shipped", "Done. Held where a proof is named: a drill, a test, a catch.",
     (FixState.HELD, FixState.SHIPPED)),
    ("Declined", "declined", "A reason not to do it is a fine end.", (FixState.DECLINED,)),
    ("State not stated", "unstated", "The report does not say how far these have come.",
     (FixState.UNSTATED,)),
)  # fmt: skip


def pages(shared: Catalogue) -> Iterator[Page]:
    """The index and a page for each year."""
    for part in cut(shared, "fixes", lambda slug: len(shared.fixes[slug]), _ENOUGH):
        title = f"Fixes, {year_words(part.year)}" if part.year else "Fixes"
        about = "What was promised after incidents, how far it has come, and whether it holds."
        yield Page(part.path, title, about, "fixes", _view(shared, part, title))


def _view(shared: Catalogue, part: Cut, title: str) -> FixesPage:
    here = [fix for slug in part.slugs for fix in shared.fixes[slug]]
    every = [fix for fixes in shared.fixes.values() for fix in fixes]
    waiting = shared.open_fixes(part.slugs if part.year else shared.rows)
    first = waiting[: None if part.year else _MOST_OPEN]
    note = "Late ones first, then what is due next."
    if len(first) < len(waiting):
        note += f" {len(first)} of {len(waiting):,}; the pages by year have them all."
    sections = [FixSection("Open", note, "open", first)]
    sections += [
        FixSection(heading, about, name, tuple(fix for fix in here if _state(fix) in states))
        for heading, name, about, states in _SECTIONS
    ]
    sections = [section for section in sections if section.fixes]
    shown = len({fix.id for section in sections for fix in section.fixes})
    reports = sum(map(bool, shared.fixes.values()))
    told = f"{count(len(every), 'fix', 'fixes')} from {count(reports, 'report')}."

    def size(slug: str) -> int:
        return len(shared.fixes[slug])

    facets = (
        kinds_facet("State", [(found.heading, found.id, len(found.fixes)) for found in sections]),
        *(facet(shared, kind, size) for kind in ("services", "classes", "tags", "severities")),
        years_facet(part.options),
    )
    return FixesPage(
        heading=title,
        stand="What was promised after an incident, and whether it holds.",
        marks=_marks(every if part.year is None else here),
        shown=told if shown == len(every) else f"{shown:,} of {told}",
        sections=tuple(sections),
        facets=tuple(found for found in facets if found.options),
        years=part.options,
    )


def _marks(fixes: list[FixRow]) -> tuple[Chip, ...]:
    states = [_state(fix) for fix in fixes]
    return tuple(
        state.chip(f"{states.count(state):,} {words}")
        for state, words in _MARKS.items()
        if state in states
    )


def _state(fix: FixRow) -> FixState:
    return FixState(fix.state.kind)
