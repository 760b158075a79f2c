"""Turn the paths of all pages into `sitemap.xml` and `robots.txt`.

A sitemap needs absolute addresses, so there is none without a `base_url`. A portal of
incidents is an internal place: `robots.txt` asks every crawler to stay out. It counts
only at the root of a host, and it asks, it does not protect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from secondstory.model import Archive, Artifact, Site
from secondstory.render.address import address
from secondstory.render.wellformed import document, element, parent

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NOT_LISTED = frozenset({"404.html"})
ROBOTS = "# Postmortems are for colleagues.\nUser-agent: *\nDisallow: /\n"


def sitemap_artifacts(
    paths: Iterable[PurePosixPath], archive: Archive, site: Site
) -> Iterator[Artifact]:
    """Make `robots.txt` and, where `site.base_url` is known, the list of all pages.

    `paths` may hold any file of the site; pages are those that end in `.html`. A report's
    page tells the day it was published, where the report does; other pages tell no day. Former
    addresses of reports are left out.
    """
    yield Artifact(PurePosixPath("robots.txt"), ROBOTS.encode())
    if not site.base_url:
        return
    published = {
        f"incidents/{report.slug}.html": report.published.isoformat()
        for report in archive.briefs
        if report.published
    }
    former = {
        f"incidents/{alias.value}.html" for report in archive.briefs for alias in report.aliases
    }
    pages = set(map(str, paths)) - NOT_LISTED - former
    listed = sorted(name for name in pages if name.endswith(".html"))
    urls = (_url(address(site, name), published.get(name)) for name in listed)
    content = document(parent("urlset", urls, {"xmlns": SITEMAPS}))
    yield Artifact(PurePosixPath("sitemap.xml"), content)


def _url(location: str, day: str | None) -> str:
    return parent("url", (element("loc", location), *([element("lastmod", day)] if day else ())))
