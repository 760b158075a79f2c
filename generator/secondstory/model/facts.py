"""What one report says: facts with provenance, and the Postmortem that holds them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Generic, TypeVar

from secondstory.findings import Finding
from secondstory.model.commitment import Grade, Intent, Purpose
from secondstory.model.text import Heading
from secondstory.noun import Noun

T = TypeVar("T")


class Origin(StrEnum):
    """The kind of place a value was read from."""

    FRONT_MATTER = "front matter"
    HEADING = "heading"
    FIELD = "field"
    TABLE = "table"
    LIST = "list"
    TITLE = "title"
    FILE_NAME = "file name"
    FOLDER = "folder name"
    LEAD = "lead paragraph"
    BODY = "body"
    DERIVED = "derived"
    SENTENCE = "sentence"
    TRACKER = "tracker"


class Confidence(StrEnum):
    """How sure a reading is."""

    STATED = "stated"  # in a place made for it: front matter, a field, a table, a list
    READ = "read"  # under a heading or in a title that means it
    INFERRED = "inferred"  # from the file name, the lead paragraph, or other values
    OFFERED = "offered"  # a sentence of prose that sounds like it


_INFERRED = frozenset({Origin.FILE_NAME, Origin.FOLDER, Origin.LEAD, Origin.DERIVED})
_READ = frozenset({Origin.HEADING, Origin.TITLE, Origin.BODY})


class Provenance(Noun, frozen=True):
    """Where a value came from: kind of place, label there, 1-based line (0: not in the text)."""

    origin: Origin
    line: int = 0
    label: str = ""

    @property
    def confidence(self) -> Confidence:
        """How sure a value from such a place is."""
        if self.origin is Origin.SENTENCE:
            return Confidence.OFFERED
        if self.origin in _INFERRED:
            return Confidence.INFERRED
        return Confidence.READ if self.origin in _READ else Confidence.STATED

    def __str__(self) -> str:
        """For people: `heading "Root cause", line 42`."""
        named = f'{self.origin.value} "{self.label}"' if self.label else self.origin.value
        return f"{named}, line {self.line}" if self.line else named


class Fact(Noun, Generic[T], frozen=True):
    """A value, the words it was read from, and where they stand.

    `runner_up` is the next best reading that says something else, with its place.
    """

    value: T
    written: str
    source: Provenance
    runner_up: str = ""


class Rich(Noun, frozen=True):
    """A short text twice: as plain text and as sanitised inline HTML."""

    text: str
    html: str


class Moment(Noun, frozen=True):
    """A point in time as far as the report states it.

    `at` is naive local time in `zone` ("" where no zone is named); where `timed` is
    false only its day is known.
    """

    at: dt.datetime
    timed: bool
    zone: str = ""


class Severity(Noun, frozen=True):
    """`level` 1 (worst) to 4, None where the words fit no scale; `label` such as `SEV2`."""

    level: int | None
    label: str


class LessonKind(StrEnum):
    """What sort of thing was learned."""

    LESSON = "lesson"
    WENT_WELL = "went-well"
    WENT_POORLY = "went-poorly"
    LUCKY = "lucky"


class Lesson(Noun, frozen=True):
    """One thing learned. `headline` is its first sentence, `more` what follows it.

    `check` completes "Check your code if ..."; None where the report offers nothing.
    `anchor` is its permanent link: `h-` and the name its author gave it, else `l-` and eight
    hex digits of its wording.
    """

    kind: LessonKind
    headline: Rich
    more: Rich | None
    check: Rich | None
    anchor: str
    source: Provenance

    @property
    def text(self) -> str:
        """The whole lesson as plain text."""
        return f"{self.headline.text} {self.more.text}" if self.more else self.headline.text


class ActionStatus(StrEnum):
    """How far a fix has come. A report that does not say has no status at all (None)."""

    OPEN = "open"
    IN_PROGRESS = "in progress"
    DONE = "done"
    DECLINED = "declined"


class Due(Noun, frozen=True):
    """A deadline: the day where one can be read, else only its words ("Q3")."""

    day: dt.date | None
    written: str


class Link(Noun, frozen=True):
    """A link target and its words."""

    href: str
    text: str


class Action(Noun, frozen=True):
    """One action item (a fix). Unstated parts are None; `group` is the heading above it.

    `id` names it within its report, whatever its place and for small changes of its words;
    `anchor` is its address on the page. `type` and `strength` are as written, `purpose` and `grade`
    what they mean or, where they are not stated, what its words tell. `done` is the day on
    which it was done, where that is said.
    """

    text: Rich
    owner: Fact[str] | None
    due: Fact[Due] | None
    status: Fact[ActionStatus] | None
    priority: Fact[str] | None
    type: Fact[str] | None
    ticket: Link | None
    verified_by: Rich | None
    reason: str | None
    group: str
    anchor: str
    source: Provenance
    id: str = ""
    strength: Fact[str] | None = None
    grade: Grade | None = None
    purpose: Fact[Purpose] | None = None
    intent: Intent = Intent.IDEA
    done: Fact[dt.date] | None = None


class Event(Noun, frozen=True):
    """A timeline entry: its time as written, as a moment where that can be read, and the text."""

    when: str
    moment: Moment | None
    text: Rich
    source: Provenance


class Reference(Noun, frozen=True):
    """A link from one report to another file of the archive (path inside the archive folder)."""

    path: str
    text: str
    line: int


class GuideKind(StrEnum):
    """What tells people how to act, or why a system is as it is."""

    RUNBOOK = "runbook"
    DECISION = "decision record"


class Guide(Noun, frozen=True):
    """A runbook or a decision record that a report links to.

    `target` is an address, or a path from the folder of the archive; it may lie outside of it.
    """

    kind: GuideKind
    target: str
    line: int


class Visibility(StrEnum):
    """Who may see a report: restricted ones only the audiences that they name (`privacy`)."""

    INTERNAL = "internal"
    RESTRICTED = "restricted"


class Stage(StrEnum):
    """How far the write-up of a report has come; one that does not say is published."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    PUBLISHED = "published"

    @property
    def is_open(self) -> bool:
        """Whether it is still being written or reviewed, so that only its authors see it."""
        return self in {Stage.DRAFT, Stage.IN_REVIEW}


