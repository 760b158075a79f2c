"""Archive -> feeds: the newest reports of all, of a tag or of a service, and the digest's issues.

Each feed comes as Atom (RFC 4287) and as JSON Feed 1.1, with the same entries under the same
ids. Dates come from the reports, never from the clock: a report without a date is not news
that a feed could place, and is left to the pages.

Without a `base_url` the links are relative to the feed. RFC 4287 allows that, and the
readers that resolve them against the feed's own address reach the right page; what has to
be absolute (the `self` link, the addresses of a JSON Feed itself) is then left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from heapq import nsmallest
from pathlib import PurePosixPath

from secondstory.model import Archive, Brief, Pending, Site
from secondstory.render.catalogue import Made, group_href, groups_of
from secondstory.render.feeds.entry import Channel, entry_of
from secondstory.render.feeds.forms import FORMS, Form, feed_links

__all__ = ["FED", "feed_files", "feed_links"]

FED = ("tags", "services")  # the kinds of groups that have feeds
NEWEST = 30


def feed_files(archive: Archive, site: Site, as_of: date) -> Iterator[Pending]:
    """The feeds of the reports published up to the day `as_of`: of all, by tag and by service."""
    days = {report.slug: day for report in archive.briefs if (day := _day(report)) and day <= as_of}
    # Stable: reports of one day keep the order of the archive.
    news = sorted(days, key=days.__getitem__, reverse=True)
    places = {slug: place for place, slug in enumerate(news)}
    reports = archive.by_slug()
    entries = Made(places, lambda slug: entry_of(reports[slug], days[slug]))

    @cache  # a report is in half a dozen feeds
    def spelled(form: Form, root: str) -> Mapping[str, str]:
        return Made(places, lambda slug: form.entry(entries[slug], site, root))

    def make(form: Form, channel: Channel, slugs: Iterable[str]) -> bytes:
        return form.feed(channel, site, map(spelled(form, channel.root).__getitem__, slugs))

    def files(name: str, title: str, page: str, slugs: Sequence[str]) -> Iterator[Pending]:
        channel = Channel(name, title, page, days[slugs[0]] if slugs else as_of)
        shows = (site, channel, *map(reports.__getitem__, slugs))
        for form in FORMS:
            path = PurePosixPath(f"{name}{form.suffix}")
            yield Pending(path, shows, partial(make, form, channel, slugs))

    yield from files("feed", site.title, "index.html", news[:NEWEST])
    for kind in FED:
        for group in groups_of(archive, kind):
            newest = nsmallest(NEWEST, (places[slug] for slug in group.members if slug in places))
            name = f"{kind}/{group.slug}"
            title = f"{group.name} · {site.title}"
            yield from files(name, title, group_href(kind, group), [news[n] for n in newest])


def _day(report: Brief) -> date | None:
    return report.published or report.date
