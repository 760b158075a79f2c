"""Catalogue -> a page for each report: the 60-second card, the story, the record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import unescape

from secondstory.model import (
    ActionStatus,
    Lesson,
    LessonKind,
    Origin,
    Postmortem,
    Provenance,
    Recurrence,
    Site,
)
from secondstory.render.body import Targets, linked, story
from secondstory.render.cards import (
    Clean,
    Ground,
    Sheet,
    brief,
    fix_rows,
    lesson_cards,
    report_href,
    report_row,
)
from secondstory.render.catalogue import KINDS, Catalogue
from secondstory.render.folding import fold
from secondstory.render.marks import (
    NEAR_MISS,
    FixState,
    origin_mark,
    recurrence_mark,
    severity_mark,
    source_link,
)
from secondstory.render.page import Page
from secondstory.render.pages.chains import chain
from secondstory.render.pages.facts import fact_rows, read_from, when_words
from secondstory.render.pages.timeline import timeline
from secondstory.render.views_incident import (
    CauseColumn,
    CauseItem,
    Chain,
    IncidentPage,
    OutlineEntry,
    Similar,
    Suggested,
)
from secondstory.render.views_parts import (
    Chip,
    FixRow,
    Html,
    LessonCard,
    Named,
    Notice,
    ReportRow,
)
from secondstory.render.words import count, first_sentence

_POSSIBLE = 3  # contributing factors on the card
_CHANGED = 2  # fixes on the card
_SIMILAR = 5
_OUTLINE = 14  # headings; with more, only the outermost
_FACTOR_LIMIT = 140
# How the card counts fixes, strongest first.
_STATES = (
    (FixState.HELD, "held"),
    (FixState.SHIPPED, "shipped"),
    (FixState.IN_PROGRESS, "in progress"),
    (FixState.OPEN, "open"),
    (FixState.LATE, "late"),
    (FixState.DECLINED, "declined"),
    (FixState.UNSTATED, "with no state stated"),
)

_LINKS = re.compile(r'="archive:([^"#]*)')


@dataclass(frozen=True, slots=True)
class Around:
    """What the page of a report shows of the rest of the archive; `groups` go by kind."""

    row: ReportRow
    again: tuple[Recurrence, ...]
    groups: Mapping[str, tuple[Named, ...]]
    ground: Ground
    chains: tuple[Chain, ...]
    similar: tuple[Similar, ...]
    earlier: Named | None
    later: Named | None


def pages(shared: Catalogue) -> Iterator[Page]:
    """A page for each report."""
    reports = shared.archive.postmortems  # newest first
    for place, report in enumerate(reports):
        earlier = reports[place + 1] if place + 1 < len(reports) else None
        yield _page(shared, report, earlier, reports[place - 1] if place else None)


def page_again(shared: Catalogue, report: Postmortem) -> Page:
    """The page of a report that says something else now, among what the others said before."""
    slug = report.slug
    row = report_row(report, shared.archive, shared.groups["services"].get(slug, ()))
    shared = replace(shared, rows={**shared.rows, slug: row})
    slugs = list(shared.reports)
    place = slugs.index(slug)
    before, after = slugs[place + 1 : place + 2], slugs[max(0, place - 1) : place]
    earlier, later = (next((shared.reports[one] for one in near), None) for near in (before, after))
    return _page(shared, report, earlier, later)


def _page(
    shared: Catalogue, report: Postmortem, earlier: Postmortem | None, later: Postmortem | None
) -> Page:
    row = shared.rows[report.slug]
    about = report.summary.value.text if report.summary else row.effect or row.title
    return Page(
        report_href(report.slug),
        row.title,
        first_sentence(about, 170),
        "incidents",
        (report, _around(shared, report, earlier, later)),
        compose=_view,
    )


def _around(
    shared: Catalogue, report: Postmortem, earlier: Postmortem | None, later: Postmortem | None
) -> Around:
    """Pick from the archive what the page of a report shows of it, and no more."""
    slug = report.slug
    links = {reference.path for reference in report.references}
    links |= {unescape(path) for path in _LINKS.findall(report.body)}
    # Without a deadline no day makes a difference to a report.
    dated = any(action.due and action.due.value.day for action in report.actions)
    return Around(
        row=shared.rows[slug],
        again=shared.archive.recurrences.get(slug, ()),
        groups={kind: names for kind in KINDS if (names := shared.groups[kind].get(slug))},
        ground=Ground(shared.site, shared.as_of if dated else date.min, shared.targets.only(links)),
        chains=_chains(shared, report),
        similar=_similar(shared, report),
        earlier=_neighbour(earlier),
        later=_neighbour(later),
    )


def _view(report: Postmortem, around: Around) -> IncidentPage:
    row, ground = around.row, around.ground
    tags = around.groups.get("tags", ())

    def clean(html: str) -> Html:
        return linked(html, ground.targets)

    sheet = Sheet(report, row, tags, clean)
    fixes = fix_rows(sheet, ground)
    lessons = lesson_cards(sheet, fixes)
    lesson, label = _first(lessons)
    changed_label, changed = _changed(fixes)
    broke = report.impact or report.summary
    return IncidentPage(
        report=row,
        when=when_words(report),
        severity=severity_mark(report.severity.value) if report.severity else None,
        near_miss=NEAR_MISS if report.near_miss and report.near_miss.value else None,
        again=tuple(map(recurrence_mark, around.again)),
        lesson=lesson,
        lesson_label=label,
        broke=brief(broke.value, clean) if broke else None,
        possible=_possible(clean, report),
        changed_label=changed_label,
        changed=changed,
        changed_marks=_changed_marks(fixes),
        story=story(fold(report.body, _repeated(report)), ground.targets),
        outline=_outline(report),
        facts=fact_rows(report, around.groups, ground.site),
        lessons=tuple(card for card in lessons if card.kind == LessonKind.LESSON),
        timeline=timeline(report, ground),
        causes=_causes(ground.targets, report),
        fixes=fixes,
        fixes_note=_fixes_note(report),
        chains=around.chains,
        similar=around.similar,
        tags=tags,
        suggested=tuple(
            Suggested(
                fact.value,
                fact.written,
                origin_mark(fact.source, report.path, ground.site.source_url),
            )
            for fact in report.suggested
        ),
        path=report.path,
        edit=source_link(ground.site.source_url, report.path),
        read_from=read_from(report),
        aliases=report.aliases,
        findings=_findings(report, ground.site),
        earlier=around.earlier,
        later=around.later,
    )


def _first(lessons: tuple[LessonCard, ...]) -> tuple[LessonCard | None, str]:
    for kind, label in (
        (LessonKind.LESSON, "What we learned"),
        (LessonKind.WENT_POORLY, "What went poorly"),
        (LessonKind.LUCKY, "Where we got lucky"),
    ):
        if found := next((card for card in lessons if card.kind == kind), None):
            return found, label
    return None, "What we learned"


def _possible(clean: Clean, report: Postmortem) -> tuple[Html, ...]:
    if report.root_cause:
        return (brief(report.root_cause.value, clean),)
    factors = report.contributing[:_POSSIBLE]
    return tuple(brief(factor.value, clean, _FACTOR_LIMIT) for factor in factors)


def _changed(fixes: tuple[FixRow, ...]) -> tuple[str, tuple[Html, ...]]:
    """The fixes that are in place, what held before what only shipped; else what is planned."""
    for label, states in (
        ("What changed", (FixState.HELD, FixState.SHIPPED)),
        ("What is to change", (FixState.LATE, FixState.IN_PROGRESS, FixState.OPEN)),
        ("What was proposed", (FixState.UNSTATED,)),
    ):
        texts = [fix.text for state in states for fix in fixes if fix.state.kind == state]
        if texts:
            return label, tuple(texts[:_CHANGED])
    return "What changed", ()


def _changed_marks(fixes: tuple[FixRow, ...]) -> tuple[Chip, ...]:
    states = Counter(FixState(fix.state.kind) for fix in fixes)
    marks: list[Chip] = []
    for state, word in _STATES:
        if number := states[state]:
            noun = f"{number} {word}" if marks else f"{count(number, 'fix', 'fixes')} {word}"
            marks.append(state.chip(noun))
    return tuple(marks)


def _fixes_note(report: Postmortem) -> str:
    """How many fixes were promised. An idea is one without owner, date, ticket and state."""
    ideas = [
        action
        for action in report.actions
        if not (action.owner or action.due or action.ticket or action.status)
    ]
    declined = [
        action
        for action in report.actions
        if action.status and action.status.value is ActionStatus.DECLINED
    ]
    made = len(report.actions) - len(ideas) - len(declined)
    parts = [count(made, "commitment")] if made else []
    parts += [f"{len(declined)} declined"] if declined else []
    parts += [f"{count(len(ideas), 'idea')} without owner, date or state"] if ideas else []
    return f"{', '.join(parts)}." if parts else ""


def _repeated(report: Postmortem) -> Iterator[str]:
    """What the record says again: timeline, lessons and fixes, as their author put them."""
    for event in report.timeline:
        yield event.when
        yield event.text.text
    for lesson in report.lessons:
        yield from (rich.text for rich in (lesson.headline, lesson.more, lesson.check) if rich)
    for action in report.actions:
        yield action.text.text
        facts = (action.owner, action.due, action.status, action.priority, action.type)
        yield from (fact.written for fact in facts if fact)
        yield action.verified_by.text if action.verified_by else ""
        yield action.reason or ""


def _outline(report: Postmortem) -> tuple[OutlineEntry, ...]:
    if len(report.outline) < 2:
        return ()
    levels = sorted({heading.level for heading in report.outline})
    depths = {level: depth for depth, level in enumerate(levels)}
    deepest = 1 if len(report.outline) <= _OUTLINE else 0
    return tuple(
        OutlineEntry(heading.plain, heading.anchor, depths[heading.level])
        for heading in report.outline
        if depths[heading.level] <= deepest
    )


def _causes(targets: Targets, report: Postmortem) -> tuple[CauseColumn, ...]:
    def item(html: str) -> CauseItem:
        return CauseItem(linked(html, targets), "")

    def learned(kind: LessonKind, lead: str = "") -> list[CauseItem]:
        return [
            CauseItem(Html(f"{lead}{linked(_whole(lesson), targets)}"), lesson.anchor)
            for lesson in report.learned(kind)
        ]

    causes = [report.root_cause] if report.root_cause else []
    columns = (
        ("Trigger", [item(report.trigger.value.html)] if report.trigger else []),
        ("Contributing", [item(fact.value.html) for fact in (*causes, *report.contributing)]),
        ("Went poorly", learned(LessonKind.WENT_POORLY)),
        ("Held", [*learned(LessonKind.WENT_WELL), *learned(LessonKind.LUCKY, "<b>Lucky:</b> ")]),
    )
    return tuple(CauseColumn(heading, tuple(items)) for heading, items in columns if items)


def _whole(lesson: Lesson) -> str:
    parts = (lesson.headline, lesson.more)
    return " ".join(part.html for part in parts if part)


def _chains(shared: Catalogue, report: Postmortem) -> tuple[Chain, ...]:
    return tuple(
        chain(shared, group, report.slug)
        for named in shared.groups["classes"].get(report.slug, ())
        for group in [shared.classes[named.href]]
        if len(group.members) > 1
    )


def _similar(shared: Catalogue, report: Postmortem) -> tuple[Similar, ...]:
    found = shared.archive.related.get(report.slug, ())
    return tuple(
        Similar(shared.rows[other.slug], _sentence("; ".join(other.reasons)))
        for other in found
        if other.slug in shared.rows
    )[:_SIMILAR]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _findings(report: Postmortem, site: Site) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            finding.location.path,
            f"{finding.message}. {finding.hint}".removesuffix(". "),
            origin_mark(
                Provenance(Origin.BODY, finding.location.line), report.path, site.source_url
            ),
        )
        for finding in report.findings
    )


def _neighbour(report: Postmortem | None) -> Named | None:
    return Named(report.title.value, report_href(report.slug)) if report else None
