"""How to tell that a file is the same as before without reading it, and what made a result.

A file is taken for unchanged where its size, its times of change and its inode are as they
were, and where it was already at rest when they were noted: the reasoning of git's index
("racy git", https://git-scm.com/docs/racy-git). A change time cannot be set by hand, so
that a restored time stamp deceives nobody.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from secondstory import __version__
from secondstory.codec import digest, encode
from secondstory.noun import Noun

_REST = 100_000_000  # nanoseconds: coarser than any file system's clock that has inodes
_MAKERS = ("jinja2", "markupsafe", "mistune", "nh3", "pygments", "yaml", "frontmatter")


class Stamp(Noun, frozen=True):
    """A file at a moment; `rests` says whether its clock can tell a later change apart."""

    size: int
    modified: int  # nanoseconds, as `changed`
    changed: int
    inode: int
    rests: bool


def stamp(file: str | Path, now: int) -> Stamp | None:
    """Look at a file; `now` is when looking began, in nanoseconds. None: it is not there."""
    try:
        return of_look(os.stat(file), now)  # noqa: PTH116 - a Path costs more than the look
    except (OSError, ValueError):
        return None


def of_look(seen: os.stat_result, now: int) -> Stamp:
    """The stamp of a file that was looked at; `now` is that of `stamp`."""
    newest = max(seen.st_mtime_ns, seen.st_ctime_ns)
    return Stamp(
        seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino, newest + _REST < now
    )


def unchanged(before: Stamp | None, after: Stamp | None) -> bool:
    """Whether a file is certainly what it was when `before` was taken."""
    return (
        before is not None
        and after is not None
        and before.rests
        and (before.size, before.modified, before.changed, before.inode)
        == (after.size, after.modified, after.changed, after.inode)
    )


def of_folders(folders: Iterable[Path]) -> bytes:
    """A name for the state of all files in some folders."""
    seen = [
        (str(file), known.size, known.modified, known.changed, known.inode)
        for folder in folders
        for file in sorted(_files(str(folder)))
        if (known := stamp(file, 0))
    ]
    return digest(encode(seen))


@cache
def of_code() -> bytes:
    """A name for the code that makes the site: ours, and the libraries it is made with."""
    package = Path(__file__).parent.parent
    found = (find_spec(name) for name in _MAKERS)
    places = [spec.origin for spec in found if spec and spec.origin]
    stamps = [(place, known.size, known.modified) for place in places if (known := stamp(place, 0))]
    ours = of_folders([package])
    return digest(encode((__version__, sys.version, stamps)), ours)


def _files(folder: str) -> Iterable[str]:
    try:
        with os.scandir(folder) as listing:
            items = list(listing)
    except OSError:
        return
    for item in items:
        if item.name == "__pycache__":
            continue
        if item.is_dir(follow_symlinks=True):
            yield from _files(item.path)
        else:
            yield item.path
