"""What each page's template gets, as `page`; every template also gets a `Frame`, as `frame`.

One frozen view per template: a template never sees the model, so the model can change
without breaking anybody's theme, and nothing reaches a page by accident.
"""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.render.views_actions import ActionsPage
from secondstory.render.views_digest import DigestPage, DigestsPage
from secondstory.render.views_groups import (
    ClassPage,
    ErrorRow,
    GroupPage,
    GroupsPage,
    ServicePage,
)
from secondstory.render.views_incident import IncidentPage
from secondstory.render.views_learning import LearningPage, RowsPage
from secondstory.render.views_parts import (
    Chip,
    Coming,
    Entry,
    Facet,
    FixRow,
    LessonCard,
    Named,
    Notice,
    Option,
    ReportRow,
)


class NavItem(Noun, frozen=True):
    """An entry of the main navigation.

    Attributes:
        text: what it says
        href: where it leads, from the site's root
        outside: true where it leads away from the portal, so that `href` stands as it is
        current: true on the pages of that section
    """

    text: str
    href: str
    outside: bool
    current: bool


class Alternate(Noun, frozen=True):
    """What a page is offered as besides: a feed, its data, its Markdown; or a way to search it.

    Attributes:
        rel: what it is to the page: `alternate` or `search`
        type: its media type
        title: its name
        href: where it lies
    """

    rel: str
    type: str
    title: str
    href: str


class Logo(Noun, frozen=True):
    """The picture beside the portal's name.

    Attributes:
        href: its path below the root
        width: in pixels, as tall as a line of the masthead
        height: in pixels
    """

    href: str
    width: int
    height: int


class Frame(Noun, frozen=True):
    """What stands around every page.

    Attributes:
        root: the way from this page to the site's root: empty or `../`
        title: the page's title
        description: what the page holds, in a sentence
        lang: the language of the page, a BCP 47 tag
        site: the portal's name
        organisation: whose portal it is; empty where not stated
        canonical: the page's absolute address; empty where the portal's is unknown
        nav: the main navigation
        browse: the indexes that are not in the main navigation
        alternates: what the head of the page links to for machines
        footer: the project's own line; empty for none
        logo: the project's own picture; None where it has none
        colours: the path of a style sheet with the project's own colours; empty for none
        audiences: for whom reports are in this copy that others may not see; empty for nobody
        drafts: whether reports that are not approved yet may be in this copy
        script: the search script's path below the root; empty where the theme has none
        search: the engine behind it, `lunr` or `pagefind`; the latter runs WebAssembly
        version: changes when a static file changes; append it to their addresses
    """

    root: str
    title: str
    description: str
    lang: str
    site: str
    organisation: str
    canonical: str
    nav: tuple[NavItem, ...]
    browse: tuple[Named, ...]
    alternates: tuple[Alternate, ...]
    footer: str
    logo: Logo | None
    colours: str
    audiences: tuple[str, ...]
    drafts: bool
    script: str
    search: str
    version: str


class NearMiss(Noun, frozen=True):
    """Something that nearly happened.

    Attributes:
        report: its report
        lesson: what it taught; None where not stated
    """

    report: ReportRow
    lesson: LessonCard | None


class HomePage(Noun, frozen=True):
    """`home.html`: what to know this month.

    Attributes:
        lead: the first lesson; None where no report has one
        also: up to four more, one for each incident and class
        chosen: where those come from and how they were chosen
        issue: the last issue of the digest; None where there is none
        coming: what keeps coming back
        coming_note: what the strips show
        promised: open fixes, late ones first
        promised_note: how many there are
        latest: the newest reports
        latest_note: how many there are
        near_misses: the newest near misses with what they taught
        services: ways in by service
        services_more: the page with all of them; None where all are shown
    """

    lead: LessonCard | None
    also: tuple[LessonCard, ...]
    chosen: str
    issue: Named | None
    coming: tuple[Coming, ...]
    coming_note: str
    promised: tuple[FixRow, ...]
    promised_note: str
    latest: tuple[ReportRow, ...]
    latest_note: str
    near_misses: tuple[NearMiss, ...]
    services: tuple[Entry, ...]
    services_more: Named | None


class EmptyPage(Noun, frozen=True):
    """`empty.html`: home of a portal without reports.

    Attributes:
        left_out: the files that were read and are no report, with reasons
    """

    left_out: tuple[Notice, ...]


