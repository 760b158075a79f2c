"""Turn passages into a lunr index, in a compact form that the browser expands again.

Only a third of a serialised lunr index is information: the inverted index is the field
vectors turned round. So only terms and vectors are kept, and `search-match.js` rebuilds
what `lunr.Index.load` expects. There is one field, because boosts cannot weigh kinds of
passages against each other: lunr divides a field's score by the length of the query in that
field, boosts included, so that equal boosts cancel out. Weights belong to the kind of a
passage and are applied in the browser, where they can be tuned without a build.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lunr.builder import Builder

from secondstory.render.search.tokens import tokens

# Passages range from five words to two hundred: full length normalisation (0.75) would let
# every bare label win over the sentence that explains something.
LENGTH_NORMALISATION = 0.4


@dataclass(frozen=True, slots=True)
class Index:
    """Terms in the order lunr.js demands, and each text's `[term, score, term, score, ...]`."""

    terms: list[str]
    vectors: list[list[float]]


def index(texts: Iterable[str], stop: Collection[str]) -> Index:
    """Index the texts; a text's place is its reference."""
    builder = Builder()
    builder.field("text")
    builder.b(LENGTH_NORMALISATION)
    for place, text in enumerate(texts):
        builder.add({"id": place, "text": [token for token in tokens(text) if token not in stop]})
    if not builder.document_count:
        return Index([], [])
    built = builder.build().serialize()

    # lunr.py sorts terms by code point, lunr.js refuses to load them in any order but UTF-16's.
    terms = sorted((term for term, _ in built["invertedIndex"]), key=_utf16)
    place_of = {term: place for place, term in enumerate(terms)}
    renumbered = {posting["_index"]: place_of[term] for term, posting in built["invertedIndex"]}
    return Index(terms, [_renumber(vector, renumbered) for _, vector in built["fieldVectors"]])


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


def _renumber(vector: list[float], renumbered: dict[int, int]) -> list[float]:
    """Give a vector's terms their new numbers, in ascending order as lunr compares them."""
    pairs = sorted((renumbered[int(vector[at])], vector[at + 1]) for at in range(0, len(vector), 2))
    return [number for pair in pairs for number in pair]
