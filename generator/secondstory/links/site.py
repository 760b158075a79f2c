"""The files of a site, one after the other -> its links that lead nowhere.

A page is read once and let go: what is kept of it are the places in it that can be linked to and,
of every address that is linked to, the first link. So it takes as long and as much as the site
has pages, however often they link to the same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from secondstory.noun import Noun

_ADDRESSES = frozenset({"href", "src", "action", "poster", "data-to"})
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]*)""", re.IGNORECASE)


class Place(Noun, frozen=True, order=True):
    """Where a link stands: the file of the site, its line and column, both from 1."""

    path: str
    line: int
    column: int


class Lost(Noun, frozen=True):
    """An address that leads nowhere: as written, the first link to it, how many files have one.

    `there` tells what there is instead, in words; "" for nothing.
    """

    href: str
    place: Place
    files: int
    there: str = ""


class Web:
    """The links of a site: add its files in any order, then ask for what is lost.

    `base` is the path of the site's own address ("" where unknown), which absolute links,
    such as those of 404.html, begin with.
    """

    def __init__(self, base: str = "") -> None:
        self._base = base.rstrip("/") + "/" if base else ""
        self._ids: dict[str, frozenset[str]] = {}  # by path; of files that are no page, none
        self._first: dict[tuple[str, str], tuple[str, Place]] = {}  # by path and fragment
        self._files: dict[tuple[str, str], int] = {}

    def add(self, path: str, content: bytes) -> None:
        """Add a file of the site."""
        ids: frozenset[str] = frozenset()
        if path.endswith(".html"):
            page = _Page()
            page.feed(content.decode("utf-8", "replace"))
            page.close()
            ids = frozenset(page.ids)
            self._link(path, page.links)
        elif path.endswith(".css"):
            self._link(path, _of_style(content.decode("utf-8", "replace")))
        self._ids[path] = ids

    def lost(self) -> Iterator[Lost]:
        """Every address that leads nowhere, by the place of the first link to it."""
        folded = {path.casefold(): path for path in self._ids}
        for aim, (href, place) in sorted(self._first.items(), key=lambda entry: entry[1][1]):
            path, fragment = aim
            ids = self._ids.get(path)
            if ids is None:
                near = folded.get(path.casefold(), "")
                yield Lost(href, place, self._files[aim], f"there is {near}" if near else "")
            elif fragment and path.endswith(".html") and fragment not in ids:
                yield Lost(href, place, self._files[aim], f"{path} has no such place")

    def _link(self, path: str, links: dict[str, tuple[int, int]]) -> None:
        aims: dict[tuple[str, str], tuple[str, Place]] = {}
        for href, (line, column) in links.items():
            if aim := self._aim(path, href):
                aims.setdefault(aim, (href, Place(path, line, column)))
        for aim, first in aims.items():
            self._first[aim] = min(self._first.get(aim, first), first, key=lambda each: each[1])
            self._files[aim] = self._files.get(aim, 0) + 1

    def _aim(self, path: str, href: str) -> tuple[str, str] | None:
        """The file and the place in it that an address leads to; None for one elsewhere."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return href, ""
        if parts.scheme or parts.netloc:
            return None
        fragment = unquote(parts.fragment).partition(":~:")[0]
        fragment = "" if fragment.casefold() == "top" else fragment
        name = unquote(parts.path)
        if not name:
            return path, fragment
        if name.startswith("/"):
            own = bool(self._base) and name.startswith(self._base)
            return (name.removeprefix(self._base) if own else name), fragment
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), name)), fragment


class _Page(HTMLParser):
    """The addresses in a page with the place of each, and the places in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.links: dict[str, tuple[int, int]] = {}
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element links to, and what links to it."""
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.ids.add(value or "")
            elif name in _ADDRESSES:
                self._note(value or "")
            elif name == "srcset":
                for each in (value or "").split(","):
                    self._note(each.split()[0] if each.split() else "")
            elif name == "content" and tag == "meta" and (found := _REFRESH.match(value or "")):
                self._note(found[1])

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002
        """Read `<![...` as browsers do: a comment up to the next `>`."""
        # HTMLParser knows a few such sections and fails at all others.
        return self.parse_bogus_comment(i)

    def _note(self, href: str) -> None:
        line, offset = self.getpos()
        self.links.setdefault(href.strip(), (line, offset + 1))


def _of_style(text: str) -> dict[str, tuple[int, int]]:
    links: dict[str, tuple[int, int]] = {}
    for match in _CSS_URL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        links.setdefault(match[1].strip(), (line, column))
    return links
