"""Words -> lengths of time in minutes, as far as they are stated.

A bound ("less than 5 minutes", "up to 2 hours", "30 minutes or more"), a range, a pace
("every 10 minutes") and a target ("SLA: 4 h") say how long something may be, never how
long it was, so they state no length.
"""

from __future__ import annotations

import re
from datetime import timedelta

from secondstory.model import Moment

_UNIT = (
    (
        (
            r"weeks?|wks?|w|週間?|周|wochen?|semaines?|semanas?|недел[яиью]|minggu|uker?|veck(?:a|or)|uger?"
            r"|we?eken|settiman[ae]|tygod(?:ni[ea]?|zień)|hafta|týdn[ůy]|тижн(?:і|ів)|주(?:간)?"
        ),
        10080,
    ),
    (
        (
            r"days?|d|日間?|天|tage?n?|jours?|d[ií]as?|дн(?:я|ей)|день|hari|dag(?:e|en|er|ar)?|giorn[oi]"
            r"|dni|dzień|gün|dn[íyů]|дн(?:і|ів)|일간"
        ),
        1440,
    ),
    (
        (
            r"hours?|hrs?|h|時間|个?小时|stunden?|std|heures?|horas?|ore|час(?:а|ов)?|jam"
            r"|timer?|timm(?:e|ar)|uur|uren|ora|godzin[aey]?|saat|hodin[auy]?|годин[аиу]?|시간"
        ),
        60,
    ),
    (
        (
            r"minutes?|mins?|min|m|分間?|分钟|分鐘|minuten?|minutos?|minuti|минут[аыу]?|мин|menit"
            r"|minutt(?:er)?|minuter|minut[aey]?|minuut|dakika|хвилин[аиу]?|хв|분간?"
        ),
        1,
    ),
    (
        (
            r"seconds?|secs?|s|秒間?|秒钟?|sekunden?|secondes?|segundos?|секунд[аыу]?|сек|detik"
            r"|sekund(?:er|[ay])?|seconden|second[oi]|saniye|초간?"
        ),
        1 / 60,
    ),
)
_LENGTH = re.compile(
    r"(?<![\d.:–-])(?P<n>\d{1,5}(?:[.,]\d+)?)[ \t-]*(?:"
    + "|".join(rf"(?P<u{n}>{unit})" for n, (unit, _) in enumerate(_UNIT))
    + r")(?![a-zа-я])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\d\s*(?:-|–|—|to|~|〜)\s*\d+(?:[.,]\d+)?\s*(?:h|m|d|w|s|分|時|小|天|秒)", re.IGNORECASE
)
_JOINED = re.compile(r"[\s,，、]*(?:and|und|et|y|e|и|dan|og|och|en|ve|a|і|та)?\s*")
_HOUR_HALF = re.compile(r"(?<=\d)\s*h\s*(\d{2})(?!\w|\s*(?:m|min|mins|minutes?|分)\b)")  # 1h30
_HMS = re.compile(
    r"^\D{0,12}(\d{1,3}):([0-5]\d)(?::([0-5]\d))?\s*(?:h|hours?|hrs?)?\W*$", re.IGNORECASE
)
# Right before an amount, whatever filler stands between.
_BOUND_BEFORE = re.compile(
    r"(?:[<>≤≥＜＞]=?|±"
    r"|\b(?:(?:less|fewer|more|greater|longer|shorter|no later) than|under|below|beneath|over"
    r"|above|exceed(?:s|ed|ing)?|up ?to|at (?:the )?(?:most|least)|no more than|max(?:imum|\.)?"
    r"|min(?:imum|\.)?|within|inside|upwards? of|every|each|per|once (?:in|an?)"
    r"|between|from|sl[aoi]s?|rto|rpo|targets?|goals?|objectives?|limits?|budget|timeout|ttl"
    r"|threshold|expected|planned|scheduled"
    r"|weniger als|mehr als|länger als|bis zu|mindestens|höchstens|maximal|unter|über|binnen"
    r"|innerhalb(?: von)?|alle|moins d[e']|plus d[e']|jusqu'à|au (?:moins|plus)|toutes les"
    r"|menos de|m[áa]s de|mais de|hasta|até|al menos|ao menos|pelo menos|como máximo|no máximo"
    r"|cada|meno di|più di|fino a|almeno|ogni|менее|более|больше|меньше|до|свыше|не менее"
    r"|не более|максимум|минимум|кажды[ей]|kurang dari|lebih dari|hingga|maksimal|minimal|setiap)"
    r"|最大|最多|最長|最长|最短|至少|不到|不足|少于|少於|小于|低于|超过|超過|多于|大于|每隔?|毎)"
    r"(?:\W|\b(?:a|an|the|of|is|was|for|about|around|roughly|approximately|approx|some|circa|ca)\b"
    r"|约|約)*$",
    re.IGNORECASE,
)
_OTHER_BEFORE = re.compile(
    r"\d[\w%]*\s*(?:or|and|oder|und|ou|et|y|o|e|或|至|到)\s*$", re.IGNORECASE
)
_BOUND_BEHIND = re.compile(
    r"\s*(?:\+|以内|以下|未満|未满|以上|弱|強|内|每|毎"
    r"|\(?(?:or|oder|ou|o) (?:less|more|longer|fewer|weniger|mehr|moins|plus|menos|m[áa]s|mais)\b"
    r"|\(?(?:at (?:the )?(?:most|least)|max(?:imum)?|min(?:imum)?|tops|sl[ao](?!\W{0,3}\d))\b"
    r"|(?:per|every|each|pro|par|por|cada) \w|an? (?:day|week|month|hour|minute)\b|/\s?[a-z])",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\s*(?:-|–|—|to|or|~|〜|～|bis|至|到|から)\s*(?:\w+ )?(?=\d)", re.IGNORECASE)

_AIM = re.compile(
    r"\b(?:target|goal|objective|sla|slo|rto|rpo|max|maximum|minimum|expected|planned|scheduled"
    r"|limit|allowed|average|mean|median)\b",
    re.IGNORECASE,
)


def duration_minutes(text: str) -> int | None:
    """A stated length of time in minutes; a bound or a range ("2-3 hours") states none."""
    head = _HOUR_HALF.sub(r"h \1m", text.strip()[:120])
    if match := _HMS.match(head):
        total = int(match[1]) * 60 + int(match[2]) + int(match[3] or 0) / 60
        return None if is_bound(head[: match.start(1)]) else round(total)
    if _RANGE.search(head):
        return None
    total, begin, end = 0.0, 0, None
    for match in _LENGTH.finditer(head):
        if end is None:
            begin = match.start()
        elif not _JOINED.fullmatch(head[end : match.start()]):
            break
        unit = next(n for n in range(len(_UNIT)) if match[f"u{n}"])
        total += float(match["n"].replace(",", ".")) * _UNIT[unit][1]
        end = match.end()
    if end is None or is_bound(head[:begin], head[end:]):
        return None
    return round(total) if total >= 1 or total == 0 else 1


def length_at(text: str, at: int) -> tuple[int, int] | None:
    """The minutes of the length that begins at a place in a text, and where it ends."""
    first = _LENGTH.match(text, at)
    if first is None:
        return None
    minutes = duration_minutes(text[at : at + 60])
    return (minutes, first.end()) if minutes is not None else None


def is_bound(before: str, behind: str = "") -> bool:
    """Whether the words around an amount make it a bound, part of a range, a pace or an aim."""
    another = _ANOTHER.match(behind)
    return bool(
        _BOUND_BEFORE.search(before[-60:])
        or _OTHER_BEFORE.search(before[-30:])
        or _BOUND_BEHIND.match(behind)
        or (another and _LENGTH.match(behind, another.end()))
    )


def is_aim(label: str) -> bool:
    """Whether a label names what should be, or what is usual, rather than what was."""
    return _AIM.search(label) is not None


def minutes_between(start: Moment, end: Moment) -> int | None:
    """Minutes from one moment to the other, None where a zone differs or a clock is missing."""
    if not (start.timed and end.timed) or (start.zone and end.zone and start.zone != end.zone):
        return None
    gap = end.at - start.at
    return round(gap / timedelta(minutes=1)) if gap > timedelta(0) else None
