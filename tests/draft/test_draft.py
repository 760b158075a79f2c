"""Answers into drafts: file names, front matter that reads back, blueprints of one's own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from machine import put, ss
from secondstory.blueprints import load_blueprints
from secondstory.draft import Answers, draft, file_name, known_type, types
from secondstory.extract import load_lexicon
from secondstory.findings import ProjectError
from secondstory.model import Postmortem, Stage
from secondstory.pipeline import study
from secondstory.policy import Policy, Term

DAY = date(2026, 11, 20)
OURS = load_blueprints()
POLICY = Policy()


def answers(title: str = "DNS went away", **known: Any) -> Answers:
    """A SEV1, unless it is said otherwise."""
    given = {"type": "availability", "severity": "SEV1", "level": 1, **known}
    return Answers(title, DAY, **given)


def read(given: Answers, policy: Policy = POLICY) -> Postmortem:
    """What is read from the draft of an incident."""
    found = study(draft(given, OURS, policy), load_lexicon())
    assert isinstance(found, Postmortem)
    return found


def test_a_draft_reads_back_as_it_was_answered() -> None:
    """The front matter says what was asked for, the policy's day and nothing that is not known."""
    found = read(answers(services=("edge", "a, b"), severity_initial="SEV3"))

    assert found.title.value == "DNS went away"
    assert found.stage is Stage.DRAFT
    assert found.date
    assert found.date.value == DAY
    assert found.severity
    assert found.severity.value.level == 1
    assert found.severity_initial
    assert found.severity_initial.value.level == 3
    assert [fact.value for fact in found.services] == ["edge", "a, b"]
    assert found.report_due
    assert found.report_due.value == date(2026, 11, 22)
    assert (found.started, found.summary, found.lessons, found.actions, found.timeline) == (
        None, None, (), (), (),
    )  # fmt: skip
    assert found.findings == ()


@pytest.mark.parametrize(
    ("level", "line"),
    [
        (1, "report_due: 2026-11-22  # SEV1: within 48 hours"),
        (2, "report_due: 2026-11-27  # SEV2: within 1 week"),
        (3, "# For SEV3 a report is recommended."),
        (4, "# For SEV4 a report is optional."),
    ],
)
def test_the_policy_says_when_a_report_is_due(level: int, line: str) -> None:
    """A severity with a term has a day, one without has none and says so."""
    text = draft(answers(severity=f"SEV{level}", level=level), OURS, POLICY).text
    assert line in text.split("\n")
    assert text.count("report_due") == (level <= 2)


def test_the_policy_can_be_another() -> None:
    """A near miss with a term of the project's own has a day, counted in whole days."""
    text = draft(
        answers(type="near-miss", severity=None, level=None),
        OURS,
        Policy(near_miss=Term("60 hours", 60)),
    ).text
    assert "report_due: 2026-11-23  # a near miss: within 60 hours" in text
    assert "severity" not in text


@pytest.mark.parametrize(
    "title",
    [
        'Redis: "boom" & <b>co</b>',
        "--- # not a: heading",
        "[a] {b} *c* @due@ @summary@",
        "two\nlines\n---\nstatus: published",
        "💥 接続が切れた",
        "C:\\temp \x1b[31mred\x7f \ufffe",
        "yes",
        "0x1F",
        "'",
        "%",
    ],
)
def test_any_title_survives(title: str) -> None:
    """What is typed is the title, on one line, and nothing else of the draft changes."""
    found = read(answers(title))
    kept = "".join(" " if c in "\x1b\x7f\ufffe\n" else c for c in title)
    assert found.title.value == " ".join(kept.split())
    assert found.stage is Stage.DRAFT
    assert len(found.unanswered) == len(read(answers()).unanswered)
    assert found.findings == ()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "2026-11-20-etc-passwd.md"),
        ("CON", "2026-11-20-page-con.md"),
        ("...", "2026-11-20-incident.md"),
        ("💥", "2026-11-20-1f4a5.md"),
        ("a" * 300, f"2026-11-20-{'a' * 60}.md"),
        ("word " * 60, f"2026-11-20-{'-'.join(['word'] * 12)}.md"),
    ],
)
def test_a_file_name_is_one_that_every_system_takes(title: str, name: str) -> None:
    """Neither folders nor devices, emoji by number, and not longer than a line."""
    assert file_name(answers(title)) in {name, name.replace("1f4a5", "incident")}


def test_a_draft_depends_on_its_answers_only() -> None:
    """The same answers give the same bytes."""
    assert draft(answers(), OURS, POLICY) == draft(answers(), load_blueprints(), POLICY)


