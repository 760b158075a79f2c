"""The other commands: init, explain, codes, completion, help and version."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from machine import REPORT, UNDATED, environment, put, ss

READ_FROM = re.compile(r"read from|front matter|heading|table|list|body|derived")


def test_init_writes_and_names_the_next_step(tmp_path: Path) -> None:
    """What was made is listed, and what to type next is said; the result builds strictly."""
    result = ss(tmp_path, "init", "new")
    assert result.code == 0
    assert result.out.startswith("made  new/secondstory.toml\nmade  new/postmortems/")
    assert "cd new && secondstory serve --open" in result.err
    assert ss(tmp_path, "--config", "new/secondstory.toml", "build", "--strict").code == 0


def test_init_keeps_what_there_is(tmp_path: Path) -> None:
    """A second `init` makes nothing and says what it left alone; a config's folders are used."""
    put(tmp_path, "secondstory.toml", 'source = "reports"\noutput = "public"')
    put(tmp_path, "reports/a.md")
    result = ss(tmp_path, "init")
    assert result.out == (
        "made  .github/workflows/secondstory.yml\n"
        "kept  secondstory.toml (it exists)\n"
        "kept  reports/ (1 Markdown file lies there)\n"
    )
    assert "secondstory explain FILE" in result.err
    assert 'path: "public"' in (tmp_path / ".github/workflows/secondstory.yml").read_text()
    assert "made" not in ss(tmp_path, "init").out


KNOWN = REPORT.replace("SEV2", "Purple").replace("## Summary", "## Weather\n\nFine.\n\n## Summary")


def an_old_folder(root: Path) -> Path:
    """A folder of reports that nobody has made a project of."""
    for number in range(3):
        put(root, f"incidents/{number}.md", KNOWN)
    put(root, "incidents/README.md", "# Our incidents\n")
    return root


def test_init_reads_what_lies_there_and_proposes_a_config(tmp_path: Path) -> None:
    """The forms, unknown headings and severities and other files are said and proposed."""
    result = ss(an_old_folder(tmp_path), "init")
    assert result.code == 0
    assert result.err.startswith("Read 3 reports. Their parts:\n  3 reports: Summary, Lessons, ")
    for said in ("Weather (3)", "Purple (3)", "README.md: its name says index or guide"):
        assert said in result.err
    assert "secondstory.toml proposes what to do about it, in comments." in result.err
    config = (tmp_path / "secondstory.toml").read_text()
    for proposed in ('#exclude = ["README.md"]', '"Weather", 3 reports', '#"Purple" = 0'):
        assert proposed in config
    assert 'source = "incidents"' in config
    assert ss(tmp_path, "build").code == 0


def test_init_leaves_a_config_as_it_is_and_says_what_would_fit(tmp_path: Path) -> None:
    """Where there is a config its words count, and the proposals are only said."""
    mine = 'source = "incidents"\n[severities]\n"Purple" = 2\n'
    put(an_old_folder(tmp_path), "secondstory.toml", mine)
    result = ss(tmp_path, "init")
    assert (tmp_path / "secondstory.toml").read_text() == mine
    assert "would fit into it:\n  # No incident" in result.err
    assert '  #exclude = ["README.md"]' in result.err
    assert "Purple" not in result.err


def test_init_has_nothing_to_propose_for_reports_it_knows(tmp_path: Path) -> None:
    """Where everything is known that is said, and the config keeps its examples."""
    put(tmp_path, "incidents/a.md")
    result = ss(tmp_path, "init")
    assert result.err.startswith("Read 1 report. Its parts:\n  1 report: Summary, Lessons, ")
    assert "proposes" not in result.err
    assert '#"Code Red" = 1' in (tmp_path / "secondstory.toml").read_text()


def test_explain_shows_each_fact_with_its_line_and_reason(tmp_path: Path) -> None:
    """Every value stands beside the line it comes from and why it is taken for what it is."""
    put(tmp_path, "postmortems/a.md")
    lines = ss(tmp_path, "explain", "postmortems/a.md", COLUMNS="120").out.splitlines()
    assert lines[0].startswith("postmortems/a.md is an incident: incidents/")
    assert re.fullmatch(r"line  field +value +how +read from", lines[2])
    rows = {tuple(re.split(r" {2,}", line.strip())) for line in lines[3:]}
    assert rows >= {
        ("4", "severity", "SEV2", "stated", 'front matter "severity"'),
        ("8", "summary", "The cache came back empty.", "read", 'heading "Summary"'),
        ("18", "action due", "2026-10-01", "stated", 'table "Action items"'),
    }
    where = [line.index(found[0]) for line in lines[2:] if (found := READ_FROM.search(line))]
    assert len(set(where)) == 1


