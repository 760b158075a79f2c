"""Spell a feed as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from secondstory import __version__
from secondstory.model import Site
from secondstory.render.address import outward
from secondstory.render.feeds.entry import (
    ABOUT,
    Channel,
    Entry,
    content,
    page_of,
    timestamp,
    urn,
)
from secondstory.render.wellformed import clean, document, put

ATOM = "http://www.w3.org/2005/Atom"


def atom(channel: Channel, site: Site, entries: Sequence[Entry]) -> bytes:
    """The feed as an Atom document."""
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": clean(site.language)})
    put(feed, "id", urn(site, channel.name))
    put(feed, "title", channel.title)
    put(feed, "subtitle", ABOUT)
    put(feed, "updated", timestamp(channel.updated))
    put(SubElement(feed, "author"), "name", site.organisation or site.title)
    put(feed, "generator", "Second Story").set("version", __version__)
    _link(feed, "alternate", "text/html", outward(site, channel.page, channel.root))
    if site.base_url:
        _link(feed, "self", "application/atom+xml", outward(site, f"{channel.name}.xml"))
    feed.extend(_entry(channel, site, entry) for entry in entries)
    return document(feed)


def _entry(channel: Channel, site: Site, entry: Entry) -> Element:
    url = page_of(channel, site, entry)
    element = Element("entry")
    put(element, "id", urn(site, entry.slug))
    put(element, "title", entry.title)
    _link(element, "alternate", "text/html", url)
    put(element, "updated", timestamp(entry.day))
    if entry.published:
        put(element, "published", timestamp(entry.day))
    for name in entry.categories:
        SubElement(element, "category", {"term": clean(name)})
    put(element, "content", content(entry, url)).set("type", "html")
    return element


def _link(parent: Element, rel: str, kind: str, href: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": kind, "href": clean(href)})
