"""Masked words -> sentences of tokens, each with the place it stands at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.lint.masks import BREAK, CODE, QUOTE
from secondstory.noun import Noun

_TOKEN = re.compile(rf"@?[^\W_]+(?:['’‑-][^\W_]+)*|{CODE}+|{QUOTE}+")
_END = re.compile(rf"[.!?…]+[\"”'’)\]*_]*(?=\s|{BREAK}|$)|{BREAK}|  \n|\\\n|\n(?=\s*[-*•–]\s)")
# What ends with a full stop and ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|no|mr|mrs|ms|dr|st|jr|sr|inc|ltd|fig|al|[a-z])\.$",
    re.IGNORECASE,
)
_HARD = re.compile(r"[;:()\[\]…]|[—–]| -+ |->|→|/ |\||•|·")
_SPLIT = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not")}
_SPLIT |= {
    "shan't": ("shall", "not"),
    "should've": ("should", "have"),
    "shoulda": ("should", "have"),
}
_SPLIT |= {"coulda": ("could", "have"), "woulda": ("would", "have")}
_TAILS = {
    "n't": "not",
    "'ll": "will",
    "'ve": "have",
    "'re": "are",
    "'m": "am",
    "'s": "'s",
    "'d": "'d",
}
_LONGEST = 400  # tokens: what is longer is no sentence of a person


class Sentence(Noun, frozen=True):
    """Tokens of one sentence.

    `words` are in lower case, contractions in two; token *n* stands at `spans[n]` of the text;
    `stops[n]` is the mark before it: "" for none, "," for a comma, ";" for what parts clauses.
    """

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    stops: tuple[str, ...]
    asks: bool = False

    def raw(self, at: int) -> str:
        """A token as it was written."""
        start, end = self.spans[at]
        return self.text[start:end]

    def told(self, start: int, end: int) -> str:
        """The words of some tokens as they were written, on one line."""
        return " ".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())

    def stop(self, at: int) -> str:
        """The mark before a token, that of the end beyond the ends."""
        return self.stops[at] if 0 <= at < len(self.stops) else ";"

    def word(self, at: int) -> str:
        """The word at a place, "" beyond the ends."""
        return self.words[at] if 0 <= at < len(self.words) else ""


def sentences(masked: str, text: str) -> Iterator[Sentence]:
    """Cut a masked text into sentences; `text` is the same as it was written."""
    start = 0
    for match in _END.finditer(masked):
        end = match.end()
        ahead = masked[end : end + 40].lstrip()
        before = masked[max(0, match.start() - 8) : match.start() + 1]
        if match[0][0] == "." and (ahead[:1].islower() or _ABBREVIATION.search(before)):
            continue
        if found := _sentence(masked, text, start, end):
            yield found
        start = end
    if found := _sentence(masked, text, start, len(masked)):
        yield found


def _sentence(masked: str, text: str, start: int, end: int) -> Sentence | None:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    stops: list[str] = []
    last = start
    for match in _TOKEN.finditer(masked, start, end):
        stop = _stop(masked[last : match.start()]) if words else ""
        word = match[0].lower().replace("’", "'").replace("‑", "-")
        at, last = match.span()
        for part in _parts(word):
            words.append(part)
            spans.append((at, last))
            stops.append(stop)
            stop = ""
        if len(words) > _LONGEST:
            break
    if not words:
        return None
    asks = "?" in masked[last : end + 1]
    return Sentence(text, tuple(words), tuple(spans), tuple(stops), asks)


def _parts(word: str) -> tuple[str, ...]:
    if "'" not in word and word not in _SPLIT:
        return (CODE,) if word[0] == CODE else (QUOTE,) if word[0] == QUOTE else (word,)
    if word in _SPLIT:
        return _SPLIT[word]
    for tail, meant in _TAILS.items():
        if word.endswith(tail) and len(word) > len(tail):
            return (*_parts(word[: -len(tail)]), meant)
    return (word,)


def _stop(gap: str) -> str:
    if len(gap) == 1:
        return "" if gap in " \n" else ("," if gap == "," else ";" if gap in ";:()/" else "")
    if _HARD.search(gap):
        return ";"
    return "," if "," in gap else ""
