"""A name for what a page shows: another name means that it has to be drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secondstory.codec import digest, encode
from secondstory.model import Pending, Told


class Shown:
    """Names what pages show, given the keys of the files by path.

    `look` names what decides how everything is shown. A value that stands on many pages is
    named once. What a report tells is named by the key of its file and by its brief.
    """

    def __init__(self, keys: Mapping[str, bytes], look: bytes) -> None:
        self._keys, self._look = keys, look
        self._names: dict[int, tuple[object, bytes]] = {}

    def look(self, page: Pending) -> bytes | None:
        """A name for what a page shows; None where it cannot be told."""
        try:
            return digest(self._look, *map(self._name, page.shows))
        except (UnicodeEncodeError, OverflowError, KeyError):
            return None

    def _name(self, shown: Any) -> bytes:  # noqa: ANN401
        if isinstance(shown, _PLAIN):
            return encode(shown)
        known = self._names.get(id(shown))
        if known is None:
            # The value is kept as well: as long as it is there, its id is its own.
            known = self._names[id(shown)] = shown, self._named(shown)
        return known[1]

    def _named(self, shown: Any) -> bytes:  # noqa: ANN401
        if isinstance(shown, Told):
            key = self._keys[shown.report.path]
            return digest(key, self._name(shown.report), encode(shown.prompts))
        if hasattr(shown, "shows"):
            return digest(*map(self._name, shown.shows))
        return digest(encode(shown))


_PLAIN = (str, int, float, tuple, list, dict, type(None))
