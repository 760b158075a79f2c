"""A report -> its row, its lessons and its fixes, as they stand on many pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from secondstory.commitments import POLICY, Standing
from secondstory.model import (
    Brief,
    Confidence,
    FixState,
    Grade,
    Lesson,
    LessonKind,
    Recurrence,
    Rich,
    Site,
    Strength,
)
from secondstory.noun import Noun
from secondstory.render.body import Targets, linked, unlinked, web_address, words
from secondstory.render.marks import (
    origin_mark,
    recurrence_mark,
    report_mark,
    seen_words,
    state_mark,
)
from secondstory.render.views_parts import (
    Chip,
    FixRow,
    Html,
    LessonCard,
    Named,
    Outward,
    Relies,
    ReportRow,
)
from secondstory.render.words import one_line, opening, short_day, shortened, span

_LETTERS = {
    LessonKind.LESSON: "L",
    LessonKind.WENT_WELL: "W",
    LessonKind.WENT_POORLY: "P",
    LessonKind.LUCKY: "G",
}
_DISPLAY_LIMIT = 110  # characters that still look well in the largest type
_CARD_LIMIT = 340
_TICKET_LIMIT = 40
_FIX_WORDS = (
    (FixState.LATE, "Fix late"),
    (FixState.IN_PROGRESS, "Fix in progress"),
    (FixState.OPEN, "Fix open"),
    (FixState.SHIPPED, "Shipped"),
    (FixState.HELD, "Held"),
    (FixState.DECLINED, "Declined"),
)
_MEANS = {
    Strength.STRONG: "Works when nobody remembers it",
    Strength.INTERMEDIATE: "Works if somebody notices or acts",
    Strength.WEAK: "Asks somebody to remember",
}
Clean = Callable[[str], Html]


class Sheet(Noun, frozen=True):
    """A report with what its lessons and fixes repeat; `clean` decides about links."""

    report: Brief
    row: ReportRow
    tags: tuple[Named, ...]
    clean: Clean


class Ground(Noun, frozen=True):
    """What fixes are seen against: the portal, today, and where links can lead."""

    site: Site
    as_of: date
    targets: Targets


@lru_cache(maxsize=20_000)
def report_href(slug: str) -> str:
    """A report's page."""
    return f"incidents/{quote(slug)}.html"


# A lesson or fix stands on a dozen pages.
_quoted = lru_cache(maxsize=50_000)(quote)


def report_row(
    report: Brief, again: tuple[Recurrence, ...], services: tuple[Named, ...]
) -> ReportRow:
    """A report as one line of a list, given its returns and the links to its services."""
    day = report.date
    return ReportRow(
        title=report.title,
        href=report_href(report.slug),
        lang=report.language,
        day=short_day(day) if day else "",
        iso=day.isoformat() if day else "",
        effect=one_line(report.impact or report.summary),
        duration=span(report.duration) if report.duration is not None else "",
        severity=report_mark(report),
        services=services,
        again=recurrence_mark(max(again, key=lambda found: found.nth)) if again else None,
    )


def lesson_cards(sheet: Sheet, states: Collection[FixState]) -> tuple[LessonCard, ...]:
    """Every lesson of a report, of every kind, in its order; `states` are those of its fixes."""
    numbers = dict.fromkeys(LessonKind, 0)
    cards = []
    fix = _fixes_mark(states)
    for lesson in sheet.report.lessons:
        numbers[lesson.kind] += 1
        name = f"{_LETTERS[lesson.kind]}{numbers[lesson.kind]}"
        cards.append(_card(sheet, lesson, name, fix))
    return tuple(cards)


def fix_rows(sheet: Sheet, ground: Ground, standings: Iterable[Standing]) -> tuple[FixRow, ...]:
    """Every fix of a report in its order."""
    return tuple(fix_row(sheet, ground, place, found) for place, found in enumerate(standings))


def brief(rich: Rich, clean: Clean, limit: int = _CARD_LIMIT) -> Html:
    """A text as it is where it is short, else its first sentences as plain words."""
    return clean(rich.html) if len(rich.text) <= limit else words(opening(rich.text, limit))


def _card(sheet: Sheet, lesson: Lesson, name: str, fix: Chip | None) -> LessonCard:
    row = sheet.row
    return LessonCard(
        ref=f"{row.iso or 'undated'} {name}",
        id=f"{sheet.report.slug}--{lesson.anchor}",
        anchor=lesson.anchor,
        href=f"{row.href}#{_quoted(lesson.anchor)}",
        kind=lesson.kind.value,
        headline=_without_stop(unlinked(lesson.headline.html)),
        long=len(lesson.headline.text) > _DISPLAY_LIMIT,
        more=sheet.clean(lesson.more.html) if lesson.more else None,
        check=sheet.clean(lesson.check.html) if lesson.check else None,
        report=row,
        fix=fix,
        tags=sheet.tags,
        offered=lesson.source.confidence is Confidence.OFFERED,
    )


def _without_stop(html: Html) -> Html:
    """Headlines and list entries end without a full stop, whatever their authors did."""
    return html if html.endswith("..") else Html(html.removesuffix("."))


def fix_row(sheet: Sheet, ground: Ground, place: int, standing: Standing) -> FixRow:
    """The fix at a place of a report, counted from 0."""
    row, action, number = sheet.row, sheet.report.actions[place], f"F{place + 1}"
    due = action.due
    ticket, proof = action.ticket, action.verified_by
    return FixRow(
        ref=f"{row.iso or 'undated'} {number}",
        number=number,
        id=f"{sheet.report.slug}--{action.anchor}",
        anchor=action.anchor,
        href=f"{row.href}#{_quoted(action.anchor)}",
        text=_without_stop(sheet.clean(action.text.html)),
        state=state_mark(standing.state),
        owner=action.owner,
        due=(short_day(due.day) if due.day else due.written) if due else None,
        due_iso=due.day.isoformat() if due and due.day else "",
        due_note=_due_note(standing, ground.as_of),
        ticket=Outward(shortened(ticket.text, _TICKET_LIMIT), web_address(ticket.href))
        if ticket
        else None,
        proof=linked(proof.html, ground.targets) if proof else None,
        reason=action.reason,
        priority=action.priority,
        type=action.type,
        strength=_relies(action.grade),
        group=action.group,
        origin=origin_mark(action.source, sheet.report.path, ground.site.source_url),
        report=row,
        tags=sheet.tags,
        offered=action.source.confidence is Confidence.OFFERED,
        seen=seen_words(action.seen) if action.seen else "",
    )


def _relies(grade: Grade | None) -> Relies | None:
    if grade is None:
        return None
    means = _MEANS[grade.strength]
    return Relies(grade.strength.value, means, grade.words, grade.reason or None)


def _due_note(standing: Standing, as_of: date) -> str:
    """How far away the day of a fix is that waits for it, and which, where the policy set it."""
    day, state = standing.due, standing.state
    if day is None or not (state.is_open or state is FixState.UNSTATED):
        return ""
    days = (day - as_of).days
    words = f"in {days} d" if days > 0 else "today" if days == 0 else f"{-days} d ago"
    if state is FixState.LATE:
        words = f"{standing.late} d late"
    return f"{short_day(day)} by policy, {words}" if standing.due_by == POLICY else words


def _fixes_mark(states: Collection[FixState]) -> Chip | None:
    """What the fixes of a report come to: the least finished one that is stated."""
    return next((state_mark(state, text) for state, text in _FIX_WORDS if state in states), None)
