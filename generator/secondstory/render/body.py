"""Sanitised HTML of a report -> the same with its links leading where a page needs them.

The Markdown stage writes `archive:PATH#FRAGMENT` for every link inside the archive. Here
those become links to pages and copied images. Where the target is not in the archive
the words stay and the link goes; its path is never printed, since it could name a report
that not everybody may see.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from urllib.parse import quote

from secondstory.noun import Noun
from secondstory.render.views_parts import Html

# The sanitiser writes `>` inside attributes as an entity and always closes and quotes.
_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_ANCHOR_TAG = re.compile(r"</?a\b[^>]*>")
_IMAGE = re.compile(r"<img\b([^>]*)>")
_HREF = re.compile(r'\bhref="([^"]*)"')
_SRC = re.compile(r'\bsrc="archive:([^"]*)"')
_ALT = re.compile(r'\balt="([^"]*)"')
_TITLE = re.compile(r'\btitle="[^"]*"')
_ID = re.compile(r'\s+id="[^"]*"')
_NOTE_REF = re.compile(r'<sup class="footnote-ref"[^>]*>.*?</sup>', re.DOTALL)
_SCROLL = '<div class="scroll">'
_TASK_BOX = '<input class="task-list-item-checkbox"'


class Targets(Noun, frozen=True):
    """What a link inside the archive can lead to.

    `slugs` gives the permanent name of the report at a path, `anchors` the places in a
    report by that name, `images` the copied images.
    """

    slugs: Mapping[str, str]
    anchors: Mapping[str, frozenset[str]]
    images: frozenset[str]

    def only(self, paths: Iterable[str]) -> Targets:
        """What links to these paths of the archive can lead to."""
        paths = frozenset(paths)
        slugs = {path: self.slugs[path] for path in sorted(paths & self.slugs.keys())}
        if not slugs and self.images.isdisjoint(paths):
            return NOWHERE
        anchors = {slug: self.anchors[slug] for slug in slugs.values()}
        return Targets(slugs, anchors, self.images & paths)


NOWHERE = Targets({}, {}, frozenset())


def image_href(path: str) -> str:
    """The address of a copied image, relative to the site's root."""
    return f"incidents/files/{quote(path, errors='replace')}"


def story(html: str, targets: Targets) -> Html:
    """The body of a report for its own page: links, images and scrolling tables set up."""
    html = _ANCHOR.sub(lambda match: _anchor(match, targets), html)
    if "<img" in html:
        html = _IMAGE.sub(lambda match: _image(match, targets), html)
    if _SCROLL in html:
        numbers = itertools.count(1)
        html = re.sub(_SCROLL, lambda _: _scroll_region(next(numbers)), html)
    return Html(html.replace(_TASK_BOX, f'{_TASK_BOX} aria-label="done"'))


def linked(html: str, targets: Targets) -> Html:
    """A line of a report for any page one folder below the root, with its links."""
    if "<" not in html:  # as most lines
        return Html(html)
    return Html(_ANCHOR.sub(lambda match: _anchor(match, targets), _bare(html)))


def unlinked(html: str) -> Html:
    """A line of a report without links: it is one already, or stands where none belong."""
    if "<" not in html:
        return Html(html)
    return Html(_ANCHOR_TAG.sub("", _bare(html)))


def words(text: str) -> Html:
    """Plain text as markup."""
    return Html(escape(text))


def web_address(href: str) -> str:
    """A link that a report states as a value, if a browser may follow it, else ""."""
    return href if re.match(r"(?i)(?:https?://|mailto:)\S+$", href) else ""


def _scroll_region(number: int) -> str:
    # A wide table scrolls on its own, and so needs a name and a way in by keyboard.
    return f'<div class="scroll" role="region" aria-label="Table {number}" tabindex="0">'


def _bare(html: str) -> str:
    # The same words stand in the body, where their ids and footnotes belong.
    return _ID.sub("", _NOTE_REF.sub("", html))


def _anchor(match: re.Match[str], targets: Targets) -> str:
    attributes, text = match.groups()
    found = _HREF.search(attributes)
    if not found:
        return text
    href = found[1]
    if not href.startswith("archive:"):
        return match[0]
    target = _page(unescape(href.removeprefix("archive:")), targets)
    if target is None:
        return text
    title = _TITLE.search(attributes)
    return f'<a href="{escape(target)}"{f" {title[0]}" if title else ""}>{text}</a>'


def _page(link: str, targets: Targets) -> str | None:
    path, _, fragment = link.partition("#")
    if slug := targets.slugs.get(path):
        place = next(
            (
                name
                for name in (fragment, f"h-{fragment.casefold()}")
                if name in targets.anchors[slug]
            ),
            "",
        )
        return f"../incidents/{quote(slug)}.html" + (f"#{quote(place)}" if place else "")
    return f"../{image_href(path)}" if path in targets.images else None


def _image(match: re.Match[str], targets: Targets) -> str:
    attributes = match[1]
    alt = _ALT.search(attributes)
    found = _SRC.search(attributes)
    path = unescape(found[1]).split("#")[0] if found else ""
    if found is None or path not in targets.images:
        return f'<span class="unk">{alt[1]}</span>' if alt and alt[1] else ""
    return match[0].replace(found[0], f'src="../{escape(image_href(path))}"')
