"""Which files of the archive a command is asked about: those named, or those a branch changes."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from secondstory.noun import Noun


class Asked(Noun, frozen=True):
    """Files and folders, as paths within the archive; "." is all of it."""

    paths: frozenset[str]

    def __contains__(self, path: str) -> bool:
        """Whether a file of the archive is among them, or in a folder that is."""
        return not self.paths.isdisjoint({path, *map(str, PurePosixPath(path).parents)})


def asked_about(source: Path, files: Sequence[Path], since: str | None) -> Asked | None:
    """What was asked about, None for everything. Raises ProjectError where git cannot say."""
    from secondstory.integrations.git import changed_since

    if since is None and not files:
        return None
    changed = () if since is None else changed_since(source, since)
    return Asked(frozenset(_within(source.resolve(), (*files, *changed))))


def _within(root: Path, files: Sequence[Path]) -> Iterator[str]:
    """The files that are part of the archive, and folders that it is part of."""
    for file in files:
        # Its folder may be reached through a link; a link to a report is a report itself.
        place = file.parent.resolve() / file.name
        if place.is_relative_to(root):
            yield place.relative_to(root).as_posix()
        elif root.is_relative_to(file.resolve()):
            yield "."
