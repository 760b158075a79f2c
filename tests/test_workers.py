"""A crew of processes: results in order, errors in the parent, nobody left behind."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from machine import environment
from secondstory.workers import Crew, cores

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


def double(number: int) -> bytes:
    return str(2 * number).encode() * (number % 7)


@settings(max_examples=25, deadline=None)
@given(count=st.integers(0, 300), processes=st.integers(1, 4))
def test_results_come_in_the_order_of_the_work(count: int, processes: int) -> None:
    """Whoever does it, and however much there is."""
    with Crew(double, range(count), processes) as crew:
        assert list(crew.results()) == [double(number) for number in range(count)]


def test_more_work_than_tickets() -> None:
    """A ticket is for several things where there are more than fit into a pipe."""
    with Crew(double, range(20_000), 3) as crew:
        assert list(crew.results()) == list(map(double, range(20_000)))


def test_a_full_disk_costs_memory_and_no_result() -> None:
    """Results that find no room in the files of the crew are held or made again."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150, limits[1]))
    try:
        with Crew(double, range(300), 3) as crew:
            assert list(crew.results()) == list(map(double, range(300)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_an_error_comes_out_in_the_parent() -> None:
    """What a process could not do the parent tries itself, and tells what is wrong."""

    def fragile(number: int) -> bytes:
        if number == 37:
            raise ValueError("thirty-seven")
        return b""

    with pytest.raises(ValueError, match="thirty-seven"), Crew(fragile, range(100), 3) as crew:
        list(crew.results())


def test_a_process_that_dies_leaves_nothing_undone() -> None:
    """The parent does what somebody else was killed over."""
    parent = os.getpid()

    def deadly(number: int) -> bytes:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return double(number)

    with Crew(deadly, range(100), 3) as crew:
        assert list(crew.results()) == list(map(double, range(100)))


def test_leaving_early_ends_everybody() -> None:
    """Nobody goes on working for a parent that has left."""

    def slow(_: int) -> bytes:
        time.sleep(30)
        return b""

    before = set(_children(os.getpid()))
    with Crew(slow, range(50), 4):
        during = set(_children(os.getpid()))
    assert len(during - before) == 3
    assert set(_children(os.getpid())) <= before


def test_a_process_with_threads_does_not_fork() -> None:
    """The lock of a thread would stay shut in a copy for ever."""
    from threading import Event, Thread  # noqa: PLC0415

    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    try:
        assert cores() == 1
    finally:
        done.set()
        thread.join()


def test_ctrl_c_leaves_no_orphan_and_no_half_site(tmp_path: Path) -> None:
    """Interrupted in the middle of a build: exit code 130, the site from before, no process."""
    folder = tmp_path / "postmortems"
    folder.mkdir()
    text = "## Lessons\n\n" + "- Watch `what` is **served** to whom, and when.\n" * 400
    for number in range(60):
        (folder / f"{number}.md").write_text(f"# Outage {number}\n\n{text}")
    line = [sys.executable, "-m", "secondstory", "build", "--quiet"]
    process = subprocess.Popen(line, cwd=tmp_path, env=environment(), start_new_session=True)
    group = os.getpgid(process.pid)
    while not _children(process.pid):
        assert process.poll() is None, "the build has ended before it could be interrupted"
        time.sleep(0.01)
    os.killpg(group, signal.SIGINT)
    assert process.wait(timeout=30) == 130
    assert not (tmp_path / "site").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".secondstory", "postmortems"]
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)


def _children(pid: int) -> list[str]:
    """The processes that a process has started, whichever of its threads did."""
    found: list[str] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        found += file.read_text().split()
    return found
