"""Which files of the archive a command is asked about: those named, or those a branch changes."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath


class Asked:
    """Files and folders, compared as paths within the archive; others are no part of it."""

    def __init__(self, source: Path, files: Iterable[Path]) -> None:
        root = source.resolve()
        # The folder of a file may be reached through a link; a link to a report is a report.
        places = (file.parent.resolve() / file.name for file in files)
        self._paths = frozenset(
            place.relative_to(root).as_posix() if place.is_relative_to(root) else "."
            for place in places
            if place.is_relative_to(root) or root.is_relative_to(place)
        )

    def __contains__(self, path: str) -> bool:
        """Whether a file of the archive is among them, or in a folder that is."""
        return not self._paths.isdisjoint({path, *map(str, PurePosixPath(path).parents)})


def asked_about(source: Path, files: Sequence[Path], since: str | None) -> Asked | None:
    """What was asked about, None for everything. Raises ProjectError where git cannot say."""
    from secondstory.integrations.git import changed_since

    if since is None and not files:
        return None
    return Asked(source, [*files, *(changed_since(source, since) if since is not None else ())])
