"""Read one file, provided that it is an ordinary one: path to Source, path to image bytes.

Named pipes and devices are told from files before anything is opened, and links are
resolved before they are followed, so that no archive can hang a build or publish a file
from outside its folder.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from secondstory.crawl.codes import NOT_A_FILE, TOO_LARGE, UNREADABLE
from secondstory.crawl.decode import decode
from secondstory.findings import Location
from secondstory.model import Source

LARGEST_REPORT = 8_000_000  # bytes; a report of this size is a log somebody pasted
LARGEST_IMAGE = 20_000_000  # bytes
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_THINGS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read_source(file: Path, path: str, largest: int = LARGEST_REPORT) -> Source:
    """Read a report; `path` is what it is called in the archive.

    Never raises for what lies in the file or bars the way to it: an unreadable file is a
    Source without text, one of more than `largest` bytes is cut at the end of a line, and
    its findings say so.
    """
    try:
        if thing := _no_file(file):
            return Source(
                path, "", (NOT_A_FILE.at(Location(path), f"this is {thing}, not a file"),)
            )
        data = _read(file, largest + 1)
        size = max(len(data), file.stat().st_size)
    except OSError as error:
        return Source(path, "", (UNREADABLE.at(Location(path), f"cannot be read: {why(error)}"),))
    if len(data) <= largest:
        return Source(path, *decode(data, path))
    text, findings = decode(data[:largest], path, whole=False)
    # The start of a line says less than nothing; a file of one line keeps what it has.
    text = text[: text.rfind("\n") + 1] or text
    end = Location(path, max(1, text.count("\n")))
    message = f"only the first {largest:,} of {size:,} bytes were read, up to this line"
    return Source(path, text, (*findings, TOO_LARGE.at(end, message)))


def read_image(root: Path, path: str, largest: int = LARGEST_IMAGE) -> bytes | None:
    """Read an image of the archive at `root`, or return None.

    None for a path that leaves the archive (by `..` or through a link), is no image by its
    name, is hidden, is no ordinary file, cannot be read or has more than `largest` bytes.
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or any(part.startswith(".") for part in parts):
        return None
    if PurePosixPath(path).suffix.lower() not in IMAGES:
        return None
    try:
        archive = root.resolve(strict=True)
        file = archive.joinpath(*parts).resolve(strict=True)
        if not file.is_relative_to(archive) or file.suffix.lower() not in IMAGES or _no_file(file):
            return None
        data = _read(file, largest + 1)
    except (OSError, RuntimeError, ValueError):  # ELOOP is a RuntimeError before Python 3.13
        return None
    return data if len(data) <= largest else None


def why(error: OSError) -> str:
    """The reason of a failure without the path, which the finding already names."""
    return (error.strerror or type(error).__name__).lower()


def _no_file(file: Path) -> str | None:
    mode = file.lstat().st_mode
    return None if stat.S_ISREG(mode) else _THINGS.get(stat.S_IFMT(mode), "no ordinary file")


def _read(file: Path, most: int) -> bytes:
    # Between the look and the opening the file may have been swapped: look again.
    descriptor = os.open(file, _FLAGS)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "no ordinary file")
        return stream.read(most)
