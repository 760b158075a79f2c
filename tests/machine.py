"""What tests ask of the machine: the command line as a person runs it, and fewer rights."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from secondstory.cli import main

NOBODY = 65534
# Variables of the machine that would change what a command prints.
QUIET = dict.fromkeys(("FORCE_COLOR", "NO_COLOR", "SOURCE_DATE_EPOCH"), "")

REPORT = """\
---
title: Cache restart
date: 2026-09-14
severity: SEV2
---
## Summary

The cache came back empty.

## Lessons learned

- Warm caches before you trust them.

## Action items

| Action | Owner | Due | Status |
|---|---|---|---|
| Restart one by one | @ines-k | 2026-10-01 | open |
"""
UNDATED = "# Outage\n\n## Summary\n\nIt broke.\n"


@dataclass(frozen=True)
class Result:
    """How a command line ended and what it printed where."""

    code: int
    out: str
    err: str


def put(root: Path, path: str, content: str | bytes = REPORT) -> Path:
    """Write a file, by default a sound report."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def a_project(root: Path) -> Path:
    """A folder with one sound report."""
    put(root, "postmortems/2026-09-14-cache.md")
    return root


def with_finding(root: Path) -> Path:
    """A folder with a sound report and one that lacks its date."""
    put(a_project(root), "postmortems/undated.md", UNDATED)
    return root


def with_note(root: Path) -> Path:
    """A folder whose one finding is a note."""
    put(a_project(root), "postmortems/b.md", REPORT.replace("SEV2", "quite bad"))
    return root


def ss(folder: Path, *arguments: str, **variables: str) -> Result:
    """Run `secondstory` in a folder, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with chdir(folder), _variables(**QUIET | variables), redirect_stdout(out), redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code
        out.flush()
        err.flush()
    assert isinstance(code, int)
    return Result(code, *(s.buffer.getvalue().decode() for s in (out, err)))


def command(*arguments: str) -> list[str]:
    """The same command line as a program of its own."""
    return [sys.executable, "-m", "secondstory", *arguments]


def environment(**variables: str) -> dict[str, str]:
    """The variables for a program that finds secondstory as this one did."""
    return {**os.environ, **QUIET, "PYTHONPATH": os.pathsep.join(sys.path), **variables}


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the rights of root, to which every file is readable."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def _variables(**variables: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
