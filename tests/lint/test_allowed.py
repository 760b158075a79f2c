"""Comments that allow a finding, and the baseline that knows old ones."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from linted import remarks
from secondstory.findings import Level, ProjectError
from secondstory.lint.baseline import as_baseline, news, read_baseline
from secondstory.model.lint import LintRules

BLAME = "The author forgot the flag."


def names(text: str, rules: LintRules | None = None) -> list[str]:
    return [remark.code.name for remark in remarks(text, rules)]


@pytest.mark.parametrize(
    "text",
    [
        f"{BLAME} <!-- lint: allow blame: as the vendor wrote it -->\n",
        f"<!-- lint: allow blame: as the vendor wrote it -->\n\n{BLAME}\n",
        f"<!-- lint: allow hindsight, blame: quoted -->\n{BLAME}\nIt should have been tested.\n",
        f"- {BLAME} <!--lint:allow blame:quoted-->\n",
        f"| A | B |\n|---|---|\n| {BLAME} | x | <!-- lint: allow blame: quoted -->\n",
    ],
)
def test_a_comment_with_a_reason_allows_a_finding(text: str) -> None:
    """Beside its words, or above their block, a comment allows what a rule would find."""
    assert names(text) == []


def test_a_comment_allows_only_its_own_block() -> None:
    """What stands further down is found all the same."""
    text = f"<!-- lint: allow blame: quoted -->\n{BLAME}\n\n{BLAME}\n"

    assert [(r.code.name, r.line) for r in remarks(text)] == [("blame", 4)]


def test_a_comment_that_allows_nothing_is_found() -> None:
    """A comment does not outlive the words it was for."""
    found = remarks("Fine.\n\nAll well. <!-- lint: allow blame: quoted -->\n")

    assert [(r.code.name, r.line, r.column) for r in found] == [("lint-allows-nothing", 3, 11)]


@pytest.mark.parametrize("comment", ["allow blame", "allow blame:", "allow: because", "allow"])
def test_a_comment_without_rule_or_reason_allows_nothing(comment: str) -> None:
    """Without its reason an exception is none, and is found."""
    assert names(f"{BLAME} <!-- lint: {comment} -->\n") == ["blame", "lint-without-reason"]


def test_a_comment_that_names_no_rule_is_told_the_rules() -> None:
    """A misspelt rule is answered with those there are."""
    found = remarks(f"{BLAME} <!-- lint: allow blaming: quoted -->\n")

    assert "blaming" in found[1].message
    assert "hindsight" in found[1].message


def test_a_comment_in_code_is_no_comment() -> None:
    """An example of a comment allows nothing, and is not found to be unused."""
    assert names("```\n<!-- lint: allow blame: quoted -->\n```\n") == []


def test_rules_can_be_off_and_weigh_otherwise() -> None:
    """A project turns rules off, and decides what is critical."""
    assert names(BLAME, LintRules(off=frozenset({"blame"}))) == []
    milder = LintRules(levels=(("blame", Level.WARNING),))
    assert [remark.severity for remark in remarks(BLAME, milder)] == ["warning"]


def test_a_project_adds_phrases() -> None:
    """Phrases of a project are found in any form of spacing and case, and not in code."""
    own = LintRules(phrases=(("blame", ("herding cats",)),))

    assert names("It was like Herding\ncats.\n", own) == ["blame"]
    assert names("`herding cats`\n", own) == []


def test_a_baseline_knows_old_findings_wherever_they_move() -> None:
    """Lines may move; one more of the same, and other words, are news."""
    old = remarks(f"{BLAME}\n")
    known = read_baseline(as_baseline([("a.md", old)]), "b.json")["a.md"]

    assert news(remarks(f"# Title\n\nText.\n\n{BLAME}\n"), known) == ()
    twice = news(remarks(f"{BLAME}\n\n{BLAME}\n"), known)
    assert [remark.line for remark in twice] == [3]
    assert len(news(remarks("The author forgot the key.\n"), known)) == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 2, "files": {}}', '{"version": 1, "files": []}', "[" * 9000],
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    """Anything but a baseline of ours is refused with what to do."""
    with pytest.raises(ProjectError) as caught:
        read_baseline(text, "b.json")
    assert "--write-baseline" in caught.value.hint


def test_a_baseline_is_plain_json() -> None:
    """A baseline diffs well: sorted, one key a line, how often each."""
    text = as_baseline([("b.md", remarks(f"{BLAME}\n\n{BLAME}\n")), ("a.md", ())])

    assert json.loads(text)["version"] == 1
    assert Counter(json.loads(text)["files"]["b.md"].values()) == Counter([2])
    assert text.count("\n") > 4
