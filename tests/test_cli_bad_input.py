"""Bad input on the command line: words that help and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from machine import REPORT, a_project, environment, put, ss
from secondstory.portable import unportable


def test_every_odd_file_is_a_page_or_a_finding(tmp_path: Path) -> None:
    """Whatever lies in the folder: the build succeeds, and what is odd is said with its place."""
    archive = tmp_path / "postmortems"
    put(archive, "bytes.md", b"# Caf\xe9 outage\n")
    put(archive, "nul.md", b"# Outage\n\0\0")
    put(archive, "empty.md", "")
    put(archive, "bom.md", b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode())
    put(archive, "yaml.md", "---\nowner: @alice\ntitle: a: b\n---\n# Outage\n")
    put(archive, "bomb.md", "---\na: &a [x, x]\nb: &b [*a, *a]\n---\n# Outage\n")
    put(archive, "date.md", "---\ndate: 2025-13-45\n---\n# Outage\n")
    put(archive, "list.md", "# Outage\n" + "- item\n" * 10_000)
    put(archive, "deep.md", "# Outage\n" + ">" * 2_000 + " deep\n" + "  - " * 500 + "x")
    put(archive, "twice/a.md", REPORT)
    put(archive, "again/a.md", REPORT)
    put(archive, "rtl.md", "# \u202eegatuo\u202c انقطاع 停电\n")
    put(archive, "tags.md", REPORT.replace("severity", "tags: [../../etc, index, CON]\nseverity"))
    put(archive, "script.md", "# <script>alert(1)</script>\n\n[x](javascript:alert(1))\n")
    put(archive, "folder.md/inner.md", REPORT)
    os.mkfifo(archive / "pipe.md")
    (archive / "gone.md").symlink_to("nowhere.md")
    (archive / "loop.md").symlink_to("loop.md")
    (archive / "out.md").symlink_to(put(tmp_path, "secret.md", "# quillfeather"))
    result = ss(tmp_path, "build", "--json")
    assert result.code == 0, result.err
    found = {(finding["path"], finding["code"]) for finding in json.loads(result.out)["findings"]}
    assert found >= {
        ("postmortems/bytes.md", "SS101"),
        ("postmortems/nul.md", "SS102"),
        ("postmortems/folder.md", "SS105"),
        ("postmortems/pipe.md", "SS105"),
        ("postmortems/gone.md", "SS106"),
        ("postmortems/loop.md", "SS106"),
        ("postmortems/out.md", "SS107"),
    }
    for name in ("empty", "yaml", "bomb", "date"):
        assert any(path == f"postmortems/{name}.md" for path, _ in found), name
    written = [path.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("*")]
    assert [path for path in written if unportable(path.as_posix())] == []
    pages = "".join(path.read_text() for path in (tmp_path / "site").rglob("*.html"))
    assert "quillfeather" not in pages
    assert "<script>alert" not in pages


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "secondstory: there is no folder 'postmortems' to read reports from\n  hint: "),
        (["check", "--source", "file"], "secondstory: 'file' is a file, not a folder"),
        (["serve", "--source", "file"], "secondstory: 'file' is a file, not a folder"),
        (["--config", "gone.toml", "build"], "secondstory: the config file 'gone.toml' does not"),
        (["build", "--config", "broken.toml"], "broken.toml:1:8: not valid TOML: invalid value"),
        (["check", "--config", "unknown.toml"], "unknown.toml:2:1: unknown key 'titel' in [site]"),
        (["explain", "file", "--config", "unknown.toml"], "unknown.toml:2:1: unknown key"),
        (["build", "--source", "pm", "--theme", "drak"], 'secondstory: there is no theme "drak"'),
        (["build", "--source", "pm", "--output", "pm/x"], "'output' is 'pm/x', which lies among"),
        (["build", "--source", "pm", "--output", "full"], "did not write: 'thesis.txt'"),
        (["build", "--source", "pm", "--output", "file"], "'file' is a file, not a folder"),
        (["build", "--source", "pm", "--base-url", "x"], "'base_url' is no address for a portal"),
        (["init", "full/thesis.txt/deep"], "is a file, where a folder is needed"),
    ],
)
def test_a_broken_project_is_said_without_a_traceback(
    tmp_path: Path, arguments: Sequence[str], said: str
) -> None:
    """What is wrong with the project ends a command with 2 and words that help."""
    put(tmp_path, "pm/a.md")
    put(tmp_path, "full/thesis.txt")
    put(tmp_path, "file")
    put(tmp_path, "broken.toml", "source=\n")
    put(tmp_path, "unknown.toml", "[site]\ntitel = 1")
    result = ss(tmp_path, *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["build", "--sorce", "x"], "--source"),
        (["build", "--as-of", "2026-02-30"], "'2026-02-30' is no day"),
        (["build", "--as-of", "20260203"], "write it as 2026-09-14"),
        (["explain"], "Missing argument 'FILE'"),
        (["explain", "gone.md"], "'gone.md' does not exist"),
        (["serve", "--port", "70000"], "70000 is not in the range"),
        (["completion", "tcsh"], "'tcsh' is not one of"),
        (["codes", "SS10"], "there is no code 'SS10'. Did you mean SS"),
        (["init", "file"], "'file' is a file"),
    ],
)
def test_bad_usage_ends_with_two(tmp_path: Path, arguments: Sequence[str], said: str) -> None:
    """A slip of the fingers is answered with the usage and, where there is one, the right word."""
    put(a_project(tmp_path), "file")
    result = ss(tmp_path, *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Usage: ")
    assert said in result.err


@pytest.mark.parametrize("epoch", ["yesterday", "9" * 30])
def test_a_bad_epoch_is_bad_usage(tmp_path: Path, epoch: str) -> None:
    """SOURCE_DATE_EPOCH is named where it is no number of seconds."""
    result = ss(a_project(tmp_path), "build", SOURCE_DATE_EPOCH=epoch)
    assert result.code == 2
    assert f"SOURCE_DATE_EPOCH is '{epoch}'" in result.err


def test_all_complaints_about_a_config_are_printed(tmp_path: Path) -> None:
    """One run is enough to mend a config."""
    put(tmp_path, "secondstory.toml", "source = 1\n[site]\ntitel = 'x'\nlanguage = ''\n")
    assert ss(tmp_path, "check").err == (
        "secondstory.toml:1:1: 'source' must be text in quotes, not a number\n"
        '  hint: for example: source = "postmortems"\n'
        "secondstory.toml:3:1: unknown key 'titel' in [site]\n"
        "  hint: did you mean 'title'?\n"
        "secondstory.toml:4:1: 'language' is empty\n"
        '  hint: for example: language = "en"\n'
    )


def test_a_complaint_cannot_play_tricks_on_a_terminal(tmp_path: Path) -> None:
    """A key of a config that somebody else wrote is shown, not obeyed."""
    put(tmp_path, "secondstory.toml", '"a\\u001b[2J" = 1')
    assert "unknown key 'a\\x1b[2J'" in ss(tmp_path, "check").err


def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    """Even the ground may vanish under a command."""
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os; os.rmdir(os.getcwd()); from secondstory.cli import main; main(['build'])"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=gone,
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.startswith("secondstory: the working folder does not exist any more\n")
