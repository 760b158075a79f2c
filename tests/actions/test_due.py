"""A deadline that nobody can hold anyone to is a note, with its line and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from machine import put, ss

REPORT = """\
# The pool kept dead sockets

**Date:** 2026-10-01

## Action items

| Action | Due | Status |
|---|---|---|
| Cap the pool | {due} | {status} |
"""


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("Q3", "SS317 the deadline 'Q3' is no day"),
        ("next sprint", "SS317 the deadline 'next sprint' is no day"),
        ("2 weeks", "SS317 the deadline '2 weeks' is no day"),
        ("2019", "SS317 the deadline '2019' is no day"),
        ("2025-10-31", "SS316 due on 2025-10-31, before 2026-10-01, the day it happened"),
    ],
)
def test_an_odd_deadline_is_a_note(tmp_path: Path, due: str, said: str) -> None:
    """It is told where it stands, and fails no check that is not strict."""
    put(tmp_path, "postmortems/a.md", REPORT.format(due=due, status="open"))
    result = ss(tmp_path, "check")
    assert f"a.md:9:1: {said}" in result.out.replace("postmortems/", "") + result.err
    assert result.code == 0
    assert ss(tmp_path, "check", "--strict").code == 1


@pytest.mark.parametrize(
    ("due", "status"), [("Q3", "done"), ("2025-10-31", "declined"), ("2026-10-01", "open"),
                        ("", "open"), ("?", "open"), ("-", "open")],
)  # fmt: skip
def test_other_deadlines_are_left_alone(tmp_path: Path, due: str, status: str) -> None:
    """What has ended is late no more; a day in time is fine, and so is none."""
    put(tmp_path, "postmortems/a.md", REPORT.format(due=due, status=status))
    result = ss(tmp_path, "check", "--strict")
    assert not {"SS316", "SS317"} & set((result.out + result.err).split())
