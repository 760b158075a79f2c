"""Replace a few files of a site where they lie: all of them, or none.

A save changes a handful of ten thousand files. To make a new folder of links to all the others
takes longer than everything else that a build does then, and marks every one as changed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from secondstory.output.plan import Plan, link, pages_last

FEW = 100  # files: moved into place within a few milliseconds


def replace_few(plan: Plan, new: Path, was: Path, fresh: Collection[str]) -> bool:
    """Move the `fresh` files from the folder `new` into the site, and what is gone out of it.

    What has to give way lies in the folder `was` afterwards. False where there is no site, or
    too much would change, or it cannot be done so; then the site is as it was.
    """
    gone = plan.gone
    if len(fresh) + len(gone) > FEW or not _plain(plan, fresh, gone):
        return False
    target = plan.target
    try:
        with _undone(plan, new, was) as begun:
            for path in pages_last(fresh):
                file = target / path
                _make_parent(file)
                if path in plan.present:
                    _make_parent(was / path)
                    link(file, was / path)
                begun.append(path)
                (new / path).replace(file)
            for path in sorted(gone):
                _make_parent(was / path)
                begun.append(path)
                (target / path).replace(was / path)
    except OSError:
        return False
    for folder in sorted({parent for path in gone for parent in Path(path).parents}, reverse=True):
        with suppress(OSError):  # there is something in it
            (target / folder).rmdir()
    return True


def _plain(plan: Plan, fresh: Collection[str], gone: Collection[str]) -> bool:
    """Whether there is a site, and only ordinary files in it change, and no folder into a file."""
    changing = (path for path in (*fresh, *gone) if path in plan.present)
    added = [plan.target / path for path in fresh if path not in plan.present]
    ways = {folder for file in added for folder in file.parents if folder != plan.target}
    return (
        plan.target.is_dir()
        and all(map(plan.ordinary, changing))
        and not any(map(os.path.lexists, added))
        and all(way.is_dir() for way in ways if os.path.lexists(way))
    )


@contextmanager
def _undone(plan: Plan, new: Path, was: Path) -> Iterator[list[str]]:
    """Put all back where it was, if not all can be moved; the list is of what is being moved."""
    begun: list[str] = []
    try:
        yield begun
    except BaseException:
        for path in reversed(begun):
            file = plan.target / path
            if path in plan.wanted and not os.path.lexists(new / path):
                file.replace(new / path)
            if os.path.lexists(was / path):
                (was / path).replace(file)
        raise


def _make_parent(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
