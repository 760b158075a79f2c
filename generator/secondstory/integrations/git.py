"""git, for what it alone knows: which files of a folder a branch changes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from secondstory.findings import ProjectError

# Changes since the branch left the other, kept in git or not; a rename is its new name.
_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--relative")
_NEW = ("ls-files", "-z", "--others", "--exclude-standard")


def changed_since(folder: Path, reference: str) -> tuple[Path, ...]:
    """Files in a folder that differ from where this branch left `reference`, new ones included.

    Files that are gone are not among them. Raises ProjectError where git cannot tell.
    """
    changed = _git(folder, *_DIFF, "--merge-base", "--end-of-options", reference, "--", ".")
    names = changed + _git(folder, *_NEW)
    return tuple(folder / os.fsdecode(name) for name in dict.fromkeys(names.split(b"\0")) if name)


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - no shell; options end before what is not ours
            ["git", *arguments],  # noqa: S607 - the git of whoever runs this
            cwd=folder,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise ProjectError(
            "git is not installed, so nobody can say what has changed", hint="name the files"
        ) from None
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise ProjectError(
            f"git cannot say what has changed: {told[0].removeprefix('fatal: ')}",
            hint="the reference has to be there with the history up to where this branch left"
            " it: `fetch-depth: 0` in GitHub Actions, `GIT_DEPTH: 0` in GitLab CI",
        )
    return done.stdout
