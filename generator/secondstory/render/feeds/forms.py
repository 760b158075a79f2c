"""The two ways to spell a feed, and how a page links to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from secondstory.model import Site
from secondstory.noun import Noun
from secondstory.render.feeds.atom import atom, atom_entry
from secondstory.render.feeds.entry import Channel, Entry
from secondstory.render.feeds.json_feed import json_feed, json_item
from secondstory.render.views import Alternate


class Form(Noun, frozen=True):
    """A way to spell feeds: the ending of their paths, their media type, an entry, all of one.

    An entry is spelled given the way from its feed to the site's root.
    """

    suffix: str
    type: str
    entry: Callable[[Entry, Site, str], str]
    feed: Callable[[Channel, Site, Iterable[str]], bytes]


FORMS = (
    Form(".xml", "application/atom+xml", atom_entry, atom),
    Form(".json", "application/feed+json", json_item, json_feed),
)


def feed_links(name: str, title: str) -> tuple[Alternate, ...]:
    """The links from a page to its feeds, given their path without its ending."""
    return tuple(Alternate("alternate", form.type, title, f"{name}{form.suffix}") for form in FORMS)
