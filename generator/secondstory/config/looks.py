"""Judge how a project wants its portal to look: its logo, its colours, its navigation.

Whether its colours can be read on each other is for the theme to say, which knows the rest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches

from secondstory.config.project import Project
from secondstory.config.shapes import Fault
from secondstory.model import SECTIONS, Dress, OwnLink, Site
from secondstory.portable import unportable

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PICTURES = (".svg", ".png")


def look_faults(project: Project, logo: str) -> Iterator[Fault]:
    """Find what is wrong with the looks of a project; `logo` is its path as written."""
    if logo and (wrong := _wrong_picture(project, logo)):
        hint = 'a file of the project, relative to the config, such as "brand/logo.svg"'
        yield Fault(("site", "logo"), f"'logo' {wrong}", hint)
    yield from _colour_faults(project.dress)
    yield from _navigation_faults(project.site)


def _wrong_picture(project: Project, logo: str) -> str | None:
    if wrong := unportable(logo):
        return wrong
    if not logo.lower().endswith(_PICTURES):
        return f"is neither SVG nor PNG: {logo!r}"
    root = os.path.realpath(project.root)
    real = os.path.realpath(project.root / logo)
    return None if os.path.commonpath([root, real]) == root else "lies outside the project"


def _colour_faults(dress: Dress) -> Iterator[Fault]:
    for paint in dress.paints:
        if not _COLOUR.fullmatch(paint.colour):
            table = "colours_dark" if paint.dark else "colours"
            message = f"{paint.token!r} is no colour: {paint.colour!r}"
            hint = f'write it as #rrggbb: {paint.token} = "#0b5c8a"'
            yield Fault(("theme", table, paint.token), message, hint)


def _navigation_faults(site: Site) -> Iterator[Fault]:
    place = ("site", "navigation")
    for entry in site.navigation:
        if isinstance(entry, OwnLink):
            if wrong := _wrong_href(entry.href):
                message = f"'navigation' cannot lead to {entry.href!r}: {wrong}"
                hint = (
                    'an address (https:, http:, mailto:) or a page of the portal: "tags/dns.html"'
                )
                yield Fault(place, message, hint)
        elif entry not in SECTIONS:
            near = get_close_matches(entry.lower(), SECTIONS, 1, 0.6)
            known = (
                f"the sections are {', '.join(SECTIONS)}; a link is {{ name = ..., href = ... }}"
            )
            hint = f'did you mean "{near[0]}"?' if near else known
            yield Fault(place, f"'navigation' names no section of the portal: {entry!r}", hint)


def _wrong_href(href: str) -> str | None:
    scheme = _SCHEME.match(href)
    if scheme and scheme[1].lower() not in {"http", "https", "mailto"}:
        return f"{scheme[1]}: is no scheme for a link"
    # Browsers read a backslash as a slash.
    if href.startswith("//") or "\\" in href:
        return "it is neither a path nor a whole address"
    return "it holds a space" if any(map(str.isspace, href)) else None
