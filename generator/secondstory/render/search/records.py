"""Turn the archive into what search knows: reports, their passages, and their full texts.

A *passage* is the smallest thing that can be an answer: one lesson, one fix, one error
string, a title, a summary, a cause. It is one record of the index, so that the answer to a
query is the sentence itself and not a document to read through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from secondstory.brief import whole_of
from secondstory.model import Action, Archive, Fact, Group, Lesson, Postmortem, Recurrence, Rich
from secondstory.render.marks import FixState, fix_state, recurrence_mark, report_mark
from secondstory.render.views_parts import Chip
from secondstory.render.words import short_day

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that can be found.

    `report` is the report's place in the archive. `kind` is title, label, summary, cause,
    error, fix or a kind of lesson. `text` is what a result shows; `more` and `check` (what
    completes "Check your code if ...") are searched as well and shown where they matched;
    `note` is shown only. `anchor` is "" where the passage has no permalink of its own.
    """

    report: int
    kind: str
    text: str
    more: str = ""
    check: str = ""
    note: str = ""
    anchor: str = ""

    @property
    def searched(self) -> str:
        """All that is searched of it."""
        return f"{self.text}\n{self.more}\n{self.check}"


def reports(archive: Archive) -> list[dict[str, Any]]:
    """Say of each report what a result shows of it and what it can be filtered by."""
    names = {
        facet: _names(groups)
        for facet, groups in (
            ("severity", archive.severities),
            ("service", archive.services),
            ("team", archive.teams),
            ("tag", archive.tags),
            ("class", archive.classes),
        )
    }
    return [
        {
            "slug": postmortem.slug,
            "title": postmortem.title,
            "date": postmortem.date.isoformat() if postmortem.date else "",
            "day": short_day(postmortem.date) if postmortem.date else "",
            "near": postmortem.near_miss,
            "open": any(_state(action).is_open for action in postmortem.actions),
            "mark": _chip(report_mark(postmortem)),
            "again": _chip(_worst(archive.recurrences.get(postmortem.slug, ()))),
            **{facet: by_slug.get(postmortem.slug, []) for facet, by_slug in names.items()},
        }
        for postmortem in archive.briefs
    ]


def passages(place: int, postmortem: Postmortem) -> list[Passage]:
    """List everything that can be found in a report, which stands at a place in the archive."""
    return [Passage(place, "title", postmortem.title.value), *_passages(place, postmortem)]


def texts(archive: Archive) -> dict[str, dict[str, dict[str, Any]]]:
    """Collect full texts and timelines by year and report slug, newest year first.

    Slugs and not places are the keys, so that a new report leaves older years unchanged
    and readers keep them in their cache.
    """
    years: dict[str, dict[str, dict[str, Any]]] = {}
    for report in archive.briefs:
        postmortem = whole_of(archive, report)
        year = str(postmortem.date.value.year) if postmortem.date else UNDATED
        years.setdefault(year, {})[postmortem.slug] = {
            "body": postmortem.plain,
            "code": postmortem.code,
            "timeline": [[event.when, event.text.text] for event in postmortem.timeline],
        }
    return years


def label(report: Mapping[str, Any]) -> str:
    """Spell what a report is filed under as one line, searchable like a sentence."""
    facets = ("service", "class", "tag", "team", "severity")
    return " · ".join(name for facet in facets for name in report[facet])


def _names(groups: Sequence[Group]) -> dict[str, list[str]]:
    """The groups that each report belongs to, by report slug."""
    names: dict[str, list[str]] = {}
    for group in groups:
        for slug in group.members:
            names.setdefault(slug, []).append(group.name)
    return names


def _chip(chip: Chip | None) -> list[str] | None:
    return [chip.kind, chip.icon, chip.text] if chip else None


def _worst(recurrences: Sequence[Recurrence]) -> Chip | None:
    """The mark of the class that came back most often."""
    most = max(recurrences, key=lambda recurrence: recurrence.nth, default=None)
    return recurrence_mark(most) if most else None


def _passages(place: int, postmortem: Postmortem) -> Iterator[Passage]:
    for lesson in postmortem.lessons:
        yield _lesson(place, lesson)
    for action in postmortem.actions:
        yield _fix(place, action)
    for error in dict.fromkeys(fact.value for fact in postmortem.errors):
        yield Passage(place, "error", error)
    yield from _prose(place, "summary", (postmortem.summary, postmortem.impact))
    causes = (postmortem.root_cause, postmortem.trigger, *postmortem.contributing)
    yield from _prose(place, "cause", causes)


def _lesson(place: int, lesson: Lesson) -> Passage:
    return Passage(
        place,
        lesson.kind.value,
        lesson.headline.text,
        more=lesson.more.text if lesson.more else "",
        check=lesson.check.text if lesson.check else "",
        anchor=lesson.anchor,
    )


def _fix(place: int, action: Action) -> Passage:
    proof = action.verified_by.text if action.verified_by else ""
    ticket = action.ticket.text if action.ticket else ""
    more = "\n".join(part for part in (action.reason or "", proof, ticket) if part)
    return Passage(
        place, "fix", action.text.text, more=more, note=_state_words(action), anchor=action.anchor
    )


def _state(action: Action) -> FixState:
    """How far a fix has come. Search has no date of its own, so nothing is late in it."""
    return fix_state(action, date.min)


def _state_words(action: Action) -> str:
    state = _state(action)
    if state is FixState.UNSTATED:
        return ""
    due = f", due {action.due.value.written}" if state.is_open and action.due else ""
    return state.words + due


def _prose(place: int, kind: str, facts: Sequence[Fact[Rich] | None]) -> Iterator[Passage]:
    said = dict.fromkeys(fact.value.text for fact in facts if fact and fact.value.text)
    return (Passage(place, kind, text) for text in said)
