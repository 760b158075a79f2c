"""Catalogue -> a page for each report: the 60-second card, the story, the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from secondstory.model import ActionStatus, Lesson, LessonKind, Origin, Postmortem, Provenance
from secondstory.render.body import linked, story
from secondstory.render.cards import (
    Ground,
    Sheet,
    brief,
    fix_rows,
    lesson_cards,
    report_href,
)
from secondstory.render.catalogue import Catalogue
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
from secondstory.render.views_parts import Chip, FixRow, Html, LessonCard, Named, Notice
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


def pages(shared: Catalogue) -> Iterator[Page]:
    """A page for each report."""
    reports = shared.archive.postmortems  # newest first
    for place, report in enumerate(reports):
        row = shared.rows[report.slug]
        about = report.summary.value.text if report.summary else row.effect or row.title
        earlier = reports[place + 1] if place + 1 < len(reports) else None
        view = _view(shared, report, earlier, reports[place - 1] if place else None)
        path = report_href(report.slug)
        yield Page(path, row.title, first_sentence(about, 170), "incidents", view)


def _view(
    shared: Catalogue, report: Postmortem, earlier: Postmortem | None, later: Postmortem | None
) -> IncidentPage:
    row = shared.rows[report.slug]
    tags = shared.groups["tags"].get(report.slug, ())

    def clean(html: str) -> Html:
        return linked(html, shared.targets)

    sheet = Sheet(report, row, tags, clean)
    fixes = fix_rows(sheet, Ground(shared.site, shared.as_of, shared.targets))
    lessons = lesson_cards(sheet, fixes)
    lesson, label = _first(lessons)
    changed_label, changed = _changed(fixes)
    broke = report.impact or report.summary
    repeats = shared.archive.recurrences.get(report.slug, ())
    return IncidentPage(
        report=row,
        when=when_words(report),
        severity=severity_mark(report.severity.value) if report.severity else None,
        near_miss=NEAR_MISS if report.near_miss and report.near_miss.value else None,
        again=tuple(map(recurrence_mark, repeats)),
        lesson=lesson,
        lesson_label=label,
        broke=brief(broke.value, clean) if broke else None,
        possible=_possible(shared, report),
        changed_label=changed_label,
        changed=changed,
        changed_marks=_changed_marks(fixes),
        story=story(fold(report.body, _repeated(report)), shared.targets),
        outline=_outline(report),
        facts=fact_rows(shared, report),
        lessons=tuple(card for card in lessons if card.kind == LessonKind.LESSON),
        timeline=timeline(shared, report),
        causes=_causes(shared, report),
        fixes=fixes,
        fixes_note=_fixes_note(report),
        chains=_chains(shared, report),
        similar=_similar(shared, report),
        tags=tags,
        suggested=tuple(
            Suggested(
                fact.value,
                fact.written,
                origin_mark(fact.source, report.path, shared.site.source_url),
            )
            for fact in report.suggested
        ),
        path=report.path,
        edit=source_link(shared.site.source_url, report.path),
        read_from=read_from(report),
        aliases=report.aliases,
        findings=_findings(shared, report),
        earlier=_neighbour(earlier),
        later=_neighbour(later),
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


def _possible(shared: Catalogue, report: Postmortem) -> tuple[Html, ...]:
    def clean(html: str) -> Html:
        return linked(html, shared.targets)

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


def _causes(shared: Catalogue, report: Postmortem) -> tuple[CauseColumn, ...]:
    def item(html: str) -> CauseItem:
        return CauseItem(linked(html, shared.targets), "")

    def learned(kind: LessonKind, lead: str = "") -> list[CauseItem]:
        return [
            CauseItem(Html(f"{lead}{linked(_whole(lesson), shared.targets)}"), lesson.anchor)
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


def _findings(shared: Catalogue, report: Postmortem) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            finding.location.path,
            f"{finding.message}. {finding.hint}".removesuffix(". "),
            origin_mark(
                Provenance(Origin.BODY, finding.location.line), report.path, shared.site.source_url
            ),
        )
        for finding in report.findings
    )


def _neighbour(report: Postmortem | None) -> Named | None:
    return Named(report.title.value, report_href(report.slug)) if report else None
