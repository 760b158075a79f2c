"""Turn reports into what search knows of them: facets, passages, full texts.

A *passage* is the smallest thing that can be an answer: one lesson, one fix, one error
string, a title, a summary, a cause. It is one record of the index, so that the answer to a
query is the sentence itself and not a document to read through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from secondstory.commitments import state_of
from secondstory.model import (
    Archive,
    Brief,
    Fact,
    Fix,
    FixState,
    Group,
    Lesson,
    Postmortem,
    Recurrence,
    Rich,
)
from secondstory.noun import Noun
from secondstory.render.marks import recurrence_mark, report_mark
from secondstory.render.views_parts import Chip
from secondstory.render.words import short_day


class Passage(Noun, frozen=True):
    """One thing that can be found.

    `kind` is summary, cause, error, fix or a kind of lesson; titles, and what a report is
    filed under, are passages too, which the browser takes from the report itself. `text` is
    what a result shows; `more` and `check` (what completes "Check your code if ...") are
    searched as well and shown where they matched; `note` is shown only. `anchor` is "" where
    the passage has no permalink of its own.
    """

    kind: str
    text: str
    more: str = ""
    check: str = ""
    note: str = ""
    anchor: str = ""


class Filed(Noun, frozen=True):
    """What the archive adds to a report.

    `names` are those it is filed under, in the order of FACETS; `again` is the class of it
    that came back most often.
    """

    names: tuple[Sequence[str], ...]
    again: Recurrence | None


FACETS = ("severity", "service", "team", "tag", "class")


def filing(archive: Archive) -> dict[str, Filed]:
    """Say what each report is filed under, by its slug."""
    of_facets = (
        archive.severities, archive.services, archive.teams, archive.tags, archive.classes,
    )  # fmt: skip
    facets = tuple(map(_names, of_facets))
    again = {slug: _worst(found) for slug, found in archive.recurrences.items()}
    return {
        slug: Filed(tuple([names.get(slug, ()) for names in facets]), again.get(slug))
        for slug in (report.slug for report in archive.briefs)
    }


def row(report: Brief, filed: Filed) -> dict[str, Any]:
    """Say of a report what a result shows of it and what it can be filtered by."""
    return {
        "slug": report.slug,
        "title": report.title,
        "date": report.date.isoformat() if report.date else "",
        "day": short_day(report.date) if report.date else "",
        "near": report.near_miss,
        "open": any(_state(action).is_open for action in report.actions),
        "mark": _chip(report_mark(report)),
        "again": _chip(recurrence_mark(filed.again) if filed.again else None),
        **dict(zip(FACETS, filed.names, strict=True)),
    }


def passages(report: Brief) -> Iterator[Passage]:
    """List what a report teaches: lessons, fixes and error strings."""
    yield from map(_lesson, report.lessons)
    yield from map(_fix, report.actions)
    for error in dict.fromkeys(report.errors):
        yield Passage("error", error)


def text(report: Postmortem) -> dict[str, Any]:
    """Give the full text of a report, its timeline, and the passages that tell its story."""
    causes = (report.root_cause, report.trigger, *report.contributing)
    return {
        "summary": _prose((report.summary, report.impact)),
        "cause": _prose(causes),
        "body": report.plain,
        "code": report.code,
        "timeline": [[event.when, event.text.text] for event in report.timeline],
    }


def _names(groups: Sequence[Group]) -> dict[str, list[str]]:
    """The groups that each report belongs to, by report slug."""
    names: dict[str, list[str]] = {}
    for group in groups:
        for slug in group.members:
            names.setdefault(slug, []).append(group.name)
    return names


def _chip(chip: Chip | None) -> list[str] | None:
    return [chip.kind, chip.icon, chip.text] if chip else None


def _worst(recurrences: Sequence[Recurrence]) -> Recurrence | None:
    """The class that came back most often."""
    return max(recurrences, key=lambda recurrence: recurrence.nth, default=None)


def _lesson(lesson: Lesson) -> Passage:
    return Passage(
        lesson.kind.value,
        lesson.headline.text,
        more=lesson.more.text if lesson.more else "",
        check=lesson.check.text if lesson.check else "",
        anchor=lesson.anchor,
    )


def _fix(action: Fix) -> Passage:
    proof = action.verified_by.text if action.verified_by else ""
    ticket = action.ticket.text if action.ticket else ""
    more = "\n".join(part for part in (action.reason or "", proof, ticket) if part)
    return Passage("fix", action.text.text, more, note=_state_words(action), anchor=action.anchor)


def _state(action: Fix) -> FixState:
    """How far a fix has come. Search has no date of its own, so nothing is late in it."""
    return state_of(action, None, date.min)


def _state_words(action: Fix) -> str:
    state = _state(action)
    if state in (FixState.UNSTATED, FixState.IDEA):
        return ""
    due = f", due {action.due.written}" if state.is_open and action.due else ""
    return state.words + due


def _prose(facts: Sequence[Fact[Rich] | None]) -> list[str]:
    return list(dict.fromkeys(fact.value.text for fact in facts if fact and fact.value.text))
