"""An issue in words: as long as it may be, in its reports' own words, and harmless."""

from __future__ import annotations

import os
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from factories import a_lesson, a_postmortem, an_action, an_archive, an_event
from secondstory import pipeline
from secondstory.digest import LONGEST, issues
from secondstory.extract import load_lexicon
from secondstory.model import ActionStatus, Archive, Issue, LessonKind, Site
from secondstory.render import load_theme, render
from secondstory.render.catalogue import catalogue
from secondstory.render.digest import around, shown_in, view_of, word_count
from secondstory.render.digest.fit import bare, cut, fitted, length, line, whole
from secondstory.render.digest.length import told_words
from secondstory.render.twins.digest import issue_lines
from secondstory.render.views_digest import DigestPage
from strategies import archives

GOLDEN = Path(__file__).parent / "golden"
SAMPLE = Path(__file__).parents[2] / "postmortems"
TODAY = date(2026, 11, 20)
THEME = load_theme("default")
UPDATE = "UPDATE_DOCS" in os.environ


@pytest.fixture(scope="module")
def sample() -> Archive:
    """The sample archive."""
    return pipeline.read(SAMPLE, load_lexicon()).archive


def pages(archive: Archive, last: str = "2026-10") -> dict[str, tuple[Issue, DigestPage]]:
    """The issues of an archive with their views, by month."""
    every = catalogue(archive, Site(), TODAY)
    return {
        issue.month: (
            issue,
            view_of(every.only(shown_in(issue)), issue, around(archive, issue)),
        )
        for issue in issues(archive, last)
    }


# ---------------------------------------------------------------- the sample archive


@pytest.mark.parametrize("month", ["2026-08", "2026-09", "2026-10"])
def test_the_issues_of_the_sample_archive(sample: Archive, month: str) -> None:
    """What the last three months print; UPDATE_DOCS=1 writes it anew."""
    text = "\n".join(issue_lines(pages(sample)[month][1], Site(), "")) + "\n"
    if UPDATE:
        (GOLDEN / f"{month}.md").write_text(text, "utf-8")
    assert text == (GOLDEN / f"{month}.md").read_text("utf-8")


def test_every_part_keeps_to_its_room(sample: Archive) -> None:
    """A lead of 120 words, one from the archive of 100, shorts of 45; short headlines."""
    for _, page in pages(sample).values():
        assert page.lead is not None
        assert told_words(page.lead) <= 120
        assert page.earlier is None or told_words(page.earlier) <= 100
        assert page.held_for is None or len(page.held_for.split()) <= 90
        assert all(told_words(told) <= 45 for told in page.shorts)
        for told in (page.lead, *page.shorts):
            assert len(bare(told.lesson.headline)) <= LONGEST
            assert told.mechanism or told.lesson.check
        assert word_count(page) <= 800
        assert f"{word_count(page)} words, " in page.stand


@pytest.mark.parametrize("month", [f"2026-{month:02}" for month in range(1, 11)])
def test_each_month_of_the_last_year_is_worth_three_minutes(sample: Archive, month: str) -> None:
    """600 to 800 words, printed with the minutes, whether one report came out or eight."""
    _, page = pages(sample)[month]
    assert 600 <= word_count(page) <= 800
    assert "words, 3 minutes." in page.stand


def test_a_full_month_has_every_part(sample: Archive) -> None:
    """A month with eight reports fills an issue without more room for any part."""
    _, page = pages(sample)["2026-10"]
    assert page.returns
    assert page.held or page.caught
    assert len(page.oldest) == 3
    assert page.earlier
    assert len(page.drill) == 3
    assert len(page.shorts) == 4


def test_nobody_is_named(sample: Archive) -> None:
    """No owner of a fix and no handle is in any issue."""
    owners = {fix.owner for report in sample.briefs for fix in report.actions if fix.owner}
    for _, page in pages(sample).values():
        text = "\n".join(issue_lines(page, Site(), ""))
        assert not re.search(r"(?<!\w)@\w", text)
        assert not any(f" {owner} " in text for owner in owners if " " in owner)
        fixes = [told.fix for told in (page.lead, *page.shorts) if told and told.fix]
        assert not any(fix.owner for fix in (*fixes, *(aged.fix for aged in page.oldest)))


