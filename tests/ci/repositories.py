"""Small repositories of git, as a runner of a code host has them: `a_repository(folder)`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from machine import REPORT, put

# Nothing of the machine's own settings, and an author for commits.
ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}
OLD = REPORT.replace("Cache restart", "Cache lost").replace("severity", "tags: [dns]\nseverity")
BROKEN = "# Outage\n\n## Summary\n\nIt broke.\n"


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and give what it says."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **ALONE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(folder: Path, message: str = "Change") -> None:
    """Keep everything as it is."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def a_repository(root: Path) -> Path:
    """A repository with two reports, one of them in need of mending, on the branch main."""
    git(root, "init", "--quiet", "--initial-branch=main")
    put(root, "postmortems/2025-09-14-old.md", OLD)
    put(root, "postmortems/neglected.md", BROKEN)
    put(root, "README.md", "# Ours\n")
    commit(root, "Begin")
    return root


NEW = BROKEN.replace("Outage", "Printers stood still")


def a_pull_request(root: Path, text: str = NEW) -> Path:
    """The merge that GitHub proposes: main has gone on, the branch adds one report."""
    a_repository(root)
    git(root, "switch", "--quiet", "--create", "branch")
    put(root, "postmortems/new report.md", text)
    commit(root, "Tell of an outage")
    git(root, "switch", "--quiet", "main")
    put(root, "postmortems/another.md", BROKEN.replace("Outage", "Another"))
    commit(root, "Go on")
    git(root, "switch", "--quiet", "--detach", "main")
    git(root, "merge", "--quiet", "--no-edit", "branch")
    return root
