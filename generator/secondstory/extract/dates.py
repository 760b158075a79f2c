"""Words -> days, clock times and zones, as far as they are stated.

A date that could be read two ways (03/10/2021) is read only where the same text says
which way it counts; a day that does not exist is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum
from typing import NamedTuple

from secondstory.extract.lexicon import lowered
from secondstory.model import Moment

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero janeiro gennaio januari",
            "feb february februar février fevrier febrero fevereiro febbraio februari",
            "mar march märz marz mars marzo março marco maret",
            "apr april avril abril aprile",
            "may mai mayo maio maggio mei",
            "jun june juni juin junio junho giugno",
            "jul july juli juillet julio julho luglio",
            "aug august août aout agosto agustus",
            "sep sept september septembre septiembre setembro settembre",
            "oct october oktober okt octobre octubre outubro ottobre",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre decembre diciembre dezembro dicembre desember",
        ),
        1,
    )
    for name in names.split()
}
for _names in (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
):
    _MONTHS |= {name: number for number, name in enumerate(_names.split(), 1)}
STEMS = frozenset(name[:3] for name in _MONTHS)  # how the name of a month begins
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_INITIALS = "".join(sorted({name[0] for name in _MONTHS}))
for _names in (  # of languages that always write the day first
    "januari februari marts april maj juni juli augusti september oktober november december",
    "januari februari maart april mei juni juli augustus september oktober november december",
    (
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada"
        " grudnia"
    ),
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
):
    _MONTHS |= {name: number for number, name in enumerate(_names.split(), 1)}
_ANY_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ISO = r"(?<![\d/.v@=-])(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?![\d/])"
_CJK = r"(?:(?P<y2>\d{4})\s*[年년]\s*)?(?P<m2>\d{1,2})\s*[月월]\s*(?P<d2>\d{1,2})\s*[日号일]"
_MDY = (
    rf"\b(?P<m3>{_MONTH})[ \t-]*(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:h])(?!\.\d)"
    r"(?:\s?[-–]\s?\d{1,2}(?:st|nd|rd|th)?(?=,?\s\d{4}))?"
    r"(?:,?[ \t-]+(?P<y3>\d{4})\b)?"
)
_DMY = (
    r"(?<![\d:.])(?P<d4>\d{1,2})(?:st|nd|rd|th|\.)?(?:\s?[-–]\s?\d{1,2}(?:st|nd|rd|th|\.)?)?"
    rf"[ \t-]+(?:of |de )?(?P<m4>{_ANY_MONTH})"
    r"(?:,?[ \t-]+(?:de )?(?P<y4>\d{4})\b)?"
)
_SLASH = (
    r"(?<![\d/.-])(?P<a5>\d{1,2})(?P<s5>[/.])(?P<b5>\d{1,2})(?P=s5)(?P<y5>\d{4}|\d{2})(?![\d/.])"
)
# In lower case. Whether a position can begin a date at all is asked first: few can.
_DATE = re.compile(rf"(?=\d)(?:{_ISO}|{_CJK}|{_DMY}|{_SLASH})|(?=[{_INITIALS}]){_MDY}")
_NUMERIC = re.compile(_SLASH)
_DIGIT = re.compile(r"\d")  # without one there is neither a date nor a clock time
# What every numeric date holds; each begins with one letter, so that it is quick to look for.
_SLASHED, _DOTTED = re.compile(r"/\d\d?/\d\d"), re.compile(r"\.\d\d?\.\d\d")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_US_ZONE = re.compile(r"\b(?:[PMCE][SD]T|[PMCE]T|US/\w+|America/\w+)\b")

_CLOCK = re.compile(
    r"(?=\d)(?:(?<![\d:.,/-])(?P<h>[01]?\d|2[0-4])"
    r"(?:(?P<s>[:h：])(?P<m>[0-5]\d)(?:[:.](?P<sec>[0-5]\d))?(?:\.\d+)?)"
    r"(?:[ \t]*(?P<half>[ap]\.?m\b\.?))?(?!\d|:\d)"
    r"|(?<![\d:.,/-])(?P<h2>0?\d|1[0-2])[ \t]*(?P<half2>[ap]\.?m\b\.?)"
    r"|(?P<h3>\d{1,2})\s*[時时点시](?![間间간])(?:\s*(?P<m3>\d{1,2})\s*[分분])?)",
    re.IGNORECASE,
)
# Only where a timeline entry begins: 14.31, 1625, 14 h 31 :, 14:??
_LEAD_CLOCK = re.compile(
    r"(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?![\d.%])"
    r"|(?P<h3>[01]?\d|2[0-3]) h (?P<m3>[0-5]\d)(?=\s*[:–—-])"
    r"|(?!19[89]\d|20[0-4]\d)(?P<h2>[01]\d|2[0-3])(?P<m2>[0-5]\d)(?!\d|[-/.:]\d|[a-z%])"
)
_ZONE = re.compile(
    r"(?=[A-ZМ+-])(?:\b(?P<name>UTC|GMT|[PMCE][SD]T|[PMCE]T|CES?T|WES?T|EES?T|BST|IST|JST|KST|SGT|HKT|A[EWC][SD]T|NZ[SD]T|MSK|МСК|WIB|WITA|BRT|ART|SAST"
    r"|(?:US|America|Europe|Asia|Australia|Africa|Pacific)/[A-Z]\w+)\b(?:\s?[+-]\d{1,2}(?::?\d\d)?)?"
    r"|(?:(?<=:\d\d)|(?<=:\d\d\s))(?P<offset>[+-]\d\d:?\d\d)\b|(?<=\d)(?P<z>Z)\b)"
)
_ISO_T = re.compile(r"(?<=\d)T(?=\d{2}:)")
# An epoch, a typing error and a year of history are no days of an incident.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_CENTURY = 70  # 69 is 2069, 70 is 1970, as POSIX has it


class Order(Enum):
    """Which way a text writes its numeric dates."""

    MONTH_FIRST = 1
    DAY_FIRST = 2


class Day(NamedTuple):
    """A day found in a text, at `start`..`end`; `year_stated` is false for "3 March"."""

    day: date
    start: int
    end: int
    year_stated: bool


def order_of(text: str) -> Order | None:
    """Tell from a whole text how it writes 03/10/2021, None where it does not say."""
    if not (_SLASHED.search(text) or _DOTTED.search(text)):
        return None
    previous: tuple[int, int, int] | None = None
    rising = {Order.MONTH_FIRST: True, Order.DAY_FIRST: True}
    seen = 0
    for match in _NUMERIC.finditer(text):
        a, b = int(match["a5"]), int(match["b5"])
        if a > 12 >= b:
            return Order.DAY_FIRST
        if b > 12 >= a:
            return Order.MONTH_FIRST
        now = (_year(match["y5"]), a, b)
        if previous:
            seen += 1
            rising[Order.MONTH_FIRST] &= previous <= now
            rising[Order.DAY_FIRST] &= (previous[0], previous[2], previous[1]) <= (now[0], b, a)
        previous = now
    if previous is None:
        return None
    if _US_ZONE.search(text):
        return Order.MONTH_FIRST
    if seen and rising[Order.MONTH_FIRST] != rising[Order.DAY_FIRST]:
        return Order.MONTH_FIRST if rising[Order.MONTH_FIRST] else Order.DAY_FIRST
    return None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < _CENTURY else 1900)


def days(text: str, order: Order | None = None, year: int | None = None) -> Iterator[Day]:
    """The days named in a text. `year` completes a day written without one."""
    if _DIGIT.search(text):
        for match in _DATE.finditer(lowered(text)):
            if found := _read(match, order, year):
                yield found


def lead_day(text: str, order: Order | None = None, year: int | None = None) -> Day | None:
    """The day that a text begins with."""
    match = _DATE.match(lowered(text))
    return _read(match, order, year) if match else None


def _read(match: re.Match[str], order: Order | None, year: int | None) -> Day | None:
    parts = _numbers(match, order, year)
    found = _day(*parts[:3]) if parts else None
    return Day(found, match.start(), match.end(), parts[3]) if parts and found else None


def _numbers(
    match: re.Match[str], order: Order | None, year: int | None
) -> tuple[int, int, int, bool] | None:
    if match["y1"]:
        return int(match["y1"]), int(match["m1"]), int(match["d1"]), True
    for y, m, d in (("y2", "m2", "d2"), ("y3", "m3", "d3"), ("y4", "m4", "d4")):
        if match[d]:
            stated = match[y]
            if not stated and year is None:
                return None
            month = match[m].casefold().rstrip(".")
            number = _MONTHS[month] if month in _MONTHS else int(month)
            return int(stated or year or 0), number, int(match[d]), bool(stated)
    a, b = int(match["a5"]), int(match["b5"])
    if match["s5"] == ".":  # 1.2.2023 is written day first wherever it is written
        order = Order.DAY_FIRST
    if order is None:
        return None
    month, day = (a, b) if order is Order.MONTH_FIRST else (b, a)
    return _year(match["y5"]), month, day, True


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def first_day(text: str, order: Order | None = None, year: int | None = None) -> date | None:
    """The first day a text names."""
    return next((found.day for found in days(text, order, year)), None)


def day_in_name(name: str) -> date | None:
    """A day in a file or folder name: 2026-09-14, 20260914, 2026_09_14."""
    for match in _COMPACT.finditer(name):
        if found := _day(int(match[1]), int(match[2]), int(match[3])):
            return found
    return first_day(name.replace("_", " ").replace("-", " ")) or first_day(name)


def clocks(text: str) -> Iterator[tuple[time, int, int]]:
    """The clock times in a text, with where they stand."""
    if _DIGIT.search(text):
        for match in _CLOCK.finditer(text):
            if found := _clock(match):
                yield found, match.start(), match.end()


def _clock(match: re.Match[str]) -> time | None:
    hour = int(match["h"] or match["h2"] or match["h3"])
    minute = int(match["m"] or match["m3"] or 0)
    half = (match["half"] or match["half2"] or "").casefold()[:1]
    if half:
        if hour > 12:
            half = ""  # "14:05 PM": the hour says it all
        elif hour == 12:
            hour = 0
    hour += 12 if half == "p" else 0
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute, int(match["sec"] or 0))


def lead_clock(text: str) -> tuple[time, int] | None:
    """A clock time that a timeline entry begins with, loose forms (14.31, 1625) included."""
    match = _CLOCK.match(text)
    if match and (found := _clock(match)):
        return found, match.end()
    loose = _LEAD_CLOCK.match(text)
    if loose:
        return _loose_clock(loose), loose.end()
    return None


def _loose_clock(match: re.Match[str]) -> time:
    hour, minute = (next(filter(None, (match[f"{p}{n}"] for n in ("", 2, 3)))) for p in "hm")
    return time(int(hour), int(minute))


def zone_in(text: str) -> str:
    """The time zone a text names, "" where it names none."""
    match = _ZONE.search(text)
    if not match:
        return ""
    return "UTC" if match["z"] else match[0].strip()


def whole_day(day: date) -> Moment:
    """A day of which no clock time is known."""
    return Moment(datetime.combine(day, time()), timed=False)


def at_clock(day: date, clock: time | None, zone: str) -> Moment:
    """A day and, where it is known, the clock time on it."""
    if clock is None:
        return whole_day(day)
    return Moment(datetime.combine(day, clock), timed=True, zone=zone)


def moment(text: str, order: Order | None = None, day: date | None = None) -> Moment | None:
    """Read a point in time from a field; `day` completes a bare clock time."""
    text = _ISO_T.sub(" ", text) if "T" in text else text
    found = next(days(text, order, day.year if day else None), None)
    on = found.day if found else day
    if on is None:
        return None
    clock = next((c for c, start, _ in clocks(text) if not found or start >= found.end), None)
    clock = clock or next((c for c, _, _ in clocks(text)), None)
    if clock is None:
        return whole_day(on) if found else None
    return Moment(datetime.combine(on, clock), timed=True, zone=zone_in(text))
