"""Spell a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from collections.abc import Iterable

from secondstory.codec import as_json
from secondstory.model import Site
from secondstory.render.address import outward
from secondstory.render.feeds.entry import (
    Channel,
    Entry,
    content,
    page_of,
    timestamp,
    urn,
)
from secondstory.render.wellformed import clean

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, site: Site, items: Iterable[str]) -> bytes:
    """The feed as a JSON document, given its items as `json_item` spells them."""
    own = {
        "home_page_url": outward(site, channel.page),
        "feed_url": outward(site, f"{channel.name}.json"),
    }
    feed = {
        "version": VERSION,
        "title": clean(channel.title),
        "description": channel.about,
        **(own if site.base_url else {}),
        "authors": [{"name": clean(site.organisation or site.title)}],
        "language": clean(site.language),
    }
    head = as_json(feed).decode().removesuffix("}")
    return "".join((head, ',"items":[\n', ",\n".join(items), "\n]}\n")).encode()


def json_item(entry: Entry, site: Site, root: str) -> str:
    """An item, in a feed from which `root` is the way to the site's root."""
    url = page_of(entry, site, root)
    data = entry.href.removesuffix(".html")
    item = {
        "id": urn(site, entry.name),
        "url": url,
        "title": clean(entry.title),
        "content_html": clean(content(entry, url)),
        "date_published": timestamp(entry.day),
        **({"language": clean(entry.language)} if entry.language else {}),
        "tags": [clean(name) for name in entry.categories],
        "_secondstory": {
            "severity": clean(entry.severity) if entry.severity else None,
            "lessons": [clean(lesson) for lesson in entry.lessons],
            "data": outward(site, f"{data}.json", root),
        },
    }
    return as_json(item).decode()
