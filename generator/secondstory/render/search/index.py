"""Turn passages into a lunr index, in a compact form that the browser expands again.

Only a fraction of a serialised lunr index is information. The inverted index is the field
vectors turned round, and every score follows from how often a term stands in a passage and
in how many passages it stands. So only terms and counts travel; `search-match.js` works the
scores out as lunr's own builder does, and rebuilds what `lunr.Index.load` expects. A test
holds the outcome against lunr.py. (Building through lunr.py takes ten times as long, and it
stems otherwise than lunr.js.)

There is one field, because boosts cannot weigh kinds of passages against each other: lunr
divides a field's score by the length of the query in that field, boosts included, so that
equal boosts cancel out. Weights belong to the kind of a passage and are applied in the
browser, where they can be tuned without a build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondstory.render.search.tokens import tokens


@dataclass(frozen=True, slots=True)
class Index:
    """Terms in the order lunr.js demands, and which of them each text holds how often.

    `places` are ascending numbers of terms; `repeats` are `[at, times, at, times, ...]` for
    those that stand in a text more than once, `at` counting within its `places`.
    """

    terms: list[str]
    places: list[list[int]]
    repeats: list[list[int]]


def index(texts: Iterable[str], stop: Collection[str]) -> Index:
    """Index texts; a text's place is its reference."""
    return index_of([searchable(text, stop) for text in texts])


def searchable(text: str, stop: Collection[str]) -> list[str]:
    """The tokens by which a text is found, in reading order."""
    return [token for token in tokens(text) if token not in stop]


def index_of(passages: Sequence[Sequence[str]]) -> Index:
    """Index passages that are taken apart into tokens already."""
    # lunr.js refuses to load terms in any order but that of UTF-16.
    terms = sorted({token for passage in passages for token in passage}, key=_utf16)
    numbers = {term: place for place, term in enumerate(terms)}
    built = Index(terms, [], [])
    for passage in passages:
        places = sorted([numbers[token] for token in passage])
        distinct = sorted(set(places))
        built.places.append(distinct)
        built.repeats.append(_repeats(places, distinct) if len(distinct) < len(places) else [])
    return built


def compact(built: Index) -> dict[str, object]:
    """Spell an index for transport: small steps from term to term compress well."""
    return {
        "terms": built.terms,
        "steps": [[b - a for a, b in pairwise((0, *places))] for places in built.places],
        "repeats": built.repeats,
    }


def _repeats(places: Sequence[int], distinct: Sequence[int]) -> list[int]:
    times = Counter(places)
    return [
        number
        for at, place in enumerate(distinct)
        if times[place] > 1
        for number in (at, times[place])
    ]


def _utf16(term: str) -> bytes:
    return term.encode("utf-16-be", "surrogatepass")
