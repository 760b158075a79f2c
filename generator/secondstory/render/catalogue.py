"""Archive -> Catalogue: what many pages share (rows, lessons, fixes, links), worked out once.

Everything here is linear in the number of reports; pages only pick and order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from secondstory.model import Archive, Group, LessonKind, Postmortem, Recurrence, Site
from secondstory.render.body import Targets, unlinked
from secondstory.render.cards import Ground, Sheet, fix_rows, lesson_cards, report_row
from secondstory.render.charts import strip
from secondstory.render.marks import FixState, recurrence_mark
from secondstory.render.views_parts import Coming, Entry, FixRow, LessonCard, Named, ReportRow
from secondstory.render.words import count, month_words, spoken

KINDS = ("services", "classes", "tags", "teams", "severities", "months")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The archive as pages need it. All mappings go by the reports' slugs unless said."""

    archive: Archive
    site: Site
    as_of: date
    targets: Targets
    reports: Mapping[str, Postmortem]
    rows: Mapping[str, ReportRow]
    lessons: Mapping[str, tuple[LessonCard, ...]]
    fixes: Mapping[str, tuple[FixRow, ...]]
    groups: Mapping[str, Mapping[str, tuple[Named, ...]]]  # kind -> slug -> links
    classes: Mapping[str, Group]  # by the address of their page
    repeats: Mapping[tuple[str, str], Recurrence]  # by slug and class

    def lessons_of(self, slugs: Iterable[str], *kinds: str) -> tuple[LessonCard, ...]:
        """The lessons of these reports, of these kinds (or all), in the order given."""
        return tuple(
            lesson
            for slug in slugs
            for lesson in self.lessons[slug]
            if not kinds or lesson.kind in kinds
        )

    def lesson_words(self, slugs: Iterable[str]) -> str:
        """How many lessons these reports state: `12 lessons`; what went well is no lesson yet."""
        return count(len(self.lessons_of(slugs, LessonKind.LESSON)), "lesson")

    def best_lessons(
        self, slugs: Iterable[str], most: int
    ) -> tuple[tuple[LessonCard, ...], tuple[LessonCard, ...]]:
        """At most `most` lessons, one a report in the order given, and all the others.

        The others begin with lessons proper; what went well or poorly follows.
        """
        slugs = tuple(slugs)
        proper = LessonKind.LESSON.value
        firsts = [card for slug in slugs for card in self.lessons_of([slug], proper)[:1]][:most]
        taken = {card.id for card in firsts}
        others = [card for card in self.lessons_of(slugs) if card.id not in taken]
        return tuple(firsts), tuple(sorted(others, key=lambda card: card.kind != proper))

    def open_fixes(self, slugs: Iterable[str]) -> tuple[FixRow, ...]:
        """What these reports still promise: late first, then what is due next."""
        fixes = [fix for slug in slugs for fix in self.fixes[slug] if is_open(fix)]
        return tuple(sorted(fixes, key=_urgency))

    def in_month(self, month: str) -> tuple[str, ...]:
        """The reports of a month (`2026-10`), newest first."""
        return next((group.members for group in self.archive.months if group.name == month), ())

    def weight(self, slug: str) -> tuple[int, int]:
        """How much a report asks to be read: the more it came back, then the worse it was."""
        nth = max((found.nth for found in self.archive.recurrences.get(slug, ())), default=1)
        severity = self.reports[slug].severity
        level = severity.value.level if severity else None
        return -nth, level or 5


