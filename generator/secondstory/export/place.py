"""Where an export goes: made beside its place, then moved there; nothing of others gives way.

A file takes its place by one rename. A folder that is there already is kept, with whatever else
lies in it: our files are moved into it one by one, their description last.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from secondstory.findings import ProjectError
from secondstory.portable import shown

_OPENING = 128  # bytes that tell whose a file is


@contextmanager
def new_file(
    target: Path,
    ours: Callable[[bytes], bool],
    beside: Iterable[str] = (),
    *,
    force: bool = False,
) -> Iterator[Path]:
    """Give the path to write a file to; it takes the place of `target` if all goes well.

    `ours` tells by how a file begins whether an export wrote it: others stay, but with `force`.
    Files with its name and an end of `beside` say that somebody writes to it, and would be taken
    for changes of the new one. Raises ProjectError where a file stays, or none can be written.
    """
    with _said(target):
        place = Path(os.path.realpath(target))
        if place.exists() and not place.is_file():
            raise ProjectError(f"{shown(target)!r} is no file", hint="name one with --output")
        with _scratch(place.parent) as folder:
            _refuse(target, force or not place.exists() or ours(_opening(place)))
            for end in beside:
                if os.path.lexists(f"{place}{end}"):
                    raise ProjectError(
                        f"{shown(Path(f'{target}{end}'))!r} says that somebody writes there",
                        hint="close what has it open, or delete that file",
                    )
            yield folder / place.name
            (folder / place.name).replace(place)


@contextmanager
def new_files(target: Path, last: str, opening: bytes, *, force: bool = False) -> Iterator[Path]:
    """Give the folder to write files to; they go into the folder `target` if all goes well.

    In a folder that holds an export the file `last` begins with `opening`, and has the paths of
    the others: those that are not made again are removed. Another folder stays as it is, but
    with `force`. Raises ProjectError as `new_file`.
    """
    with _said(target):
        place = Path(os.path.realpath(target))
        if place.exists() and not place.is_dir():
            raise ProjectError(f"{shown(target)!r} is no folder", hint="name one with --output")
        with _scratch(place.parent) as folder:
            present = {file.name for file in place.iterdir()} if place.exists() else set()
            ours = last in present and _opening(place / last).startswith(opening)
            _refuse(target, force or ours or not present)
            told = (place / last).read_bytes() if ours else b""
            made = folder / "made"
            made.mkdir()
            yield made
            if not place.exists():
                made.rename(place)
                return
            fresh = sorted(
                (file.name for file in made.iterdir()), key=lambda name: (name == last, name)
            )
            for name in fresh:
                (made / name).replace(place / name)
            for name in present.difference(fresh):
                if f'"path": "{name}"'.encode("utf-8", "surrogateescape") in told:
                    (place / name).unlink()


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """A folder on the same disk, gone at the end."""
    parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".secondstory-export-", dir=parent) as name:
        yield Path(name)


def _opening(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.read(_OPENING)


def _refuse(target: Path, allowed: bool) -> None:  # noqa: FBT001
    if not allowed:
        raise ProjectError(
            f"{shown(target)!r} is there already, and no export made it",
            hint="name another place with --output, or replace it with --force",
        )


@contextmanager
def _said(target: Path) -> Iterator[None]:
    """Say what the disk says as what is wrong with the project."""
    try:
        yield
    except OSError as error:
        raise ProjectError(
            f"cannot write {shown(target)!r}: {(error.strerror or str(error)).lower()}",
            hint="name another place with --output",
        ) from error
