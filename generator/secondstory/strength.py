"""A fix -> whether it changes the system or asks people to act differently, where its words tell.

The words lie in strength.toml. What neither list knows is not judged.
"""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

_READ = 600  # characters of a fix


class Strength(StrEnum):
    """What a fix relies on."""

    SYSTEM = "system"
    PEOPLE = "people"


def strength(fix: str) -> Strength | None:
    """Tell what a fix relies on, None where its words do not say."""
    system, people = _patterns()
    text = fix[:_READ].lower().lstrip(" *_`-[]")
    if people.match(text):
        return Strength.PEOPLE
    if system.search(text):
        return Strength.SYSTEM
    return Strength.PEOPLE if people.search(text) else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = files("secondstory").joinpath("strength.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    system, people = (words[name]["phrases"] for name in ("system", "people"))
    return _pattern(system), _pattern(people)


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    forms = (
        re.escape(phrase.removesuffix("*")) + ("" if phrase.endswith("*") else r"\b")
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{'|'.join(forms)})")
