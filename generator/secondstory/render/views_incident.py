"""What the page of one report gets, from the 60-second card to the full record."""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_charts import TimelineChart
from secondstory.render.views_parts import (
    Chip,
    FixRow,
    Html,
    LessonCard,
    Named,
    Notice,
    Origin,
    ReportRow,
)


class FactRow(Noun, frozen=True):
    """A fact in the margin.

    Attributes:
        label: what it is
        value: its words; None where not stated
        links: links in place of words; empty for none
        origin: where it was read; None where that tells nothing
    """

    label: str
    value: str | None
    links: tuple[Named, ...]
    origin: Origin | None


class OutlineEntry(Noun, frozen=True):
    """A heading of the report.

    Attributes:
        text: its words
        anchor: its address on the page
        depth: 0 for the outermost level
    """

    text: str
    anchor: str
    depth: int


class Suggested(Noun, frozen=True):
    """A tag or class that a report's words suggest.

    Attributes:
        text: the tag or class
        because: the words that suggest it
        origin: the line they stand on
    """

    text: str
    because: str
    origin: Origin


class EventRow(Noun, frozen=True):
    """A row of the timeline table.

    Attributes:
        number: its number in the chart; empty without one
        outside: "before" or "after" where it lies outside the chart; else empty
        time: its time as written
        phase: Started, Detected, Mitigated or Resolved where it marks that; else empty
        text: what happened
        origin: the line it was read from
    """

    number: str
    outside: str
    time: str
    phase: str
    text: Html
    origin: Origin


class Timeline(Noun, frozen=True):
    """What happened when.

    Attributes:
        chart: the phases as a drawing; None where too few times are known
        note: about zones and numbers
        events: every entry
    """

    chart: TimelineChart | None
    note: str
    events: tuple[EventRow, ...]


class CauseItem(Noun, frozen=True):
    """A cause, or something that held.

    Attributes:
        text: its words
        anchor: its address; empty without one
    """

    text: Html
    anchor: str


class CauseColumn(Noun, frozen=True):
    """Causes of one kind.

    Attributes:
        heading: the kind
        items: in the order of the report
    """

    heading: str
    items: tuple[CauseItem, ...]


class ChainLink(Noun, frozen=True):
    """One time that a class came up.

    Attributes:
        report: the report of that time
        here: true for the report that this page is about
        fix: its first fix in words; empty for none
        state: how far that fix has come; None for none
        skipped: how many times in between are not shown; 0 for none
        gap: how long after the time before; empty for the first, or where not known
        why: what tells why it came back, in a sentence; empty for the first
        cure: the earlier fix that tells it; None where none does
    """

    report: ReportRow
    here: bool
    fix: str
    state: Chip | None
    skipped: int
    gap: str
    why: str
    cure: Named | None


class Chain(Noun, frozen=True):
    """Each time of a class, oldest first.

    Attributes:
        title: the class in words
        name: the class as written
        href: its page
        links: each time
        quiet: how long it has not been seen; empty where not known
    """

    title: str
    name: str
    href: str
    links: tuple[ChainLink, ...]
    quiet: str


class Similar(Noun, frozen=True):
    """A similar report and why.

    Attributes:
        report: the other report
        reasons: what they share, in words
    """

    report: ReportRow
    reasons: str


class IncidentPage(Noun, frozen=True):
    """`incident.html`: one report.

    Attributes:
        report: the report in short
        when: its day and hours in words; empty where not stated
        severity: its severity, even of a near miss; None where not stated
        stage: the mark of a draft or a report in review; None where it is neither
        near_miss: the near-miss mark; None where it was none
        again: each class that it repeats, and why
        lesson: the first lesson; None where there is none
        lesson_label: what that lesson is
        broke: what broke; None where not stated
        possible: what made it possible; empty where not stated
        changed_label: what is said under changed: what changed, what is to change, and so on
        changed: the fixes that tell most; empty for nothing
        changed_marks: the fixes by state
        story: the report's own body
        outline: its headings
        facts: what is known, with where it was read
        lessons: all lessons
        timeline: what happened when; None where not stated
        causes: trigger, causes, what went poorly and what held
        fixes: all fixes
        fixes_note: how many there are
        chains: its classes, each time
        similar: similar reports and why
        tags: its tags
        suggested: tags that its words suggest; only where its author gave none
        classes: classes that suit it; only where its author named none, and there is a file of them
        audiences: who may read it; empty where everybody may
        path: its file
        edit: where to edit that file, absolute; empty where unknown
        read_from: the kinds of places facts were read from
        aliases: its earlier names
        findings: what to mend in it
        earlier: the report before; None for the first
        later: the report after; None for the last
    """

    report: ReportRow
    when: str
    severity: Chip | None
    stage: Chip | None
    near_miss: Chip | None
    again: tuple[Chip, ...]
    lesson: LessonCard | None
    lesson_label: str
    broke: Html | None
    possible: tuple[Html, ...]
    changed_label: str
    changed: tuple[Html, ...]
    changed_marks: tuple[Chip, ...]
    story: Html
    outline: tuple[OutlineEntry, ...]
    facts: tuple[FactRow, ...]
    lessons: tuple[LessonCard, ...]
    timeline: Timeline | None
    causes: tuple[CauseColumn, ...]
    fixes: tuple[FixRow, ...]
    fixes_note: str
    chains: tuple[Chain, ...]
    similar: tuple[Similar, ...]
    tags: tuple[Named, ...]
    suggested: tuple[Suggested, ...]
    classes: tuple[Suggested, ...]
    audiences: tuple[str, ...]
    path: str
    edit: str
    read_from: str
    aliases: tuple[str, ...]
    findings: tuple[Notice, ...]
    earlier: Named | None
    later: Named | None
