"""`secondstory digest` prints an issue, says why it is that, and teaches where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from machine import put, ss

REPORT = """\
# Pools outlive their peers, number {n}

**Date:** {day}
**Severity:** SEV{n}

## Root cause

The pool kept sockets for longer than its peer did.

## Lessons learned

- Expire sockets {n} minutes before their peers do. They do not say a word when they hang up, and
  nobody else does.
"""
DAY = ("--as-of", "2026-11-20")


def a_project(root: Path) -> Path:
    for n, day in enumerate(("2026-09-03", "2026-10-04", "2026-10-05", "2026-11-06"), 1):
        put(root, f"postmortems/{day}-pool.md", REPORT.format(n=n, day=day))
    return root


def test_the_last_full_month_is_printed_as_text(tmp_path: Path) -> None:
    """Without a month it is the last that has ended, with its words and minutes."""
    result = ss(a_project(tmp_path), "digest", *DAY)
    assert result.code == 0
    assert result.out.startswith("# Digest, October 2026\n\nIssue 2. ")
    assert " words, 1 minute.\n" in result.out
    assert "**Expire sockets 2 minutes before their peers do**" in result.out
    assert "The pool kept sockets for longer than its peer did." in result.out


def test_what_is_printed_is_the_twin_of_the_page(tmp_path: Path) -> None:
    """But for its head and the way to the site's root, the two are the same."""
    put(a_project(tmp_path), "secondstory.toml", '[site]\nbase_url = "https://learn.example"\n')
    assert ss(tmp_path, "build", *DAY).code == 0
    twin = (tmp_path / "site/digest/2026-10/index.md").read_text("utf-8")
    printed = ss(tmp_path, "digest", *DAY).out
    assert printed.partition("\n\n")[2] == twin.partition("instructions.\n\n")[2]


def test_data_is_that_of_the_page(tmp_path: Path) -> None:
    """`--json` gives what lies beside the page."""
    put(a_project(tmp_path), "secondstory.toml", '[site]\nbase_url = "https://learn.example"\n')
    assert ss(tmp_path, "build", *DAY).code == 0
    lies = json.loads((tmp_path / "site/digest/2026-10/index.json").read_text("utf-8"))
    assert json.loads(ss(tmp_path, "digest", "--json", *DAY).out) == lies
    assert (lies["month"], lies["number"], lies["lessons"]) == ("2026-10", 2, 2)
    assert lies["lead"]["headline"] == "Expire sockets 2 minutes before their peers do"
    assert lies["lead"]["url"].startswith("https://learn.example/incidents/2026-10-04-pool.html#l-")


def test_every_candidate_is_explained(tmp_path: Path) -> None:
    """The chosen first, each with its score and its reasons, then the others with the reason."""
    put(a_project(tmp_path), "digests/2026-10.toml", 'drops = ["2026-10-05-pool"]')
    out = ss(tmp_path, "digest", "--explain", *DAY).out
    assert out.startswith("2026-10, issue 2: 2 lessons of 2 reports of the month\n\nTold\n")
    told, others = out.split("\nNot told\n")
    assert "  1.75  2026-10-04-pool#l-" in told
    assert "severity SEV2 (+0.75); a headline that stands alone (+1.00)" in told
    assert ": dropped by the editor\n" in others
    assert ": told in 2026-09\n" in others
    found = json.loads(ss(tmp_path, "digest", "--explain", "--json", *DAY).out)
    assert [each["told"] for each in found["candidates"]] == [True, False, False]
    assert found["candidates"][0]["reasons"][0] == "severity SEV2 (+0.75)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "2026-08"), "there are issues for 2026-10, 2026-09"),
        (("--month", "2027-01"), "2027-01 has not begun on 2026-11-20"),
        (("--month", "October"), "'October' is no month; write it as 2026-10."),
        (("--month", "2026-13"), "'2026-13' is no month; write it as 2026-10."),
    ],
)
def test_a_month_without_an_issue_teaches(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """An unknown month says which months there are."""
    result = ss(a_project(tmp_path), "digest", *arguments, *DAY)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_the_month_under_way_can_be_looked_at(tmp_path: Path) -> None:
    """What it would be if it ended today."""
    out = ss(a_project(tmp_path), "digest", "--month", "2026-11", *DAY).out
    assert out.startswith("# Digest, November 2026\n")


def test_an_archive_without_lessons_says_what_it_lacks(tmp_path: Path) -> None:
    """No lessons at all, or no days: the smallest next step."""
    put(tmp_path, "postmortems/a.md", "# A lamp went out\n\n**Date:** 2026-10-04\n\nIt was dark.\n")
    assert "no report states a lesson" in ss(tmp_path, "digest", *DAY).err
    put(tmp_path, "postmortems/a.md", "# Out\n\n## Lessons learned\n\n- Carry a spare lamp.\n")
    assert "reports need a day" in ss(tmp_path, "digest", *DAY).err


def test_faults_of_an_editor_are_said_on_the_side(tmp_path: Path) -> None:
    """The issue is data, what is wrong with the editor's file is talk."""
    put(a_project(tmp_path), "digests/2026-10.toml", 'pin = ["x"]')
    result = ss(tmp_path, "digest", *DAY)
    assert result.code == 0
    assert result.err.startswith("digests/2026-10.toml:1:1: SS502 unknown key 'pin'")
