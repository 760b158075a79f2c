"""Findings in the formats of code hosts: what they demand, and nothing that reports smuggle in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from machine import UNDATED, a_project, put, ss, with_finding
from secondstory.cli.options import FORMAT_NAMES
from secondstory.findings import Finding, Level, Location
from secondstory.report import Report, catalogue, plain
from secondstory.report.formats import FORMATS, HOSTED

SCHEMA = json.loads((Path(__file__).parent / "schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
COMMAND = re.compile(r"::(notice|warning|error) ([^:]*)::(.*)")
HOSTILE = "x\r\n::add-mask::a\n##[error]b %0A, 100%: \u202e\u2028\x1b[2J"


def a_report(*findings: Finding) -> Report:
    return Report(findings, reports=2, others=0, folder="docs/pm")


def a_finding(
    path: str = "a.md", line: int = 3, message: str = "no date", level: Level = Level.WARNING
) -> Finding:
    return Finding(Location(path, line, 2), "SS302", message, level, "write one")


def parsed(command: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it: its name, properties and message."""
    found = COMMAND.fullmatch(command)
    assert found, command
    undone = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))

    def whole(text: str) -> str:
        for escape, letter in undone:
            text = text.replace(escape, letter)
        return text

    pairs = (pair.partition("=") for pair in found[2].split(","))
    return found[1], {key: whole(value) for key, _, value in pairs}, whole(found[3])


def sarif(report: Report) -> Any:
    log = json.loads(FORMATS["sarif"](report, plain))
    Draft4Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    return run


def test_the_command_line_offers_every_format() -> None:
    """The names that --format takes are those that there are."""
    assert tuple(FORMATS) == FORMAT_NAMES
    assert set(FORMATS) > HOSTED


def test_an_annotation_names_its_place_and_its_kind() -> None:
    """GitHub gets file, line, column and title; the message has the place again for the log."""
    (line,) = FORMATS["github"](a_report(a_finding()), plain).splitlines()
    assert line == (
        "::warning file=docs/pm/a.md,line=3,col=2,title=SS302 date-not-stated"
        "::docs/pm/a.md:3:2: SS302 no date%0A  hint: write one"
    )


def test_the_gravest_annotations_come_first() -> None:
    """GitHub shows ten of a step, so those that count most are the first ones."""
    report = a_report(*(a_finding(level=level) for level in (Level.NOTE, Level.ERROR)), a_finding())
    lines = FORMATS["github"](report, plain).splitlines()
    assert [parsed(line)[0] for line in lines] == ["error", "warning", "notice"]


@given(path=st.text(min_size=1), message=st.text())
def test_whatever_a_report_says_is_one_command(path: str, message: str) -> None:
    """No name and no message ends its command, begins another or changes its properties."""
    text = FORMATS["github"](a_report(a_finding(f"x{path}", message=message)), plain)
    assert text.count("\n") == 1
    name, properties, _ = parsed(text.rstrip("\n").replace("\r", "!"))
    assert name == "warning"
    assert list(properties) == ["file", "line", "col", "title"]
    assert (properties["line"], properties["col"]) == ("3", "2")


def test_an_annotation_keeps_commas_and_colons_of_a_file_name() -> None:
    """What GitHub reads back is the path of the file, letter for letter."""
    odd = "5%,line=9::error,file=b%0A.md"
    _, properties, _ = parsed(FORMATS["github"](a_report(a_finding(odd)), plain).rstrip())
    assert properties["file"] == f"docs/pm/{odd}"
    assert properties["line"] == "3"


def test_what_is_about_the_archive_has_no_file() -> None:
    """A folder cannot be annotated, so such a finding stands with the run."""
    _, properties, message = parsed(
        FORMATS["github"](a_report(a_finding(".", 1)), plain).rstrip("\n")
    )
    assert list(properties) == ["title"]
    assert message.startswith("docs/pm:1:2: SS302 ")


