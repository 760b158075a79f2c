"""Which questions of a blueprint have an answer."""

from __future__ import annotations

import pytest

from secondstory.extract import load_lexicon
from secondstory.model import Postmortem, Source
from secondstory.pipeline import study

LEXICON = load_lexicon()


def unanswered(body: str, status: str = "draft") -> list[tuple[str, int]]:
    report = read(body, status)
    return [(prompt.text, prompt.line) for prompt in report.unanswered]


def read(body: str, status: str) -> Postmortem:
    text = f"---\ndate: 2026-10-03\nstatus: {status}\n---\n{body}"
    found = study(Source("a.md", text), LEXICON)
    assert isinstance(found, Postmortem)
    return found


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("## A\n<!-- ask: Q? -->\n", ["Q?"]),
        ("## A\n<!-- ask: Q? -->\nYes.\n", []),
        ("## A\n<!-- ask: Q? --> Yes.\n", []),
        ("## A\n<!-- ask: Q? -->\n<!-- ask: R? -->\n\nBoth.\n", []),
        ("## A\n<!-- ask: Q? -->\n\nYes.\n\n<!-- ask: R? -->\n", ["R?"]),
        ("## A\n<!-- ask: Q? -->\n## B\nNot it.\n", ["Q?"]),
        ("## A\n<!-- ask: Q? -->\n### B\nBelow.\n", []),
        ("## A\n<!-- ask: Q? -->\n### B\n<!-- ask: R? -->\n## C\n", ["Q?", "R?"]),
        ("<!-- ask: Q? -->\n", ["Q?"]),
        ("## A\n<!-- ask: Q\n  and more? -->\n\n| When | What |\n|---|---|\n", ["Q and more?"]),
        ("## A\n<!-- ask: Q? -->\n\n| When | What |\n|---|---|\n| 10:00 | It broke |\n", []),
        ("## A\n<!-- ask: Q? -->\n\n- \n", ["Q?"]),
        ("## A\n<!-- ask: Q? -->\n\nTODO\n", ["Q?"]),
        ("## A\n<!-- ask: Q? -->\n\n- one\n", []),
        ("## A\n<!-- ask: Q? -->\n\n```\nlog\n```\n", []),
        ("## A\n<!-- ask: Q? -->\n\n> a quote\n", []),
        ("## A\n<!-- ask: Q? -->\n<!-- a note of mine -->\n", ["Q?"]),
        ("## A\n<!-- a note of mine -->\n", []),
        ("## A\n\n`<!-- ask: Q? -->`\n", []),
        ("## A\n\n```\n<!-- ask: Q? -->\n```\n", []),
        ("## A\n<!-- ask: never closed\n", []),
    ],
)
def test_a_question_is_answered_by_what_stands_below_it(body: str, left: list[str]) -> None:
    """Text of any form does, up to the next heading of its level; heads of tables do not."""
    assert [text for text, _ in unanswered(body)] == left


def test_a_question_knows_its_line() -> None:
    """So that an editor can go there."""
    assert unanswered("# T\n\n## A\n\n<!-- ask: Q? -->\n\n<!-- ask: R? -->\n") == [
        ("Q?", 9),
        ("R?", 11),
    ]


@pytest.mark.parametrize("status", ["in-review", "approved", "published", "resolved"])
def test_what_is_left_open_is_told_behind_the_draft(status: str) -> None:
    """One finding for a report, at the first; it does not quote, since pages show findings."""
    report = read("# T\n\n<!-- ask: Q? -->\n\n## A\n\n<!-- ask: R? -->\n", status)
    (finding,) = report.findings
    assert (finding.code, finding.location.line) == ("SS310", 7)
    assert finding.message == "2 questions have no answer, the first of them here"
    assert read("# T\n\n<!-- ask: Q? -->\n", "draft").findings == ()


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("## A\n\n<!-- ask: Q? -->\n\n## B\n\nWords.\n", ["B"]),
        ("## A\n\n<!-- ask: Q? -->\n\n| When | What |\n|---|---|\n\n## B\n\nWords.\n", ["B"]),
        ("## A\n\n<!-- ask: Q? -->\n\n### C\n\nWords.\n\n## B\n\n<!-- ask: Q? -->\n", ["A", "C"]),
        ("## A\n\nWords.\n\n### C\n\n<!-- ask: Q? -->\n\n## B\n\nMore.\n", ["A", "B"]),
        ("## A\n\n## B\n\n<!-- ask: Q? -->\n\n## C\n\nWords.\n", ["A", "C"]),
        ("## A\n\n<!-- ask: Q? -->\n\nWords.\n\n<!-- ask: R? -->\n", ["A"]),
        ("## A\n\n<!-- ask: Q? -->\n", []),
    ],
)
def test_a_section_without_answers_is_not_published(body: str, shown: list[str]) -> None:
    """Its heading goes with its questions; what has no question is its author's, and stays."""
    for status, heads in (("published", shown), ("draft", None)):
        report = read(f"# T\n\n{body}", status)
        told = [heading.plain for heading in report.outline if heading.plain != "T"]
        if heads is None:
            assert len(told) == body.count("## ")
        else:
            assert told == heads
            assert report.title.value == "T"
            assert report.unanswered
            assert [finding.code for finding in report.findings] == ["SS310"]


def test_lines_stay_where_they_were() -> None:
    """What stands behind a section that is not published is found where its author wrote it."""
    body = "# T\n\n## A\n\n<!-- ask: Q? -->\n\n## Lessons\n\n- Warm caches first.\n"
    (lesson,) = read(body, "published").lessons
    assert lesson.source.line == 4 + 9


@pytest.mark.parametrize(
    "body",
    [
        "## A\n\n<!-- ask: Q? -->\n\n" * 10_000,
        f"<!-- ask:{' ' * 1_000_000}",
        "<!-- ask: Q? -->" * 100_000,
        "<!-- ask: " * 100_000,
        "#" * 6 + " A\n<!-- ask: -->\n" * 20_000,
    ],
    ids=["many", "blank", "one line", "open", "one section"],
)
@pytest.mark.parametrize("status", ["draft", "published"])
def test_whatever_is_asked_is_read_in_linear_time(body: str, status: str) -> None:
    """A file of nothing but questions, closed or not, ends."""
    assert len(read(body, status).unanswered) <= 20_000