def test_a_sev1_has_all_that_is_worth_asking() -> None:
    """The second story, branches, luck and the test of a fix are there; nobody is asked who."""
    text = draft(answers(), OURS, POLICY).text
    for words in (
        "## The second story: context of the decisions",
        "## Latent conditions",
        "## What limited the blast radius",
        "## Where we got lucky",
        "## Contributing causes, in branches",
        "### Decision points",
        "## Systemic fixes",
        "does it remove the reliance on a human doing\nthe right thing under pressure?",
        "Which other incidents would this have prevented?",
        "Which class does it belong to",
        "## Reasoning audit: the assumption that cost us time",
        "## Runbooks and decision records",
        "Branch 1,",
        "Branch 2,",
    ):
        assert words in text
    assert "## Who" not in text


def test_a_type_is_known_by_any_spelling() -> None:
    """Case, spaces and underscores do not matter; another word is answered with the nearest."""
    assert known_type("Data Loss", OURS) == known_type("data_loss", OURS) == "data-loss"
    assert types(OURS) == ("availability", "data-loss", "near-miss", "performance", "security")
    with pytest.raises(ProjectError) as error:
        known_type("securty", OURS)
    assert "did you mean 'security'?" in error.value.hint


# ---------------------------------------------------------------- blueprints of one's own


def test_own_blueprints_override_ours(tmp_path: Path) -> None:
    """A file stands in for ours of its name, a new one is one more part or type."""
    put(tmp_path, "secondstory.toml", '[blueprints]\nfolder = "b"\n')
    put(tmp_path, "b/SEV2.md", "# @title@ (@severity@)\n\n@ours@\n\n## Impact\n\n@questions@\n")
    put(tmp_path, "b/parts/ours.md", "## Ours\n\n<!-- ask: Ours? -->\n")
    put(
        tmp_path, "b/types/billing.md", "## Impact\n\n<!-- ask: How much? -->\n\n## Else\n\nMore.\n"
    )
    asked = ("--severity", "SEV2", "--type", "billing", "--date", "2026-11-20", "--output", "-")

    made = ss(tmp_path, "new", "Paid twice", *asked)

    front, _, body = made.out.partition("\n\n<!-- Everybody")
    assert "status: draft" in front  # ours, since theirs has none
    assert body.partition("-->\n")[2] == (
        "\n# Paid twice (SEV2)\n\n## Ours\n\n<!-- ask: Ours? -->\n\n## Impact\n\n"
        "<!-- ask: How much? -->\n\nMore.\n"
    )


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (
            "b/SEV2.md",
            "# X\n\n@sumary@\n",
            "blueprints/SEV2.md:3:1: the part 'sumary' does not exist",
        ),
        ("b/parts/loop.md", "@loop@\n", "the part 'loop' holds itself"),
        ("b/SEV2.md", b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_broken_blueprint_is_told_with_its_place(
    tmp_path: Path, path: str, text: str | bytes, said: str
) -> None:
    """What a blueprint names has to be there, and has to be text."""
    put(tmp_path, "secondstory.toml", '[blueprints]\nfolder = "b"\n')
    put(tmp_path, "b/SEV2.md", "@loop@\n")
    put(tmp_path, path, text)
    made = ss(tmp_path, "new", "X", "--severity", "SEV2")
    assert made.code == 2
    assert said in made.err
    assert not (tmp_path / "postmortems").exists()


def test_the_folder_of_blueprints_has_to_exist(tmp_path: Path) -> None:
    """A folder that is named and not there is a complaint, and not ours in its place."""
    put(tmp_path, "secondstory.toml", '[blueprints]\nfolder = "b"\n')
    made = ss(tmp_path, "new", "X", "--severity", "SEV2")
    assert made.code == 2
    assert "secondstory.toml:2:1: there is no folder 'b' to read blueprints from" in made.err


# ---------------------------------------------------------------- the words of ours

# What a reader could hear as blame, hindsight or a call for care.
HARD = re.compile(
    r"\b(?:should(?:n't)? have|could have|ought to|fail(?:ed|ure) to|human error|operator|mistakes?"
    r"|careless|careful|blam\w*|faults?|wrong\w*|guilty|negligen\w*|forgot|ignored|who did)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", sorted(OURS))
def test_our_blueprints_are_kind_and_short(path: str) -> None:
    """No word of blame or hindsight, no question longer than three lines, none twice."""
    text = OURS[path]
    assert HARD.findall(text) == []
    asked = re.findall(r"<!-- ask:(.*?)-->", text, re.DOTALL)
    assert all(question.count("\n") <= 2 for question in asked)
    assert len(set(asked)) == len(asked)
    assert max(map(len, text.split("\n"))) <= 100
