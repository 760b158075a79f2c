"""The files of a build as a site in memory: URL path -> response body and type.

Nothing here knows a file system. A path is looked up among the names of the artifacts,
so there is nothing outside of them that a request could reach.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import PurePosixPath
from urllib.parse import unquote

from secondstory.model import File
from secondstory.noun import Noun, field

NOT_FOUND = "404.html"
LIVE = "/__secondstory/"  # whatever serve adds to the site lives below this path
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".xml": "application/atom+xml",  # feeds; the others are named below
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
SPECIAL_TYPES = {
    "opensearch.xml": "application/opensearchdescription+xml",
    "sitemap.xml": "application/xml",
}
_RELATIVE = re.compile(rb'((?:href|src|data-root)=")(?![a-z]+:|[/#?])', re.IGNORECASE)


class Tree(Noun, frozen=True):
    """A built site: files that are made, and pages that are drawn when they are asked for.

    `draw` gives the page at a path or None, `saved` pages that are newer than what it draws.
    `look` is a digest of what every page shares: styles, scripts, images.
    """

    files: Mapping[str, bytes]
    look: bytes
    draw: Callable[[str], bytes | None] = lambda _: None
    saved: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


class Found(Noun, frozen=True):
    """What stands at a URL path; where nothing does, the site's own "not found" page."""

    body: bytes
    type: str
    exists: bool = True


def plant(artifacts: Iterable[File]) -> Tree:
    """Gather the artifacts of a build into a tree."""
    files = {str(artifact.path): artifact.content for artifact in artifacts}
    look = blake2b(digest_size=16)
    for path in sorted(files):
        # Search data changes with every report, and no open page shows it.
        if PurePosixPath(path).suffix not in {".html", ".json", ".xml", ".txt", ".md"} and not (
            path.startswith("search/")
        ):
            look.update(path.encode() + b"\0" + files[path])
    return Tree(files, look.digest())


def find(tree: Tree, url_path: str) -> Found | str:
    """Find what stands at a URL path, or the path with a slash that a folder is asked for by."""
    path = _asked(url_path)
    if (body := _body(tree, path)) is not None:
        return Found(body, _type(path))
    if _body(tree, f"{path}/index.html") is not None:
        return f"{url_path}/"
    # The page lies at the root but is shown at any depth, where its relative links would miss.
    body = _RELATIVE.sub(rb"\1/", _body(tree, NOT_FOUND) or b"<h1>Not found</h1>")
    return Found(body, TYPES[".html"], exists=False)


def digest(tree: Tree, url_path: str) -> str:
    """Name what a browser shows at a URL path: another name means that it should reload."""
    found = find(tree, url_path)
    return digest_of(tree, found.encode() if isinstance(found, str) else found.body)


def digest_of(tree: Tree, body: bytes) -> str:
    """As `digest`, of what was found."""
    return blake2b(body + tree.look, digest_size=16).hexdigest()


def enliven(body: bytes, seen: str) -> bytes:
    """Add the live-reload script to a page. The site on disk never has it."""
    script = f'<script src="{LIVE}live.js" data-seen="{seen}" defer></script>'.encode()
    before, end, after = body.rpartition(b"</body>")
    return before + script + end + after if end else body + script


def _body(tree: Tree, path: str) -> bytes | None:
    if make := tree.saved.get(path):
        return make()
    made = tree.files.get(path)
    return tree.draw(path) if made is None else made


def _asked(url_path: str) -> str:
    path = unquote(url_path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _type(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return SPECIAL_TYPES.get(path) or TYPES.get(suffix, "application/octet-stream")
