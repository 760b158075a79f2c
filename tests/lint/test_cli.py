"""`secondstory lint` as people and pipelines run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
BLAMEFUL = "# Valve\n\n## Summary\n\nThe operator forgot the valve.\n"


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "secondstory", "lint", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "valve.md").write_text(BLAMEFUL, "utf-8")
    return tmp_path


def test_text_shows_the_line_and_a_caret(folder: Path) -> None:
    """A finding is a place that editors open, its line with a caret, why, and what to ask."""
    result = lint(folder)

    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("postmortems/valve.md:5:14: SS601 blame (critical) ")
    assert lines[1:3] == ["  The operator forgot the valve.", "               ^^^^^^"]
    assert lines[3].startswith("  why: ")
    assert lines[4].startswith("  ask: the valve: ")
    assert result.stderr == "1 file, 1 finding (1 critical).\n"


def test_clean_reports_exit_with_zero(folder: Path) -> None:
    """Where nothing is found there is nothing on standard output."""
    (folder / "postmortems" / "valve.md").write_text("The valve failed to close.\n")
    result = lint(folder)

    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == "1 file, no findings.\n"


def test_json_tells_everything(folder: Path) -> None:
    """Machines get place, words, category, severity, reason and suggestion of each finding."""
    result = lint(folder, "--format", "json", "postmortems/valve.md")

    document = json.loads(result.stdout)
    assert (document["linted"], document["critical"], document["warnings"]) == (1, 1, 0)
    (found,) = document["findings"]
    assert found["path"] == "postmortems/valve.md"
    assert (found["line"], found["column"], found["end_column"]) == (5, 14, 20)
    assert (found["category"], found["severity"], found["match"]) == ("blame", "critical", "forgot")
    assert all(found[key] for key in ("code", "message", "why", "suggestion"))


def test_sarif_and_annotations_are_those_of_check(folder: Path) -> None:
    """Code hosts get SARIF by its schema's required parts, and workflow commands."""
    log = json.loads(lint(folder, "--format", "sarif").stdout)
    (result,) = log["runs"][0]["results"]
    assert result["ruleId"] == "SS601"
    jsonschema.validate(result, {"required": ["ruleId", "message", "locations"]})

    assert lint(folder, "--format", "github").stdout.startswith(
        "::error file=postmortems/valve.md,line=5,col=14,title=SS601 blame::"
    )


def test_fix_offers_and_writes_nothing(folder: Path) -> None:
    """`--fix` shows the sentence and what to ask instead; the file stays as it is."""
    result = lint(folder, "--fix")

    assert "  - The operator forgot the valve\n  + the valve: " in result.stdout
    assert (folder / "postmortems" / "valve.md").read_text("utf-8") == BLAMEFUL


def test_fix_and_a_format_disagree(folder: Path) -> None:
    """An offer is for people."""
    assert lint(folder, "--fix", "--format", "json").returncode == 2


def test_a_baseline_leaves_out_what_is_old(folder: Path) -> None:
    """A written baseline makes old findings silent, from anywhere; new ones are found."""
    assert lint(folder, "--write-baseline", "old.json").returncode == 0
    assert lint(folder, "--baseline", "old.json").returncode == 0
    (folder / "secondstory.toml").write_text('[lint]\nbaseline = "old.json"\n')
    assert lint(folder / "postmortems", "valve.md").returncode == 0

    with (folder / "postmortems" / "valve.md").open("a", encoding="utf-8") as report:
        report.write("\nThe contractor ignored the banner.\n")
    result = lint(folder)
    assert result.returncode == 1
    assert "forgot" not in result.stdout
    assert ":7:16: SS601" in result.stdout


def test_a_baseline_that_is_not_there_is_a_complaint(folder: Path) -> None:
    """A missing or broken baseline ends the run with what to do."""
    assert "--write-baseline" in lint(folder, "--baseline", "none.json").stderr
    (folder / "broken.json").write_text("{")
    result = lint(folder, "--baseline", "broken.json")
    assert (result.returncode, result.stdout) == (2, "")


@pytest.mark.parametrize(
    ("config", "answer"),
    [
        ('off = ["blames"]', "did you mean 'blame'?"),
        ("off = true", "must be a list"),
        ('critical = ["blame"]\nwarning = ["blame"]', "cannot be critical and a warning"),
        ('phrases = { no-action-items = ["x"] }', "names no rule that takes it"),
        ('phrases = { blame = "x" }', "must be a table of lists of phrases"),
        ("most_actions = 0", "must be a whole number from 1"),
        ('offf = ["blame"]', "did you mean 'off'?"),
    ],
)
def test_a_wrong_setting_is_taught(folder: Path, config: str, answer: str) -> None:
    """What is wrong in [lint] is answered with the line and what to write."""
    (folder / "secondstory.toml").write_text(f"[lint]\n{config}\n")
    result = lint(folder)

    assert result.returncode == 2
    assert "secondstory.toml:" in result.stderr
    assert answer in result.stderr


def test_settings_reach_the_rules(folder: Path) -> None:
    """Rules that are off, levels and phrases of the config are the linter's."""
    config = '[lint]\nwarning = ["blame"]\nphrases = { hindsight = ["summary"] }\n'
    (folder / "secondstory.toml").write_text(config)
    assert "(1 critical" not in lint(folder).stderr

    (folder / "secondstory.toml").write_text('[lint]\noff = ["blame"]\n')
    assert lint(folder).returncode == 0


def test_many_files_are_linted_by_several_processes_in_their_order(folder: Path) -> None:
    """However the work is shared, findings come in the order of the files."""
    for number in range(40):
        (folder / "postmortems" / f"r{number:02}.md").write_text(BLAMEFUL, "utf-8")
    found = json.loads(lint(folder, "--format", "json").stdout)["findings"]

    assert [one["path"] for one in found] == sorted(one["path"] for one in found)
    assert len(found) == 41


def test_guides_in_a_folder_are_left_out_unless_named(folder: Path) -> None:
    """A README that quotes bad examples is no report."""
    guide = folder / "postmortems" / "README.md"
    guide.write_text(BLAMEFUL, "utf-8")

    assert lint(folder).stderr.startswith("1 file,")
    assert lint(folder, str(guide)).returncode == 1


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary\x00" * 99, b"", b"\x00" * 4000])
def test_binary_files_are_no_crash(folder: Path, content: bytes) -> None:
    """Bytes that are no text have no findings, or some; there is no traceback."""
    (folder / "postmortems" / "blob.md").write_bytes(content)
    result = lint(folder, "postmortems/blob.md")

    assert result.returncode in {0, 1}
    assert "Traceback" not in result.stderr


def test_the_sample_archive_is_clean() -> None:
    """Our own reports judge nobody."""
    result = lint(ROOT)

    assert (result.returncode, result.stdout) == (0, "")


def test_linting_imports_only_what_it_needs(folder: Path) -> None:
    """No page is made, nothing is watched or searched: none of that is imported."""
    code = (
        "import sys; from secondstory.cli import main\n"
        "try: main(['lint', '--format', 'json'])\n"
        "except SystemExit: pass\n"
        "heavy = {'jinja2', 'lunr', 'watchdog', 'sqlite3', 'secondstory.render',"
        " 'secondstory.archive'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )

    assert result.stderr == "[]\n"
