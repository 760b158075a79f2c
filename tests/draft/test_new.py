"""`secondstory new`, as people and scripts run it."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from machine import command, environment, put, ss

DATED = ("--date", "2026-11-20")


def test_a_script_says_all_that_is_needed(tmp_path: Path) -> None:
    """Without a title or a severity there is nothing to begin with, and nobody to ask."""
    for arguments, said in (
        ((), "A title is needed"),
        (("  ", "--severity", "SEV1"), "A title is needed"),
        (("X",), "--severity is needed, or --type near-miss"),
    ):
        done = ss(tmp_path, "new", *arguments)
        assert done.code == 2
        assert said in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--severity", "quite bad"), "the severity 'quite bad' fits no scale"),
        (("--severity", "SEV1", "--type", "weather"), "there is no type of incident 'weather'"),
        (("--severity", "SEV1", "--date", "soon"), "'soon' is no day; write it as 2026-09-14."),
        (("--severity", "SEV1", "--output", "a/b"), "cannot write 'a/b'"),
    ],
)
def test_a_wrong_answer_is_told_with_the_right_ones(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Nothing is written then."""
    put(tmp_path, "a", "a file")
    done = ss(tmp_path, "new", "X", *arguments)
    assert done.code == 2
    assert said in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither the report of the same day and title, nor a file that is named."""
    arguments = ("new", "DNS went away", "--severity", "SEV4", *DATED)
    assert ss(tmp_path, *arguments).code == 0
    file = put(tmp_path, "postmortems/2026-11-20-dns-went-away.md", "mine\n")
    for more in ((), ("--output", "postmortems/2026-11-20-dns-went-away.md")):
        again = ss(tmp_path, *arguments, *more)
        assert again.code == 2
        assert "'postmortems/2026-11-20-dns-went-away.md' exists" in again.err
    assert file.read_text("utf-8") == "mine\n"


def test_it_writes_where_the_reports_are(tmp_path: Path) -> None:
    """Where the config says, where a flag says, or to a file or the screen."""
    put(tmp_path, "secondstory.toml", 'source = "docs/incidents"\n[severities]\n"Code Red" = 1\n')
    first = ss(tmp_path, "new", "A", "--severity", "code red", *DATED)
    assert first.out == "made  docs/incidents/2026-11-20-a.md\n"
    assert "The report is due by 2026-11-22 (48 hours)." in first.err
    assert ss(tmp_path, "new", "B", "--severity", "P4", "--source", "x", *DATED).code == 0
    assert (tmp_path / "x/2026-11-20-b.md").is_file()
    assert ss(tmp_path, "new", "C", "--severity", "near miss", "--output", "c.md").code == 0
    assert "near_miss: true" in (tmp_path / "c.md").read_text("utf-8")
    shown = ss(tmp_path, "new", "D", "--severity", "SEV1", "--output", "-")
    assert shown.out.startswith("---\ntitle: D\n")
    assert shown.err == ""


def test_the_policy_of_the_config_counts(tmp_path: Path) -> None:
    """By when a report is wanted is the project's to say."""
    put(tmp_path, "secondstory.toml", '[policy]\nSEV3 = "3 days"\nSEV1 = "optional"\n')
    made = ss(tmp_path, "new", "A", "--severity", "SEV3", "--output", "a.md", *DATED)
    assert "The report is due by 2026-11-23 (3 days)." in made.err
    made = ss(tmp_path, "new", "A", "--severity", "SEV1", "--output", "b.md", *DATED)
    assert "A report is optional." in made.err


def talked(folder: Path, typed: str, *arguments: str) -> str:
    """What a terminal shows of `secondstory new` when this is typed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("new", *arguments),
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(),
    ) as _:  # fmt: skip
        os.close(theirs)
        os.write(ours, typed.encode())
        heard = b""
        while True:
            try:
                more = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            heard += more
    os.close(ours)
    return heard.decode()


def test_a_terminal_is_asked(tmp_path: Path) -> None:
    """What is not said is asked for, with what most would answer."""
    shown = talked(tmp_path, "DNS went away\nsecurity\n2026-11-20\nedge, mail\nSEV2\n")
    assert "What happened, in one line" in shown
    assert "How bad was it, SEV1 (worst) to SEV4 [SEV2]" in shown
    text = (tmp_path / "postmortems/2026-11-20-dns-went-away.md").read_text("utf-8")
    assert "services: [edge, mail]\n" in text
    assert "incident_type: security\n" in text
    assert "report_due: 2026-11-27" in text


def test_a_terminal_is_asked_again(tmp_path: Path) -> None:
    """A typing error costs one answer, not all of them, and says what would do."""
    typed = "DNS\nsecurty\nsecurity\nsoon\n2026-11-20\n\nawful\nSEV4\n"
    shown = talked(tmp_path, typed)
    for said in ("did you mean 'security'?", "'soon' is no day", "'awful' fits no scale"):
        assert said in shown
    text = (tmp_path / "postmortems/2026-11-20-dns.md").read_text("utf-8")
    assert "severity: SEV4" in text
    assert "services: []\n" in text


def test_a_terminal_is_asked_only_for_what_is_missing(tmp_path: Path) -> None:
    """Who says all on the command line is not asked; a near miss has no severity to ask for."""
    shown = talked(tmp_path, "", "Nearly", "--type", "near-miss", *DATED)
    assert "?" not in shown
    assert "What happened" not in shown
    assert (tmp_path / "postmortems/2026-11-20-nearly.md").is_file()
