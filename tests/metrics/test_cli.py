"""`secondstory metrics`: the state of learning on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from machine import a_project, put, ss
from metrics.archives import TODAY, a_folder

DAY = ("--as-of", TODAY.isoformat())


def test_the_command_prints_what_the_portal_shows(tmp_path: Path) -> None:
    """The text is the page's Markdown twin, but for the way to the portal; the data its JSON."""
    a_folder(tmp_path, 40)
    ss(tmp_path, "build", *DAY)
    text = ss(tmp_path, "metrics", *DAY)
    data = ss(tmp_path, "metrics", "--format", "json", *DAY)
    twin = (tmp_path / "site/metrics/index.md").read_text("utf-8")

    assert (text.code, data.code) == (0, 0)
    assert text.out.rstrip("\n") == twin.replace("(../", "(").rstrip("\n")
    assert json.loads(data.out) == json.loads(
        (tmp_path / "site/metrics/metrics.json").read_text("utf-8")
    )


def test_a_month_ends_on_its_last_day(tmp_path: Path) -> None:
    """`--month` prints the state as of the last day of a month that has ended."""
    a_project(tmp_path)
    found = ss(tmp_path, "metrics", "--month", "2026-09", "--format", "json", *DAY)

    assert json.loads(found.out)["as_of"] == "2026-09-30"
    assert json.loads(found.out)["reports"] == 1


@pytest.mark.parametrize("month", ["2026-11", "9999-12", "0000-01"])
def test_a_month_that_has_not_ended_has_no_state(tmp_path: Path, month: str) -> None:
    """It is refused with a hint, and so is one that never was."""
    found = ss(a_project(tmp_path), "metrics", "--month", month, *DAY)

    assert found.code == 2
    assert "hint:" in found.err
    assert "Traceback" not in found.err


def test_an_archive_without_reports_has_a_state(tmp_path: Path) -> None:
    """Nothing to count is no error: every panel says that there are too few, or none."""
    (tmp_path / "postmortems").mkdir()
    found = ss(tmp_path, "metrics", *DAY)

    assert found.code == 0
    assert "0 reports." in found.out
    assert found.out.count("Too few to say") >= 8


def test_settings_and_terms_of_the_project_count(tmp_path: Path) -> None:
    """`metrics.quarters` says how far back it goes, `[policy]` what is in time."""
    put(tmp_path, "secondstory.toml", '[metrics]\nquarters = 1\n[policy]\nSEV2 = "1 day"\n')
    report = (
        "---\ndate: {}\nseverity: SEV2\npublished: {}\n---\n# It broke\n\n## Summary\n\nIt did.\n"
    )
    put(tmp_path, "postmortems/old.md", report.format("2026-09-14", "2026-09-15"))
    put(tmp_path, "postmortems/new.md", report.format("2026-10-14", "2026-10-16"))
    found = json.loads(ss(tmp_path, "metrics", "--format", "json", *DAY).out)
    lag = next(panel for panel in found["panels"] if panel["key"] == "lag")

    assert (found["reports"], found["quarters"]) == (1, ["2026-Q4"])
    assert lag["lines"] == [{"name": "SEV2", "numbers": [0, 1, 0]}]


@pytest.mark.parametrize("value", ["0", "41", '"8"', "true", "-1", "2.5"])
def test_a_number_of_quarters_that_cannot_be_is_refused(tmp_path: Path, value: str) -> None:
    """It is a whole number from 1 to 40."""
    put(a_project(tmp_path), "secondstory.toml", f"[metrics]\nquarters = {value}\n")
    found = ss(tmp_path, "metrics", *DAY)

    assert found.code == 2
    assert "secondstory.toml:2" in found.err


def test_restricted_reports_and_drafts_are_in_no_number(tmp_path: Path) -> None:
    """What readers may not see is neither counted nor listed, but for the audience it is for."""
    a_project(tmp_path)
    before = ss(tmp_path, "metrics", *DAY).out
    restricted = (
        "---\ndate: 2026-10-01\nvisibility: restricted\naudience: [security]\nclasses: [canary]\n"
        "---\n# Canary\n\n## Summary\n\nIt sang.\n"
    )
    put(tmp_path, "postmortems/secret.md", restricted)
    put(tmp_path, "postmortems/draft.md", "---\ndate: 2026-10-01\nstatus: draft\n---\n# Draft\n")
    put(tmp_path, "secondstory.toml", "[audiences]\nsecurity = []\n")
    ss(tmp_path, "build", *DAY)
    pages = (tmp_path / "site/metrics").rglob("*.*")

    assert ss(tmp_path, "metrics", *DAY).out == before
    assert not any(b"anary" in page.read_bytes() for page in pages)
    assert "2 reports" in ss(tmp_path, "metrics", "--audience", "security", *DAY).out
