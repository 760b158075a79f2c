"""Catalogue -> the lessons library: every lesson an entry of its own, by kind and year."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import LessonKind
from secondstory.noun import Noun
from secondstory.render.catalogue import Catalogue
from secondstory.render.page import Page
from secondstory.render.pages.facets import facet, kinds_facet, months_facet, years_facet
from secondstory.render.pages.years import Cut, cut, period_words
from secondstory.render.twins.libraries import lessons_twin
from secondstory.render.views import LessonSection, LessonsPage
from secondstory.render.views_parts import Facet
from secondstory.render.words import count

_ENOUGH = 60
HEADINGS = {
    LessonKind.LESSON: "Lessons",
    LessonKind.WENT_POORLY: "What went poorly",
    LessonKind.WENT_WELL: "What went well",
    LessonKind.LUCKY: "Where we got lucky",
}


def pages(shared: Catalogue) -> Iterator[Page]:
    """The index and a page for each year."""
    sizes = {slug: len(filed.brief.lessons) for slug, filed in shared.filed.items()}
    kinds = ("services", "classes", "tags", "severities")
    facets = tuple(facet(shared, kind, sizes.__getitem__) for kind in kinds)
    stand = _stand(shared)
    told = (
        f"{count(sum(sizes.values()), 'entry', 'entries')} from"
        f" {count(sum(map(bool, sizes.values())), 'report')}, newest first."
    )
    for part in cut(shared, "lessons", sizes.__getitem__, _ENOUGH):
        title = f"Lessons, {period_words(part.period)}" if part.period else "Lessons"
        about = "Every lesson from every report, with its incident, services and tags."
        here = sum(sizes[slug] for slug in part.slugs)
        shown = f"{here:,} of {told}" if here < sum(sizes.values()) else told
        words = Words(title, stand, shown)
        parts = (shared.only(part.slugs), part, words, facets)
        yield Page(part.path, title, about, "lessons", parts, compose=_view, twin=_twin)


class Words(Noun, frozen=True):
    """What a page of a library says of itself."""

    heading: str
    stand: str
    shown: str


def _twin(shared: Catalogue, part: Cut, words: Words, _: tuple[Facet, ...]) -> bytes:
    return lessons_twin(shared, part, words.heading, HEADINGS)


def _view(shared: Catalogue, part: Cut, words: Words, facets: tuple[Facet, ...]) -> LessonsPage:
    sections = tuple(
        LessonSection(heading, kind.value, lessons)
        for kind, heading in HEADINGS.items()
        if (lessons := shared.lessons_of(part.slugs, kind))
    )
    facets = (
        kinds_facet("Kind", [(found.heading, found.id, len(found.lessons)) for found in sections]),
        *facets,
        years_facet(part.options),
        months_facet(part.months),
    )
    return LessonsPage(
        heading=words.heading,
        stand=words.stand,
        shown=words.shown,
        sections=sections,
        facets=tuple(found for found in facets if found.options),
        years=part.options,
    )


def _stand(shared: Catalogue) -> str:
    learned = shared.taught(shared.filed, LessonKind.LESSON)
    who = shared.site.organisation or "we"
    verb = "knows now and did" if shared.site.organisation else "know now and did"
    if not learned:
        return "What reports say they taught."
    return f"{count(learned, 'thing')} {who} {verb} not know before."