# ---------------------------------------------------------------- words in a room


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("Short enough.", 5, "Short enough."),
        ("One two three. Four five six.", 4, "One two three."),
        ("Refuse more than ten rows: count them first, then ask", 6, "Refuse more than ten rows"),
        ("Retries are off (by a flag; a test fails on two) for good", 6, "Retries are off …"),
        ("Watch the served date, not the file that was renewed", 5, "Watch the served date"),
        ("one two three four five six", 3, "one two three …"),
        ("x" * 300, 5, "x" * 44 + "…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_where_its_author_paused(text: str, room: int, kept: str) -> None:
    """At a sentence, else at a clause outside of brackets, else behind a word."""
    assert cut(text, room) == kept


def test_a_sentence_that_announces_is_no_end() -> None:
    """What leads to a list or to code, which an issue does not show, ends as a sentence or goes."""
    assert whole(["One NULL empties the result:"], 9) == "One NULL empties the result."
    assert whole(["It broke. We did the following:"], 9) == "It broke."


def test_words_of_scripts_without_spaces_are_counted() -> None:
    """Two signs of Japanese or Chinese count as a word; a path counts for its length."""
    assert length("負のキャッシュも期限まで残る") == 7
    assert length("a" * 100) == 5
    assert len(fitted("負" * 400, 20)) < 200


@pytest.mark.parametrize(
    "text",
    ["Line\r\nBcc: everybody@example.org", "a\u2028b", "\u202edesrever\u202c", "a\x00b\x1b[2J"],
)
def test_a_line_holds_no_control_characters(text: str) -> None:
    """Line breaks, directions and escapes are gone: a subject line can be made of it."""
    assert line(text).isprintable()
    assert bare(text).isprintable()


# ---------------------------------------------------------------- hostile archives

HOSTILE = (
    "Title\r\nBcc: everybody@example.org",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "word " * 60,
    "x" * 300,
    "\u202eevil\u2066 and \u200fmore",
    "{{ 7*7 }} \u2028 \x00 &lt;b&gt;",
)


def a_full_archive(words: str) -> Archive:
    """Reports whose every text is the same, in every part of an issue."""

    def a_report(slug: str, day: str, **facts: Any) -> Any:
        return a_postmortem(
            slug, title=words, date=day, summary=words, root_cause=words,
            classes=[facts.pop("named", words)], services=[words], tags=[words],
            recurrence="known fix not shipped",
            lessons=[a_lesson(words, more=words, check=words)],
            actions=[
                an_action(words, ActionStatus.DONE, words, verified_by=words),
                an_action(words, ActionStatus.OPEN, words, "2026-01-01"),
            ],
            timeline=[an_event(words, words) for _ in range(5)], **facts,
        )  # fmt: skip

    return an_archive(
        a_report("r1", "2025-10-01"),
        a_report("r2", "2026-10-01"),
        a_report("r3", "2026-10-02", named="other", near_miss=True),
        a_report("r4", "2026-10-03", named="third"),
        a_report("r5", "2024-03-03", named="fourth"),
    )


class Text(HTMLParser):
    """What a browser shows of a page, and the elements it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_out_harmless_and_short(words: str) -> None:
    """Whatever all texts of all reports are, an issue is short text without controls."""
    for issue, page in pages(a_full_archive(words)).values():
        assert issue.lead is not None
        text = "\n".join(issue_lines(page, Site(), ""))
        assert all(part.isprintable() for part in text.split("\n"))
        assert word_count(page) <= 800
        assert len(text) < 20_000
        for told in (page.lead, *page.shorts, page.earlier):
            assert told is None or len(bare(told.lesson.headline)) <= LONGEST
    made = render(a_full_archive(words), THEME, Site(), TODAY)
    for file in made:
        if str(file.path).startswith("digest/") and file.path.suffix == ".html":
            shown = Text()
            shown.feed(file.content.decode())
            assert shown.tags.isdisjoint({"img", "iframe", "object"})
            assert "alert" not in file.content.decode().partition("<script")[2].partition(">")[0]


@settings(max_examples=40)
@given(archives())
def test_any_archive_has_issues_that_can_be_told(archive: Archive) -> None:
    """Whatever reports say, each issue has a view of one-line texts."""
    for _, page in pages(archive, "2026-12").values():
        assert page.lead is not None
        assert len(bare(page.lead.lesson.headline)) <= LONGEST
        assert word_count(page) < 1500


def test_a_report_that_only_went_well_is_well_caught() -> None:
    """A near miss that no lesson of the issue comes from says what caught it."""
    near = a_postmortem(
        "near", title="Purge ignored its flag", date="2026-10-05", near_miss=True,
        summary="A guard stopped it.",
        lessons=[a_lesson("The guard counted the rows first.", LessonKind.WENT_WELL)],
    )  # fmt: skip
    other = a_postmortem("other", date="2026-10-06", lessons=[a_lesson()])
    _, page = pages(an_archive(near, other))["2026-10"]
    assert page.caught is not None
    assert (page.caught.title, page.caught_by) == (
        "Purge ignored its flag",
        "The guard counted the rows first. A guard stopped it.",
    )
