"""The reports of a service, class or tag -> the Markdown twin of its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from secondstory.commitments import Place
from secondstory.model import Brief, Group, LessonKind
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.marks import recurrence_mark, repeat_words
from secondstory.render.pages.extent import MENDED
from secondstory.render.pages.mended import done, mended
from secondstory.render.pages.standing import Standing
from secondstory.render.twins import lines as say
from secondstory.render.twins.plain import joined, link, section, text
from secondstory.render.views_groups import CureRow
from secondstory.render.views_parts import Entry
from secondstory.render.words import count, one_line, spoken

_LEARNED: tuple[tuple[str, tuple[LessonKind, ...]], ...] = (
    ("Lessons", (LessonKind.LESSON,)),
    (
        "What went well, poorly, by luck",
        (LessonKind.WENT_POORLY, LessonKind.WENT_WELL, LessonKind.LUCKY),
    ),
)


def service_twin(shared: Catalogue, group: Group, classes: Iterable[Group]) -> bytes:
    """What to read before touching a service: the weightiest reports come first."""
    ranked = sorted(group.members, key=shared.weight)  # stable: newest first among equals
    promised = shared.promised(group.members)
    back = (_class_line(shared, each) for each in classes)
    return joined(
        (
            *say.headline(
                f"Before you touch {group.name}", shared.site, group_href("services", group)
            ),
            *_stand(shared, group, promised),
            *_learned(shared, ranked),
            *_open(shared, promised),
            *section("Error strings", say.errors(shared, group.members)),
            *_mended(shared, group),
            *section("What keeps coming back", back),
            *_reports(shared, group),
        )
    )


def class_twin(shared: Catalogue, group: Group, standing: Standing) -> bytes:
    """What is known of a class of failure, and each time it came."""
    promised = shared.promised(group.members)
    return joined(
        (
            *say.headline(spoken(group.name), shared.site, group_href("classes", group)),
            *_stand(shared, group, promised),
            *_stated(shared, standing),
            *_learned(shared, group.members),
            *_open(shared, promised),
            *section(
                "Each time it came",
                say.most(_times(shared, group), say.REPORTS, len(group.members)),
            ),
            *section("Since then", _since(shared, standing)),
            *section("Known fixes", (_cure(shared, cure) for cure in standing.cures)),
            *section("Kinds of it", (_entry(shared, each) for each in standing.children)),
        )
    )


def tag_twin(shared: Catalogue, group: Group) -> bytes:
    """What was learned under a tag."""
    promised = shared.promised(group.members)
    return joined(
        (
            *say.headline(group.name, shared.site, group_href("tags", group)),
            *_stand(shared, group, promised),
            *_learned(shared, group.members),
            *_mended(shared, group),
            *_open(shared, promised),
            *_reports(shared, group),
        )
    )


def _stated(shared: Catalogue, standing: Standing) -> Iterator[str]:
    """What the file of classes says of one."""
    about, parent = standing.about, standing.parent
    if about is None:
        return
    above = link(parent.text, outward(shared.site, say.twin_href(parent.href))) if parent else ""
    facts = (
        ("Statement", text(about.statement)),
        ("A kind of", above),
        ("Looked after by", text(about.owner)),
        ("Also called", text(", ".join(about.aliases))),
    )
    if any(value for _, value in facts):
        yield from (f"- {name}: {value}" for name, value in facts if value)
        yield ""


def _since(shared: Catalogue, standing: Standing) -> Iterator[str]:
    if standing.exposed:
        yield f"- {text(' '.join(filter(None, (standing.seen, standing.exposed))))}"
        yield from (_entry(shared, each) for each in standing.exposure)


def _entry(shared: Catalogue, each: Entry) -> str:
    return f"- {link(each.text, outward(shared.site, say.twin_href(each.href)))}: {each.note}"


def _cure(shared: Catalogue, cure: CureRow) -> str:
    words = link(cure.text, outward(shared.site, cure.href)) if cure.href else text(cure.text)
    return f"- {words} ({text(' '.join(filter(None, (cure.when, cure.note))))})"


def _stand(shared: Catalogue, group: Group, promised: Sequence[Place]) -> Iterator[str]:
    waiting = count(len(promised), "open fix", "open fixes")
    reports = count(len(group.members), "report")
    yield f"{reports}, {shared.lesson_words(group.members)}, {waiting}."
    yield ""


def _learned(shared: Catalogue, slugs: Iterable[str]) -> Iterator[str]:
    slugs = tuple(slugs)
    for heading, kinds in _LEARNED:
        found = say.lessons(shared, slugs, *kinds)
        yield from section(heading, say.most(found, say.LESSONS, shared.taught(slugs, *kinds)))


def _open(shared: Catalogue, promised: Sequence[Place]) -> Iterator[str]:
    found = say.most(say.fixes(shared, promised), say.FIXES, len(promised))
    return section("Open fixes", found)


def _mended(shared: Catalogue, group: Group) -> Iterator[str]:
    found = mended(shared, group.members)
    of = partial(_mending, shared)
    lines = (say.once(shared, "mended", slug, of)[0] for slug in found)
    return section("What fixed it", say.most(lines, MENDED, len(found)))


def _mending(shared: Catalogue, report: Brief) -> Iterator[str]:
    """An incident, what stopped it, and what was changed: proven fixes first."""
    states, waiting = shared.states(report.slug), shared.waiting(report.slug)
    changed = "; ".join(
        f"{say.promise(report.actions[place])} ({states[place].words.lower()})"
        for _, place in done(shared, report.slug)
    )
    nothing = f"nothing yet, {waiting} still open" if waiting else "not stated"
    stopped = text(one_line(report.resolution)) or "not stated"
    told = f"stopped by: {stopped}; changed: {changed or nothing}"
    yield f"- {say.report_link(report, shared.site)}: {told}"


def _reports(shared: Catalogue, group: Group) -> Iterator[str]:
    found = say.reports(shared, group.members)
    return section("Reports", say.most(found, say.REPORTS, len(group.members)))


def _class_line(shared: Catalogue, group: Group) -> str:
    href = outward(shared.site, say.twin_href(group_href("classes", group)))
    return f"- {link(group.name, href)}: {count(len(group.members), 'report')}"


def _times(shared: Catalogue, group: Group) -> Iterator[str]:
    for slug in group.members:
        found = shared.repeat(slug, group.name)
        told = f"{recurrence_mark(found).text}. {repeat_words(found)}" if found else ""
        if found and found.fix:
            told += f" {found.fix.text}"
        note = f" ({text(told)})" if told else ""
        yield say.report_line(shared.report(slug), shared.site, note)
