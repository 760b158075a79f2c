"""Numbers, days and names -> the words a reader sees. English, and the same on every machine."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# A full stop ends a sentence before white space; the wide stops of CJK end one anywhere.
# Initials and the usual abbreviations end none.
SENTENCE = re.compile(
    r"(?<!\b[a-z]\.[a-z])(?<!\b[A-Z])(?<!\bvs)(?<!\bapprox)(?<!\bca)(?<!\betc)(?<!\bresp)"
    r"(?<=.)[.!?][\"'”’)\]]*(?=\s)|[。！？]"
)
_TELLING = 28  # characters that can be a sentence worth reading alone
_SLUG_LIKE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def short_day(day: date) -> str:
    """A day as it stands in rows: `4 Sep 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def long_day(day: date) -> str:
    """A day in a sentence: `4 September 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_words(month: str) -> str:
    """A month by its name: `2026-09` becomes `September 2026`; other words stay as they are."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    return f"{_MONTHS[int(match[2]) - 1]} {match[1]}" if match else month


def span(minutes: int) -> str:
    """A duration: `41 min`, `2 h 06 min`, `3 d 4 h`."""
    if minutes < 120:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {rest:02} min" if rest else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 lesson`, `1,204 lessons`, `2 near misses`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def ordinal(number: int) -> str:
    """`2nd`, `3rd`, `4th`, `11th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def spoken(name: str) -> str:
    """A name as words: `retry-multiplication` becomes `Retry multiplication`; others stay."""
    return name.replace("-", " ").capitalize() if _SLUG_LIKE.fullmatch(name) else name


def shortened(text: str, limit: int) -> str:
    """The text, or its first words and an ellipsis, in at most `limit` characters."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[:limit]
    cut = head.rfind(" ")
    return f"{head[: cut if cut > limit // 2 else limit - 1].rstrip(' ,;:.–—-')}…"


def first_sentence(text: str, limit: int = 150) -> str:
    """The first sentence without its full stop, shortened to `limit` characters."""
    text = " ".join(text.split())
    match = SENTENCE.search(text)
    sentence = text[: match.end()] if match else text
    return shortened(sentence.removesuffix("."), limit)


@lru_cache(maxsize=20_000)  # a report is a row of a dozen lists
def one_line(text: str, limit: int = 150) -> str:
    """The first sentence, with the second where the first says too little on its own."""
    first = first_sentence(text, limit)
    if len(first) >= _TELLING or len(" ".join(text.split())) > limit:
        return first
    return " ".join(text.split()).removesuffix(".")


def opening(text: str, limit: int) -> str:
    """As many whole sentences as fit in `limit` characters; at least a shortened first one."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    ends = [match.end() for match in SENTENCE.finditer(text) if match.end() <= limit]
    return text[: ends[-1]] if ends and ends[-1] > limit // 3 else shortened(text, limit)