class Year(Noun, frozen=True):
    """The reports of a year.

    Attributes:
        name: the year, or "Undated"
        id: its anchor
        note: how many
        reports: newest first
    """

    name: str
    id: str
    note: str
    reports: tuple[ReportRow, ...]


class IncidentsPage(Noun, frozen=True):
    """`incidents.html`: the list of reports, newest year first.

    Attributes:
        heading: the page's heading
        stand: how many reports, and since when
        years: the years on this page
        others: all years, to go on
        months: the months of a year that has too many for one page
    """

    heading: str
    stand: str
    years: tuple[Year, ...]
    others: tuple[Option, ...]
    months: tuple[Option, ...]


class LessonSection(Noun, frozen=True):
    """Lessons of one kind.

    Attributes:
        heading: the kind
        id: its anchor
        lessons: newest report first
    """

    heading: str
    id: str
    lessons: tuple[LessonCard, ...]


class LessonsPage(Noun, frozen=True):
    """`lessons.html`: the lessons library, whole or one year of it.

    Attributes:
        heading: the page's heading
        stand: what it holds, in a sentence
        shown: which of all are on this page
        sections: the lessons by kind
        facets: ways to narrow it
        years: all years, to go on
    """

    heading: str
    stand: str
    shown: str
    sections: tuple[LessonSection, ...]
    facets: tuple[Facet, ...]
    years: tuple[Option, ...]


class FixSection(Noun, frozen=True):
    """Fixes in one state.

    Attributes:
        heading: the state
        note: what it means
        id: its anchor
        fixes: in the order that the note tells
    """

    heading: str
    note: str
    id: str
    fixes: tuple[FixRow, ...]


class FixesPage(Noun, frozen=True):
    """`fixes.html`: the fixes library, whole or one year of it.

    Attributes:
        heading: the page's heading
        stand: what it holds, in a sentence
        marks: how many there are in each state
        shown: which of all are on this page
        sections: the fixes by state
        facets: ways to narrow it
        years: all years, to go on
    """

    heading: str
    stand: str
    marks: tuple[Chip, ...]
    shown: str
    sections: tuple[FixSection, ...]
    facets: tuple[Facet, ...]
    years: tuple[Option, ...]


class AboutPage(Noun, frozen=True):
    """`about.html`: what is read and how, and how to write a report.

    Attributes:
        totals: what the portal was made from, and for which day, in words
        findings: how many things there are to mend, in words; empty for none
        left_out: the files that were read and are no report, with reasons
    """

    totals: str
    findings: str
    left_out: tuple[Notice, ...]


class SearchPage(Noun, frozen=True):
    """`search.html`: the search form, and ways in without script.

    Attributes:
        errors: error strings of the newest reports that have some
        tags: the tags with most reports
        services: the services with most reports
        classes: the classes with most reports
        tags_more: the page with all tags; None where all are shown
        services_more: the page with all services; None where all are shown
        classes_more: the page with all classes; None where all are shown
    """

    errors: tuple[ErrorRow, ...]
    tags: tuple[Entry, ...]
    services: tuple[Entry, ...]
    classes: tuple[Entry, ...]
    tags_more: Named | None
    services_more: Named | None
    classes_more: Named | None


class NotFoundPage(Noun, frozen=True):
    """`404.html`: nothing has this address.

    Attributes:
        latest: the newest reports
    """

    latest: tuple[ReportRow, ...]


class MovedPage(Noun, frozen=True):
    """`moved.html`: a former address of a report or class; it leads on without script, too.

    Attributes:
        to: where it is now
        what: what it is: report or class
    """

    to: Named
    what: str


TEMPLATES: dict[type, str] = {
    HomePage: "home.html",
    EmptyPage: "empty.html",
    IncidentsPage: "incidents.html",
    IncidentPage: "incident.html",
    LessonsPage: "lessons.html",
    FixesPage: "fixes.html",
    ActionsPage: "actions.html",
    ServicePage: "service.html",
    ClassPage: "class.html",
    GroupPage: "group.html",
    GroupsPage: "groups.html",
    DigestPage: "digest.html",
    DigestsPage: "digests.html",
    LearningPage: "learning.html",
    RowsPage: "learning-rows.html",
    AboutPage: "about.html",
    SearchPage: "search.html",
    NotFoundPage: "404.html",
    MovedPage: "moved.html",
}
