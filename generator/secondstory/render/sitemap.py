"""Turn the paths of all pages into `sitemap.xml` and `robots.txt`.

A sitemap needs absolute addresses, so there is none without a `base_url`. A portal of
incidents is an internal place: `robots.txt` asks every crawler to stay out. It counts
only at the root of a host, and it asks, it does not protect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from secondstory.model import Archive, Artifact, Site
from secondstory.render.address import address

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NOT_LISTED = frozenset({PurePosixPath("404.html")})
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
        PurePosixPath(f"incidents/{report.slug}.html"): report.published.isoformat()
        for report in archive.briefs
        if report.published
    }
    former = {
        PurePosixPath(f"incidents/{alias.value}.html")
        for report in archive.briefs
        for alias in report.aliases
    }
    urlset = Element("urlset", {"xmlns": SITEMAPS})
    for path in sorted(set(paths) - NOT_LISTED - former):
        if path.suffix == ".html":
            url = SubElement(urlset, "url")
            SubElement(url, "loc").text = address(site, path)
            if path in published:
                SubElement(url, "lastmod").text = published[path]
    indent(urlset)
    content = tostring(urlset, encoding="utf-8", xml_declaration=True) + b"\n"
    yield Artifact(PurePosixPath("sitemap.xml"), content)
