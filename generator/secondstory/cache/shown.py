"""A name for what a page shows: another name means that it has to be drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from secondstory.codec import digest, encode
from secondstory.model import Pending, Postmortem, Study

_FIELDS = tuple(field.name for field in fields(Postmortem))


class Shown:
    """Names what pages show, given the keys of the studies by path.

    `look` names what decides how everything is shown. Reports are named by the key of
    their study and by what the archive changed about them, which is quicker than by all
    they say.
    """

    def __init__(
        self, studies: Mapping[str, Study], keys: Mapping[str, bytes], look: bytes
    ) -> None:
        self._studies, self._keys, self._look = studies, keys, look

    def look(self, page: Pending) -> bytes | None:
        """A name for what a page shows; None where it cannot be told."""
        try:
            return digest(self._look, *map(self._name, page.shows))
        except (UnicodeEncodeError, OverflowError):
            return None

    def _name(self, shown: object) -> bytes:
        if not isinstance(shown, Postmortem):
            return encode(shown)
        study, key = self._studies.get(shown.path), self._keys.get(shown.path)
        if study is None or key is None:
            return encode(shown)
        changed = [
            (name, value)
            for name in _FIELDS
            if (value := getattr(shown, name)) is not getattr(study, name)
        ]
        return key + encode(changed)
