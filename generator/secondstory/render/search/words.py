"""Turn `english.toml` into stop words and synonyms, for the index here and for the browser."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from secondstory.noun import Noun


class Words(Noun, frozen=True):
    """Words left out of the index, and groups of names for one thing."""

    stop: frozenset[str]
    synonyms: tuple[tuple[str, ...], ...]


@cache
def load_words() -> Words:
    """Read the word data that comes with the package."""
    text = files(__package__).joinpath("english.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Words(frozenset(data["stop"].split()), tuple(map(tuple, data["synonyms"])))
