"""What the pages of services, classes, tags, teams, severities and months get."""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_incident import Chain
from secondstory.render.views_parts import (
    Chip,
    Coming,
    Entry,
    FixRow,
    LessonCard,
    Named,
    ReportRow,
)


class ErrorRow(Noun, frozen=True):
    """An error string from a report.

    Attributes:
        text: the string
        search: the search for it
        report: where it was seen last
        meant: what it meant then; empty where not stated
    """

    text: str
    search: str
    report: ReportRow
    meant: str


class Mended(Noun, frozen=True):
    """What fixed an incident.

    Attributes:
        report: the incident
        stopped: what stopped it, in a sentence; empty where not stated
        fixes: what was changed, as far as it is not stated to be still open
        waiting: how many of its fixes are still open
    """

    report: ReportRow
    stopped: str
    fixes: tuple[FixRow, ...]
    waiting: int


class ServicePage(Noun, frozen=True):
    """`service.html`: read before you touch it.

    Attributes:
        name: the service
        stand: what to expect, in a sentence
        facts: how much is known about it
        first: the three lessons to read first
        more: its other lessons
        more_note: how much of them is shown; empty for all
        open: its open fixes, late ones first
        open_note: what they mean, or how much of them is shown
        errors: error strings seen with it
        mended: what fixed its incidents, newest first
        mended_note: how much of that is shown
        coming: the classes that it takes part in
        reports: its reports, newest first
        reports_note: how much of them is shown
    """

    name: str
    stand: str
    facts: tuple[str, ...]
    first: tuple[LessonCard, ...]
    more: tuple[LessonCard, ...]
    more_note: str
    open: tuple[FixRow, ...]
    open_note: str
    errors: tuple[ErrorRow, ...]
    mended: tuple[Mended, ...]
    mended_note: str
    coming: tuple[Coming, ...]
    reports: tuple[ReportRow, ...]
    reports_note: str


class CureRow(Noun, frozen=True):
    """A fix that would keep a class away.

    Attributes:
        text: the fix
        href: where it was promised; empty where no report has it
        when: the day on which it shipped, or that it did not, or that this is not known
        note: when it was promised, in a sentence; empty where not known
    """

    text: str
    href: str
    when: str
    note: str


class ClassPage(Noun, frozen=True):
    """`class.html`: a class of failure, each time it came.

    Attributes:
        title: the class in words
        name: the class as written
        stand: how often and why it came back, in a sentence
        again: the mark of the last time; None where it came once
        facts: how much is known about it
        first: what is known, a lesson a report, newest first
        more: its other lessons
        more_note: how much of them is shown
        chain: each time
        open: its open fixes, late ones first
        open_note: what they mean, or how much of them is shown
        where: the services that it hit
        nearby: classes that share a report with it
        statement: what can cause what; empty where the file of classes says nothing
        owner: who looks after it; empty where not stated
        aliases: its other names
        parent: the class that it is a kind of; None for none
        children: the classes that are a kind of it
        cures: the fixes that the file of classes names
        seen: when it was seen last, in a sentence; empty where not known
        exposed: whether it could have come since, in a sentence; empty where it never came
        exposure: the services or tags of which there are later reports
    """

    title: str
    name: str
    stand: str
    again: Chip | None
    facts: tuple[str, ...]
    first: tuple[LessonCard, ...]
    more: tuple[LessonCard, ...]
    more_note: str
    chain: Chain
    open: tuple[FixRow, ...]
    open_note: str
    where: tuple[Entry, ...]
    nearby: tuple[Entry, ...]
    statement: str
    owner: str
    aliases: tuple[str, ...]
    parent: Named | None
    children: tuple[Entry, ...]
    cures: tuple[CureRow, ...]
    seen: str
    exposed: str
    exposure: tuple[Entry, ...]


class GroupPage(Noun, frozen=True):
    """`group.html`: a tag, team, severity or month.

    Attributes:
        kind: Tag, Team, Severity or Month
        index: the index of its kind
        title: its name in words
        stand: what it holds, in a sentence
        mark: its severity as a mark; None for the other kinds
        first: what was learned, a lesson a report, newest first
        more: its other lessons
        more_note: how much of them is shown
        mended: what fixed its incidents, newest first; for tags
        mended_note: how much of that is shown
        open: open fixes, late ones first
        open_note: how much of them is shown
        reports: its reports, newest first
        reports_note: how much of them is shown
        nearby: what stands near: tags that share reports, the months before and after
        nearby_note: what nearby shows
    """

    kind: str
    index: Named
    title: str
    stand: str
    mark: Chip | None
    first: tuple[LessonCard, ...]
    more: tuple[LessonCard, ...]
    more_note: str
    mended: tuple[Mended, ...]
    mended_note: str
    open: tuple[FixRow, ...]
    open_note: str
    reports: tuple[ReportRow, ...]
    reports_note: str
    nearby: tuple[Entry, ...]
    nearby_note: str


class GroupsPage(Noun, frozen=True):
    """`groups.html`: all values of a kind.

    Attributes:
        kind: Tags, Services, Teams, Severities, Classes or Months
        stand: what the values are, in a sentence
        coming: those that keep coming back, for classes
        entries: all of them, or those that came once
        unseen: classes that are known and that no report names
        empty: what to write in a report to have one
    """

    kind: str
    stand: str
    coming: tuple[Coming, ...]
    entries: tuple[Entry, ...]
    unseen: tuple[Entry, ...]
    empty: str
