"""`build` and `check`: what is said where, and with which exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from machine import UNDATED, Result, a_project, put, ss, with_finding, with_note
from secondstory.cli.options import today

# ---------------------------------------------------------------- build


def test_build_makes_a_site_and_sums_up(tmp_path: Path) -> None:
    """A build says in one line what it read, what it found and where the site is."""
    a_project(tmp_path)
    result = ss(tmp_path, "build")
    assert (result.code, result.out) == (0, "")
    assert result.err == "1 report, 0 other files, no findings. Site: site/index.html\n"
    assert (tmp_path / "site" / "index.html").is_file()


def test_build_shows_a_few_findings_and_succeeds(tmp_path: Path) -> None:
    """What is to mend is said with place and hint; the site is made all the same."""
    with_finding(tmp_path)
    result = ss(tmp_path, "build")
    assert result.code == 0
    first, hint, summary = result.err.splitlines()
    assert first.startswith("postmortems/undated.md:1:1: SS302 ")
    assert hint.startswith("  hint: ")
    assert summary.startswith("2 reports, 0 other files, 1 finding (1 warning). Site: ")


def test_build_counts_many_findings_by_kind(tmp_path: Path) -> None:
    """A large old archive does not flood the terminal; the command that shows all is named."""
    for number in range(30):
        put(tmp_path, f"old/{number}.md", f"# Outage {number}\n\n## Summary\n\nIt broke.\n")
    result = ss(tmp_path, "build", "--source", "old")
    lines = result.err.splitlines()
    assert re.fullmatch(r" +30  SS302 \S+ +old/0\.md:1 and 29 more", lines[0])
    assert lines[-2] == "`secondstory check --source old` shows each, with what mends it."
    assert len(lines) == 3


def test_strict_is_about_warnings(tmp_path: Path) -> None:
    """`--strict` fails on warnings and errors and lets notes pass."""
    with_note(tmp_path)
    assert ss(tmp_path, "build", "--strict").code == 0
    with_finding(tmp_path)
    assert ss(tmp_path, "build", "--strict").code == 1
    assert (tmp_path / "site" / "index.html").is_file()


def test_quiet_is_quiet(tmp_path: Path) -> None:
    """`--quiet` leaves only the exit code."""
    with_finding(tmp_path)
    assert ss(tmp_path, "build", "--quiet", "--strict") == Result(1, "", "")


def test_json_goes_to_standard_output_alone(tmp_path: Path) -> None:
    """Scripts read counts, findings and the place of the site from one JSON document."""
    with_finding(tmp_path)
    result = ss(tmp_path, "build", "--json")
    document = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert (document["reports"], document["site"]) == (2, "site/index.html")
    assert document["findings"][0]["path"] == "postmortems/undated.md"
    assert document["files"]["written"] > 10
    assert document["files"]["kept"] == 0
    again = json.loads(ss(tmp_path, "build", "--json").out)["files"]
    assert again == {"written": 0, "kept": document["files"]["written"], "removed": 0}


def test_options_overrule_the_config(tmp_path: Path) -> None:
    """Source, output and address given on the command line count."""
    put(tmp_path, "secondstory.toml", 'source = "nowhere"\noutput = "other"')
    put(tmp_path, "pm/a.md")
    options = ("--source", "pm", "--output", "out/portal", "--base-url", "https://learn.example")
    result = ss(tmp_path, "build", *options)
    assert result.code == 0
    assert result.err.endswith("Site: out/portal/index.html\n")
    assert "https://learn.example/" in (tmp_path / "out/portal/sitemap.xml").read_text()
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("before", [True, False])
def test_the_config_is_named_before_or_behind_the_command(tmp_path: Path, *, before: bool) -> None:
    """`--config` is understood on either side of the command."""
    put(tmp_path, "conf/portal.toml", 'source = "../pm"\noutput = "../out"')
    put(tmp_path, "pm/a.md")
    named = ["--config", "conf/portal.toml"]
    assert ss(tmp_path, *[*named, "build"] if before else ["build", *named]).code == 0
    assert (tmp_path / "out" / "index.html").is_file()


def test_the_day_is_an_argument(tmp_path: Path) -> None:
    """`--as-of` goes before SOURCE_DATE_EPOCH, which goes before today."""
    a_project(tmp_path)

    def as_of(*arguments: str, epoch: str = "") -> str:
        assert ss(tmp_path, "build", *arguments, SOURCE_DATE_EPOCH=epoch).code == 0
        return str(json.loads((tmp_path / "site" / "index.json").read_text())["as_of"])

    assert as_of() == today().isoformat()
    assert as_of(epoch="1767225599") == "2025-12-31"
    assert as_of("--as-of", "2026-02-03", epoch="1767225599") == "2026-02-03"


def test_a_folder_without_reports_is_no_failure(tmp_path: Path) -> None:
    """An empty archive makes an empty portal and names the next step."""
    (tmp_path / "postmortems").mkdir()
    result = ss(tmp_path, "build")
    assert result.code == 0
    assert result.err.endswith(
        "No reports lie in postmortems: `secondstory init` writes a first one.\n"
    )
    assert (tmp_path / "site" / "index.html").is_file()


# ---------------------------------------------------------------- check


def test_check_prints_findings_and_writes_nothing(tmp_path: Path) -> None:
    """Findings are data, the sum is talk; a warning makes the exit code 1."""
    with_finding(tmp_path)
    result = ss(tmp_path, "check")
    assert result.code == 1
    assert result.out.startswith("postmortems/undated.md:1:1: SS302 ")
    assert result.err == "2 reports, 0 other files, 1 finding (1 warning).\n"
    assert not (tmp_path / "site").exists()


def test_check_is_content_with_a_sound_archive(tmp_path: Path) -> None:
    """No findings: nothing on standard output and exit code 0."""
    a_project(tmp_path)
    assert ss(tmp_path, "check") == Result(0, "", "1 report, 0 other files, no findings.\n")


def test_notes_count_under_strict_only(tmp_path: Path) -> None:
    """A note is printed and forgiven, unless `--strict` asks for perfection."""
    with_note(tmp_path)
    assert "SS305" in ss(tmp_path, "check").out
    assert ss(tmp_path, "check").code == 0
    assert ss(tmp_path, "check", "--strict").code == 1


def test_check_prints_json(tmp_path: Path) -> None:
    """A script gets the same findings; there is no site."""
    with_finding(tmp_path)
    result = ss(tmp_path, "check", "--json")
    document = json.loads(result.out)
    assert (result.code, result.err, document["site"]) == (1, "", None)
    assert [finding["code"] for finding in document["findings"]] == ["SS302"]


def test_a_folder_of_nothing_but_reports_can_be_checked(tmp_path: Path) -> None:
    """Where nothing is written the default output folder is no matter."""
    put(tmp_path, "a.md", UNDATED)
    result = ss(tmp_path, "check", "--source", ".")
    assert result.out.startswith("a.md:1:1: SS302 ")
