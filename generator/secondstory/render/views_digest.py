"""What the pages of the monthly digest get, and whatever else tells an issue.

All of its texts are short and on one line, and its links lead from the site's root.
"""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_parts import Chip, FixRow, Html, LessonCard, Named, ReportRow


class Told(Noun, frozen=True):
    """A lesson as an issue of the digest tells it.

    Attributes:
        lesson: the lesson, under the headline of the issue
        mechanism: how it came about, in a few sentences; None where not stated
        fix: the fix that says most: one that held, else shipped, else is promised; None for none
        note: what an editor adds; empty for nothing
        older: whether it was published before the month of the issue
    """

    lesson: LessonCard
    mechanism: Html | None
    fix: FixRow | None
    note: str
    older: bool


class Returned(Noun, frozen=True):
    """A class that came back.

    Attributes:
        text: the class in words
        href: its page
        again: the how-manieth time, and why
        report: with which report
        fix: a fix of an earlier time, where that explains the return; None for none
        since: what that fix is to the return, such as `Open since November 2025`
    """

    text: str
    href: str
    again: Chip
    report: ReportRow
    fix: FixRow | None
    since: str


class Aged(Noun, frozen=True):
    """An open fix and how long it has been open.

    Attributes:
        fix: the fix
        age: its age at the end of the month, in words
    """

    fix: FixRow
    age: str


class DigestPage(Noun, frozen=True):
    """`digest.html`: an issue of the monthly digest.

    Attributes:
        title: its month, in words
        stand: its number, how long it takes to read, what it was chosen from
        note: what an editor says of the month; empty for nothing
        lead: the learning to lead with; None where no report teaches anything
        shorts: the learnings after it
        returns: the classes that came back
        waiting: where none did, those that came back before and whose known fix is still open
        held: a fix that proved itself; None for none
        held_for: what it was made for: how that report came about, in its words
        caught: a near miss that was well caught; None for none
        caught_by: what caught it, in its report's words
        open: how many commitments there are and how old, in a sentence
        oldest: the oldest of them
        earlier: a lesson from the archive, of the same month if possible; None for none
        earlier_when: its month, in words
        drill: when and what, of the beginning of a story
        answer: where the story ends
        counts: how many lessons there were to choose from, and what became of them
        how: how the lessons were chosen
        newer: the next issue; None for the last one
        older: the issue before; None for the first one
    """

    title: str
    stand: str
    note: str
    lead: Told | None
    shorts: tuple[Told, ...]
    returns: tuple[Returned, ...]
    waiting: tuple[Returned, ...]
    held: FixRow | None
    held_for: Html | None
    caught: ReportRow | None
    caught_by: Html | None
    open: str
    oldest: tuple[Aged, ...]
    earlier: Told | None
    earlier_when: str
    drill: tuple[tuple[str, str], ...]
    answer: str
    counts: str
    how: str
    newer: Named | None
    older: Named | None


class IssueRow(Noun, frozen=True):
    """An issue in the list of all.

    Attributes:
        month: its month, without the year
        href: its page
        headline: that of its lead
        also: the headlines of its other learnings
        note: what else is in it, in words; empty for nothing
    """

    month: str
    href: str
    headline: Html
    also: tuple[Html, ...]
    note: str


class IssueYear(Noun, frozen=True):
    """The issues of a year.

    Attributes:
        year: the year
        issues: its issues, newest first
    """

    year: str
    issues: tuple[IssueRow, ...]


class DigestsPage(Noun, frozen=True):
    """`digests.html`: all issues of the digest.

    Attributes:
        years: the issues by year, newest first; none before a month with lessons has ended
    """

    years: tuple[IssueYear, ...]
