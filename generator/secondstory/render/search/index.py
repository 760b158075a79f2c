"""Turn passages into a lunr index, in a compact form that the browser expands again.

The scores are those of lunr (BM25, in `lunr.builder.Builder` and its twin in JavaScript), and
a test holds them against lunr.py; they are worked out here because lunr.py takes ten times
as long, stems otherwise than lunr.js, and cannot begin from words that are already counted.

Only a third of a serialised lunr index is information: the inverted index is the field
vectors turned round. So only terms and vectors are kept, and `search-match.js` rebuilds
what `lunr.Index.load` expects. There is one field, because boosts cannot weigh kinds of
passages against each other: lunr divides a field's score by the length of the query in that
field, boosts included, so that equal boosts cancel out. Weights belong to the kind of a
passage and are applied in the browser, where they can be tuned without a build.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondstory.render.search.tokens import tokens

# Passages range from five words to two hundred: full length normalisation (0.75) would let
# every bare label win over the sentence that explains something.
LENGTH_NORMALISATION = 0.4
_SATURATION = 1.2  # k1 of BM25, as lunr has it


@dataclass(frozen=True, slots=True)
class Index:
    """Terms in the order lunr.js demands, and each text's `[term, score, term, score, ...]`."""

    terms: list[str]
    vectors: list[list[float]]


def index(texts: Iterable[str], stop: Collection[str]) -> Index:
    """Index texts; a text's place is its reference."""
    return index_of([searchable(text, stop) for text in texts])


def searchable(text: str, stop: Collection[str]) -> list[str]:
    """The tokens by which a text is found, in reading order."""
    return [token for token in tokens(text) if token not in stop]


def index_of(passages: Sequence[Sequence[str]]) -> Index:
    """Index passages that are taken apart into tokens already."""
    counts = [Counter(passage) for passage in passages]
    holders: Counter[str] = Counter()
    for count in counts:
        holders.update(count.keys())
    # lunr.js refuses to load terms in any order but that of UTF-16.
    terms = sorted(holders, key=_utf16)
    places = {term: place for place, term in enumerate(terms)}
    rarity = [_rarity(holders[term], len(passages)) for term in terms]
    average = sum(map(len, passages)) / len(passages) if passages else 0
    return Index(
        terms,
        [
            _vector(count, len(passage) / (average or 1), places, rarity)
            for count, passage in zip(counts, passages, strict=True)
        ],
    )


def _rarity(holders: int, passages: int) -> float:
    """Lunr's inverse document frequency."""
    return math.log(1 + abs((passages - holders + 0.5) / (holders + 0.5)))


def _vector(
    count: Counter[str], length: float, places: dict[str, int], rarity: Sequence[float]
) -> list[float]:
    """The terms of a passage, ascending as lunr compares them, each with its score."""
    norm = _SATURATION * (1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * length)
    more = _SATURATION + 1
    vector: list[float] = []
    for place, times in sorted([(places[term], times) for term, times in count.items()]):
        vector.append(place)
        vector.append(round(rarity[place] * (more * times) / (norm + times), 3))
    return vector


def compact(built: Index) -> dict[str, object]:
    """Spell an index for transport: steps from term to term, scores in tenths.

    Whole numbers and small steps compress to half of what vectors do; a tenth is a few
    per cent of a score, less than what tells two answers apart.
    """
    return {
        "terms": built.terms,
        "steps": [_steps(vector[::2]) for vector in built.vectors],
        "tenths": [[max(1, round(score * 10)) for score in v[1::2]] for v in built.vectors],
    }


def _steps(places: Sequence[float]) -> list[int]:
    return [int(b - a) for a, b in pairwise((0, *places))]


def _utf16(term: str) -> bytes:
    return term.encode("utf-16-be", "surrogatepass")
