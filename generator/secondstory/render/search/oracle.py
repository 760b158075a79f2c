"""The index through lunr.py: what the scores of `search-index.js` are held against.

No build comes here: importing lunr alone takes longer than a build that has nothing to do.
"""

from __future__ import annotations

from collections.abc import Sequence

from lunr.builder import Builder

LENGTH_NORMALISATION = 0.4  # as in `search-index.js`


def vectors(passages: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """The terms of each passage, given its tokens, with the scores that lunr gives them."""
    builder = Builder()
    builder.field("text")
    builder.b(LENGTH_NORMALISATION)
    for place, passage in enumerate(passages):
        builder.add({"id": place, "text": list(passage)})
    built = builder.build().serialize()
    terms = {posting["_index"]: term for term, posting in built["invertedIndex"]}
    return [
        {terms[vector[at]]: vector[at + 1] for at in range(0, len(vector), 2)}
        for _, vector in built["fieldVectors"]
    ]
