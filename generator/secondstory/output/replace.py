"""Make a folder hold exactly the wanted files: as a whole by rename, or file by file."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
from collections.abc import Container, Iterable, Mapping
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from secondstory.findings import ProjectError
from secondstory.model import File, Stream
from secondstory.noun import Noun
from secondstory.portable import shown

WORK = ".secondstory-work-"
CANNOT_RENAME = frozenset(
    {errno.EACCES, errno.EBUSY, errno.EPERM, errno.EROFS, errno.EXDEV, errno.ENAMETOOLONG}
)


_PIECE = 1 << 20  # bytes


class CannotRenameError(Exception):
    """The folder can only be replaced in place; nothing has been changed yet."""


class Plan(Noun, frozen=True):
    """What a folder is to hold, and what it holds now.

    Both map paths with forward slashes: `wanted` to the file, `present` to the size of a
    file, or None for a link or a device. `kept` are paths of files that are known to be as
    wanted.
    """

    target: Path
    wanted: Mapping[str, File]
    present: Mapping[str, int | None]
    kept: Container[str] = ()

    def same(self, path: str, content: bytes) -> bool:
        """Whether a file is there already, byte for byte."""
        if self.present.get(path) != len(content):
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

    def same_file(self, path: str, other: Path) -> bool:
        """As `same`, of what another file holds."""
        if self.present.get(path) is None:
            return False
        try:
            return filecmp.cmp(self.target / path, other, shallow=False)
        except OSError:
            return False


def replace_folder(plan: Plan) -> int:
    """Make the new folder beside the old one and rename it into its place.

    Returns the number of files that stayed as they were. Raises CannotRenameError where
    the system does not let the folder be renamed.
    """
    target = plan.target
    try:
        work = Path(mkdtemp(prefix=f".{target.name}{WORK}", dir=target.parent))
    except OSError as error:
        raise _rename_error(error) from error
    new, old = work / "new", work / "old"
    try:
        new.mkdir()  # not `work` itself, which only its owner may enter
        if target.is_dir():
            shutil.copymode(target, new)
        kept = _fill(plan, new, link=True)
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
        return kept
    finally:
        clear(work, target)


def replace_files(plan: Plan) -> int:
    """Write all new content into the folder, then move it into place, then remove the rest.

    Returns the number of files that stayed as they were.
    """
    target = plan.target
    target.mkdir(exist_ok=True)
    work = Path(mkdtemp(prefix=WORK, dir=target))
    try:
        kept = _fill(plan, work, link=False)
        try:
            # Pages last: what they show and link to is there before them.
            for path in sorted(_files(work), key=lambda path: (path.endswith(".html"), path)):
                _make_way(target, path)
                (work / path).replace(target / path)
            _remove_others(plan)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ProjectError(
                f"{shown(target)!r} is only partly replaced: {reason}",
                hint="build again once that is mended",
            ) from error
        return kept
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


def _fill(plan: Plan, folder: Path, *, link: bool) -> int:
    """Write what is new, link what is not if so wanted; returns how many files are not new."""
    kept = 0
    made: set[str] = set()
    # Ten thousand times: text, since a Path costs more than what is done with it.
    old, new = str(plan.target), str(folder)
    for path, wanted in plan.wanted.items():
        known, flows = path in plan.kept, isinstance(wanted, Stream)
        content = b"" if known or flows else wanted.content
        same = known or (not flows and plan.same(path, content))
        if same and not link:
            kept += 1
            continue
        parent = path.rpartition("/")[0]
        if parent not in made:
            os.makedirs(f"{new}/{parent}", exist_ok=True)  # noqa: PTH103
            made.add(parent)
        if same:
            _link(f"{old}/{path}", f"{new}/{path}")
        else:
            with open(f"{new}/{path}", "wb") as file:  # noqa: PTH123
                file.writelines(wanted.pieces() if isinstance(wanted, Stream) else (content,))
            if flows and plan.same_file(path, folder / path):
                same = True
                (folder / path).unlink()
                if link:
                    _link(f"{old}/{path}", f"{new}/{path}")
        kept += same
    return kept


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):  # not every file system has links
        shutil.copy2(old, new, follow_symlinks=False)


def _files(folder: Path) -> Iterable[str]:
    return [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]


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
    for path in plan.present.keys() - plan.wanted.keys():
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
