"""An issue of the digest -> its words, as one view that the page, the mail and the feeds share.

The words are the reports' own. Each part has room for so many of them; what is too long ends
at a sentence or a clause of its author's.
"""

from __future__ import annotations

from secondstory.render.digest.length import minutes, word_count
from secondstory.render.digest.told import headline
from secondstory.render.digest.view import Around, around, digest_href, shown_in, view_of

__all__ = [
    "Around",
    "around",
    "digest_href",
    "headline",
    "minutes",
    "shown_in",
    "view_of",
    "word_count",
]
