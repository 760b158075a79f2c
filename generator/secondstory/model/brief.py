"""What the archive as a whole has to know of a report: its Brief."""

from __future__ import annotations

import datetime as dt

from secondstory.findings import Finding
from secondstory.model.commitment import Grade, Intent, Purpose, Seen
from secondstory.model.facts import (
    ActionStatus,
    Due,
    Fact,
    Guide,
    Lesson,
    LessonKind,
    Link,
    Moment,
    Other,
    Provenance,
    Reference,
    Rich,
    Severity,
    Stage,
    Visibility,
)
from secondstory.noun import Noun


class Fix(Noun, frozen=True):
    """An Action as others see it: the same values without their provenance.

    `seen` is what a tracker said of it, where one was asked: `status`, `owner` and `due` are then
    what it said, as far as it did.
    """

    text: Rich
    owner: str | None
    due: Due | None
    status: ActionStatus | None
    priority: str | None
    type: str | None
    ticket: Link | None
    verified_by: Rich | None
    reason: str | None
    group: str
    anchor: str
    source: Provenance
    id: str = ""
    grade: Grade | None = None
    purpose: Purpose | None = None
    intent: Intent = Intent.IDEA
    seen: Seen | None = None
    done: dt.date | None = None


class Brief(Noun, frozen=True):
    """A report as others see it: what lists, groups, libraries and other reports show of it.

    Its full story (Postmortem) is five times as big and is read only where it is told: so
    ten thousand reports fit into memory, and a changed word in one of them changes nothing
    elsewhere. Values stand without their provenance; `line` is where the title stands.
    `summary`, `impact`, `cause` and `resolution` are the beginnings of those texts on one
    line, "" where the report has none. `reviewed_by` are roles. `said` are the words of its
    title, summary and causes, for `suggest`. `links` are the paths of the archive that its text
    links to, `anchors` the headings others may link to, `story` how its timeline begins, when and
    what, where there is enough of it. `class_lines` say where each of its classes is named, `terms`
    are the words that may bind it to other reports, for `related`.
    """

    slug: str
    path: str
    title: str
    line: int
    visibility: Visibility
    audiences: tuple[str, ...]
    stage: Stage
    language: str
    date: dt.date | None
    started: Moment | None
    detected: Moment | None
    mitigated: Moment | None
    resolved: Moment | None
    published: dt.date | None
    duration: int | None  # minutes
    severity: Severity | None
    severity_initial: Severity | None
    near_miss: bool
    status: str
    services: tuple[str, ...]
    teams: tuple[str, ...]
    tags: tuple[str, ...]
    suggested: tuple[Fact[str], ...]
    classes: tuple[str, ...]
    class_lines: tuple[int, ...]
    suggested_classes: tuple[Fact[str], ...]
    reviewed_by: tuple[str, ...]
    retro: dt.date | None
    recurrence: str
    summary: str
    impact: str
    cause: str
    resolution: str
    lessons: tuple[Lesson, ...]
    actions: tuple[Fix, ...]
    errors: tuple[str, ...]
    story: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]
    guides: tuple[Guide, ...]
    links: tuple[str, ...]
    aliases: tuple[Fact[str], ...]
    images: tuple[str, ...]
    anchors: tuple[str, ...]
    said: str
    terms: str
    findings: tuple[Finding, ...]

    def learned(self, *kinds: LessonKind) -> tuple[Lesson, ...]:
        """Its lessons of the given kinds, in the order of the report."""
        return tuple(lesson for lesson in self.lessons if lesson.kind in kinds)


Filing = Brief | Other