def test_explain_tells_how_sure_a_reading_is_and_what_else_was_said(tmp_path: Path) -> None:
    """A value has its confidence; what another place says stands below it, with its line."""
    text = REPORT.replace("## Summary", "# Cache lost\n\nSeverity: SEV3\n\n## Summary")
    put(tmp_path, "postmortems/a.md", text)
    out = ss(tmp_path, "explain", "postmortems/a.md", COLUMNS="120").out
    lines = [re.split(r" {2,}", line.strip()) for line in out.splitlines()]
    at = next(n for n, line in enumerate(lines) if line[1:3] == ["severity", "SEV2"])
    assert lines[at][3] == "stated"
    assert lines[at + 1] == ['or: SEV3 (field "Severity", line 8)']
    facts = json.loads(ss(tmp_path, "explain", "postmortems/a.md", "--json").out)["facts"]
    severity = next(fact for fact in facts if fact["field"] == "severity")
    assert (severity["confidence"], severity["runner_up"]) == (
        "stated",
        'SEV3 (field "Severity", line 8)',
    )


def test_a_hostile_runner_up_reaches_no_terminal(tmp_path: Path) -> None:
    """What another place says is as hostile as any value, and fits the width."""
    text = REPORT.replace("## Summary", f"\u202e2J{'x' * 100}\n\n## Summary")
    put(tmp_path, "postmortems/a.md", text)
    out = ss(tmp_path, "explain", "postmortems/a.md", COLUMNS="90").out
    (rival,) = [line for line in out.splitlines() if "or: \\u202e2Jxxx" in line]
    assert "\u202e" not in out
    assert len(rival) <= 90


def test_explain_names_what_is_missing_and_what_is_wrong(tmp_path: Path) -> None:
    """What was looked for is named with words that would be found, and findings come last."""
    put(tmp_path, "postmortems/a.md", UNDATED)
    out = ss(tmp_path, "explain", "postmortems/a.md").out
    missing, findings = out.split("\nNot found\n")[1].split("\n\nFindings\n")
    assert re.search(r"^  lessons +looked for: lessons learned, ", missing, re.MULTILINE)
    assert re.search(r"^  severity +looked for: .*severity", missing, re.MULTILINE)
    assert not re.search(r"^  summary", missing, re.MULTILINE)
    assert findings.startswith("postmortems/a.md:1:1: SS302 ")


def test_explain_names_a_file_as_it_is_called_from_here(tmp_path: Path) -> None:
    """From whichever folder it is asked, the path of a finding can be opened there."""
    put(tmp_path, "secondstory.toml", "")
    put(tmp_path, "postmortems/2025/a.md", UNDATED)
    put(tmp_path, "drafts/b.md", UNDATED)
    (tmp_path / "sub").mkdir()
    asked = {
        "": ["postmortems/2025/a.md", "drafts/b.md"],
        "sub": ["../postmortems/2025/a.md", "../drafts/b.md"],
        "drafts": ["b.md", "../postmortems/2025/a.md"],
    }
    for folder, files in asked.items():
        for file in files:
            out = ss(tmp_path / folder, "explain", file).out
            assert out.startswith(f"{file} is an incident: ")
            assert f"\n{file}:1:1: SS302 " in out


def test_explain_fits_wide_and_hostile_values_into_columns(tmp_path: Path) -> None:
    """East Asian letters take two columns, and no value reaches the terminal unescaped."""
    title = '"\\e[2J' + "停电" * 60 + '"'
    put(tmp_path, "postmortems/a.md", REPORT.replace("Cache restart", title))
    out = ss(tmp_path, "explain", "postmortems/a.md", COLUMNS="80").out
    line = next(line for line in out.splitlines() if "停电" in line)
    assert "…" in line
    assert "\x1b" not in out
    assert sum(2 if letter in "停电" else 1 for letter in line) <= 80


def test_explain_tells_why_a_file_is_no_incident(tmp_path: Path) -> None:
    """An index or a template is named as such, with the reason."""
    put(tmp_path, "postmortems/README.md", "# Our postmortems\n\n- [a](a.md)\n")
    result = ss(tmp_path, "explain", "postmortems/README.md")
    assert result.code == 0
    assert result.out.startswith("postmortems/README.md is not taken for an incident: ")


