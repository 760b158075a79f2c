"""Spell a feed as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable

from secondstory import __version__
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
from secondstory.render.wellformed import document, element, parent

ATOM = "http://www.w3.org/2005/Atom"


def atom(channel: Channel, site: Site, entries: Iterable[str]) -> bytes:
    """The feed as an Atom document, given its entries as `atom_entry` spells them."""
    own = outward(site, f"{channel.name}.xml")
    inside = (
        element("id", urn(site, channel.name)),
        element("title", channel.title),
        element("subtitle", channel.about),
        element("updated", timestamp(channel.updated)),
        parent("author", [element("name", site.organisation or site.title)]),
        element("generator", "Second Story", {"version": __version__}),
        _link("alternate", "text/html", outward(site, channel.page, channel.root)),
        *([_link("self", "application/atom+xml", own)] if site.base_url else ()),
        *entries,
    )
    return document(parent("feed", inside, {"xmlns": ATOM, "xml:lang": site.language}))


def atom_entry(entry: Entry, site: Site, root: str) -> str:
    """An entry, in a feed from which `root` is the way to the site's root."""
    url = page_of(entry, site, root)
    inside = (
        element("id", urn(site, entry.name)),
        element("title", entry.title),
        _link("alternate", "text/html", url),
        element("updated", timestamp(entry.day)),
        *([element("published", timestamp(entry.day))] if entry.published else ()),
        *(element("category", attributes={"term": name}) for name in entry.categories),
        element("content", content(entry, url), {"type": "html"}),
    )
    return parent("entry", inside)


def _link(rel: str, kind: str, href: str) -> str:
    return element("link", attributes={"rel": rel, "type": kind, "href": href})
