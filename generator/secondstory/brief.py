"""Postmortem -> Brief, and back: what the archive as a whole has to know of a report."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from html import unescape
from typing import Any, TypeVar

from secondstory.extract.lessons import normal_wording
from secondstory.model import (
    Action,
    Archive,
    Brief,
    Due,
    Fact,
    Fix,
    Origin,
    Postmortem,
    Provenance,
    Rich,
)
from secondstory.noun import replace
from secondstory.suggest import said
from secondstory.terms import terms_of

T = TypeVar("T")

_SHORTEST, _STORY, _EVENT = 4, 5, 140  # events of a timeline, of a story, characters of each
ENOUGH = 600  # characters; nobody shows more than two sentences of another report
_LINK = re.compile(r'="archive:([^"#]*)')


def brief_of(report: Postmortem) -> Brief:
    """Sum up what a report says for those who do not open it."""
    links = dict.fromkeys(reference.path for reference in report.references)
    links |= dict.fromkeys(unescape(path) for path in _LINK.findall(report.body))
    words = said(report)
    return Brief(
        slug=report.slug,
        path=report.path,
        title=report.title.value,
        line=report.title.source.line,
        visibility=report.visibility,
        audiences=report.audiences,
        stage=report.stage,
        language=report.language,
        date=_value(report.date),
        started=_value(report.started),
        detected=_value(report.detected),
        mitigated=_value(report.mitigated),
        resolved=_value(report.resolved),
        published=_value(report.published),
        duration=_value(report.duration),
        severity=_value(report.severity),
        severity_initial=_value(report.severity_initial),
        near_miss=report.near_miss is not None and report.near_miss.value,
        status=_value(report.status) or "",
        services=_values(report.services),
        teams=_values(report.teams),
        tags=_values(report.tags),
        suggested=report.suggested,
        classes=_values(report.classes),
        class_lines=tuple(fact.source.line for fact in report.classes),
        suggested_classes=report.suggested_classes,
        reviewed_by=_values(report.reviewed_by),
        retro=_value(report.retro),
        recurrence=_value(report.recurrence) or "",
        summary=_opening(report.summary),
        impact=_opening(report.impact),
        cause=_opening(report.root_cause),
        resolution=_opening(report.resolution),
        lessons=report.lessons,
        actions=tuple(map(_fix, report.actions)),
        errors=_values(report.errors),
        story=_story(report),
        references=report.references,
        guides=report.guides,
        links=tuple(links),
        aliases=report.aliases,
        images=report.images,
        anchors=tuple(heading.anchor for heading in report.outline),
        said=words,
        terms=terms_of(report, words),
        findings=report.findings,
    )


def whole(report: Postmortem, known: Brief, prompts: Container[str]) -> Postmortem:
    """Everything a report says, as far as its archive lets it stand.

    `known` is its brief after the archive has named it, checked its links and dropped the
    wordings of templates (`prompts`), and put over its fixes what a tracker said.
    """
    seen = {fix.anchor: fix for fix in known.actions if fix.seen}
    return replace(
        report,
        slug=known.slug,
        suggested=known.suggested,
        classes=_renamed(report.classes, known.classes),
        suggested_classes=known.suggested_classes,
        lessons=known.lessons,
        actions=tuple(
            _as_seen(action, seen)
            for action in report.actions
            if not prompts or normal_wording(action.text.text) not in prompts
        ),
        timeline=tuple(
            event
            for event in report.timeline
            if not prompts or normal_wording(event.text.text) not in prompts
        ),
        references=known.references,
        aliases=known.aliases,
        findings=known.findings,
    )


def whole_of(archive: Archive, known: Brief) -> Postmortem:
    """As `whole`, for a report of an archive."""
    return whole(archive.read(known.path), known, archive.prompts)


def as_seen(fixes: Iterable[Fix], known: Brief) -> tuple[Fix, ...]:
    """Fixes as a report has them now, with what a tracker said of those it had before."""
    seen = {fix.anchor: fix for fix in known.actions if fix.seen}
    return tuple(
        replace(
            fix,
            **{part: getattr(before, part) for part in before.seen.parts},
            ticket=fix.ticket or before.ticket,
            intent=before.intent,
            seen=before.seen,
        )
        if (before := seen.get(fix.anchor)) and before.seen
        else fix
        for fix in fixes
    )


def _as_seen(action: Action, seen: Mapping[str, Fix]) -> Action:
    """An action with what a tracker said of it, each part with that as its place."""
    fix = seen.get(action.anchor)
    if fix is None or fix.seen is None:
        return action
    source = Provenance(Origin.TRACKER, 0, fix.seen.key or fix.seen.tracker)
    told: dict[str, Fact[Any]] = {}
    for part in fix.seen.parts:
        value = getattr(fix, part)
        written = value.written if isinstance(value, Due) else str(value)
        told[part] = Fact(value, written, source)
    return replace(action, **told, ticket=fix.ticket, reason=fix.reason, intent=fix.intent)


def _renamed(stated: tuple[Fact[str], ...], known: tuple[str, ...]) -> tuple[Fact[str], ...]:
    """Values by the names that the archive gives them, each once."""
    named = {name: replace(fact, value=name) for fact, name in zip(stated, known, strict=False)}
    return tuple(named.values())


def _story(report: Postmortem) -> tuple[tuple[str, str], ...]:
    """How the timeline begins, without its end; nothing where there is hardly more than that."""
    first = report.timeline[:-1][:_STORY] if len(report.timeline) >= _SHORTEST else ()
    return tuple((event.when, _cut(event.text.text)) for event in first)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EVENT else f"{text[:_EVENT].rsplit(' ', 1)[0]} …"


def _fix(action: Action) -> Fix:
    return Fix(
        text=action.text,
        owner=_value(action.owner),
        due=_value(action.due),
        status=_value(action.status),
        priority=_value(action.priority),
        type=_value(action.type),
        ticket=action.ticket,
        verified_by=action.verified_by,
        reason=action.reason,
        group=action.group,
        anchor=action.anchor,
        source=action.source,
        done=_value(action.done),
        id=action.id,
        grade=action.grade,
        purpose=_value(action.purpose),
        intent=action.intent,
    )


def _value(fact: Fact[T] | None) -> T | None:
    return fact.value if fact else None


def _values(facts: tuple[Fact[str], ...]) -> tuple[str, ...]:
    return tuple(fact.value for fact in facts)


def _opening(fact: Fact[Rich] | None) -> str:
    return " ".join(fact.value.text[: 2 * ENOUGH].split())[:ENOUGH] if fact else ""
