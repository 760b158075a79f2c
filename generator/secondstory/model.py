"""The nouns, in the order they appear: Source, Document, Postmortem, Archive, Artifact.

Everything here is frozen. Collections are tuples. `None` means *the report does not
say*; it never means "not filled in yet", and nothing is guessed in its place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from secondstory.findings import Finding, Location

T = TypeVar("T")

# ---------------------------------------------------------------- per file: text and blocks


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: `path` is relative to the archive folder, with forward slashes."""

    path: str
    text: str
    findings: tuple[Finding, ...] = ()


class Kind(StrEnum):
    """What a block of Markdown is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    CODE = "code"
    QUOTE = "quote"
    HTML = "html"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of Markdown and where it stands.

    `text` is the source text of a leaf, markers stripped, lines joined by newlines;
    `plain` is what a reader sees of it and `html` the same as inline HTML. Line *n* of
    `text` stands in source line `line + n` (1-based) and starts in column `columns[n]`.
    Containers (list, item, table, row, quote) have `children` and no text of their own.
    """

    kind: Kind
    text: str = ""
    plain: str = ""
    html: str = ""
    line: int = 1
    columns: tuple[int, ...] = ()
    level: int = 0  # heading 1-6; list 1 where ordered
    checked: bool | None = None  # item: state of its task box, None without one
    info: str = ""  # code: the language named behind the fence
    header: bool = False  # row: stands in the table head
    children: tuple[Block, ...] = ()

    def walk(self) -> Iterator[Block]:
        """This block and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a report's table of contents."""

    level: int
    plain: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: front matter, blocks with positions, body HTML, and what was wrong.

    `meta_lines` gives the 1-based line of each top-level front matter key, and of the items
    of its list as `key[0]`, `key[1]` and so on; `links` the
    targets of reference links, which a piece of the text needs to be rendered by itself.
    """

    source: Source
    meta: Mapping[str, object]
    meta_lines: Mapping[str, int]
    blocks: tuple[Block, ...]
    html: str
    outline: tuple[Heading, ...]
    images: tuple[str, ...]
    links: Mapping[str, str]
    findings: tuple[Finding, ...]

    def meta_line(self, key: str, item: int | None = None) -> int:
        """The line of a front matter key, or of an item of its list."""
        line = self.meta_lines.get(key, 1)
        return line if item is None else self.meta_lines.get(f"{key}[{item}]", line)

    def locate(self, line: int, column: int = 1) -> Location:
        """A location in this file."""
        return Location(self.source.path, max(1, line), max(1, column))


# ---------------------------------------------------------------- per file: facts


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


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value came from: kind of place, label there, 1-based line (0: not in the text)."""

    origin: Origin
    line: int = 0
    label: str = ""

    def __str__(self) -> str:
        """For people: `heading "Root cause", line 42`."""
        named = f'{self.origin.value} "{self.label}"' if self.label else self.origin.value
        return f"{named}, line {self.line}" if self.line else named


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value, the words it was read from, and where they stand."""

    value: T
    written: str
    source: Provenance


@dataclass(frozen=True, slots=True)
class Rich:
    """A short text twice: as plain text and as sanitised inline HTML."""

    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as the report states it.

    `at` is naive local time in `zone` ("" where no zone is named); where `timed` is
    false only its day is known.
    """

    at: dt.datetime
    timed: bool
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Severity:
    """`level` 1 (worst) to 4, None where the words fit no scale; `label` such as `SEV2`."""

    level: int | None
    label: str


