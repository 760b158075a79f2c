"""Lessons, fixes and reports by year -> the Markdown twins of the libraries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secondstory.model import FixState, LessonKind
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue
from secondstory.render.pages.years import Cut
from secondstory.render.twins import lines as say
from secondstory.render.twins.plain import joined, link, section

_STATES = (
    ("Shipped", (FixState.HELD, FixState.SHIPPED)),
    ("Open", (FixState.LATE, FixState.IN_PROGRESS, FixState.OPEN)),
    ("Declined", (FixState.DECLINED,)),
    ("State not stated", (FixState.UNSTATED,)),
    ("Ideas", (FixState.IDEA,)),
)


def lessons_twin(
    shared: Catalogue, part: Cut, title: str, headings: Mapping[LessonKind, str]
) -> bytes:
    """The lessons of a page of the library, by kind."""
    parts = [*say.headline(title, shared.site, part.path)]
    for kind, heading in headings.items():
        parts += section(heading, say.lessons(shared, part.slugs, kind))
    return joined((*parts, *_more(shared, part)))


def fixes_twin(shared: Catalogue, part: Cut, title: str) -> bytes:
    """The fixes of a page of the library, by how far they have come."""
    parts = [*say.headline(title, shared.site, part.path)]
    for heading, states in _STATES:
        parts += section(heading, say.fixes(shared, say.in_states(shared, part.slugs, *states)))
    return joined((*parts, *_more(shared, part)))


def incidents_twin(shared: Catalogue, part: Cut, title: str) -> bytes:
    """A page of the list of reports, newest first."""
    parts = [*say.headline(title, shared.site, part.path)]
    parts += section("Reports", say.reports(shared, part.slugs))
    return joined((*parts, *_more(shared, part)))


def _more(shared: Catalogue, part: Cut) -> Iterator[str]:
    """The ways to the other years, or to the months of this one."""
    return section(
        "By time",
        (
            f"- {link(other.text, outward(shared.site, say.twin_href(other.href)))}: {other.number}"
            for other in (*part.options, *part.months)
            if not other.current
        ),
    )
