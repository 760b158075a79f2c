"""What a page is before it is HTML, and the frame that stands around every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from secondstory.model import Pending
from secondstory.noun import Noun
from secondstory.render.catalogue import Catalogue
from secondstory.render.theme import Theme
from secondstory.render.views import TEMPLATES, Frame, NavItem
from secondstory.render.views_parts import Named
from secondstory.render.words import shortened

_NAV = (
    ("Lessons", "lessons"),
    ("Fixes", "fixes"),
    ("Incidents", "incidents"),
    ("Services", "services"),
    ("Classes", "classes"),
    ("Tags", "tags"),
    ("Digest", "digest"),
    ("About", "about"),
)
_BROWSE = (("Teams", "teams"), ("Severities", "severities"), ("Months", "months"))
_SCRIPT = "search.js"
_DESCRIPTION_LIMIT = 180


class Page(Noun, frozen=True):
    """A page of the site: where it lies, what it is called, what its template gets.

    `section` is the folder whose navigation entry is marked. `path` is relative to the
    site's root; its view decides the template. Where the view costs much to work out, it
    is left to `compose`, which makes it of `view`, a tuple, and of nothing else.
    """

    path: str
    title: str
    description: str
    section: str
    view: object
    lang: str = ""
    compose: Callable[..., object] | None = None


def drawing(shared: Catalogue, theme: Theme) -> Callable[[Page], Pending]:
    """Prepare what all pages have in common; the result turns one page into a file to make."""
    site = shared.site
    nav = [
        (name, f"{folder}/index.html", folder)
        for name, folder in _NAV
        if folder not in ("services", "classes", "tags") or shared.kinds[folder]
    ]
    items = {
        section: tuple(NavItem(name, href, folder == section) for name, href, folder in nav)
        for section in ("", *(folder for _, folder in (*_NAV, *_BROWSE)))
    }
    browse = tuple(
        Named(name, f"{folder}/index.html") for name, folder in _BROWSE if shared.kinds[folder]
    )
    script = f"static/{_SCRIPT}" if _SCRIPT in theme.static else ""

    def draw(page: Page) -> Pending:
        frame = Frame(
            root=_root(page.path, site.base_url),
            title=f"{page.title} · {site.title}" if page.title else site.title,
            description=shortened(page.description, _DESCRIPTION_LIMIT),
            lang=site.language,
            site=site.title,
            organisation=site.organisation,
            canonical=_canonical(page.path, site.base_url),
            nav=items.get(page.section, items[""]),
            browse=browse,
            footer=site.footer,
            script=script,
            search=site.search,
            version=theme.version,
        )

        def make() -> bytes:
            view = page.compose(*parts) if page.compose else page.view
            text = theme.page(TEMPLATES[type(view)], view, frame)
            # A lone surrogate, which YAML can spell, has no UTF-8 form.
            return text.encode("utf-8", "replace")

        parts = page.view if isinstance(page.view, tuple) else (page.view,)
        return Pending(PurePosixPath(page.path), (frame, *parts), make)

    return draw


def _root(path: str, base_url: str) -> str:
    # A host shows 404.html under any address, so its links cannot be relative to that.
    if path == "404.html" and base_url:
        return quote(urlsplit(base_url).path.rstrip("/"), safe="/%") + "/"
    return "../" * path.count("/")


def _canonical(path: str, base_url: str) -> str:
    if not base_url or path == "404.html":
        return ""
    return f"{base_url.rstrip('/')}/{quote(path)}".removesuffix("index.html")
