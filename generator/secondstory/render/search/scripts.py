"""Put the parts of the search's program into one file: a browser has it sooner than twenty."""

from __future__ import annotations

import re
from collections.abc import Mapping

from secondstory.model import PAGEFIND

_PART = re.compile(r"search-[a-z-]+\.js")
_OF_PAGEFIND = f"search-{PAGEFIND}"
_WHOLE = "search-parts.js"


def joined(static: Mapping[str, bytes], engine: str) -> dict[str, bytes]:
    """The static files of a theme, its `search-*.js` as one; each says what it is, in any order.

    Those of Pagefind travel with Pagefind alone.
    """
    parts = sorted(filter(_PART.fullmatch, static))
    rest = {name: content for name, content in static.items() if name not in parts}
    used = [name for name in parts if engine == PAGEFIND or not name.startswith(_OF_PAGEFIND)]
    return rest | {_WHOLE: b"\n".join(static[name] for name in used)} if used else rest
