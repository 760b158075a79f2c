"""Issues of the digest -> a feed of them, each with all that it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from html import escape
from itertools import chain
from pathlib import PurePosixPath

from secondstory.model import Issue, Pending, Site
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue
from secondstory.render.digest import Around, digest_href, view_of
from secondstory.render.digest.fit import bare
from secondstory.render.feeds.entry import Channel, Entry
from secondstory.render.feeds.forms import FORMS, Form
from secondstory.render.views_digest import Aged, DigestPage, Returned, Told
from secondstory.render.views_parts import FixRow

DIGEST = "digest/feed"
ABOUT = "What was learned, month by month: one lesson to lead with and a few in short."
_NEWEST = 12  # issues: a year
_ISSUE = "digest-{}"  # its permanent name
Shown = tuple[Catalogue, Issue, Around]
_Way = Callable[[str], str]


def digest_title(site: Site) -> str:
    """What the feed of the issues is called."""
    return f"Digest · {site.title}"


def digest_feeds(issues: Sequence[Shown], site: Site, as_of: date) -> Iterator[Pending]:
    """The feeds of the issues, given oldest first, each with the reports that it shows."""
    newest = tuple(issues[: -_NEWEST - 1 : -1])
    updated = came_out(newest[0][1].month) if newest else as_of
    channel = Channel(DIGEST, digest_title(site), "digest/index.html", updated, ABOUT)
    for form in FORMS:
        path = PurePosixPath(f"{DIGEST}{form.suffix}")
        shows = (site, channel, *chain.from_iterable(newest))
        yield Pending(path, shows, partial(_make, form, channel, site, newest))


def came_out(month: str) -> date:
    """The day on which the issue of a month is complete: the first of the next."""
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1)


def _make(form: Form, channel: Channel, site: Site, issues: Sequence[Shown]) -> bytes:
    way = partial(outward, site, root=channel.root)
    entries = (_entry(view_of(*shown), shown[1], way) for shown in issues)
    return form.feed(channel, site, (form.entry(each, site, channel.root) for each in entries))


def _entry(page: DigestPage, issue: Issue, way: _Way) -> Entry:
    told = [bare(each.lesson.headline) for each in (page.lead, *page.shorts) if each]
    return Entry(
        name=_ISSUE.format(issue.month),
        href=digest_href(issue.month),
        title=f"{page.title}: {told[0]}",
        day=came_out(issue.month),
        published=True,
        language="",
        severity=None,
        categories=(),
        told="".join(_html(page, way)),
        lessons=tuple(told),
        more="Read the issue",
    )


def _html(page: DigestPage, way: _Way) -> Iterator[str]:
    """Built from plain text, escaped here, as all that feeds say."""
    yield _p(escape(page.stand))
    yield _p(escape(page.note))
    if page.lead:
        yield from _lesson(page.lead, way, "h2")
    yield from _part("In short", (part for each in page.shorts for part in _lesson(each, way)))
    back = "".join(_class(each, way) for each in page.returns or page.waiting)
    heading = "Class watch" if page.returns else "Known fixes that wait"
    yield from _part(heading, [f"<ul>{back}</ul>"] if back else ())
    if page.held:
        proof = f": {_words(page.held.proof)}" if page.held.proof else ""
        made_for = [_p(_words(page.held_for))] if page.held_for else []
        yield from _part("It held", [_p(f"{_fix(page.held, way)}{proof}"), *made_for])
    if page.caught:
        title = _a(escape(page.caught.title), way(page.caught.href))
        how = f": {_words(page.caught_by)}" if page.caught_by else ""
        yield from _part("Well caught", [_p(f"{title}{how}")])
    oldest = "".join(_aged(each, way) for each in page.oldest)
    yield from _part("Commitments", (_p(escape(page.open)), f"<ul>{oldest}</ul>" * bool(oldest)))
    if page.earlier:
        heading = f"From the archive, {page.earlier_when}"
        yield from _part(heading, _lesson(page.earlier, way))
    drill = "".join(f"<li>{escape(when)} {escape(what)}</li>" for when, what in page.drill)
    answer = _p(f"What would you look at first? {_a('See what it was', way(page.answer))}")
    yield from _part("One-minute drill", (f"<ul>{drill}</ul>", answer) if drill else ())
    yield from _part("How it was chosen", [_p(escape(f"{page.counts} {page.how}"))])


def _part(heading: str, inside: Sequence[str] | Iterator[str]) -> Iterator[str]:
    if found := "".join(inside):
        yield f"<h2>{escape(heading)}</h2>{found}"


def _lesson(told: Told, way: _Way, level: str = "h3") -> Iterator[str]:
    card = told.lesson
    yield f"<{level}>{_a(_words(card.headline), way(card.href))}</{level}>"
    yield _p(_words(told.mechanism))
    yield _p(f"<em>Check your code if {_words(card.check)}</em>" if card.check else "")
    yield _p(_fix(told.fix, way) if told.fix else "")
    yield _p(escape(told.note))


def _class(each: Returned, way: _Way) -> str:
    report = _a(escape(each.report.title), way(each.report.href))
    fix = f". {escape(each.since)}: {_fix(each.fix, way)}" if each.fix else ""
    name = _a(escape(each.text), way(each.href))
    return f"<li>{name}: {escape(each.again.text)}, {report}{fix}</li>"


def _aged(aged: Aged, way: _Way) -> str:
    return f"<li>{_fix(aged.fix, way)}, {escape(aged.age)}</li>"


def _fix(fix: FixRow, way: _Way) -> str:
    return f"<strong>{escape(fix.state.text)}</strong>: {_a(_words(fix.text), way(fix.href))}"


def _words(html: str | None) -> str:
    return escape(bare(html)) if html else ""


def _a(inside: str, href: str) -> str:
    return f'<a href="{escape(href)}">{inside}</a>'


def _p(inside: str) -> str:
    return f"<p>{inside}</p>" if inside else ""
