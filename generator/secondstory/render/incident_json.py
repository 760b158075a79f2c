"""Everything a report says -> a line of `index.json`, as plain values in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from secondstory.findings import Finding
from secondstory.model import (
    Action,
    Event,
    Fact,
    Grade,
    Lesson,
    LessonKind,
    Moment,
    Postmortem,
    Provenance,
    Recurrence,
    Related,
    Rich,
    Seen,
    Severity,
)
from secondstory.noun import Noun
from secondstory.render.class_json import repeat


class Near(Noun, frozen=True):
    """What binds a report to its portal: its page, the reports it links to and is like.

    `slugs` are those of the reports it links to, by their paths.
    """

    url: str
    slugs: Mapping[str, str]
    recurrences: tuple[Recurrence, ...]
    related: tuple[Related, ...]


def incident(postmortem: Postmortem, near: Near, seen: Mapping[str, Seen]) -> dict[str, object]:
    """All that is known of a report, unknown as None; keys are only ever added.

    `seen` is what a tracker said of its fixes, by their anchors.
    """
    url = near.url
    return {
        "source_path": postmortem.path,
        "slug": postmortem.slug,
        "url": url,
        "title": postmortem.title.value,
        "date": _day(postmortem.date),
        "published": _day(postmortem.published),
        "started": _moment(postmortem.started),
        "detected": _moment(postmortem.detected),
        "mitigated": _moment(postmortem.mitigated),
        "resolved": _moment(postmortem.resolved),
        "duration_minutes": _value(postmortem.duration),
        **_severity("severity", postmortem.severity),
        **_severity("severity_initial", postmortem.severity_initial),
        "retro": _day(postmortem.retro),
        "near_miss": _value(postmortem.near_miss),
        "status": _value(postmortem.status),
        "stage": postmortem.stage.value if postmortem.flow else None,
        "language": postmortem.language or None,
        "services": _values(postmortem.services),
        "teams": _values(postmortem.teams),
        "reviewed_by": _values(postmortem.reviewed_by),
        "tags": _values(postmortem.tags),
        "suggested_tags": [_suggestion(fact) for fact in postmortem.suggested],
        "classes": _values(postmortem.classes),
        "suggested_classes": [_suggestion(fact, "class") for fact in postmortem.suggested_classes],
        "summary": _text(postmortem.summary),
        "impact": _text(postmortem.impact),
        "root_cause": _text(postmortem.root_cause),
        "contributing_factors": [factor.value.text for factor in postmortem.contributing],
        "second_story": _text(postmortem.second_story),
        "trigger": _text(postmortem.trigger),
        "detection": _text(postmortem.detection),
        "resolution": _text(postmortem.resolution),
        "lessons": _lessons(postmortem, LessonKind.LESSON, url),
        "went_well": _lessons(postmortem, LessonKind.WENT_WELL, url),
        "went_poorly": _lessons(postmortem, LessonKind.WENT_POORLY, url),
        "lucky": _lessons(postmortem, LessonKind.LUCKY, url),
        "action_items": [
            _action(action, url, seen.get(action.anchor)) for action in postmortem.actions
        ],
        "timeline": [_event(event) for event in postmortem.timeline],
        "errors": _values(postmortem.errors),
        "references": [
            {"path": ref.path, "slug": near.slugs.get(ref.path), "text": ref.text, "line": ref.line}
            for ref in postmortem.references
        ],
        "guides": [
            {"kind": guide.kind.value, "target": guide.target, "line": guide.line}
            for guide in postmortem.guides
        ],
        "aliases": _values(postmortem.aliases),
        "recurrence": [repeat(item) for item in near.recurrences],
        "related": [_related(item) for item in near.related],
        "findings": [_finding(finding) for finding in postmortem.findings],
        "provenance": _provenance(postmortem),
    }


def _value(fact: Fact[str] | Fact[int] | Fact[bool] | None) -> str | int | bool | None:
    return fact.value if fact else None


def _values(facts: Iterable[Fact[str]]) -> list[str]:
    return [fact.value for fact in facts]


def _text(fact: Fact[Rich] | None) -> str | None:
    return fact.value.text if fact else None


def _day(fact: Fact[date] | None) -> str | None:
    return fact.value.isoformat() if fact else None


def _suggestion(fact: Fact[str], key: str = "tag") -> dict[str, object]:
    return {key: fact.value, "because": fact.written, "line": fact.source.line or None}


def _moment(fact: Fact[Moment] | None) -> dict[str, object] | None:
    return _at(fact.value) if fact else None


def _at(moment: Moment) -> dict[str, object]:
    """An ISO 8601 local time, or only a day where no more is known, and its zone."""
    at = moment.at if moment.timed else moment.at.date()
    return {"at": at.isoformat(), "zone": moment.zone or None}


def _severity(name: str, fact: Fact[Severity] | None) -> dict[str, object]:
    return {
        name: fact.written if fact else None,
        f"{name}_label": fact.value.label if fact else None,
        f"{name}_level": fact.value.level if fact else None,
    }


def _lessons(postmortem: Postmortem, kind: LessonKind, url: str) -> list[dict[str, object]]:
    return [_lesson(lesson, url) for lesson in postmortem.learned(kind)]


def _lesson(lesson: Lesson, url: str) -> dict[str, object]:
    return {
        "text": lesson.text,
        "headline": lesson.headline.text,
        "check": lesson.check.text if lesson.check else None,
        "url": f"{url}#{lesson.anchor}",
        "source": _source(lesson.source),
    }


def _action(action: Action, url: str, seen: Seen | None) -> dict[str, object]:
    due = action.due.value if action.due else None
    return {
        "id": action.id,
        "text": action.text.text,
        "owner": _value(action.owner),
        "due": (due.day.isoformat() if due.day else due.written) if due else None,
        "due_written": due.written if due else None,
        "status": action.status.value.value if action.status else None,
        "status_written": action.status.written if action.status else None,
        "done": _day(action.done),
        "priority": _value(action.priority),
        "type": _value(action.type),
        "purpose": action.purpose.value.value if action.purpose else None,
        "intent": action.intent.value,
        "strength": _grade(action.grade),
        "ticket": (
            {"href": action.ticket.href, "text": action.ticket.text} if action.ticket else None
        ),
        "verified_by": action.verified_by.text if action.verified_by else None,
        "reason": action.reason,
        "group": action.group or None,
        "tracked": _seen(seen) if seen else None,
        "url": f"{url}#{action.anchor}",
        "source": _source(action.source),
    }


def _seen(seen: Seen) -> dict[str, object]:
    """Which values a tracker gave, and what the report states in place of its status."""
    return {
        "tracker": seen.tracker,
        "key": seen.key or None,
        "url": seen.url or None,
        "as_of": seen.day.isoformat(),
        "values": list(seen.parts),
        "status_stated": seen.stated or None,
        "note": seen.note or None,
    }


def _grade(grade: Grade | None) -> dict[str, object] | None:
    """How strong a fix is, by which of its words, or as its author says and why."""
    if grade is None:
        return None
    return {
        "grade": grade.strength.value,
        "words": list(grade.words),
        "stated": grade.stated,
        "reason": grade.reason or None,
    }


def _event(event: Event) -> dict[str, object]:
    return {
        "when": event.when,
        "moment": _at(event.moment) if event.moment else None,
        "text": event.text.text,
        "source": _source(event.source),
    }


def _related(related: Related) -> dict[str, object]:
    return {"slug": related.slug, "reasons": list(related.reasons)}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "level": finding.level.word,
        "message": finding.message,
        "hint": finding.hint or None,
        "line": finding.location.line,
        "column": finding.location.column,
    }


def _source(source: Provenance) -> dict[str, object]:
    """Where a value was read; line `null` where it stands in no line of the file."""
    return {
        "origin": source.origin.value,
        "confidence": source.confidence.value,
        "label": source.label or None,
        "line": source.line or None,
    }


def _provenance(postmortem: Postmortem) -> dict[str, object]:
    """Sources of the facts found, by key; a list has one for each of its entries."""
    single: dict[str, Fact[Any] | None] = {
        "title": postmortem.title,
        "date": postmortem.date,
        "published": postmortem.published,
        "started": postmortem.started,
        "detected": postmortem.detected,
        "mitigated": postmortem.mitigated,
        "resolved": postmortem.resolved,
        "duration_minutes": postmortem.duration,
        "severity": postmortem.severity,
        "severity_initial": postmortem.severity_initial,
        "near_miss": postmortem.near_miss,
        "status": postmortem.status,
        "summary": postmortem.summary,
        "impact": postmortem.impact,
        "root_cause": postmortem.root_cause,
        "second_story": postmortem.second_story,
        "trigger": postmortem.trigger,
        "detection": postmortem.detection,
        "resolution": postmortem.resolution,
    }
    several: dict[str, tuple[Fact[Any], ...]] = {
        "services": postmortem.services,
        "teams": postmortem.teams,
        "tags": postmortem.tags,
        "classes": postmortem.classes,
        "contributing_factors": postmortem.contributing,
        "errors": postmortem.errors,
    }
    found: dict[str, object] = {key: _source(fact.source) for key, fact in single.items() if fact}
    for key, facts in several.items():
        if facts:
            found[key] = [_source(fact.source) for fact in facts]
    return found
