"""Numbers, days and sentences read as a person would say them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.render.words import (
    count,
    first_sentence,
    long_day,
    month_words,
    one_line,
    opening,
    ordinal,
    short_day,
    shortened,
    span,
    spoken,
)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (41, "41 min"),
        (119, "119 min"),
        (120, "2 h"),
        (126, "2 h 06 min"),
        (2879, "47 h 59 min"),
        (2880, "2 d"),
        (4560, "3 d 4 h"),
    ],
)
def test_spans_use_the_unit_that_fits(minutes: int, words: str) -> None:
    """Minutes up to two hours, hours up to two days, then days."""
    assert span(minutes) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (22, "22nd"),
        (111, "111th"),
    ],
)
def test_ordinals(number: int, words: str) -> None:
    """Teens end in th, also behind a hundred."""
    assert ordinal(number) == words


def test_days_and_months() -> None:
    """Days are spelled the same on every machine; a month that is none stays as it is."""
    assert short_day(date(2026, 9, 4)) == "4 Sep 2026"
    assert long_day(date(2026, 9, 14)) == "14 September 2026"
    assert month_words("2026-09") == "September 2026"
    assert month_words("2026-13") == "2026-13"


def test_counts_agree_with_their_noun() -> None:
    """One lesson, two lessons, a thousand with a comma."""
    assert count(1, "lesson") == "1 lesson"
    assert count(0, "lesson") == "0 lessons"
    assert count(1204, "fix", "fixes") == "1,204 fixes"


def test_names_of_classes_are_spoken() -> None:
    """Only names made of lower-case words and hyphens are turned into words."""
    assert spoken("retry-multiplication") == "Retry multiplication"
    assert spoken("DNS") == "DNS"
    assert spoken("dns") == "dns"
    assert spoken("Pool, outlives peer") == "Pool, outlives peer"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One broke. Two held.", "One broke"),
        ("v1.2.3 broke. Then not.", "v1.2.3 broke"),
        ("Slow, e.g. at night. Then fast.", "Slow, e.g. at night"),
        ('It said "no." Then yes.', 'It said "no."'),
        ("Why? Because.", "Why?"),
        ("期限が切れた。次の文。", "期限が切れた。"),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    """Versions and abbreviations end no sentence; a question keeps its mark."""
    assert first_sentence(text) == sentence


def test_one_line_takes_more_where_the_first_sentence_says_little() -> None:
    """`47 minutes.` alone is no line."""
    assert one_line("47 minutes. All customers shared one limit.") == (
        "47 minutes. All customers shared one limit"
    )
    assert one_line("Every booking of that hour was lost. More.") == (
        "Every booking of that hour was lost"
    )


def test_an_opening_ends_with_a_sentence_where_it_can() -> None:
    """Whole sentences up to the limit; a single long one is shortened."""
    assert opening("One is here. Two is here. Three is here.", 26) == "One is here. Two is here."
    assert opening("word " * 40, 30) == "word word word word word word…"


@given(st.text(max_size=300), st.integers(10, 120))
def test_shortening_keeps_the_limit(text: str, limit: int) -> None:
    """Whatever the text, the result fits and says when something was cut."""
    short = shortened(text, limit)
    assert len(short) <= limit
    whole = " ".join(text.split())
    assert short == whole or short.endswith("…")
    assert len(opening(text, limit)) <= limit
    assert len(first_sentence(text, limit)) <= limit