def test_explain_works_on_any_file(tmp_path: Path) -> None:
    """A report is explained wherever it lies, and without any archive."""
    put(tmp_path, "draft.md")
    assert ss(tmp_path, "explain", "draft.md").out.startswith("draft.md is an incident: ")
    (tmp_path / "link.md").symlink_to("draft.md")
    assert "SEV2" in ss(tmp_path, "explain", "link.md").out


def test_explain_says_that_a_report_is_restricted(tmp_path: Path) -> None:
    """Its author may see what is read, and learns that nobody else will."""
    put(tmp_path, "a.md", REPORT.replace("severity", "visibility: restricted\nseverity"))
    out = ss(tmp_path, "explain", "a.md").out
    where = "restricted, so in no output without --audience restricted"
    assert out.startswith(f"a.md is an incident: {where}\n")


def test_explain_prints_json(tmp_path: Path) -> None:
    """Machines get facts, gaps and findings with their lines."""
    put(tmp_path, "postmortems/a.md", UNDATED)
    document = json.loads(ss(tmp_path, "explain", "postmortems/a.md", "--json").out)
    assert (document["path"], document["kind"]) == ("a.md", "incident")
    assert {
        "field": "summary",
        "value": "It broke.",
        "line": 5,
        "origin": "heading",
        "label": "Summary",
        "confidence": "read",
        "runner_up": None,
    } in document["facts"]
    gaps = {gap["field"]: gap["looked_for"] for gap in document["missing"]}
    assert "lessons learned" in gaps["lessons"]
    assert [finding["code"] for finding in document["findings"]] == ["SS302"]
    put(tmp_path, "postmortems/README.md", "# Our postmortems\n\n- [a](a.md)\n")
    other = json.loads(ss(tmp_path, "explain", "postmortems/README.md", "--json").out)
    assert (other["kind"], other["facts"]) == ("other", [])


def test_codes_explains_all_or_some(tmp_path: Path) -> None:
    """The table holds every kind; kinds are asked for by code or name, in any case."""
    everything = ss(tmp_path, "codes").out
    assert "SS101 not-utf8 (warning)" in everything
    assert "SS403" in everything
    one = ss(tmp_path, "codes", "ss103", "NOT-UTF8").out
    assert re.findall(r"^SS\d+", one, re.MULTILINE) == ["SS103", "SS101"]
    rows = json.loads(ss(tmp_path, "codes", "too-large", "--json").out)
    assert [(row["code"], row["level"]) for row in rows] == [("SS103", "error")]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(tmp_path: Path, shell: str) -> None:
    """Each shell gets a script that asks secondstory itself."""
    result = ss(tmp_path, "completion", shell)
    assert result.code == 0
    assert "_SECONDSTORY_COMPLETE" in result.out


def test_completion_completes() -> None:
    """What the scripts ask for is answered: commands and options."""

    def completed(words: str) -> list[str]:
        asked = environment(
            _SECONDSTORY_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split()) - 1),
        )
        # As the shell calls it: by its name, which is where the variable's name comes from.
        code = "import sys; from secondstory.cli import main; sys.argv = ['secondstory']; main()"
        answer = subprocess.run(
            [sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=True
        )
        return answer.stdout.split()

    assert completed("secondstory b") == ["plain,build"]
    assert "plain,--as-of" in completed("secondstory build --a")


def test_version_says_what_it_stands_on(tmp_path: Path) -> None:
    """A bug report begins with these versions."""
    out = ss(tmp_path, "--version").out
    assert re.fullmatch(
        r"secondstory \S+ \(Python 3\.\d+\.\d+\S*, lunr [\d.]+, mistune [\d.]+\)\n", out
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    """Every command has a line in the help, and help of its own."""
    text = ss(tmp_path, "--help").out
    for name in ("build", "check", "codes", "completion", "explain", "init", "serve"):
        assert re.search(rf"^  {name} +\S", text, re.MULTILINE)
        assert ss(tmp_path, name, "-h").out.startswith(f"Usage: secondstory {name} ")


def test_help_loads_nothing_that_takes_time() -> None:
    """Asking for help costs the start of Python and click, no more."""
    code = (
        "import sys, secondstory.cli as cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'jinja2', 'lunr', 'mistune', 'pygments', 'watchdog', 'yaml', 'nh3', 'tomllib'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert result.stderr == "[]\n"