class Prompt(Noun, frozen=True):
    """A question of a blueprint that nothing answers, and its line."""

    text: str
    line: int


class Postmortem(Noun, frozen=True):
    """Everything one report says about one incident, and what is wrong with its write-up."""

    slug: str
    path: str
    title: Fact[str]
    visibility: Visibility = Visibility.INTERNAL
    audiences: tuple[str, ...] = ()  # who may read it if it is restricted; none: nobody
    stage: Stage = Stage.PUBLISHED
    flow: bool = False  # whether it states a stage
    report_due: Fact[dt.date] | None = None  # when the report is to be published
    reviewed_by: tuple[Fact[str], ...] = ()  # roles
    retro: Fact[dt.date] | None = None  # when its retrospective was held
    unanswered: tuple[Prompt, ...] = ()
    near_miss: Fact[bool] | None = None
    date: Fact[dt.date] | None = None
    published: Fact[dt.date] | None = None
    started: Fact[Moment] | None = None
    detected: Fact[Moment] | None = None
    mitigated: Fact[Moment] | None = None
    resolved: Fact[Moment] | None = None
    duration: Fact[int] | None = None  # minutes
    severity: Fact[Severity] | None = None
    severity_initial: Fact[Severity] | None = None
    status: Fact[str] | None = None
    services: tuple[Fact[str], ...] = ()
    teams: tuple[Fact[str], ...] = ()
    tags: tuple[Fact[str], ...] = ()
    suggested: tuple[Fact[str], ...] = ()  # tags for a report without tags, by archive.py
    classes: tuple[Fact[str], ...] = ()
    suggested_classes: tuple[Fact[str], ...] = ()  # for a report that names none, by archive.py
    recurrence: Fact[str] | None = None  # as the report states it
    summary: Fact[Rich] | None = None
    impact: Fact[Rich] | None = None
    root_cause: Fact[Rich] | None = None
    trigger: Fact[Rich] | None = None
    detection: Fact[Rich] | None = None
    resolution: Fact[Rich] | None = None
    contributing: tuple[Fact[Rich], ...] = ()
    second_story: Fact[Rich] | None = None  # what made the decisions sensible at the time
    lessons: tuple[Lesson, ...] = ()
    actions: tuple[Action, ...] = ()
    timeline: tuple[Event, ...] = ()
    errors: tuple[Fact[str], ...] = ()
    references: tuple[Reference, ...] = ()
    guides: tuple[Guide, ...] = ()
    aliases: tuple[Fact[str], ...] = ()  # the slugs of its former pages
    images: tuple[str, ...] = ()
    language: str = ""  # BCP 47 tag where the script or front matter tells, else ""
    body: str = ""  # sanitised HTML; links inside the archive as href="archive:PATH#FRAGMENT"
    plain: str = ""  # the body as plain text, for search
    code: str = ""  # fenced code and literals as plain text, for search
    outline: tuple[Heading, ...] = ()
    findings: tuple[Finding, ...] = ()

    def learned(self, *kinds: LessonKind) -> tuple[Lesson, ...]:
        """Its lessons of the given kinds, in the order of the report."""
        return tuple(lesson for lesson in self.lessons if lesson.kind in kinds)


class Other(Noun, frozen=True):
    """A file of the archive that is no incident report (an index, a template, a guide)."""

    path: str
    title: str
    reason: str
    visibility: Visibility = Visibility.INTERNAL
    audiences: tuple[str, ...] = ()  # as of a Postmortem
    prompts: tuple[str, ...] = ()  # a template's wordings, folded: what authors may leave behind
    findings: tuple[Finding, ...] = ()
    stage: Stage = Stage.PUBLISHED


Study = Postmortem | Other
