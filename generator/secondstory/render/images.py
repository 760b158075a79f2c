"""Images of reports -> files of the site, except those that could do harm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import PurePosixPath

from secondstory.model import Artifact
from secondstory.portable import folded, unportable

_KINDS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
# In a page an SVG is a picture, but opened on its own it is a document that may run script.
# Entities could spell any of this in pieces, so their declarations are refused as well.
_ACTIVE = re.compile(
    r"<\s*(?:[\w.-]+:)?(?:script|iframe|embed|object|handler|listener)\b"
    r"|<!entity|<!doctype[^>]*\[|<\?xml-stylesheet|[\s\"'/]on[a-z]+\s*=",
    re.IGNORECASE,
)
_ACTIVE_LINK = re.compile(
    r"javascript:|data:(?!image/(?:png|jpe?g|gif|webp)\b)[\w-]+/", re.IGNORECASE
)
# What a document asks another host for as soon as it is opened; a link only leads there.
_FETCH = re.compile(
    r"<(?!\s*a\b)[^<>]*?\b(?:href|src)\s*=\s*[\"']?\s*(?:[a-z]+:)?[/\\]{2}"
    r"|(?:\burl\(|@import)\s*[\"']?\s*(?:[a-z]+:)?[/\\]{2}",
    re.IGNORECASE,
)
_IGNORED_IN_LINKS = re.compile(r"[\t\n\r]")


def safe_images(images: Mapping[str, bytes]) -> dict[str, bytes]:
    """The images that may be copied: known kinds, names that every disk can hold, inert."""
    safe: dict[str, bytes] = {}
    taken: set[str] = set()
    for path in sorted(images):
        kind = PurePosixPath(path).suffix.casefold()
        if kind not in _KINDS or unportable(path) or folded(path) in taken:
            continue
        if kind != ".svg" or inert(images[path]):
            taken.add(folded(path))
            safe[path] = images[path]
    return safe


def image_artifacts(images: Mapping[str, bytes]) -> Iterator[Artifact]:
    """The images as they stand in the site, below `incidents/files/`."""
    for path, content in images.items():
        yield Artifact(PurePosixPath("incidents/files") / path, content)


def inert(content: bytes) -> bool:
    """Whether an SVG is a picture and nothing else, opened on its own too."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    # In a link, character references count and line breaks do not: `java&#10;script:`.
    links = _IGNORED_IN_LINKS.sub("", unescape(text))
    return not (_ACTIVE.search(text) or _ACTIVE_LINK.search(links) or _FETCH.search(links))