class LessonKind(StrEnum):
    """What sort of thing was learned."""

    LESSON = "lesson"
    WENT_WELL = "went-well"
    WENT_POORLY = "went-poorly"
    LUCKY = "lucky"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing learned. `headline` is its first sentence, `more` what follows it.

    `check` completes "Check your code if ..."; None where the report offers nothing.
    `anchor` (`l-` and eight hex digits of the wording) is its permanent link.
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


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: the day where one can be read, else only its words ("Q3")."""

    day: dt.date | None
    written: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link target and its words."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """One action item (a fix). Unstated parts are None; `group` is the heading above it."""

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


@dataclass(frozen=True, slots=True)
class Event:
    """A timeline entry: its time as written, as a moment where that can be read, and the text."""

    when: str
    moment: Moment | None
    text: Rich
    source: Provenance


@dataclass(frozen=True, slots=True)
class Reference:
    """A link from one report to another file of the archive (path inside the archive folder)."""

    path: str
    text: str
    line: int


class Visibility(StrEnum):
    """Who may see a report. Restricted reports reach no output."""

    INTERNAL = "internal"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Postmortem:
    """Everything one report says about one incident, and what is wrong with its write-up."""

    slug: str
    path: str
    title: Fact[str]
    visibility: Visibility = Visibility.INTERNAL
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
    classes: tuple[Fact[str], ...] = ()
    recurrence: Fact[str] | None = None  # as the report states it
    summary: Fact[Rich] | None = None
    impact: Fact[Rich] | None = None
    root_cause: Fact[Rich] | None = None
    trigger: Fact[Rich] | None = None
    detection: Fact[Rich] | None = None
    resolution: Fact[Rich] | None = None
    contributing: tuple[Fact[Rich], ...] = ()
    lessons: tuple[Lesson, ...] = ()
    actions: tuple[Action, ...] = ()
    timeline: tuple[Event, ...] = ()
    errors: tuple[Fact[str], ...] = ()
    references: tuple[Reference, ...] = ()
    aliases: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Other:
    """A file of the archive that is no incident report (an index, a template, a guide)."""

    path: str
    title: str
    reason: str
    visibility: Visibility = Visibility.INTERNAL
    findings: tuple[Finding, ...] = ()


Study = Postmortem | Other

# ---------------------------------------------------------------- per archive


@dataclass(frozen=True, slots=True)
class Group:
    """The reports that share a value: a tag, service, team, severity, class or month."""

    name: str
    slug: str
    members: tuple[str, ...]  # report slugs, newest first


class Disease(StrEnum):
    """Why an incident came back."""

    NOT_SHIPPED = "known fix not shipped"
    DID_NOT_HOLD = "fix did not hold"
    UNKNOWN = "cause of the repeat not stated"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The n-th time (2 or more) a class came back, where and why."""

    class_name: str
    nth: int
    disease: Disease
    earlier: tuple[str, ...]  # slugs of the earlier reports of the class, oldest first


@dataclass(frozen=True, slots=True)
class Related:
    """A similar report and the reasons, as readable phrases ("class retry-multiplication")."""

    slug: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """All reports that may be shown, newest first, and what binds them together.

    Restricted reports are left out before an archive is made, so nothing built from
    one can leak them.
    """

    postmortems: tuple[Postmortem, ...]
    others: tuple[Other, ...]
    tags: tuple[Group, ...]
    services: tuple[Group, ...]
    teams: tuple[Group, ...]
    severities: tuple[Group, ...]
    classes: tuple[Group, ...]
    months: tuple[Group, ...]  # name "2026-10", newest first
    recurrences: Mapping[str, tuple[Recurrence, ...]] = field(default_factory=dict)  # by slug
    related: Mapping[str, tuple[Related, ...]] = field(default_factory=dict)  # by slug
    findings: tuple[Finding, ...] = ()

    def by_slug(self) -> dict[str, Postmortem]:
        """The reports by their permanent name."""
        return {postmortem.slug: postmortem for postmortem in self.postmortems}


# ---------------------------------------------------------------- output


@dataclass(frozen=True, slots=True)
class Site:
    """What a project says about its portal.

    `base_url` ("" when unknown) makes absolute links possible (feed, sitemap);
    `source_url` is a pattern with `{path}` and `{line}` for "edit this page" links.
    """

    title: str = "Second Story"
    organisation: str = ""
    base_url: str = ""
    language: str = "en"
    footer: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the site before it is written: relative path and bytes."""

    path: PurePosixPath
    content: bytes
