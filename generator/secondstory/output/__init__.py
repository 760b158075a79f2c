"""Put the artifacts of a build into a folder, so that no reader ever meets half a site.

The new site is made beside the old one and takes its place by a rename; until then, and
if anything fails, the old one stays as it is. What has not changed is linked, not
written, and keeps its time stamp, so that a deployment copies only real changes. Where few
files change, they are moved into the old site, all of them or none (decision 14).

Where the folder cannot be renamed (a mount point, a parent without permission to write)
or holds hidden files of somebody else (the `.git` of a work tree, a `.keep`), the site is
replaced in place: everything is written first, then moved file by file, pages last, and
what is left over is deleted at the end. Those hidden files are never touched. A process
that works *in* the folder, such as a web server, keeps seeing the old site after a
rename; put a hidden file into the folder to have it replaced in place instead.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from secondstory.findings import ProjectError
from secondstory.model import Artifact, File
from secondstory.noun import Noun
from secondstory.output.lock import PATIENCE, locked
from secondstory.output.plan import NONE_STANDING, Plan, Standing
from secondstory.output.replace import (
    CANNOT_RENAME,
    WORK,
    CannotRenameError,
    Replaced,
    clear,
    replace_files,
    replace_folder,
)
from secondstory.portable import folded, shown, unportable

__all__ = ["MARKER", "Looks", "Standing", "Written", "looks", "remove", "write"]

MARKER = ".secondstory-site"
_MARKER_TEXT = b"This folder is made by `secondstory build`, which replaces all of it.\n"
_LOCK = ".secondstory-lock"

Looks = Iterator[tuple[str, os.stat_result]]  # paths of files, and how the files look
Kept = Callable[[str, os.stat_result], bool]


class Written(Noun, frozen=True):
    """How many files are new or changed, stayed as they were, and are gone."""

    written: int
    kept: int
    removed: int


def write(
    artifacts: Iterable[File],
    folder: Path,
    kept: Kept | None = None,
    standing: Standing = NONE_STANDING,
    then: Callable[[Looks], None] | None = None,
    *,
    patience: float = PATIENCE,
) -> Written:
    """Make a folder hold the artifacts, what is standing, and nothing else.

    What is pending is made when its turn comes, so that not all of it is in memory at once.
    `kept` says of a path and how its file looks whether the file is known to be as wanted:
    then it is neither made nor read. `then` is given how every file looks in the end, the
    marker's too. Both are called while no other build can write to the folder.
    Waits up to `patience` seconds for another build of the same folder. Raises
    ProjectError where the folder holds what secondstory did not write, or writing fails;
    ValueError for paths that leave the folder or collide, which is a mistake of ours.
    """
    wanted = {**_wanted(artifacts), **dict.fromkeys(standing.paths)}
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target, patience) as held:
            if held:  # else what looks like a leftover may be another build at work
                _recover(target)
            _refuse_foreign(target)
            plan = _plan(target, wanted, standing, kept)
            replaced = _replace(plan)
            if then:
                then(_looks_after(plan, replaced))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "the site from before is untouched" if target.is_dir() else "nothing was written"
        raise ProjectError(f"cannot write {shown(folder)!r}: {reason}", hint=hint) from error
    fresh = replaced.fresh - {MARKER}  # which is not part of the site
    return Written(len(fresh), len(wanted) - 1 - len(fresh), len(plan.gone))


def remove(folder: Path, patience: float = PATIENCE) -> bool:
    """Remove a site, and its folder with it unless somebody else's hidden files lie there.

    False where there is none. Raises ProjectError where the folder holds what secondstory
    did not write, or where removing fails.
    """
    target = Path(os.path.realpath(folder))
    if not (target / MARKER).is_file():
        _refuse_foreign(target)
        return False
    try:
        with _locked(target, patience):
            for name in _names(target):
                if name == MARKER or not name.startswith("."):
                    _delete(target / name)
        if not _names(target):
            target.rmdir()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProjectError(f"cannot remove {shown(folder)!r}: {reason}") from error
    return True


def looks(folder: Path, wanted: Container[str] = (MARKER,)) -> Looks:
    """How the files of a site look now, links unfollowed; hidden ones at its top if wanted."""
    pending = [(str(folder), "")] if folder.is_dir() else []
    while pending:
        here, prefix = pending.pop()
        with os.scandir(here) as listing:
            for entry in listing:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    hidden = not prefix and entry.name.startswith(".")
                    pending += [] if hidden else [(entry.path, f"{path}/")]
                elif path in wanted or prefix or not entry.name.startswith("."):
                    # Not what the listing knows: on Windows that has no inode.
                    yield path, os.lstat(entry.path)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _looks_after(plan: Plan, replaced: Replaced) -> Looks:
    """How the files of a site look that has just been replaced."""
    if not replaced.untouched:  # a second name marks a file as changed
        yield from looks(plan.target, plan.wanted)
        return
    for path in plan.wanted:
        fresh = path in replaced.fresh
        yield path, os.lstat(plan.target / path) if fresh else plan.present[path]


def _replace(plan: Plan) -> Replaced:
    hidden = {name for name in _names(plan.target) if name.startswith(".")}
    foreign = {name for name in hidden if not name.startswith((WORK, _LOCK))} - plan.wanted.keys()
    if plan.target.is_mount() or foreign:
        return replace_files(plan)
    try:
        return replace_folder(plan)
    except CannotRenameError:
        return replace_files(plan)


def _wanted(artifacts: Iterable[File]) -> dict[str, File]:
    marker = Artifact(PurePosixPath(MARKER), _MARKER_TEXT)
    wanted: dict[str, File] = {MARKER: marker}
    names: dict[str, str] = {}
    folders: dict[str, str] = {}
    for artifact in artifacts:
        path = str(artifact.path)
        if wrong := unportable(path):
            raise ValueError(f"the path {path!r} {wrong}")
        name = folded(path)
        if (other := names.setdefault(name, path)) != path or path in wanted:
            raise ValueError(f"the paths {other!r} and {path!r} are one file on some systems")
        wanted[path] = artifact
        # A folder that is known has known parents.
        while (name := name.rpartition("/")[0]) not in folders and name:
            folders[name] = path
    for clash in names.keys() & folders.keys():
        raise ValueError(f"{names[clash]!r} is a file and, for {folders[clash]!r}, a folder")
    return wanted


@contextmanager
def _locked(target: Path, patience: float) -> Iterator[bool]:
    busy = f"another build has been writing to {shown(target)!r} for {patience:g} seconds"
    with ExitStack() as stack:
        try:
            beside = locked(target.parent / f".{target.name}{_LOCK}", busy, patience)
            held = stack.enter_context(beside)
        except OSError as error:
            if error.errno not in CANNOT_RENAME or not target.is_dir():
                raise
            held = stack.enter_context(locked(target / _LOCK, busy, patience))
        yield held


def _recover(target: Path) -> None:
    """Clean up after builds that were killed, and put back a site that one had moved away."""
    for folder, prefix in ((target.parent, f".{target.name}{WORK}"), (target, WORK)):
        for name in _names(folder):
            if name.startswith(prefix):
                clear(folder / name, target)


def _refuse_foreign(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        hint = "name another folder with --output, or in the config"
        raise ProjectError(f"{shown(target)!r} is a file, not a folder for the portal", hint=hint)
    names = [name for name in _names(target) if not name.startswith(".")]
    if names and not (target / MARKER).is_file():
        others = f"{names[0]!r}" if len(names) == 1 else f"{names[0]!r} and {len(names) - 1} more"
        raise ProjectError(
            f"{shown(target)!r} holds files that secondstory did not write: {others}",
            hint="name another folder with --output or in the config, or empty this one yourself",
        )


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []


def _plan(
    target: Path,
    wanted: Mapping[str, File | None],
    standing: Standing,
    kept: Kept | None,
) -> Plan:
    present = dict(looks(target, wanted))
    known = {
        path
        for path, seen in present.items()
        if kept and path in wanted and stat.S_ISREG(seen.st_mode) and kept(path, seen)
    }
    return Plan(target, wanted, standing, present, known)
