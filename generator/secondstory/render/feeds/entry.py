"""A report -> what every feed tells of it, whatever the feed's form."""

from __future__ import annotations

from datetime import date
from html import escape
from uuid import UUID, uuid5

from secondstory.model import Brief, Lesson, LessonKind, Site
from secondstory.noun import Noun
from secondstory.render.address import outward
from secondstory.render.cards import report_href

# Ours, drawn once; every feed id is derived from it.
NAMESPACE = UUID("0b9b3f5e-6a53-4f0e-9a5e-6f1f8f1d7c52")
ABOUT = "What was learned from incidents, newest report first."
HEADINGS = {
    LessonKind.LESSON: "What we learned",
    LessonKind.WENT_WELL: "What went well",
    LessonKind.WENT_POORLY: "What went poorly",
    LessonKind.LUCKY: "Where we got lucky",
}


class Channel(Noun, frozen=True):
    """A feed before it has a form.

    `name` is its path without its ending, `page` what it goes with, relative to the site's
    root, and `updated` the day of its newest report.
    """

    name: str
    title: str
    page: str
    updated: date
    about: str = ABOUT

    @property
    def root(self) -> str:
        """The way from the feed to the site's root."""
        return "../" * self.name.count("/")


class Entry(Noun, frozen=True):
    """A report as news, or an issue of the digest.

    `name` is permanent, `href` its page from the site's root, `told` its HTML up to the link to
    that page, which says `more`.
    """

    name: str
    href: str
    title: str
    day: date
    published: bool
    language: str
    severity: str | None
    categories: tuple[str, ...]
    told: str
    lessons: tuple[str, ...]
    more: str = "Read the report"


def entry_of(report: Brief, day: date) -> Entry:
    """What feeds tell of a report that came out on a day."""
    return Entry(
        report.slug,
        report_href(report.slug),
        f"{report.stage.value.capitalize()}: {report.title}"
        if report.stage.is_open
        else report.title,
        day,
        report.published is not None,
        report.language,
        report.severity.label if report.severity else None,
        tuple(dict.fromkeys((*report.tags, *report.services))),
        _told(report),
        tuple(lesson.text for lesson in report.learned(LessonKind.LESSON)),
    )


def content(entry: Entry, url: str) -> str:
    """The entry's HTML: what is told of it, and the way to its page."""
    return f'{entry.told}<p><a href="{escape(url)}">{entry.more}</a></p>'


def page_of(entry: Entry, site: Site, root: str) -> str:
    """Where the page of an entry is, as a feed links to it."""
    return outward(site, entry.href, root)


def urn(site: Site, name: str) -> str:
    """A permanent id: of the portal's owner and a permanent name, of nothing else.

    It does not know the portal's address, so that a moved portal shows nothing twice.
    """
    owner = site.organisation or site.base_url or site.title
    owner = owner.encode("utf-8", "replace").decode()  # half a pair has no bytes
    return uuid5(uuid5(NAMESPACE, owner), name).urn


def timestamp(day: date) -> str:
    """A day as feeds want it."""
    return f"{day.isoformat()}T00:00:00Z"


def _told(report: Brief) -> str:
    """Built from plain text, escaped here.

    So no markup of a report reaches a reader whose sanitising we do not know.
    """
    parts = [f"<p>{escape(report.summary)}</p>"] if report.summary else []
    for kind, heading in HEADINGS.items():
        if lessons := report.learned(kind):
            items = "".join(map(_item, lessons))
            parts.append(f"<h2>{heading}</h2><ul>{items}</ul>")
    return "".join(parts)


def _item(lesson: Lesson) -> str:
    more = f" {escape(lesson.more.text)}" if lesson.more else ""
    check = f" <em>Check your code if {escape(lesson.check.text)}</em>" if lesson.check else ""
    return f"<li><strong>{escape(lesson.headline.text)}</strong>{more}{check}</li>"
