"""Catalogue -> the lessons library: every lesson an entry of its own, by kind and year."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import LessonKind
from secondstory.render.catalogue import Catalogue
from secondstory.render.page import Page
from secondstory.render.pages.facets import facet, kinds_facet, years_facet
from secondstory.render.pages.years import Cut, cut, year_words
from secondstory.render.views import LessonSection, LessonsPage
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
    for part in cut(shared, "lessons", lambda slug: len(shared.lessons[slug]), _ENOUGH):
        title = f"Lessons, {year_words(part.year)}" if part.year else "Lessons"
        about = "Every lesson from every report, with its incident, services and tags."
        yield Page(part.path, title, about, "lessons", _view(shared, part, title))


def _view(shared: Catalogue, part: Cut, title: str) -> LessonsPage:
    total = sum(map(len, shared.lessons.values()))
    sections = tuple(
        LessonSection(heading, kind.value, lessons)
        for kind, heading in HEADINGS.items()
        if (lessons := shared.lessons_of(part.slugs, kind))
    )
    here = sum(len(section.lessons) for section in sections)
    teachers = sum(map(bool, shared.lessons.values()))
    shown = f"{count(total, 'entry', 'entries')} from {count(teachers, 'report')}, newest first."
    if here < total:
        shown = f"{here:,} of {shown}"

    def size(slug: str) -> int:
        return len(shared.lessons[slug])

    facets = (
        kinds_facet("Kind", [(found.heading, found.id, len(found.lessons)) for found in sections]),
        *(facet(shared, kind, size) for kind in ("services", "classes", "tags", "severities")),
        years_facet(part.options),
    )
    return LessonsPage(
        heading=title,
        stand=_stand(shared),
        shown=shown,
        sections=sections,
        facets=tuple(found for found in facets if found.options),
        years=part.options,
    )


def _stand(shared: Catalogue) -> str:
    learned = len(shared.lessons_of(shared.rows, LessonKind.LESSON))
    who = shared.site.organisation or "we"
    verb = "knows now and did" if shared.site.organisation else "know now and did"
    if not learned:
        return "What reports say they taught."
    return f"{count(learned, 'thing')} {who} {verb} not know before."
