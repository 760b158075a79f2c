"""Put the parts of the search's program into one file: a browser has it sooner than twenty."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"search-[a-z-]+\.js")
_WHOLE = "search-parts.js"


def joined(static: Mapping[str, bytes]) -> dict[str, bytes]:
    """The static files of a theme, its `search-*.js` as one; each says what it is, in any order."""
    parts = sorted(filter(_PART.fullmatch, static))
    rest = {name: content for name, content in static.items() if name not in parts}
    return rest | {_WHOLE: b"\n".join(static[name] for name in parts)} if parts else rest
