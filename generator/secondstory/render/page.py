"""What a page is before it is HTML, and the frame that stands around every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from secondstory.model import SECTIONS, OwnLink, Pending
from secondstory.noun import Noun
from secondstory.render.catalogue import Catalogue
from secondstory.render.feeds import feed_links
from secondstory.render.opensearch import search_link
from secondstory.render.theme import Theme
from secondstory.render.twins.lines import twin_href
from secondstory.render.views import TEMPLATES, Alternate, Frame, NavItem
from secondstory.render.views_parts import Named
from secondstory.render.words import shortened

# As many as a line of the masthead holds beside the search; the others stand at the foot.
_NAVIGATION = (
    "lessons", "actions", "incidents", "services", "classes", "metrics", "digest", "about"
)  # fmt: skip
_DESCRIPTION_LIMIT = 180


class Page(Noun, frozen=True):
    """A page of the site: where it lies, what it is called, what its template gets.

    `section` is the folder whose navigation entry is marked. `path` is relative to the
    site's root; its view decides the template. Where the view costs much to work out, it
    is left to `compose`, which makes it of `view`, a tuple, and of nothing else. `twin` makes
    the page's Markdown of the same. `beside` is what else is offered beside it. `stands_for`
    is the path of the page that says what this one only leads to.
    """

    path: str
    title: str
    description: str
    section: str
    view: object
    lang: str = ""
    compose: Callable[..., object] | None = None
    twin: Callable[..., bytes] | None = None
    beside: tuple[Alternate, ...] = ()
    stands_for: str = ""


def drawing(shared: Catalogue, theme: Theme) -> Callable[[Page], Iterator[Pending]]:
    """Prepare what all pages have in common; the result turns one page into files to make.

    They are the page and, where it has one, its Markdown twin.
    """
    site = shared.site
    entries = site.navigation or _NAVIGATION
    there = [section for section in SECTIONS if shared.kinds.get(section, True)]
    items = {
        section: tuple(
            _item(entry, section)
            for entry in entries
            if isinstance(entry, OwnLink) or entry in there
        )
        for section in ("", *SECTIONS)
    }
    browse = tuple(
        Named(SECTIONS[section], f"{section}/index.html")
        for section in there
        if section not in entries and section != "about"  # which every page names
    )
    searched = search_link(site) if theme.script else ()
    everywhere = (*feed_links("feed", site.title), *searched)

    def draw(page: Page) -> Iterator[Pending]:
        frame = Frame(
            root=_root(page.path, site.base_url),
            title=f"{page.title} · {site.title}" if page.title else site.title,
            description=shortened(page.description, _DESCRIPTION_LIMIT),
            lang=site.language,
            site=site.title,
            organisation=site.organisation,
            canonical=_canonical(page.stands_for or page.path, site.base_url),
            nav=items.get(page.section, items[""]),
            browse=browse,
            alternates=(*_twin_link(page), *page.beside, *everywhere),
            footer=site.footer,
            logo=theme.logo,
            colours=theme.colours,
            audiences=site.audiences,
            drafts=site.drafts,
            script=theme.script,
            search=site.search,
            version=theme.version,
        )

        def make() -> bytes:
            view = page.compose(*parts) if page.compose else page.view
            text = theme.page(TEMPLATES[type(view)], view, frame)
            # A lone surrogate, which YAML can spell, has no UTF-8 form.
            return text.encode("utf-8", "replace")

        parts = page.view if isinstance(page.view, tuple) else (page.view,)
        yield Pending(PurePosixPath(page.path), (frame, *parts), make)
        if page.twin:
            path = PurePosixPath(twin_href(page.path))
            yield Pending(path, (site, *parts), partial(page.twin, *parts))

    return draw


def _twin_link(page: Page) -> tuple[Alternate, ...]:
    if page.twin is None:
        return ()
    return (Alternate("alternate", "text/markdown", "As Markdown", twin_href(page.path)),)


def _item(entry: str | OwnLink, current: str) -> NavItem:
    if isinstance(entry, OwnLink):
        outside = entry.href.startswith("/") or ":" in entry.href.partition("/")[0]
        return NavItem(entry.name, entry.href, outside=outside, current=False)
    href = f"{entry}/index.html"
    return NavItem(SECTIONS[entry], href, outside=False, current=entry == current)


def _root(path: str, base_url: str) -> str:
    # A host shows 404.html under any address, so its links cannot be relative to that.
    if path == "404.html" and base_url:
        return quote(urlsplit(base_url).path.rstrip("/"), safe="/%") + "/"
    return "../" * path.count("/")


def _canonical(path: str, base_url: str) -> str:
    if not base_url or path == "404.html":
        return ""
    return f"{base_url.rstrip('/')}/{quote(path)}".removesuffix("index.html")
