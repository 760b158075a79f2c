"""Catalogue -> a page for each report: the 60-second card, the story, the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from secondstory.brief import as_seen, brief_of, whole
from secondstory.commitments import Standing
from secondstory.model import (
    Archive,
    Fact,
    FixState,
    Lesson,
    LessonKind,
    Origin,
    Postmortem,
    Provenance,
    Related,
    Site,
    Told,
)
from secondstory.noun import Noun, replace
from secondstory.policy import FixTerms
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
from secondstory.render.catalogue import Catalogue, Filed, group_href
from secondstory.render.folding import fold
from secondstory.render.index_json import data_link
from secondstory.render.marks import (
    NEAR_MISS,
    origin_mark,
    recurrence_mark,
    severity_mark,
    source_link,
    stage_mark,
    state_mark,
)
from secondstory.render.page import Page
from secondstory.render.pages.chains import chain
from secondstory.render.pages.facts import fact_rows, read_from, when_words
from secondstory.render.pages.timeline import timeline
from secondstory.render.twins.incident import twin
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
    (FixState.IDEA, "proposed"),
)


class Around(Noun, frozen=True):
    """What the page of a report shows of the rest of the archive.

    `similar` are slugs and reasons, `others` those reports.
    """

    as_of: date
    terms: FixTerms
    chains: tuple[Chain, ...]
    others: Mapping[str, Filed]
    similar: tuple[Related, ...]
    earlier: Named | None
    later: Named | None

    @property
    def shows(self) -> tuple[object, ...]:
        """All that it is made of."""
        about = (self.as_of, self.terms, self.chains, self.similar, self.earlier, self.later)
        return about, *self.others.values()


class Reports:
    """The pages of the reports of an archive, each with what stands near it."""

    def __init__(self, archive: Archive, shared: Catalogue) -> None:
        """`shared` is the catalogue of all reports."""
        self._archive, self._shared = archive, shared
        self._slugs = list(shared.filed)
        self._places = {slug: place for place, slug in enumerate(self._slugs)}
        self._classes = {group_href("classes", group): group for group in archive.classes}
        self._prompts = tuple(sorted(archive.prompts))

    def page(self, slug: str) -> Page:
        """The page of one report."""
        return self._page(self._archive.read, self._shared.filed[slug])

    def again(self, report: Postmortem) -> Page:
        """The page of a report that says something else now, among what the others said before."""
        every = self._shared.filed.values()
        filed = next(filed for filed in every if filed.brief.path == report.path)
        known = filed.brief
        now = brief_of(report)
        now = replace(
            now,
            slug=known.slug,
            suggested=known.suggested,
            suggested_classes=known.suggested_classes,
            actions=as_seen(now.actions, known),
        )
        return self._page(lambda _: report, replace(filed, brief=now))

    def _page(self, read: Callable[[str], Postmortem], filed: Filed) -> Page:
        report, site = filed.brief, self._shared.site
        return Page(
            report_href(report.slug),
            report.title,
            first_sentence(report.summary or report.impact or report.title, 170),
            "incidents",
            (Told(report, self._prompts), filed, self._around(report.slug)),
            compose=partial(_view, read, site),
            twin=partial(_twin, read, site),
            beside=(data_link(report.slug),),
        )

    def _around(self, slug: str) -> Around:
        """Pick what the page of a report shows of the others, and no more."""
        place = self._places[slug]
        found = self._archive.related.get(slug, ())
        similar = [one for one in found if one.slug in self._places][:_SIMILAR]
        # Without a deadline no day makes a difference to a report.
        waits = (FixState.LATE, FixState.IN_PROGRESS, FixState.OPEN, FixState.UNSTATED)
        dated = any(one.due and one.state in waits for one in self._shared.standings[slug])
        return Around(
            as_of=self._shared.as_of if dated else date.min,
            terms=self._shared.terms,
            chains=self._chains(slug),
            others={one.slug: self._shared.filed[one.slug] for one in similar},
            similar=tuple(similar),
            earlier=self._named(place + 1),
            later=self._named(place - 1),
        )

    def _named(self, place: int) -> Named | None:
        if not 0 <= place < len(self._slugs):
            return None
        slug = self._slugs[place]
        return Named(self._shared.report(slug).title, report_href(slug))

    def _chains(self, slug: str) -> tuple[Chain, ...]:
        groups = (self._classes[named.href] for named in self._shared.groups("classes", slug))
        return tuple(chain(self._shared, group, slug) for group in groups if len(group.members) > 1)


def _twin(
    read: Callable[[str], Postmortem], site: Site, told: Told, filed: Filed, around: Around
) -> bytes:
    report = whole(read(told.report.path), told.report, told.prompts)
    standings = filed.standings(around.terms, around.as_of)
    return twin(site, report, filed, around.similar, around.others, standings)


def _view(
    read: Callable[[str], Postmortem], site: Site, told: Told, filed: Filed, around: Around
) -> IncidentPage:
    report = whole(read(told.report.path), told.report, told.prompts)
    ground = Ground(site, around.as_of, filed.targets)
    others = Catalogue(site, around.as_of, around.others, {}, around.terms)
    row = report_row(filed.brief, filed.again, filed.groups.get("services", ()))
    tags = filed.groups.get("tags", ())

    def clean(html: str) -> Html:
        return linked(html, ground.targets)

    sheet = Sheet(filed.brief, row, tags, clean)
    standings = filed.standings(around.terms, around.as_of)
    fixes = fix_rows(sheet, ground, standings)
    lessons = lesson_cards(sheet, [found.state for found in standings])
    lesson, label = _first(lessons)
    changed_label, changed = _changed(fixes)
    broke = report.impact or report.summary
    return IncidentPage(
        report=row,
        when=when_words(report),
        severity=severity_mark(report.severity.value) if report.severity else None,
        stage=stage_mark(report.stage) if report.stage.is_open else None,
        near_miss=NEAR_MISS if report.near_miss and report.near_miss.value else None,
        again=tuple(map(recurrence_mark, filed.again)),
        lesson=lesson,
        lesson_label=label,
        broke=brief(broke.value, clean) if broke else None,
        possible=_possible(clean, report),
        changed_label=changed_label,
        changed=changed,
        changed_marks=_changed_marks(fixes),
        story=story(fold(report.body, _repeated(report)), ground.targets),
        outline=_outline(report),
        facts=fact_rows(report, filed.groups, ground.site),
        lessons=tuple(card for card in lessons if card.kind == LessonKind.LESSON),
        timeline=timeline(report, ground),
        causes=_causes(ground.targets, report),
        fixes=fixes,
        fixes_note=_fixes_note(standings),
        chains=around.chains,
        similar=tuple(
            Similar(others.rows[found.slug], _sentence("; ".join(found.reasons)))
            for found in around.similar
        ),
        tags=tags,
        suggested=_suggested(report.suggested, report.path, site),
        classes=_suggested(report.suggested_classes, report.path, site),
        audiences=report.audiences,
        path=report.path,
        edit=source_link(ground.site.source_url, report.path),
        read_from=read_from(report),
        aliases=tuple(alias.value for alias in report.aliases),
        findings=_findings(report, ground.site),
        earlier=around.earlier,
        later=around.later,
    )


def _suggested(facts: tuple[Fact[str], ...], path: str, site: Site) -> tuple[Suggested, ...]:
    return tuple(
        Suggested(fact.value, fact.written, origin_mark(fact.source, path, site.source_url))
        for fact in facts
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
        ("What was proposed", (FixState.UNSTATED, FixState.IDEA)),
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
            marks.append(state_mark(state, noun))
    return tuple(marks)


def _fixes_note(standings: Iterable[Standing]) -> str:
    """How many fixes were promised."""
    states = Counter(found.state for found in standings)
    ideas, declined = states[FixState.IDEA], states[FixState.DECLINED]
    made = states.total() - ideas - declined
    parts = [count(made, "commitment")] if made else []
    parts += [f"{declined} declined"] if declined else []
    parts += [f"{count(ideas, 'idea')} without owner, date or state"] if ideas else []
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
