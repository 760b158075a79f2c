"""Jobs that are killed while they talk to a tracker: nothing twice, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import Counter
from pathlib import Path

from machine import command, environment
from track.projects import OPEN, WARM, a_project, rows, secrets, steps, sync
from track.servers import GitHub, serving

CREATE = command("actions", "sync", "--create")


def killed(root: Path, board: GitHub, request: int = 0, *, before: bool = False) -> None:
    """Run a job that is killed while GitHub answers: its first issue, or a request by number.

    GitHub has done what it was asked for by then, or not (`before`).
    """
    reached, dead = threading.Event(), threading.Event()
    asked = len(board.asked)

    def hold(kind: str) -> None:
        if dead.is_set() or not (
            len(board.asked) == asked + request if request else kind == "MAKE"
        ):
            return
        reached.set()
        dead.wait(30)
        if before:
            raise ConnectionAbortedError  # the request never came

    name = "before" if before else "after"
    setattr(board, name, hold)
    job = subprocess.Popen(
        CREATE, cwd=root, env=environment(**secrets()), stderr=subprocess.DEVNULL
    )
    there = reached.wait(60)
    os.kill(job.pid, signal.SIGKILL)
    job.wait()
    dead.set()
    setattr(board, name, lambda _kind: None)
    assert there


def test_killed_before_the_tracker_made_it(tmp_path: Path) -> None:
    """The intent is on record; the next run finds no issue with its mark and makes one."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        killed(root, board, before=True)
        assert (steps(root), board.issues) == (["making"], {})
        result = sync(root, "--create")

    assert (result.code, result.err.splitlines()[-1]) == (0, "3 created.")
    assert [issue["title"] for issue in board.issues.values()] == list(OPEN)


def test_killed_after_the_tracker_made_it(tmp_path: Path) -> None:
    """The issue is there and nobody knows its key: its mark tells, and none is made again."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        killed(root, board)
        assert (steps(root), len(board.issues), rows(root)) == (["making"], 1, {})
        result = sync(root, "--create")
        assert sync(root, "--create").err == "3 as before.\n"

    assert result.code == 0
    assert "found octo/portal#1: Warm the cache" in result.err
    assert [issue["title"] for issue in board.issues.values()] == list(OPEN)


def test_what_is_in_doubt_waits_until_the_tracker_has_settled(tmp_path: Path) -> None:
    """Right after a job was cut off its ticket may not be listed yet: that one is left alone."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address, lines="settle = 3600")
        killed(root, board, before=True)
        result = sync(root, "--create")

    assert result.code == 1
    assert "unknown: Warm the cache before it takes load" in result.err
    assert "an earlier job was cut off while it was made" in result.err
    assert "2 created, 1 unknown." in result.err
    assert "key" not in rows(root)[WARM]


def test_killed_again_and_again_nothing_is_made_twice(tmp_path: Path) -> None:
    """Whatever the moment, each action item has one issue in the end."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        for request in (1, 2, 2, 2):  # while it lists, then while it makes each issue
            killed(root, board, request)
        assert sync(root, "--create").code == 0

    assert Counter(issue["title"] for issue in board.issues.values()) == Counter(OPEN)


def test_two_jobs_at_once_make_each_issue_once(tmp_path: Path) -> None:
    """The second waits for the first, and has nothing left to make."""
    board = GitHub()
    with serving(board) as address:
        root = a_project(tmp_path, address)
        jobs = [
            subprocess.Popen(
                CREATE, cwd=root, env=environment(**secrets()), stderr=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        said = sorted(job.communicate(timeout=120)[1].splitlines()[-1] for job in jobs)

    assert said == ["3 as before.", "3 created."]
    assert board.made == 3
