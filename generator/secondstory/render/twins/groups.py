"""The reports of a service, class, tag or other group -> the Markdown twin of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secondstory.model import Group, LessonKind
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue, group_href, group_words
from secondstory.render.marks import recurrence_mark
from secondstory.render.twins import lines as say
from secondstory.render.twins.plain import joined, link, section, text
from secondstory.render.words import count, spoken

_OTHERS = (LessonKind.WENT_POORLY, LessonKind.WENT_WELL, LessonKind.LUCKY)


def service_twin(shared: Catalogue, group: Group, classes: Iterable[Group]) -> bytes:
    """What to read before touching a service: the weightiest reports come first."""
    ranked = sorted(group.members, key=shared.weight)  # stable: newest first among equals
    back = (_class_line(shared, each) for each in classes)
    return joined(
        (
            *say.headline(f"Before you touch {group.name}", shared.site, _href("services", group)),
            *_stand(shared, group),
            *_learned(shared, ranked),
            *_open(shared, group),
            *section("Error strings", say.errors(shared, group.members)),
            *section("What keeps coming back", back),
            *_reports(shared, group),
        )
    )


def class_twin(shared: Catalogue, group: Group) -> bytes:
    """What is known of a class of failure, and each time it came."""
    return joined(
        (
            *say.headline(spoken(group.name), shared.site, _href("classes", group)),
            *_stand(shared, group),
            *_learned(shared, group.members),
            *_open(shared, group),
            *section("Each time it came", say.most(_times(shared, group), say.REPORTS)),
        )
    )


def group_twin(shared: Catalogue, kind: str, group: Group) -> bytes:
    """What was learned under a tag, severity or month, or by a team (nothing of it is counted)."""
    return joined(
        (
            *say.headline(group_words(kind, group), shared.site, _href(kind, group)),
            *(_stand(shared, group) if kind != "teams" else ()),
            *_learned(shared, group.members),
            *_open(shared, group),
            *_reports(shared, group),
        )
    )


def _href(kind: str, group: Group) -> str:
    return group_href(kind, group)


def _stand(shared: Catalogue, group: Group) -> Iterator[str]:
    waiting = count(len(shared.promised(group.members)), "open fix", "open fixes")
    reports = count(len(group.members), "report")
    yield f"{reports}, {shared.lesson_words(group.members)}, {waiting}."
    yield ""


def _learned(shared: Catalogue, slugs: Iterable[str]) -> Iterator[str]:
    slugs = tuple(slugs)
    proper = say.lessons(shared, slugs, LessonKind.LESSON)
    yield from section("Lessons", say.most(proper, say.LESSONS))
    others = say.lessons(shared, slugs, *_OTHERS)
    yield from section("What went well, poorly, by luck", say.most(others, say.LESSONS))


def _open(shared: Catalogue, group: Group) -> Iterator[str]:
    found = say.fixes(shared, shared.promised(group.members))
    return section("Open fixes", say.most(found, say.FIXES))


def _reports(shared: Catalogue, group: Group) -> Iterator[str]:
    return section("Reports", say.most(say.reports(shared, group.members), say.REPORTS))


def _class_line(shared: Catalogue, group: Group) -> str:
    href = outward(shared.site, say.twin_href(_href("classes", group)))
    return f"- {link(group.name, href)}: {count(len(group.members), 'report')}"


def _times(shared: Catalogue, group: Group) -> Iterator[str]:
    for slug in group.members:
        found = shared.repeat(slug, group.name)
        note = f" ({text(recurrence_mark(found).text)})" if found else ""
        yield say.report_line(shared.report(slug), shared.site, note)
