"""Terminals, pipes and signals: colour, progress, and ends that are no errors."""

from __future__ import annotations

import errno
import http.client
import io
import os
import pty
import re
import select
import signal
import subprocess
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from machine import a_project, command, environment, put, with_finding
from secondstory.cli.talk import progress


def on_a_terminal(*arguments: str, cwd: Path, **variables: str) -> str:
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env=environment(**{"TERM": "xterm"} | variables),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError as error:
            assert error.errno == errno.EIO  # noqa: PT017  (how Linux ends a terminal)
            break
        if not part:
            break
        printed += part
    process.wait()
    os.close(ours)
    return printed.decode()


def readable(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 0)[0])


def test_colour_is_for_terminals(tmp_path: Path) -> None:
    """A terminal gets colour unless NO_COLOR or a dumb terminal asks for none."""
    with_finding(tmp_path)
    assert "\x1b[33m" in on_a_terminal("check", cwd=tmp_path)
    assert "\x1b" not in on_a_terminal("check", cwd=tmp_path, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("check", cwd=tmp_path, TERM="dumb")


def test_colour_can_be_forced_into_a_log(tmp_path: Path) -> None:
    """A pipe gets colour only when FORCE_COLOR asks for it."""
    with_finding(tmp_path)

    def printed(**variables: str) -> str:
        result = subprocess.run(
            command("check"),
            cwd=tmp_path,
            env=environment(**variables),
            capture_output=True,
            text=True,
            check=False,
        )
        return result.stdout

    assert "\x1b" not in printed()
    assert "\x1b[33m" in printed(FORCE_COLOR="1")


def test_long_work_shows_progress_and_wipes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a moment a terminal is told how far the work has come; in the end the line is clear."""
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal, redirect_stderr(terminal):
        with progress() as tell:
            assert tell
            tell(1, 1500)
            assert not readable(ours)
            while not readable(ours):
                tell(1234, 1500)
        printed = b""
        while readable(ours):
            printed += os.read(ours, 1000)
        assert printed == b"\r\x1b[KReading 1,234 of 1,500 files ...\r\x1b[K"
    os.close(ours)


def test_short_work_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done at once needs no word, and where nobody watches none is made."""
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal, redirect_stderr(terminal):
        with progress() as tell:
            assert tell
            tell(1, 1)
        with progress(wanted=False) as tell:
            assert tell is None
        assert not readable(ours)
    os.close(ours)
    with redirect_stderr(io.StringIO()), progress() as tell:
        assert tell is None


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`secondstory check | head` ends without a word of complaint."""
    with_finding(tmp_path)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = subprocess.run(
            command("check"),
            cwd=tmp_path,
            env=environment(),
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


def test_what_a_terminal_cannot_show_is_spelled_out(tmp_path: Path) -> None:
    """A terminal of old gets numbers for letters that it lacks, not a traceback."""
    put(tmp_path, "postmortems/停电.md", "# 停电\n")
    result = subprocess.run(
        command("check"),
        cwd=tmp_path,
        env=environment(PYTHONIOENCODING="latin-1", PYTHONUTF8="0"),
        capture_output=True,
        check=False,
    )
    assert result.returncode == 1
    assert b"\\u505c\\u7535.md" in result.stdout


def test_serve_shows_the_portal_until_it_is_interrupted(tmp_path: Path) -> None:
    """The address is printed, the portal answers there, and Ctrl-C ends it without a word amiss."""
    a_project(tmp_path)
    process = subprocess.Popen(
        command("serve", "--port", "0", "--as-of", "2026-11-20"),
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    line = process.stderr.readline()
    address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    assert address, line
    connection = http.client.HTTPConnection("127.0.0.1", int(address[1]))
    connection.request("GET", "/index.html")
    assert b"Cache restart" in connection.getresponse().read()
    connection.close()
    process.send_signal(signal.SIGINT)
    rest = process.communicate()[1]
    assert process.returncode == 0
    assert "Traceback" not in rest
    assert not (tmp_path / "site").exists()
