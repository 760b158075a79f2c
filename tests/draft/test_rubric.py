"""The rubric: each criterion met, partly or not yet, with what to do next; never a number."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from factories import a_fact, a_lesson, a_postmortem, a_rich, an_action, an_event
from machine import REPORT, put, ss
from secondstory.extract import load_lexicon
from secondstory.model import ActionStatus, Postmortem, Source
from secondstory.pipeline import study
from secondstory.rubric import CRITERIA, KEYS, Mark, standings

DONE, OPEN, DECLINED = ActionStatus.DONE, ActionStatus.OPEN, ActionStatus.DECLINED
THREE = tuple(an_event(f"10:0{n}") for n in range(3))
OWNED = {"owner": "edge", "due": "2026-12-01"}
LONG = "The dashboard was green, since it showed the old region only. " * 3


def standing(key: str, **facts: Any) -> tuple[Mark, str]:
    """How a report with these facts stands by a criterion, and what it is told to do."""
    found = {c.key: s for c, s in standings(a_postmortem(**facts))}[key]
    return found.mark, found.next


FACTS = {
    "date": "2026-10-02",
    "services": ["edge"],
    "summary": "It broke.",
    "severity": "SEV2",
    "impact": "None could pay.",
    "duration": a_fact(40),
}


@pytest.mark.parametrize(
    ("key", "facts", "mark", "then"),
    [
        ("facts", FACTS, Mark.MET, ""),
        ("facts", FACTS | {"duration": None}, Mark.PARTLY, "state duration;"),
        (
            "facts",
            {"date": "2026-10-02"},
            Mark.NOT_YET,
            "state services, summary, severity, impact",
        ),
        (
            "timeline",
            {"timeline": THREE, "detected": "2026-10-02 10:00", "resolved": "2026-10-02 11:00"},
            Mark.MET,
            "",
        ),
        ("timeline", {"timeline": THREE, "detection": "An alert."}, Mark.PARTLY, "mark recovery"),
        ("timeline", {"timeline": THREE}, Mark.PARTLY, "mark detection"),
        ("timeline", {"timeline": THREE[:1]}, Mark.PARTLY, "a line for each time"),
        ("timeline", {}, Mark.NOT_YET, "a line for each time"),
        ("factors", {"contributing": ["A.", "B."]}, Mark.MET, ""),
        ("factors", {"contributing": ["A."], "root_cause": "B."}, Mark.MET, ""),
        ("factors", {"contributing": ["A."]}, Mark.PARTLY, "what let it last"),
        ("factors", {"root_cause": "B."}, Mark.PARTLY, "what let it last"),
        ("factors", {}, Mark.NOT_YET, "Contributing factors"),
        ("second_story", {"second_story": a_fact(a_rich(LONG))}, Mark.MET, ""),
        ("second_story", {"second_story": a_fact(a_rich("It was."))}, Mark.PARTLY, "say more"),
        ("second_story", {}, Mark.NOT_YET, "context of the decisions"),
        ("fixes", {"actions": (an_action(**OWNED),)}, Mark.MET, ""),
        ("fixes", {"actions": (an_action(status=DONE), an_action(status=DECLINED))}, Mark.MET, ""),
        ("fixes", {"actions": (an_action(**OWNED), an_action())}, Mark.PARTLY, "“Cap the idle"),
        ("fixes", {"actions": (an_action(owner="edge"),)}, Mark.NOT_YET, "an owner and a day"),
        ("fixes", {}, Mark.NOT_YET, "why nothing has to"),
        ("systemic", {"actions": (an_action(),)}, Mark.MET, ""),
        (
            "systemic",
            {"actions": (an_action(), *[an_action("Remind the team of X")] * 2)},
            Mark.PARTLY,
            "“Remind the team of X” asks people",
        ),
        ("systemic", {"actions": (an_action("Remind the team"),)}, Mark.NOT_YET, "needless?"),
        ("systemic", {"actions": (an_action("Qux the frob"),)}, Mark.PARTLY, "nobody remembers"),
        ("systemic", {}, Mark.NOT_YET, "nobody remembers"),
        ("lessons", {"lessons": (a_lesson(check="it pools sockets."),)}, Mark.MET, ""),
        ("lessons", {"lessons": (a_lesson(),)}, Mark.PARTLY, "Check your code if"),
        ("lessons", {}, Mark.NOT_YET, "one sentence"),
    ],
)
def test_a_criterion_is_met_partly_or_not_yet(
    key: str, facts: dict[str, Any], mark: Mark, then: str
) -> None:
    """And what is not met says what to do next, in words of the report where it can."""
    found, said = standing(key, **facts)
    assert found is mark
    assert then in said
    assert bool(said) == (mark is not Mark.MET)


def test_a_near_miss_is_asked_for_little() -> None:
    """Three lines are a report there: facts without severity, and a lesson."""
    near = a_postmortem(
        near_miss=a_fact(True),  # noqa: FBT003 - the fact's value
        date="2026-10-02",
        services=["edge"],
        summary="It nearly broke.",
        lessons=(a_lesson(check="x"),),
    )
    assert [(c.key, s.mark) for c, s in standings(near)] == [
        ("facts", Mark.MET),
        ("lessons", Mark.MET),
    ]


def test_the_second_story_is_all_that_its_section_says() -> None:
    """Several short answers are one story, decision points included."""
    story = "## The second story: context of the decisions\n\nIt was green.\n\nIt was late.\n\n"
    body = f"# T\n\n{story}### Decision points\n\nTwo ways were open then.\n"
    found = study(Source("a.md", f"---\ndate: 2026-10-03\n---\n{body}"), load_lexicon())
    assert isinstance(found, Postmortem)
    assert found.second_story
    assert found.second_story.value.text == ("It was green. It was late. Two ways were open then.")


def test_an_empty_draft_meets_nothing_by_accident(tmp_path: Path) -> None:
    """The questions and heads of tables of a blueprint are nobody's words."""
    put(tmp_path, "secondstory.toml", "")
    ss(tmp_path, "new", "X", "--severity", "SEV1", "--output", "postmortems/a.md")
    (one,) = json.loads(ss(tmp_path, "check", "--rubric", "--json").out)["rubric"]
    met = {each["criterion"]: each["standing"] for each in one["criteria"]}
    assert met.pop("facts") == "not yet"
    assert set(met.values()) == {"not yet"}
    assert tuple(each["criterion"] for each in one["criteria"]) == KEYS


