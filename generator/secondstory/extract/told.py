"""Prose -> how long an outage lasted, where a sentence says so of the outage itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.extract.dates import duration_minutes
from secondstory.extract.lexicon import lowered
from secondstory.extract.sections import Part
from secondstory.model import Block, Fact, Kind, Origin, Provenance

_OUTAGE = (
    r"(?:outage|downtime|interruption|disruption|incident|degradation|unavailability|failure"
    r"|impact|period|window|service loss)"
)
_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
_AMOUNT = (
    rf"(?:\b{_NUMBER}[ -]?(?:days?|hours?|hrs?|h|minutes?|mins?|m|seconds?)\b"
    r"(?:[ ,]*(?:and )?\d+ ?(?:hours?|hrs?|minutes?|mins?|seconds?|s|m)\b)?)"
)
# Both in lower case. What every such sentence holds is quick to look for:
_SOME = re.compile(_AMOUNT)
_TOLD = re.compile(
    rf"\b(?:lasted|lasting|last|duration (?:of|was)|{_OUTAGE} (?:was|of)|down for|out for"
    rf"|unavailable for|offline for|(?:resolved|restored|recovered) (?:after|within|in)"
    rf"|for a (?:total|duration) of)[^.;\d]{{0,30}}?(?P<a>{_AMOUNT})"
    rf"|(?P<b>{_AMOUNT})[ -](?:\w+ ){{0,2}}?{_OUTAGE}\b"
    # 07:20 to 09:05 UTC, 105 minutes; 09:31 to 10:09 UTC (38 minutes)
    rf"|\d[:.]\d\d\s*(?:[a-z]{{2,4}})?[,( ]+(?P<c>{_AMOUNT})"
)
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_LONGEST = 2_000
_AHEAD = 100  # characters: what leads up to an amount is shorter


def told_durations(parts: tuple[Part, ...]) -> Iterator[Fact[int]]:
    """Lengths that sentences of the lead, the summary or the impact state, in minutes."""
    for block, heading in _paragraphs(parts):
        text = block.plain[:_LONGEST]
        lower = lowered(text)
        some = _SOME.search(lower)
        match = _TOLD.search(lower, max(0, some.start() - _AHEAD)) if some else None
        if match is None:
            continue
        amount = match["a"] or match["b"] or match["c"]
        minutes = duration_minutes(_WORD.sub(_figure, amount))
        if minutes is not None:
            line = block.line + text.count("\n", 0, match.start())
            origin = Origin.HEADING if heading else Origin.LEAD
            yield Fact(
                minutes, text[match.start() : match.end()], Provenance(origin, line, heading)
            )


def _figure(word: re.Match[str]) -> str:
    return str(_WORDS.index(word[0]) + 1)


def _paragraphs(parts: tuple[Part, ...]) -> Iterator[tuple[Block, str]]:
    lead = True
    for part in parts:
        named = part.family in {"summary", "impact"}
        if named or lead:
            for block in part.blocks:
                if block.kind is Kind.PARAGRAPH:
                    yield block, part.heading if named else ""
        if part.family is not None:
            lead = False
