"""A name for what a page shows: another name means that it has to be drawn anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from secondstory.codec import digest, encode
from secondstory.model import Pending, Told


class Shown:
    """Names what pages show, given the keys of the files by path.

    `look` names what decides how everything is shown, `named` are values whose names are known.
    A value that stands on many pages is named once. What a report tells is named by the key
    of its file and by its brief.
    """

    def __init__(
        self,
        keys: Mapping[str, bytes],
        look: bytes,
        named: Iterable[tuple[object, bytes]] = (),
    ) -> None:
        self._keys, self._look = keys, look
        self._names = {id(value): (value, name) for value, name in named}
        self._tellings: dict[tuple[int, tuple[str, ...]], tuple[Told, bytes]] = {}

    def look(self, page: Pending) -> bytes | None:
        """A name for what a page shows; None where it cannot be told."""
        try:
            return digest(self._look, *self._all(page.shows))
        except (UnicodeEncodeError, OverflowError, KeyError):
            return None

    def _all(self, shows: Iterable[object]) -> list[bytes]:
        names = self._names
        return [
            known[1] if (known := names.get(id(shown))) else self._name(shown) for shown in shows
        ]

    def _name(self, shown: object) -> bytes:
        if isinstance(shown, _PLAIN):
            return encode(shown)
        name = self._named(shown)
        # The value is kept as well: as long as it is there, its id is its own.
        self._names[id(shown)] = shown, name
        return name

    def _named(self, shown: Any) -> bytes:  # noqa: ANN401
        if isinstance(shown, Told):
            return self._told(shown)
        if hasattr(shown, "shows"):
            return digest(*self._all(shown.shows))
        return digest(encode(shown))

    def _told(self, shown: Told) -> bytes:
        # Pages, search and index tell the same reports, each in words of its own.
        which = id(shown.report), shown.prompts
        if which not in self._tellings:
            key = self._keys[shown.report.path]
            name = digest(key, *self._all((shown.report, shown.prompts)))
            self._tellings[which] = shown, name
        return self._tellings[which][1]


_PLAIN = (str, int, float, tuple, list, dict, type(None))
