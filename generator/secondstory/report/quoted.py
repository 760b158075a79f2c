"""Words of reports -> Markdown that says them in a comment of a code host, and does nothing.

GitHub and GitLab make more of a comment than Markdown: `@all` sends mail to everybody, `#12`
leaves a mark in issue 12, `!3`, `ABC-7` and seven letters of a commit become links. Escaping
stops none of that, since it is found in what Markdown leaves; a code span stops all of it.
So words stand as they are where there is nothing in them to find, else in a code span; what
stands between backticks is code already.
"""

from __future__ import annotations

import re

from secondstory.render.twins.plain import literal
from secondstory.render.words import shortened

# Letters, digits and the marks of prose. A colon or an ampersand parts words, or it is code.
_PROSE = re.compile(r"[“\"‘'(]?[^\W_](?:[^\W_]|[ ,.;?!\"'’‘“”()–—…%+=/-]|[:&](?=\s|$))*")
# What is found without a mark of its own: addresses, tickets, commits, numbers of merge requests
# and milestones; and the numbers that begin a list.
_FOUND = re.compile(r"(?i)\bwww\.|[^\W\d_]+-\d|\b[0-9a-f]{7,}\b|[!%][\w\"]|^\W?\d+[.)](?:\s|$)|//")
_CODE = re.compile(r"`([^`]+)`")
_AFTER = re.compile(r"^[,.;:)](?=\s|$)")
LONGEST = 160  # characters


def quoted(words: str, limit: int = LONGEST) -> str:
    """The words on one line, shortened to `limit` characters."""
    line = shortened(words, limit)
    pieces = _CODE.split(line)  # prose and code by turns
    prose = pieces[::2]
    if not any(prose) or not all(map(_is_harmless, prose)):
        return code(line)
    return "".join(code(piece) if at % 2 else piece for at, piece in enumerate(pieces))


def _is_harmless(prose: str) -> bool:
    """Whether there is nothing to find in a piece of prose, which may go on after code."""
    words = _AFTER.sub("", prose).lstrip()
    return not words or bool(_PROSE.fullmatch(words) and not _FOUND.search(words))


def code(words: str) -> str:
    """The words as code; words that are none are said to be."""
    line = " ".join(words.split())
    return literal(line) if line else "(nothing)"