# ---------------------------------------------------------------- how it is told


def test_check_tells_the_rubric_and_no_number(tmp_path: Path) -> None:
    """By path and not by merit; it does not change the exit code."""
    put(tmp_path, "postmortems/b.md")
    put(tmp_path, "postmortems/a.md", REPORT.replace("Cache restart", "Another"))
    done = ss(tmp_path, "check", "--rubric")
    assert done.code == 0
    assert done.out.startswith("postmortems/a.md: Another\n  partly   The facts are complete: ")
    assert "\n\npostmortems/b.md: Cache restart\n" in done.out
    assert "  met      Each fix has an owner and a day\n" in done.out
    told = re.sub(r"postmortems/\S+", "", done.out)
    assert not re.search(r"\d|score|rank|%", told)


def test_check_tells_the_rubric_of_one_file(tmp_path: Path) -> None:
    """Who asks about one report hears of one."""
    for name in "ab":
        put(tmp_path, f"postmortems/{name}.md")
    told = ss(tmp_path, "check", "postmortems/a.md", "--rubric").out
    assert "postmortems/a.md" in told
    assert "postmortems/b.md" not in told


def test_a_summary_tells_what_is_not_met(tmp_path: Path) -> None:
    """Where it is asked for; what is met needs no words in a pull request."""
    put(tmp_path, "postmortems/a.md")
    told = ss(tmp_path, "check", "--rubric", "--summary", "-").out
    assert "**By the rubric**" in told
    assert "- not yet: the second story is told; " in told
    assert "each fix has an owner" not in told
    found = ss(tmp_path, "check", "--rubric", "--format", "sarif", "--summary", "x.md")
    assert json.loads(found.out)["version"] == "2.1.0"
    assert "**By the rubric**" in (tmp_path / "x.md").read_text("utf-8")
    assert "By the rubric" not in ss(tmp_path, "check", "--summary", "-").out


@pytest.mark.parametrize("option", ["--rubric", "--deadlines"])
def test_formats_of_findings_tell_findings_only(tmp_path: Path, option: str) -> None:
    """SARIF has no room for it, and says so."""
    put(tmp_path, "postmortems/a.md")
    done = ss(tmp_path, "check", option, "--format", "sarif")
    assert done.code == 2
    assert "--format sarif tells findings only" in done.err


def test_each_criterion_is_explained() -> None:
    """Keys are names for a config, and every text is a sentence without its stop."""
    assert len(set(KEYS)) == len(CRITERIA)
    for criterion in CRITERIA:
        assert re.fullmatch(r"[a-z_]+", criterion.key)
        assert criterion.asks.endswith("?")
        assert not criterion.met.endswith(".")
        assert criterion.why.endswith(".")