def catalogue(archive: Archive, site: Site, as_of: date, images: Iterable[str] = ()) -> Catalogue:
    """Work out what pages share."""
    targets = _targets(archive, images)
    groups = {kind: _by_member(kind, groups_of(archive, kind)) for kind in KINDS}
    reports = archive.by_slug()
    rows = {
        slug: report_row(report, archive, groups["services"].get(slug, ()))
        for slug, report in reports.items()
    }
    lessons, fixes = {}, {}
    for slug, row in rows.items():
        sheet = Sheet(reports[slug], row, groups["tags"].get(slug, ()), unlinked)
        fixes[slug] = fix_rows(sheet, Ground(site, as_of, targets))
        lessons[slug] = lesson_cards(sheet, fixes[slug])
    repeats = {
        (slug, found.class_name.casefold()): found
        for slug, recurrences in archive.recurrences.items()
        for found in recurrences
    }
    return Catalogue(
        archive=archive,
        site=site,
        as_of=as_of,
        targets=targets,
        reports=reports,
        rows=rows,
        lessons=lessons,
        fixes=fixes,
        groups=groups,
        classes={group_href("classes", group): group for group in archive.classes},
        repeats=repeats,
    )


def groups_of(archive: Archive, kind: str) -> tuple[Group, ...]:
    """The groups of a kind, such as `services`."""
    found: tuple[Group, ...] = getattr(archive, kind)
    return found


def group_href(kind: str, group: Group) -> str:
    """A group's page."""
    return f"{kind}/{quote(group.slug)}.html"


def group_words(kind: str, group: Group) -> str:
    """A group's name as links say it."""
    return month_words(group.name) if kind == "months" else group.name


def is_open(fix: FixRow) -> bool:
    """Whether a fix is stated to be still to do."""
    return FixState(fix.state.kind).is_open


def group_entry(shared: Catalogue, kind: str, group: Group) -> Entry:
    """A group as a line of an index. Teams get no figures: figures invite a ranking."""
    reports = count(len(group.members), "report")
    match kind:
        case "services" | "months":
            lessons = shared.lesson_words(group.members)
            waiting = len(shared.open_fixes(group.members)) if kind == "services" else 0
            notes = (reports if lessons.startswith("0 ") else lessons,)
            note = ", ".join((*notes, f"{waiting} open") if waiting else notes)
        case "teams":
            note = ""
        case _:
            note = reports
    code = kind in ("services", "tags", "classes")
    return Entry(group_words(kind, group), group_href(kind, group), note, code)


def coming_back(shared: Catalogue, kind: str, group: Group) -> Coming:
    """A class or tag as a line of what keeps coming back."""
    marks = [
        found
        for slug in group.members
        if (found := shared.repeats.get((slug, group.name.casefold())))
    ]
    again = recurrence_mark(max(marks, key=lambda found: found.nth)) if marks else None
    rows = [shared.rows[slug] for slug in group.members]
    last = next((row.day for row in rows if row.day), "")
    note = count(len(rows), "report") + (f", last {last}" if last else "")
    dated = [
        (day.value, kind == "classes" and (slug, group.name.casefold()) in shared.repeats)
        for slug in reversed(group.members)
        if (day := shared.reports[slug].date)
    ]
    return Coming(
        spoken(group.name),
        group.name,
        group_href(kind, group),
        again if kind == "classes" else None,
        note,
        strip(dated, shared.as_of),
    )


def _targets(archive: Archive, images: Iterable[str]) -> Targets:
    slugs: dict[str, str] = {}
    for postmortem in archive.postmortems:
        for alias in postmortem.aliases:
            slugs[alias] = postmortem.slug
    slugs |= {postmortem.path: postmortem.slug for postmortem in archive.postmortems}
    anchors = {
        postmortem.slug: frozenset(
            (
                *(heading.anchor for heading in postmortem.outline),
                *(lesson.anchor for lesson in postmortem.lessons),
                *(action.anchor for action in postmortem.actions),
            )
        )
        for postmortem in archive.postmortems
    }
    return Targets(slugs, anchors, frozenset(images))


def _by_member(kind: str, groups: tuple[Group, ...]) -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}
    for group in groups:
        named = Named(group_words(kind, group), group_href(kind, group))
        for slug in group.members:
            found.setdefault(slug, []).append(named)
    return {slug: tuple(names) for slug, names in found.items()}


def _urgency(fix: FixRow) -> tuple[bool, str, str]:
    return FixState(fix.state.kind) is not FixState.LATE, fix.due_iso or "9999", fix.href
