"""What templates are made of: the small values that stand on many pages.

Every field is documented where it is declared; `themes/default/README.md` is written from
these docstrings and a test keeps the three (documented, passed, used) equal. `href`s are
relative to the site's root and percent-encoded: a template prints `{{ frame.root }}{{ x.href }}`.
Plain strings are escaped by the template engine; only `Html` is not.
"""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_charts import Strip


class Html(str):
    """Markup that has been through the sanitiser and may stand in a page as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell the template engine not to escape this."""
        return self


class Named(Noun, frozen=True):
    """A link to a page of the site.

    Attributes:
        text: what the link says
        href: where it leads
    """

    text: str
    href: str


class Outward(Noun, frozen=True):
    """A link that may leave the site, or only its words.

    Attributes:
        text: what the link says
        href: an absolute http, https or mailto address; empty where only words are known
    """

    text: str
    href: str


class Chip(Noun, frozen=True):
    """A mark of severity, fix state or recurrence: shape and word first, colour last.

    Attributes:
        kind: its family: sev, mild, near, held, done, doing, todo, late, off, idea,
            unstated, again
        icon: its drawing in `icons.html`; empty for none
        text: its words
    """

    kind: str
    icon: str
    text: str


class Origin(Noun, frozen=True):
    """Where a fact was read.

    Attributes:
        text: the short mark, such as `l. 42`
        full: the whole story, such as `heading "Impact", line 42`
        href: the source line on the code host, absolute; empty where unknown
        derived: true where a rule worked the value out
    """

    text: str
    full: str
    href: str
    derived: bool


class ReportRow(Noun, frozen=True):
    """A report as one line of a list.

    Attributes:
        title: its title
        href: its page
        lang: the language of its words, a BCP 47 tag; empty for the site's own
        day: its day in words; empty where not stated
        iso: its day as YYYY-MM-DD; empty where not stated
        effect: one line on what it did; empty where not stated
        duration: how long it took, in words; empty where not stated
        severity: its severity, or the near-miss mark; None where not stated
        services: its services
        again: which time of its class this was, from the second on
    """

    title: str
    href: str
    lang: str
    day: str
    iso: str
    effect: str
    duration: str
    severity: Chip | None
    services: tuple[Named, ...]
    again: Chip | None


class LessonCard(Noun, frozen=True):
    """A lesson with what a reader needs to decide whether it is theirs.

    Attributes:
        ref: its short name, day and number: `2026-09-14 L1`
        id: its address in the lessons library
        anchor: its address on the report's page
        href: its permanent link
        kind: lesson, went-well, went-poorly or lucky
        headline: the lesson in a sentence, without links, since it is one
        long: true where the headline is too long for display type
        more: what the report adds; its links only on the report's own page; None for nothing
        check: completes "Check your code if"; None where the report offers nothing
        report: the report it comes from
        fix: how far the fixes of that report have come; None where there are none
        tags: the tags of that report
        offered: true where it is a sentence of prose that sounds like a lesson, not a listed one
    """

    ref: str
    id: str
    anchor: str
    href: str
    kind: str
    headline: Html
    long: bool
    more: Html | None
    check: Html | None
    report: ReportRow
    fix: Chip | None
    tags: tuple[Named, ...]
    offered: bool


class Relies(Noun, frozen=True):
    """How strong a fix is, and by what.

    Attributes:
        text: strong, intermediate or weak
        means: what that is, in a sentence
        words: the words of the fix that decided; empty where its author says how strong it is
        reason: why its author says so; None where not stated
    """

    text: str
    means: str
    words: tuple[str, ...]
    reason: str | None


class FixRow(Noun, frozen=True):
    """A fix (action item) and how far it has come.

    Attributes:
        ref: its short name, day and number: `2026-09-14 F1`
        number: its number within the report: `F1`
        id: its address in the fixes library
        anchor: its address on the report's page
        href: its permanent link
        text: what is to be done; its links only on the report's own page
        state: how far it has come
        owner: who promised it; None where not stated
        due: its date in words; None where not stated
        due_iso: its date as YYYY-MM-DD; empty where it is none
        due_note: what that date means today, such as `20 d late`; empty for nothing
        ticket: where it is tracked; None where not stated
        proof: what shows that it holds, with links; None where not stated
        reason: why it was declined; None where not stated
        priority: its priority as written; None where not stated
        type: its type as written, such as "mitigate"; None where not stated
        strength: what it relies on; None where its words do not tell
        group: the heading it stands under; empty for none
        origin: the line it was read from
        report: the report it comes from
        tags: the tags of that report
        offered: true where it is a sentence of prose that sounds like a fix, not a listed one
        seen: what a tracker said of it and when, in words; empty for nothing
    """

    ref: str
    number: str
    id: str
    anchor: str
    href: str
    text: Html
    state: Chip
    owner: str | None
    due: str | None
    due_iso: str
    due_note: str
    ticket: Outward | None
    proof: Html | None
    reason: str | None
    priority: str | None
    type: str | None
    strength: Relies | None
    group: str
    origin: Origin
    report: ReportRow
    tags: tuple[Named, ...]
    offered: bool
    seen: str


class Coming(Noun, frozen=True):
    """Something that keeps coming back.

    Attributes:
        title: the class or tag in words
        name: the class or tag as written
        href: its page
        again: how often and why; None for a tag
        note: how many reports, and when last
        strip: when
    """

    title: str
    name: str
    href: str
    again: Chip | None
    note: str
    strip: Strip


class Entry(Noun, frozen=True):
    """A value of a group in an index or a browsing list.

    Attributes:
        text: its name
        href: its page
        note: what stands behind it, such as `21 lessons, 2 open`
        code: true where the name is a machine's
    """

    text: str
    href: str
    note: str
    code: bool


class Option(Noun, frozen=True):
    """A value to narrow a library by: a link, so that it works without script.

    Attributes:
        text: the value
        href: its page; starts with `#` for a place on this page
        number: how many entries have it
        code: true where the value is a machine's name
        current: true where this page shows that value
    """

    text: str
    href: str
    number: str
    code: bool
    current: bool


class Facet(Noun, frozen=True):
    """Ways to narrow a library, one group of them.

    Attributes:
        legend: what the values are
        options: the most frequent values
        more: the page with all of them; None where all are shown
    """

    legend: str
    options: tuple[Option, ...]
    more: Named | None


class Notice(Noun, frozen=True):
    """A file that was read and left out, or a finding in a report.

    Attributes:
        path: the file, relative to the archive
        text: why it was left out, or what to mend
        origin: the line; None where the whole file is meant
    """

    path: str
    text: str
    origin: Origin | None
