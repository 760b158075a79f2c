"""Prose -> how long an outage lasted, where a sentence says so of the outage itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.extract.lengths import duration_minutes, is_bound
from secondstory.extract.lexicon import lowered
from secondstory.extract.sections import Part
from secondstory.model import Block, Fact, Kind, Origin, Provenance

_OUTAGE = (
    r"(?:outage|downtime|interruption|disruption|incident|degradation|unavailability|failure"
    r"|impact|service loss)"
)
_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
_AMOUNT = (
    rf"(?:\b{_NUMBER}[ -]?(?:days?|hours?|hrs?|h|minutes?|mins?|m|seconds?)\b"
    r"(?:[ ,]*(?:and )?\d+ ?(?:hours?|hrs?|minutes?|mins?|seconds?|s|m)\b)?)"
)
# Both in lower case. What every such sentence holds is quick to look for:
_SOME = re.compile(_AMOUNT)
_ABOUT = r"(?:about |around |approximately |roughly |~ ?)?"
_TOLD = re.compile(
    rf"\b(?:lasted|lasting|last|duration (?:of|was)|{_OUTAGE} (?:was|of)|down for|out for"
    rf"|unavailable for|offline for|for a (?:total|duration) of"
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
        if some is None:
            continue
        for match in _TOLD.finditer(lower, max(0, some.start() - _AHEAD)):
            if (minutes := _minutes(match)) is not None:
                line = block.line + text.count("\n", 0, match.start())
                origin = Origin.HEADING if heading else Origin.LEAD
                written = text[match.start() : match.end()]
                yield Fact(minutes, written, Provenance(origin, line, heading))
                break


def _minutes(match: re.Match[str]) -> int | None:
    """The amount of a sentence, unless the words around it make it a bound or a pace."""
    group = next(name for name in "abcdef" if match[name])
    before, behind = match.string[: match.start(group)], match.string[match.end(group) :]
    if is_bound(before[-60:], behind[:40]):
        return None
    return duration_minutes(_WORD.sub(_figure, match[group]))


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
