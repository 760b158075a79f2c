"""`check --missing`: what readers would miss, beside the findings."""

from __future__ import annotations

import json
from pathlib import Path

from machine import REPORT, a_project, put, ss, with_finding


def test_missing_lists_each_report_on_a_line(tmp_path: Path) -> None:
    """What is missing is said in words, the worst first, and is no fault."""
    a_project(tmp_path)
    result = ss(tmp_path, "check", "--missing")
    first, *mends = result.out.splitlines()
    assert result.code == 0
    assert first == (
        "postmortems/2026-09-14-cache.md: lacks cause, impact, services, timeline, detection"
    )
    assert len(mends) == 3
    assert all(line.startswith("  missing in 1 report: ") for line in mends)


def test_missing_stands_below_the_findings_and_leaves_the_exit_code_to_them(
    tmp_path: Path,
) -> None:
    """Findings are said as ever; they alone decide how the command ends."""
    with_finding(tmp_path)
    plain, asked = ss(tmp_path, "check"), ss(tmp_path, "check", "--missing")
    assert asked.code == plain.code == 1
    assert asked.out.startswith(plain.out)
    assert asked.err == plain.err
    assert "lacks" not in plain.out


def test_missing_is_a_key_of_the_json(tmp_path: Path) -> None:
    """Machines get the same list, with the way to fill each gap and no number to rank by."""
    a_project(tmp_path)
    document = json.loads(ss(tmp_path, "check", "--missing", "--json").out)
    (lacking,) = document["missing"]
    assert (lacking["path"], lacking["title"]) == (
        "postmortems/2026-09-14-cache.md",
        "Cache restart",
    )
    assert [each["field"] for each in lacking["fields"]][:2] == ["root_cause", "impact"]
    assert set(lacking["fields"][0]) == {"field", "words", "mend"}
    assert "missing" not in json.loads(ss(tmp_path, "check", "--json").out)


def test_restricted_reports_are_checked_as_well(tmp_path: Path) -> None:
    """Those who run the check may see every report; the portal still leaves them out."""
    secret = REPORT.replace("severity", "visibility: restricted\nseverity")
    put(tmp_path, "postmortems/secret.md", secret)
    assert "postmortems/secret.md: lacks" in ss(tmp_path, "check", "--missing").out
