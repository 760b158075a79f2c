"""Prose -> the day of an incident, where a sentence names it: "On 3 March 2026 the ..."."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from secondstory.extract.dates import Day, Order, days
from secondstory.extract.lexicon import lowered
from secondstory.extract.sections import Part
from secondstory.model import Block, Fact, Kind, Origin, Provenance

# What leads up to the day at the beginning of a text, in lower case.
_OPENS = re.compile(
    r"\W*(?:(?:between|from) [\d:.a-z –-]{4,40} on "
    r"|(?:(?:early |late )?(?:on|in)|during|at|el(?: día| dia)?|la|le|em|no|na|am|in der|il"
    r"|pada(?: tanggal| hari)?)(?: [^\W\d_]+,?){0,4}? )?"
    r"(?:(?:the|of|de|del|do|da|du|den|dem) )?"
)
# And in the middle of one: "the outage that occurred on ..."
_OCCURRED = re.compile(
    r"\b(?:outages?|incidents?|disruptions?|interruptions?|breach|attack|failure|downtime|issues?)"
    r" (?:that |which )?(?:\w+ )?(?:occurred|happened|took place|began|started|struck)"
    r"(?: (?:\w+ ){0,3}?on)?(?: (?:the )?(?:\w+day,? )?)$"
)
# A day of something else: "On 3 March we published ..." opens a story, not an outage.
_HARM = re.compile(
    r"incid|outage|downtime|disrupt|interrupt|fail|error|crash|degrad|unavailab|inaccessib"
    r"|unreachable|offline|\bdown\b|broke|corrupt|lost|leak|attack|exploit|compromis|breach"
    r"|unable|could not|couldn['’]t|timed? ?out|stopped|slow|deleted|alert|\b50\d\b"
    r"|ca[ií]d[ao]|fall[oóa]|error|interrup|indispon|queda|falha|panne|erreur|indisponib"
    r"|ausfall|ausgefallen|störung|fehler|gangguan|gagal"
    r"|инцидент|сбо[йя]|отказ|недоступ|авари|障害|停止|不具合|エラー|故障|中断|异常|不可用|宕机"
)
# The day of another incident, or of the page.
_ANOTHER = re.compile(
    r"\b(?:similar|simil[ae]ires?|semelhante|ähnlich\w*|previous(?:ly)?|earlier (?:outage|incident)"
    r"|(?:like|as in|as with|unlike|since) (?:the|that|those|our)|same (?:\w+ )?(?:as|in)"
    r"|(?:last|first|second|third) time|repeat of|anterior|précédente?"
    r"|(?:report|post|page|document|article|review|version) (?:was|is|has been)"
    r"|(?:re)?published?|posted|wrote|updated)\b|前回|類似|上次"
)
_TEXTS = 2  # of the lead or the summary: what comes later tells the story
_LONGEST = 1_200
_NEAR = 120  # characters around a day: what they say is said of it


def told_day(parts: tuple[Part, ...], order: Order | None) -> Fact[date] | None:
    """The one day that the first words of a report tell the incident to be of.

    A text that names another day too says of neither that it is the incident's.
    """
    for block, heading in _texts(parts):
        text = lowered(block.plain[:_LONGEST])
        first = next(days(text, order), None)
        if first is None or not _HARM.search(text) or not _tells(text, first):
            continue
        if all(other.day == first.day for other in days(text, order, first.day.year)):
            origin = Origin.HEADING if heading else Origin.LEAD
            line = block.line + text.count("\n", 0, first.start)
            words = block.plain[first.start : first.end]
            return Fact(first.day, words, Provenance(origin, line, heading))
    return None


def _tells(text: str, day: Day) -> bool:
    before, around = text[: day.start], text[max(0, day.start - _NEAR) : day.end + _NEAR]
    if _ANOTHER.search(around):
        return False
    return _OPENS.fullmatch(before) is not None or _OCCURRED.search(before) is not None


def _texts(parts: tuple[Part, ...]) -> list[tuple[Block, str]]:
    """The first paragraphs of the summary, then those above all sections."""
    lead = next((n for n, part in enumerate(parts) if part.family), len(parts))
    found: list[tuple[Block, str]] = []
    for told in ([p for p in parts if p.family == "summary"], parts[:lead]):
        texts = ((b, p.heading if p.family else "") for p in told for b in p.blocks)
        found += islice((pair for pair in texts if pair[0].kind is Kind.PARAGRAPH), _TEXTS)
    return found
