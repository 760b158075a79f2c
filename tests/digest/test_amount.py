"""An issue is 600 to 800 words long wherever its archive has as much to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem, an_action, an_archive, an_event
from secondstory.brief import brief_of
from secondstory.digest import SHORTS, issues, opening
from secondstory.model import ActionStatus, Archive, Edit, Issue, Postmortem, Site
from secondstory.render.catalogue import catalogue
from secondstory.render.digest import around, shown_in, view_of, word_count
from secondstory.render.digest.amount import FEWEST, MOST
from secondstory.render.digest.fit import length, sentences
from secondstory.render.digest.length import told_words
from secondstory.render.digest.told import made_for
from secondstory.render.views_digest import DigestPage

LAST = "2026-10"
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # the repr of a seed says little


class Teller:
    """Says things that nobody said before, in sentences of about so many words."""

    def __init__(self, seed: int, length: int) -> None:
        self._random, self._length = Random(seed), length

    def sentence(self, length: int = 0) -> str:
        length = length or self._random.randint(self._length - 2, self._length + 2)
        said = ("".join(self._random.choices("bdfklmnprst", k=6)) for _ in range(length))
        return f"{' '.join(said).capitalize()}."

    def text(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))


def a_report(number: int, day: date, teller: Teller, parts: frozenset[str]) -> Postmortem:
    """A report with a story, a cause, an end and three lessons, and with some parts besides."""
    facts: dict[str, Any] = {"actions": [an_action(teller.sentence(9), ActionStatus.DONE)]}
    if "proof" in parts and number % 3 == 0:
        done = an_action(teller.sentence(9), ActionStatus.DONE, verified_by=teller.sentence(9))
        facts["actions"] = [done]
    if "promises" in parts:
        facts["actions"] += [an_action(teller.sentence(9), ActionStatus.OPEN)]
    if "timeline" in parts:
        facts["timeline"] = [an_event(f"0{n}:00", teller.sentence()) for n in range(8)]
    if "classes" in parts:
        facts |= {"classes": [f"class {number % 9}"], "recurrence": "known fix not shipped"}
    return a_postmortem(
        f"r{number:03}", title=teller.sentence(7), date=str(day), severity="SEV2",
        services=[f"s{number % 7}"], summary=teller.text(3), root_cause=teller.text(3),
        resolution=teller.text(2),
        lessons=[
            a_lesson(
                teller.sentence(7), anchor=f"l-{number:03}{place}",
                more=teller.sentence() if "more" in parts else None,
                check=teller.sentence(8).lower() if "checks" in parts else None,
            )
            for place in range(3)
        ],
        **facts,
    )  # fmt: skip


def an_archive_of(teller: Teller, months: int, each: int, *parts: str) -> Archive:
    """So many reports a month until October 2026, with those parts."""
    last = date(2026, 10, 20)
    days = [last - timedelta(days=30 * month) for month in range(months) for _ in range(each)]
    return an_archive(
        *(a_report(number, day, teller, frozenset(parts)) for number, day in enumerate(days))
    )


def pages(
    archive: Archive, edits: Mapping[str, Edit] | None = None
) -> list[tuple[Issue, DigestPage]]:
    """The issues of an archive with their views, oldest first."""
    every = catalogue(archive, Site(), date(2026, 11, 1))
    return [
        (issue, view_of(every.only(shown_in(issue)), issue, around(archive, issue)))
        for issue in issues(archive, LAST, edits or {})
    ]


PARTS = ("classes", "proof", "promises", "timeline", "checks", "more")


@settings(max_examples=15, phases=QUICK, deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(9, 16),
    st.integers(1, 6),
    st.sets(st.sampled_from(PARTS)),
)
def test_a_month_with_enough_to_tell_has_its_words(
    seed: int, length: int, each: int, parts: set[str]
) -> None:
    """After two years: 600 to 800 words, however many reports a month has, of whatever parts."""
    months = max(24, -(-50 // each))
    for issue, page in pages(an_archive_of(Teller(seed, length), months, each, *sorted(parts)))[
        -6:
    ]:
        assert FEWEST <= word_count(page) <= MOST, (issue.month, page.stand)


def test_a_month_with_much_to_tell_says_less_of_what_is_old() -> None:
    """Where an editor fills an issue up, the piece from the archive is shorter."""
    archive = an_archive_of(Teller(1, 16), 30, 12, *PARTS)
    note = "We met our retries again. " * 20
    plain, noted = (pages(archive, {LAST: Edit(note=text)})[-1][1] for text in ("", note))
    assert word_count(plain) + length(note) > MOST
    assert FEWEST <= word_count(noted) <= MOST
    assert noted.note == note.strip()
    assert (noted.lead, noted.shorts, noted.returns) == (plain.lead, plain.shorts, plain.returns)
    assert plain.earlier
    assert not noted.earlier or told_words(noted.earlier) < told_words(plain.earlier)


def test_what_an_issue_cannot_hold_goes_part_by_part() -> None:
    """Under a note of any length the lead, four shorts and the classes that came back stay."""
    archive = an_archive_of(Teller(2, 16), 30, 12, *PARTS)
    _, page = pages(archive, {LAST: Edit(note="Again and again. " * 200)})[-1]
    assert (page.earlier, page.held_for, page.drill, len(page.oldest)) == (None, None, (), 1)
    assert page.lead
    assert page.held
    assert len(page.shorts) == SHORTS
    assert page.returns


def test_a_small_archive_has_short_issues() -> None:
    """Three reports: what they say once, and nothing twice to fill a page."""
    every = pages(an_archive_of(Teller(3, 12), 3, 1, "timeline", "checks"))
    assert [word_count(page) < FEWEST for _, page in every] == [True, True, True]
    for _, page in every:
        assert page.lead
        told = [each.mechanism or "" for each in (page.lead, *page.shorts)]
        said = [sentence for text in told for sentence in sentences(text)]
        assert len(said) == len(set(said))


def test_a_short_that_says_whom_it_concerns_tells_its_story_where_there_is_room() -> None:
    """Within its 45 words; a month with much to tell has no room for it."""
    small = pages(an_archive_of(Teller(4, 9), 24, 1, "checks"))[-1][1].shorts[0]
    full = pages(an_archive_of(Teller(4, 16), 24, 12, *PARTS[:-1]))[-1][1].shorts[0]
    assert small.lesson.check
    assert small.mechanism
    assert told_words(small) <= 45
    assert full.lesson.check
    assert full.mechanism is None


def test_what_was_said_is_not_said_again() -> None:
    """A summary in the words of the cause adds nothing, one that goes on does; and the end."""
    report = a_postmortem(
        root_cause="The pool kept sockets for longer than its peer did.",
        summary="The pool kept its sockets longer than the peer did. Quotes failed for an hour.",
        resolution="A restart emptied it.",
    )
    assert made_for(brief_of(report)) == "The pool kept sockets for longer than its peer did."
    assert made_for(brief_of(report), wide=True) == (
        "The pool kept sockets for longer than its peer did. Quotes failed for an hour."
        " A restart emptied it."
    )


def test_a_text_that_broke_off_is_told_to_its_last_whole_sentence() -> None:
    """A brief keeps the beginnings of long texts; what is left of a sentence is none."""
    text = f"{Teller(5, 10).text(9)} {'and ' * 200}"
    for facts in ({"root_cause": text}, {"root_cause": "It was full.", "summary": text}):
        assert (made_for(brief_of(a_postmortem(**facts)), wide=True) or "").endswith(".")
    endless = f"{'word ' * 118}following:"
    assert len(endless) == 600
    assert made_for(brief_of(a_postmortem(root_cause=endless)), wide=True)
    assert (
        made_for(brief_of(a_postmortem(root_cause="Full.", summary=endless)), wide=True) == "Full."
    )


@pytest.mark.parametrize(
    ("events", "told"),
    [
        (["a", "b", "c", "d", "e"], 5),
        (["a", "b", "c", "d", "We found the cause", "f"], 4),
        (["a", "b", "c", "Rolled back to 4.11", "e"], 3),
        (["Rolled back", "b", "c", "Closed"], 3),
        (["a", "b"], 2),
    ],
)
def test_a_drill_goes_on_while_its_ending_is_open(events: list[str], told: int) -> None:
    """The first three events in any case, then as far as none says what it was or how it ended."""
    assert [what for _, what in opening([("", each) for each in events], 5)] == events[:told]


def test_a_story_does_not_hold_the_end_of_its_timeline() -> None:
    """Five events at most, never the last one, and none of a timeline of three."""
    stories = [
        brief_of(a_postmortem(timeline=[an_event(f"0{n}:00") for n in range(events)])).story
        for events in (3, 4, 5, 9)
    ]
    assert list(map(len, stories)) == [0, 3, 4, 5]
