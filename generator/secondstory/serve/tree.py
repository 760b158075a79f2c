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

from secondstory.cache import Shown
from secondstory.model import File, Pending
from secondstory.noun import Noun

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


class Leaf(Noun, frozen=True):
    """A file of the site: another `name` means other bytes, which are made when asked for."""

    name: bytes
    make: Callable[[], bytes]


class Tree(Noun, frozen=True):
    """A built site. `look` is a digest of what every page shares: styles, scripts, images."""

    files: Mapping[str, Leaf]
    look: bytes


class Found(Noun, frozen=True):
    """What stands at a URL path; where nothing does, the site's own "not found" page."""

    body: bytes
    type: str
    exists: bool = True


def leaf(file: File, shown: Shown | None = None) -> Leaf:
    """A file of a build as a leaf; a pending page is named by what it shows, if that can be."""
    if isinstance(file, Pending):
        name = shown.look(file) if shown else None
        return Leaf(name or _named(file.content), file.make)
    return Leaf(_named(file.content), lambda: file.content)


def plant(artifacts: Iterable[File]) -> Tree:
    """Gather the artifacts of a build into a tree."""
    files = {str(artifact.path): leaf(artifact) for artifact in artifacts}
    look = blake2b(digest_size=16)
    for path in sorted(files):
        # Search data changes with every report, and no open page shows it.
        if PurePosixPath(path).suffix not in {".html", ".json", ".xml", ".txt", ".md"} and not (
            path.startswith("search/")
        ):
            look.update(path.encode() + b"\0" + files[path].name)
    return Tree(files, look.digest())


def find(tree: Tree, url_path: str) -> Found | str:
    """Find what stands at a URL path, or the path with a slash that a folder is asked for by."""
    path = _asked(url_path)
    if path in tree.files:
        return Found(tree.files[path].make(), _type(path))
    if f"{path}/index.html" in tree.files:
        return f"{url_path}/"
    # The page lies at the root but is shown at any depth, where its relative links would miss.
    missing = tree.files.get(NOT_FOUND)
    body = _RELATIVE.sub(rb"\1/", missing.make() if missing else b"<h1>Not found</h1>")
    return Found(body, TYPES[".html"], exists=False)


def digest(tree: Tree, url_path: str) -> str:
    """Name what a browser shows at a URL path: another name means that it should reload."""
    found = find(tree, url_path)
    body = found.encode() if isinstance(found, str) else found.body
    return blake2b(body + tree.look, digest_size=16).hexdigest()


def enliven(body: bytes, seen: str) -> bytes:
    """Add the live-reload script to a page. The site on disk never has it."""
    script = f'<script src="{LIVE}live.js" data-seen="{seen}" defer></script>'.encode()
    before, end, after = body.rpartition(b"</body>")
    return before + script + end + after if end else body + script


def changed(old: Tree, new: Tree) -> tuple[str, ...]:
    """Name the files that differ between two builds, those that went or came included."""
    paths = sorted(old.files.keys() | new.files.keys())
    return tuple(path for path in paths if _name(old, path) != _name(new, path))


def _name(tree: Tree, path: str) -> bytes | None:
    found = tree.files.get(path)
    return found.name if found else None


def _named(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


def _asked(url_path: str) -> str:
    path = unquote(url_path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _type(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return SPECIAL_TYPES.get(path) or TYPES.get(suffix, "application/octet-stream")
