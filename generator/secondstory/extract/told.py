"""Prose -> how long an outage lasted, where a sentence says so of the outage itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from secondstory.extract.dates import Order, clocks, days, moment
from secondstory.extract.items import own_words
from secondstory.extract.lengths import duration_minutes, is_bound, length_at, minutes_between
from secondstory.extract.lexicon import lowered
from secondstory.extract.sections import Part, walk
from secondstory.extract.stamps import read_stamp
from secondstory.model import Block, Fact, Kind, Origin, Provenance
from secondstory.noun import replace

_OUTAGE = (
    r"(?:outage|downtime|interruption|disruption|incident|degradation|unavailability|failure"
    r"|impact|service loss)"
)
_DOWN = (
    r"(?:down|out|unavailable|inaccessible|unreachable|offline|unresponsive|unusable|broken"
    r"|blocked)"
)
_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
_AMOUNT = (
    rf"(?:\b{_NUMBER}[ -]?(?:weeks?|days?|hours?|hrs?|hr|h|minutes?|mins?|m|seconds?)\b"
    r"(?:[ ,]*(?:and )?\d+[ -]?(?:hours?|hrs?|minutes?|mins?|seconds?|s|m)\b)?)"
)
# Both in lower case. What every such sentence holds is quick to look for:
_SOME = re.compile(_AMOUNT)
_ABOUT = r"(?:about |around |approximately |roughly |~ ?)?"
_TOLD = re.compile(
    rf"\b(?:lasted|lasting|last|duration (?:of|was)|{_OUTAGE} (?:was|of|for)|{_DOWN} for"
    rf"|for a (?:total|duration) of"
    rf"|(?:resolved|restored|recovered) (?:after|in))[^.;\d]{{0,30}}?(?P<a>{_AMOUNT})"
    r"(?! (?:later|earlier|ago)\b)"
    rf"|(?P<b>{_AMOUNT})[ -](?:\w+ ){{0,2}}?{_OUTAGE}\b(?! (?:review|call|meeting|response)\b)"
    # during a 40-minute window; a 40 minute period in which; for a short period (40 minutes)
    rf"|\bduring (?:an? |the ){_ABOUT}(?P<c>{_AMOUNT})[ -](?:period|window)\b"
    rf"|(?P<d>{_AMOUNT})[ -](?:period|window) (?:when|where|(?:in|during) which)\b"
    rf"|\bfor an? (?:\w+ )?(?:period|time|while)(?: of time)? \({_ABOUT}(?P<e>{_AMOUNT})\)"
    # 07:20 to 09:05 UTC, 105 minutes; 09:31 to 10:09 UTC (38 minutes)
    rf"|\d[:.]\d\d\s*(?:[a-z]{{2,4}})?\s*(?:-|–|—|to|until|till|and)\s*{_ABOUT}\d\d?[:.]\d\d"
    rf"\s*(?:[a-z]{{2,4}})?[,( ]+(?P<f>{_AMOUNT})(?! (?:later|earlier|ago|after|before|into)\b)"
    # it affected all mail sent through our main domain for approximately 14 hours
    rf"|\b(?:affected|impacted|disrupted)\b[^.,;\d]{{0,80}}? for {_ABOUT}(?P<g>{_AMOUNT})"
    # 1 hour and 31 minutes from the start of the incident to the fix
    rf"|(?P<h>{_AMOUNT}) (?:from|after) the (?:start|beginning|onset) of the {_OUTAGE} (?:to|until)"
    # For about 2 days the build hosts were unavailable; over a period of 12 hours, there was ...
    rf"|(?:^|(?<=\. )|(?<=\n))(?:for|over a period of|during) {_ABOUT}(?P<i>{_AMOUNT})"
    rf"(?!,? (?:we|i)\b),?(?:\s(?!(?:after|before|since|when)\b)[^.;\s]+){{0,24}}?"
    rf"\s(?:(?:was|were)\s(?:\w+\s)?{_DOWN}\b|there was an?\s(?:\w+\s){{0,2}}?{_OUTAGE}\b)"
)
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_LONGEST = 2_000
_AHEAD = 100  # characters: what leads up to an amount is shorter
# What stands before an amount in other languages; a number follows at once. All in lower case.
_ELSEWHERE = ("dura", "durou", "dauert", "berlangsung", "pendant", "selama")
_FILLER = (
    r"(?:(?:unos|unas|aproximadamente|cerca de|environ|etwa|rund|ca\.?|около|примерно|sekitar"
    r"|kurang lebih|circa|ongeveer|omkring|około|yaklaşık|asi|приблизно|~)\s*)?"
)
_HARMED_ELSEWHERE = (
    r"(?:indispon\w+|fora do ar|falhas?|lentid[ãa]o|inst[áa]vel|instabilidade|ca[íi]d[oa]s?"
    r"|ca[íi]da|fall[oa]s?|interrup\w+|inaccesible|lentitud|panne|indisponib\w+|coupure"
    r"|inaccessible|disservizio|irraggiungibile|nede|nere|недоступ\w+|tidak dapat diakses)"
)
_LASTED = re.compile(
    r"\b(?:dur(?:ó|aron|ou|aram)|ha durado|(?:a|ont) duré|dauerten?|(?:про)?длил(?:ся|ась|ось|ись)"
    rf"|продолжал(?:ся|ась|ось|ись)|berlangsung(?: selama)?)\s+{_FILLER}(?=\d)"
    rf"|\b{_HARMED_ELSEWHERE}\b[^.;\n\d]{{0,40}}? (?:durante|pendant|per|i|в течение|selama)"
    rf" {_FILLER}(?=\d)"
    r"|(?:持续了?|持続|継続時間は|历时)\s*(?:大?约|約)?\s*(?=\d)"
)
_CLOCK = r"\d\d?[:.]\d\d"
# from 10:00 to 12:30 UTC; between 2026-03-30 21:27 and 2026-03-31 07:27
_SPAN = re.compile(
    rf"\b(?:between|from)\s(?P<span>[^;\n]{{0,40}}?{_CLOCK}[^;\n]{{0,20}}?"
    rf"\s?(?:\band\b|\bto\b|\buntil\b|\btill\b|[-–—])"
    rf"[^;\n]{{0,40}}?{_CLOCK}(?: ?(?:am|pm|utc|gmt|[a-z]{{1,3}}t)\b)?)"
)
# Behind a span: "..., the site was down", "..., we suffered an outage"; not "..., we could not".
_HARMED = re.compile(
    r"(?!,?\s*(?:we|i)\b(?! (?:experienced|suffered|had)\b))(?:[^.]|\.(?=\w)){0,160}?"
    rf"(?:\b(?:was|were|became|went|been) (?:\w+ )?(?:{_DOWN}|degraded|disrupted|interrupted"
    r"|affected|impacted|unable)\b|\bcould ?(?:n['’]t|not)\b|\bunable to\b"
    rf"|\b(?:experienced|suffered|had an? (?:\w+ )?{_OUTAGE})\b)"
)
# Before it: "it was down from ...", "an outage occurred between ..."; not "during the outage".
_HARM = re.compile(
    rf"(?P<within>\b(?:during|in|before|after|of) (?:\w+ ){{0,3}})?"
    rf"\b(?:{_DOWN}|degraded|{_OUTAGE})\b[^.;\d]{{0,40}}$"
)


def told_durations(
    parts: tuple[Part, ...], title: Fact[str], order: Order | None
) -> Iterator[Fact[int]]:
    """Lengths that the title or sentences of the lead, summary or impact state, in minutes."""
    told = [*_paragraphs(parts)]
    line = title.source.line
    named = _length(title.value)
    if named is not None:
        yield Fact(named[0], title.value, Provenance(title.source.origin, line))
    for read in (_length, lambda text: _span(text, order)):
        for block, heading in told:
            if (found := read(block.plain[:_LONGEST])) is not None:
                minutes, start, end = found
                line = block.line + block.plain.count("\n", 0, start)
                origin = Origin.HEADING if heading else Origin.LEAD
                yield Fact(minutes, block.plain[start:end], Provenance(origin, line, heading))
    yield from _listed(parts)


def _length(text: str) -> tuple[int, int, int] | None:
    """The minutes that the first such sentence of a text states, and where it stands."""
    lower = lowered(text)
    if (some := _SOME.search(lower)) is not None:
        for match in _TOLD.finditer(lower, max(0, some.start() - _AHEAD)):
            if (minutes := _minutes(match)) is not None:
                return minutes, *match.span()
    if not lower.isascii() or any(word in lower for word in _ELSEWHERE):
        for match in _LASTED.finditer(lower):
            length = length_at(lower, match.end())
            if length is not None and not is_bound("", lower[length[1] : length[1] + 40]):
                return length[0], match.start(), length[1]
    return None


def _span(text: str, order: Order | None) -> tuple[int, int, int] | None:
    """The minutes between the two times of a text's only span, where it is said of the outage."""
    lower = lowered(text)
    spans = list(_SPAN.finditer(lower)) if ":" in text or "." in text else []
    if len(spans) != 1:
        return None
    match = spans[0]
    harm = _HARM.search(lower[: match.start()][-80:])
    if not ((harm and not harm["within"]) or _HARMED.match(lower, match.end())):
        return None
    words = text[match.start("span") : match.end("span")]
    times, named = list(clocks(words)), list(days(words, order, 2000))
    if len(times) != 2:
        return None
    first = named[0].day if named else date(2000, 1, 1)
    last = named[-1].day if named else first
    begin = moment(words[: times[0][2] + 5], order, first)
    end = moment(words[times[0][2] :], order, last)
    if begin is None or end is None:
        return None
    if len(named) < 2 and end.at <= begin.at:
        end = replace(end, at=end.at + timedelta(days=1))
    minutes = minutes_between(begin, end)
    return (minutes, *match.span()) if minutes else None


