"""List what lies below a folder, and follow the links that stay within it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable
from enum import Enum, auto
from errno import ELOOP
from pathlib import Path

from secondstory.crawl.codes import BROKEN_LINK, LINK_OUTSIDE, LINKED_FOLDER, UNREADABLE
from secondstory.crawl.files import IMAGES, why
from secondstory.findings import Finding, Location, ProjectError
from secondstory.noun import Noun
from secondstory.portable import shown

REPORTS = frozenset({".md", ".markdown"})
_NEVER = frozenset({"node_modules"})


class Thing(Enum):
    """What an entry of a folder is; OTHER is a pipe, a socket or a device."""

    FILE = auto()
    FOLDER = auto()
    LINK = auto()
    OTHER = auto()


class Entry(Noun, frozen=True):
    """A name in a folder: where it is, what it is called in the archive, what it is.

    `path` is always valid text; where the name on disk is not, bytes stand escaped in it
    and `misnamed` is true.
    """

    file: str  # no Path: there may be tens of thousands, and most are only compared
    path: str
    thing: Thing
    misnamed: bool = False

    @property
    def kind(self) -> frozenset[str] | None:
        """What its name promises: REPORTS, IMAGES or nothing that matters here."""
        suffix = posixpath.splitext(self.path)[1].lower()
        return REPORTS if suffix in REPORTS else IMAGES if suffix in IMAGES else None


def walk(root: Path, excluded: Callable[[str], bool]) -> tuple[list[Entry], list[Finding]]:
    """List everything below a folder that is neither hidden nor excluded, sorted by path.

    Links are listed, not followed. A folder below `root` that cannot be listed is a
    finding; `root` itself raises ProjectError.
    """
    entries: list[Entry] = []
    findings: list[Finding] = []
    pending = [(str(_archive(root)), "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as listing:
                below = [_entry(item, prefix) for item in listing if _wanted(item.name)]
        except OSError as error:
            if not prefix:
                raise ProjectError(
                    f"the folder {shown(root)!r} cannot be read: {why(error)}"
                ) from error
            message = f"the folder cannot be read: {why(error)}"
            findings.append(UNREADABLE.at(Location(prefix.rstrip("/")), message))
            continue
        kept = [entry for entry in below if not excluded(entry.path)]
        entries += kept
        pending += [(e.file, f"{e.path}/") for e in kept if e.thing is Thing.FOLDER]
    return sorted(entries, key=lambda entry: entry.path), findings


def follow(link: Entry, root: Path) -> Path | Finding | None:
    """Find the file that a link stands for.

    A finding where it may not or cannot be followed, None where that is no matter: it is
    no report and no image, or leads to a folder that is read in its own place.
    """
    location = Location(link.path)
    target = _target(Path(link.file))
    if isinstance(target, str):
        return BROKEN_LINK.at(location, f"a link that {target}") if link.kind else None
    inside = (
        target.relative_to(archive) if target.is_relative_to(archive := root.resolve()) else None
    )
    if target.is_dir():
        if inside is None:
            return LINK_OUTSIDE.at(location, "not read: a link to a folder outside the archive")
        if not all(map(_wanted, inside.parts)):
            return LINKED_FOLDER.at(location, "not read: a link to a hidden folder")
        return None
    if link.kind and inside is None:
        return LINK_OUTSIDE.at(location, "not read: a link to a file outside the archive")
    return target if link.kind else None


def _target(link: Path) -> Path | str:
    """Resolve a link; words for what goes wrong complete "a link that ..."."""
    try:
        return link.resolve(strict=True)
    except FileNotFoundError:
        return "leads to nothing"
    except RuntimeError:  # a loop, before Python 3.13
        return "leads to itself"
    except OSError as error:
        return "leads to itself" if error.errno == ELOOP else f"is barred: {why(error)}"


def _archive(root: Path) -> Path:
    try:
        archive = root.resolve(strict=True)
    except FileNotFoundError:
        raise ProjectError(
            f"there is no folder {shown(root)!r} to read reports from",
            hint="`secondstory init` makes one; `--source FOLDER` names another",
        ) from None
    except (OSError, RuntimeError) as error:
        reason = why(error) if isinstance(error, OSError) else "it is a link to itself"
        raise ProjectError(f"the folder {shown(root)!r} cannot be read: {reason}") from error
    if not archive.is_dir():
        raise ProjectError(
            f"{shown(root)!r} is a file, not a folder of postmortems",
            hint="name the folder it lies in",
        )
    return archive


def _wanted(name: str) -> bool:
    return not name.startswith(".") and name not in _NEVER


def _entry(item: os.DirEntry[str], prefix: str) -> Entry:
    name = item.name.encode(errors="surrogateescape").decode(errors="backslashreplace")
    if item.is_symlink() or getattr(item, "is_junction", bool)():
        thing = Thing.LINK
    elif item.is_dir(follow_symlinks=False):
        thing = Thing.FOLDER
    else:
        thing = Thing.FILE if item.is_file(follow_symlinks=False) else Thing.OTHER
    return Entry(item.path, prefix + name, thing, misnamed=name != item.name)
