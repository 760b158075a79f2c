"""Whether a site has to be made at all: not where nothing changed and it lies as it was left."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from secondstory.cache.manifest import Manifest
from secondstory.cache.stamp import Stamp, stamp


def _untouched(before: Manifest, path: str, file: str | Path) -> bool:
    # Nobody but a build writes here, so that a file need not have been at rest.
    known = before.outputs.get(path)
    return known is not None and known == stamp(file, 0)


def same_site(before: Manifest, now: Manifest) -> bool:
    """Whether a site would be made of the same things in the same way."""
    return (
        before.ends
        and before.recipe == now.recipe
        and before.listing == now.listing
        and before.known.keys == now.known.keys
        and _rest(before.images, now.images)
    )


def _rest(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> bool:
    return before == now and all(known.rests for known in before.values())


def intact(output: Path, before: Manifest) -> bool:
    """Whether a site still is as it was left: no file changed, gone or added."""
    present = 0
    pending = [(str(output), "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as listing:
                items = list(listing)
        except OSError:
            return False
        for item in items:
            name = f"{prefix}{item.name}"
            if item.is_dir(follow_symlinks=False):
                pending.append((item.path, f"{name}/"))
                continue
            if item.is_symlink() or not _untouched(before, name, item.path):
                return False
            present += 1
    return present == len(before.outputs)