def _minutes(match: re.Match[str]) -> int | None:
    """The amount of a sentence, unless the words around it make it a bound or a pace."""
    group = next(name for name in "abcdefghi" if match[name])
    before, behind = match.string[: match.start(group)], match.string[match.end(group) :]
    if is_bound(before[-60:], behind[:40]):
        return None
    return duration_minutes(_WORD.sub(_figure, match[group]))


def _figure(word: re.Match[str]) -> str:
    return str(_WORDS.index(word[0]) + 1)


def _listed(parts: tuple[Part, ...]) -> Iterator[Fact[int]]:
    """The one length that the items of the summary's and the impact's lists state."""
    told = [
        (found, words, part.heading)
        for part in walk(parts, "summary", "impact")
        for block in part.blocks
        if block.kind is Kind.LIST
        for item in block.children
        if (words := own_words(item)) and (found := _length(words.plain[:_LONGEST]))
    ]
    if len({found[0] for found, _, _ in told}) == 1:
        (minutes, start, end), words, heading = told[0]
        line = words.line + words.plain.count("\n", 0, start)
        yield Fact(minutes, words.plain[start:end], Provenance(Origin.LIST, line, heading))


def _paragraphs(parts: tuple[Part, ...]) -> Iterator[tuple[Block, str]]:
    """What tells of the whole incident: the lead, summary, impact, the words above a timeline."""
    lead = True
    for part in parts:
        named = part.family in {"summary", "impact"}
        lead = lead and part.family is None
        if named or lead:
            for block in part.blocks:
                if block.kind is Kind.PARAGRAPH:
                    yield block, part.heading if named else ""
        elif part.family == "timeline" and part.named and part.blocks:
            first = part.blocks[0]
            if first.kind is Kind.PARAGRAPH and not any(map(read_stamp, first.plain.split("\n"))):
                yield first, part.heading
