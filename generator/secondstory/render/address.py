"""Turn a path inside the site into a link for readers outside of it (feed, sitemap)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

from secondstory.model import Site


@lru_cache(maxsize=20_000)
def address(site: Site, path: str | PurePosixPath) -> str:
    """Give the page's absolute address, or the path itself where no `base_url` is known."""
    quoted = quote(str(path))
    return f"{site.base_url.rstrip('/')}/{quoted}" if site.base_url else quoted