def test_sarif_keeps_to_its_schema() -> None:
    """Every finding is a result with its rule and region, every kind a rule with its help."""
    run = sarif(a_report(a_finding(), a_finding("b c.md", level=Level.ERROR)))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [code.code for code in catalogue()]
    first, second = run["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "SS302"
    assert (first["level"], second["level"]) == ("warning", "error")
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "docs/pm/b%20c.md"
    assert place["region"] == {"startLine": 3, "startColumn": 2}
    for rule, code in zip(rules, catalogue(), strict=True):
        assert code.why in rule["fullDescription"]["text"]
        assert code.mend in rule["help"]["text"]


def test_sarif_takes_kinds_and_texts_that_nobody_knows() -> None:
    """A code without a rule and hostile text make no invalid log."""
    unknown = Finding(Location(f"{HOSTILE}\ud800.md"), "XX1", HOSTILE, Level.NOTE)
    (result,) = sarif(a_report(unknown))["results"]
    assert "ruleIndex" not in result
    assert "\n" not in result["message"]["text"]
    assert sarif(a_report())["results"] == []


def test_gitlab_gets_code_quality() -> None:
    """Each finding is a violation with the keys that GitLab demands."""
    (row,) = json.loads(FORMATS["gitlab"](a_report(a_finding()), plain))
    assert row.pop("fingerprint")
    assert row == {
        "description": "SS302 no date: write one",
        "check_name": "SS302",
        "severity": "minor",
        "location": {"path": "docs/pm/a.md", "lines": {"begin": 3}},
    }
    assert json.loads(FORMATS["gitlab"](a_report(), plain)) == []


def test_a_finding_is_known_again_when_it_moves() -> None:
    """Its fingerprint depends on kind, file and message, and tells two of a kind apart."""

    def marks(*findings: Finding) -> list[str]:
        rows = json.loads(FORMATS["gitlab"](a_report(*findings), plain))
        return [row["fingerprint"] for row in rows]

    first, second = marks(a_finding(line=3), a_finding(line=7))
    assert marks(a_finding(line=30)) == [first]
    assert first != second
    assert marks(a_finding(message="other")) != [first]
    assert marks(a_finding("b.md")) != [first]


@pytest.mark.parametrize("form", sorted(HOSTED))
def test_paths_count_from_the_root_of_the_repository(tmp_path: Path, form: str) -> None:
    """Code hosts know no working folder: from a folder below, the paths are the same."""
    with_finding(put(tmp_path, "docs/secondstory.toml", "").parent)
    (tmp_path / ".git").mkdir()
    result = ss(tmp_path / "docs", "check", "--format", form)
    assert result.code == 1
    assert "docs/postmortems/undated.md" in result.out
    assert "docs/postmortems" not in ss(tmp_path / "docs", "check").out
    assert result.out == ss(tmp_path, "--config", "docs/secondstory.toml", "check",
                            "--format", form).out  # fmt: skip


def test_without_a_repository_paths_count_from_here(tmp_path: Path) -> None:
    """Where there is no repository, the working folder is the root."""
    out = ss(with_finding(tmp_path), "check", "--format", "github").out
    assert out.startswith("::warning file=postmortems/undated.md,line=1,col=1,")


def test_machines_get_their_format_alone(tmp_path: Path) -> None:
    """Standard output is the document; what is said to people goes elsewhere, or not at all."""
    for form in ("json", "gitlab", "sarif"):
        result = ss(with_finding(tmp_path), "check", "--format", form)
        json.loads(result.out)
        assert (result.code, result.err) == (1, "")
    assert ss(tmp_path, "check", "--json").out == ss(tmp_path, "check", "--format", "json").out


def test_two_formats_at_once_are_refused(tmp_path: Path) -> None:
    """What cannot be done is said instead of done by half."""
    a_project(tmp_path)
    assert "ask for two formats" in ss(tmp_path, "check", "--json", "--format", "sarif").err
    assert "--summary tells" in ss(tmp_path, "check", "--missing", "--format", "github").err
    assert ss(tmp_path, "check", "--json", "--format", "json", "--missing").code == 0


def test_the_log_of_a_run_is_told_what_was_read(tmp_path: Path) -> None:
    """A run without annotations is not silent: the sentence stands in its log."""
    put(tmp_path, "postmortems/a.md", UNDATED)
    result = ss(tmp_path, "check", "--format", "github")
    assert result.err == "1 report, 0 other files, 1 finding (1 warning).\n"
