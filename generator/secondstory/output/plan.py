"""What a folder is to hold, and what it holds."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from secondstory.model import File, Stream
from secondstory.noun import Noun

_PIECE = 1 << 20  # bytes


class Standing(Noun, frozen=True):
    """Files that are to stay as they are, by their paths; `again` gives one that does not."""

    paths: AbstractSet[str]
    again: Callable[[str], File]


def _none(path: str) -> File:
    raise KeyError(path)


NONE_STANDING = Standing(frozenset(), _none)


class Plan(Noun, frozen=True):
    """What a folder is to hold, and what it holds now.

    Both map paths with forward slashes: `wanted` to the file, None for one that is `standing`,
    `present` to how the file there looks, links unfollowed. `kept` are paths of files that are
    known to be as wanted.
    """

    target: Path
    wanted: Mapping[str, File | None]
    standing: Standing
    present: Mapping[str, os.stat_result]
    kept: Container[str]

    def file(self, path: str) -> File:
        """A file that is wanted."""
        return self.wanted[path] or self.standing.again(path)

    @property
    def gone(self) -> set[str]:
        """What lies there and is not wanted any more."""
        return self.present.keys() - self.wanted.keys()

    def ordinary(self, path: str) -> bool:
        """Whether a file is there, and no link or device."""
        seen = self.present.get(path)
        return seen is not None and stat.S_ISREG(seen.st_mode)

    def same(self, path: str, content: bytes) -> bool:
        """Whether a file is there already, byte for byte."""
        if not self.ordinary(path) or self.present[path].st_size != len(content):
            return False
        at = 0
        try:
            with (self.target / path).open("rb", buffering=0) as file:
                # In pieces: an index may be a hundred megabytes, and is in memory once already.
                while piece := file.read(_PIECE):
                    if not content.startswith(piece, at):
                        return False
                    at += len(piece)
        except OSError:
            return False
        return at == len(content)

    def same_stream(self, path: str, stream: Stream) -> bool:
        """As `same`, of what flows; no more is made of it than up to where it differs."""
        if not self.ordinary(path):
            return False
        try:
            with (self.target / path).open("rb") as file:
                same = all(file.read(len(piece)) == piece for piece in stream.pieces())
                return same and not file.read(1)
        except OSError:
            return False


def pages_last(paths: Iterable[str]) -> list[str]:
    """The order to move files in: what pages show and link to is there before them."""
    return sorted(paths, key=lambda path: (path.endswith(".html"), path))


def link(old: str | Path, new: str | Path) -> None:
    """Give a file a second name, or a copy where the file system knows no second names."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):  # not every file system has links
        shutil.copy2(old, new, follow_symlinks=False)
