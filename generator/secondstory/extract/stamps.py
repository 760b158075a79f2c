"""The time that a text begins with: `**14:31** text`, `14.31 AC`, `[08:47]`, `Feb 28th 01:52`."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import NamedTuple

from secondstory.extract.dates import STEMS, Day, Order, days, lead_clock, lead_day, zone_in
from secondstory.extract.items import own_words
from secondstory.model import Block, Kind

_OPENING = re.compile(
    r"^[\s>•–—-]*(?P<marks>[*_`\[(（【\s]*)"
    r"(?:(?:at|by)\s+)?"
    r"(?:(?:approx(?:imately|\.)?|about|around|roughly|circa|ca\.?|at|~|≈|約)\s*)?(?P<more>[*_`\[(\s]*)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_TIMELY = re.compile(r"[\d?+]|[Tt][+-]?\s?\d")
_NAMES = STEMS | {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
_BETWEEN = re.compile(r"^[\sT,*_`–—@-]*(?:at\s+)?")
_OFFSET = r"(?:\s?[+-]\d{1,2}(?::?\d\d)?)?"
_ZONE = re.compile(
    rf"^\s*(?:\((?:UTC|GMT|[A-Z]{{2,5}}){_OFFSET}\)|(?:UTC|GMT){_OFFSET}(?![\w])"
    r"|(?:[A-Z]{2,4}T|Z|local|МСК|WIB|WITA)\b)"
)
_DAY_BEHIND = re.compile(r"(?: ?[A-Z]{1,4}T?)? on (?=\w)")
_TARGET = re.compile(r"^\([^()\s]*\)")
_SEPARATOR = re.compile(r"^\s*(?:[-–—:：|→,;]+\s*)?")
_RANGE = re.compile(r"^\s*(?:-|–|—|to|〜|~|until)\s*(?P<circa>~?)(?=\d)")
_UNKNOWN_CLOCK = re.compile(r"^(?:\d{1,2}[:.](?:\?\?|xx\b)|\?\?[:.](?:\?\?|\d\d))", re.IGNORECASE)
_ODD_CLOCK = re.compile(r"^\d{1,2}:\d:\d\d\b|^\d{1,2}:\d{2}:?\d?\b")
_RELATIVE = re.compile(r"^(?:[Tt][+-]?\s?\d+\s*(?:m|min|h|s)?\b|\+\d+(?::\d\d|\s?(?:m|min|h)))")
_SHORT_DAY = re.compile(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?=,?\s+\d{1,2}\s?[:h時])")
_FORTNIGHT = timedelta(days=14)
_CHRONICLE = 3  # times: fewer stand in any list
_CLOSES = {"*": "*", "_": "_", "`": "`", "[": "]", "(": ")", "（": "）", "【": "】"}
_NO_WORDS = re.compile(r"^[\s\W_]*(?:(?:all )?times?\b.*|UTC|GMT|[A-Z]{2,4}T|local)?[\s\W_]*$")


class Stamp(NamedTuple):
    """How an entry begins: its time as written, read as far as possible, and what follows.

    `timed` tells a clock time, even one that cannot be read (14:??), from a day alone.
    """

    when: str
    day: date | None
    clock: time | None
    zone: str
    rest: str
    timed: bool

    @property
    def only_day(self) -> bool:
        """Whether the text is a date line: a day, perhaps a zone, and no words."""
        return not self.timed and _NO_WORDS.match(self.rest) is not None


def read_stamp(text: str, order: Order | None = None, day: date | None = None) -> Stamp | None:
    """Read the time that a text begins with, None where it begins with none.

    `day` is the day known so far; its year completes a date written without one.
    """
    opening = _OPENING.match(text)
    begin = at = opening.end() if opening else 0
    if not (_TIMELY.match(text, at) or text[at : at + 3].casefold() in _NAMES):
        return None
    year = day.year if day else None
    found = _short_day(text[at:], order, day) or _day(text[at:], order, year or 2000)
    if found:
        at += found.end
        between = _BETWEEN.match(text[at:])
        after_day = at + (between.end() if between else 0)
    else:
        after_day = at
    clock, length = _clock(text[after_day:])
    if not length and not found:
        return None
    if length:
        at = after_day + length
    zone = zone_in(text[max(0, at - 6) : at + 12])
    if found is None and (behind := _DAY_BEHIND.match(text[at:])):
        found = lead_day(text[at + behind.end() :], order, year or 2000)  # "14:05 UTC on 3 May"
        at += behind.end() + found.end if found else 0
    on = found.day if found and (found.year_stated or year) else None
    rest = _rest(text[at:], (opening["marks"] + opening["more"]) if opening else "")
    return Stamp(text[begin:at].strip(" *_`[]()"), on, clock, zone, rest, timed=length > 0)


def _short_day(text: str, order: Order | None, known: date | None) -> Day | None:
    """`3/4` in front of a clock time, where but one reading is of the days after a known one."""
    match = _SHORT_DAY.match(text) if known else None
    if match is None or known is None:
        return None
    a, b = int(match["a"]), int(match["b"])
    readings = {Order.MONTH_FIRST: ((a, b),), Order.DAY_FIRST: ((b, a),), None: ((a, b), (b, a))}
    near = {
        found.day
        for month, day in readings[order]
        for year in (known.year, known.year + 1)
        if (found := lead_day(f"{year}-{month}-{day}"))
        and timedelta(-1) <= found.day - known <= _FORTNIGHT
    }
    return Day(near.pop(), 0, match.end(), year_stated=True) if len(near) == 1 else None


def _day(text: str, order: Order | None, year: int) -> Day | None:
    """The day at the start of a text, its weekday before it or not."""
    weekday = _WEEKDAY.match(text)
    if weekday is None:
        return lead_day(text[:60], order, year)
    named = next(days(text[:60], order, year), None)
    return named if named and named.start <= weekday.end() else None


def _clock(text: str) -> tuple[time | None, int]:
    """The clock time at the start of a text and how long it is written, a span included."""
    lead = lead_clock(text)
    if lead is None:
        odd = _UNKNOWN_CLOCK.match(text) or _ODD_CLOCK.match(text) or _RELATIVE.match(text)
        return None, odd.end() if odd else 0
    clock, length = lead
    span = _RANGE.match(text[length:])
    if span:
        second = lead_clock(text[length + span.end() :])
        if second:
            length += span.end() + second[1]
    return clock, length


def _rest(text: str, opened: str) -> str:
    """What follows the time; only marks that were opened before it are closed."""
    closing = [_CLOSES[mark] for mark in reversed(opened) if mark in _CLOSES]
    for _ in range(2):
        stripped = text.lstrip()
        while closing and stripped.startswith(closing[0]):
            stripped = stripped[1:].lstrip() if len(closing) == 1 else stripped[1:]
            mark = closing.pop(0)
            text = _TARGET.sub("", stripped) if mark == "]" else stripped  # the time is a link
            stripped = text
        if zone := _ZONE.match(text):
            text = text[zone.end() :]
        if separator := _SEPARATOR.match(text):
            text = text[separator.end() :]
    return text


def is_chronicle(block: Block) -> bool:
    """Whether a list tells by the minute: most of its items begin with clock times."""
    if block.kind is not Kind.LIST:
        return False
    lines = [words.plain for item in block.children if (words := own_words(item))]
    timed = sum((stamp := read_stamp(line)) is not None and stamp.timed for line in lines)
    return timed >= _CHRONICLE and timed * 2 > len(lines)
