"""Read what a project writes beside its reports, as TOML: words on the digest, and its classes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from secondstory.crawl.files import read_source
from secondstory.model import Source

_LARGEST, _LARGEST_CLASSES = 100_000, 1_000_000  # bytes


def read_edits(folder: Path, archive: Path) -> tuple[Source, ...]:
    """Read the editor files of a folder, by name; none where there is no such folder.

    Their paths are relative to the folder of the archive, as those of reports.
    """
    try:
        files = sorted(file for file in folder.iterdir() if _is_one(file))
    except OSError:
        return ()
    return tuple(read_source(file, _path(file, archive), _LARGEST) for file in files)


def _is_one(file: Path) -> bool:
    return file.suffix == ".toml" and not file.name.startswith((".", "#"))


def _path(file: Path, archive: Path) -> str:
    try:
        path = os.path.relpath(file, archive)
    except ValueError:  # another drive
        path = str(file)
    return path.replace(os.sep, "/").encode("utf-8", "replace").decode()


def read_classes_file(files: Iterable[Path], archive: Path) -> Source | None:
    """Read the first of these files that is there; None where none is. Its path is as above."""
    file = next((file for file in files if os.path.lexists(file)), None)
    return read_source(file, _path(file, archive), _LARGEST_CLASSES) if file else None
