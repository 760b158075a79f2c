"""Make a folder hold exactly the wanted files: as a whole by rename, or file by file."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Container
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from secondstory.findings import ProjectError
from secondstory.model import Stream
from secondstory.noun import Noun
from secondstory.output.few import replace_few
from secondstory.output.plan import Plan, link, pages_last
from secondstory.portable import shown

WORK = ".secondstory-work-"
CANNOT_RENAME = frozenset(
    {errno.EACCES, errno.EBUSY, errno.EPERM, errno.EROFS, errno.EXDEV, errno.ENAMETOOLONG}
)


class CannotRenameError(Exception):
    """The folder can only be replaced in place; nothing has been changed yet."""


class Replaced(Noun, frozen=True):
    """The paths of the files that are new or changed, and whether all others are untouched."""

    fresh: frozenset[str]
    untouched: bool


def replace_folder(plan: Plan) -> Replaced:
    """Make the new folder beside the old one and rename it into its place.

    Where little changes, that little is moved into the old one instead. Raises
    CannotRenameError where the system does not let the folder be renamed.
    """
    target = plan.target
    try:
        work = Path(mkdtemp(prefix=f".{target.name}{WORK}", dir=target.parent))
    except OSError as error:
        raise _rename_error(error) from error
    new, old = work / "new", work / "old"
    try:
        new.mkdir()  # not `work` itself, which only its owner may enter
        fresh = _fill(plan, new)
        if replace_few(plan, new, work / "was", fresh):
            return Replaced(fresh, untouched=True)
        if target.is_dir():
            shutil.copymode(target, new)
        _complete(plan, new, fresh)
        if target.is_dir():
            try:
                target.rename(old)
            except OSError as error:
                raise _rename_error(error) from error
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise
        return Replaced(fresh, untouched=False)
    finally:
        clear(work, target)


def replace_files(plan: Plan) -> Replaced:
    """Write all new content into the folder, then move it into place, then remove the rest."""
    target = plan.target
    target.mkdir(exist_ok=True)
    work = Path(mkdtemp(prefix=WORK, dir=target))
    try:
        fresh = _fill(plan, work)
        try:
            for path in pages_last(fresh):
                _make_way(target, path)
                (work / path).replace(target / path)
            _remove_others(plan)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ProjectError(
                f"{shown(target)!r} is only partly replaced: {reason}",
                hint="build again once that is mended",
            ) from error
        return Replaced(fresh, untouched=True)
    finally:
        clear(work, target)


def clear(work: Path, target: Path) -> None:
    """Remove what a build worked in; first give back a site that it had moved away."""
    old = work / "old"
    if old.is_dir() and not target.exists():
        old.rename(target)
    shutil.rmtree(work, ignore_errors=True)


def _rename_error(error: OSError) -> Exception:
    return CannotRenameError() if error.errno in CANNOT_RENAME else error


def _fill(plan: Plan, folder: Path) -> frozenset[str]:
    """Write what is new or changed; returns the paths of that."""
    fresh: set[str] = set()
    made: set[str] = set()
    for path in plan.wanted:
        if path in plan.kept:
            continue
        wanted = plan.file(path)
        if isinstance(wanted, Stream):
            same, pieces = plan.same_stream(path, wanted), wanted.pieces
        else:
            content = wanted.content
            same, pieces = plan.same(path, content), partial(iter, (content,))
        if not same:
            _make_parent(folder, path, made)
            with (folder / path).open("wb") as file:
                file.writelines(pieces())
            fresh.add(path)
    return frozenset(fresh)


def _complete(plan: Plan, folder: Path, fresh: Container[str]) -> None:
    """Give what stays as it was a second name in the new folder."""
    made: set[str] = set()
    # Ten thousand times: text, since a Path costs more than what is done with it.
    old, new = str(plan.target), str(folder)
    for path in plan.wanted:
        if path not in fresh:
            _make_parent(folder, path, made)
            link(f"{old}/{path}", f"{new}/{path}")


def _make_parent(folder: Path, path: str, made: set[str]) -> None:
    parent = path.rpartition("/")[0]
    if parent not in made:
        (folder / parent).mkdir(parents=True, exist_ok=True)
        made.add(parent)


def _make_way(target: Path, path: str) -> None:
    """Turn the parents of a path into ordinary folders, and remove a folder of its name."""
    *parents, _name = PurePosixPath(path).parts
    here = target
    for part in parents:
        here /= part
        if here.is_symlink() or (here.exists() and not here.is_dir()):
            here.unlink()
        here.mkdir(exist_ok=True)
    file = target / path
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)


def _remove_others(plan: Plan) -> None:
    for path in plan.gone:
        file = plan.target / path
        # A page or folder may have taken its place; and never reach through a link.
        if _is_plain(file.parent) and os.path.lexists(file) and not _is_plain(file):
            file.unlink()
    wanted = {parent for path in plan.wanted for parent in PurePosixPath(path).parents}
    folders = {parent for path in plan.present for parent in PurePosixPath(path).parents}
    for folder in sorted(folders - wanted, reverse=True):
        place = plan.target / folder
        if _is_plain(place) and not any(place.iterdir()):
            place.rmdir()


def _is_plain(folder: Path) -> bool:
    """Whether this is a folder, reached through folders only."""
    return folder.is_dir() and folder.resolve() == folder
