"""Turn a path inside the site into a link for readers outside of it (feed, sitemap, twin)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote

from secondstory.model import Site


@lru_cache(maxsize=20_000)
def address(site: Site, path: str | PurePosixPath) -> str:
    """Give the page's absolute address, or the path itself where no `base_url` is known."""
    quoted = quote(str(path))
    return f"{base(site)}{quoted}" if site.base_url else quoted


def outward(site: Site, href: str, root: str = "../") -> str:
    """Lead a link that is relative to the site's root (and quoted) out of a file of the site.

    `root` is the way from that file to the site's root, for where no `base_url` is known.
    """
    return f"{base(site) or root}{href}"


def base(site: Site) -> str:
    """What stands before every path of the site: its address with a slash, or nothing."""
    return f"{site.base_url.rstrip('/')}/" if site.base_url else ""
