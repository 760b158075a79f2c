"""A fix -> whether it changes the system or asks people to act differently, where its words tell.

The words lie in strength.toml. What neither list knows is not judged.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from secondstory.model import Grade, Purpose, Strength

_READ = 600  # characters of a fix


def grade(fix: str) -> Grade | None:
    """Tell what a fix relies on and by which words, None where they do not say."""
    system, people = _patterns()
    text = fix[:_READ].lower().lstrip(" *_`-[]")
    if found := people.match(text):
        return Grade(Strength.WEAK, (found[0],))
    if found := system.search(text):
        return Grade(Strength.STRONG, (found[0],))
    found = people.search(text)
    return Grade(Strength.WEAK, (found[0],)) if found else None


def purpose(words: str, *, stated: bool = False) -> tuple[Purpose, str] | None:
    """Tell what a fix is for and by which words; `stated` where they are its type as written."""
    text = " ".join(words.lower().split())
    if stated and text in set(Purpose):
        return Purpose(text), text
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = files("secondstory").joinpath("strength.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    system, people = (words[name]["phrases"] for name in ("strong", "weak"))
    return _pattern(system), _pattern(people)


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    forms = (
        re.escape(phrase.removesuffix("*")) + ("" if phrase.endswith("*") else r"\b")
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"\b(?:{'|'.join(forms)})")
