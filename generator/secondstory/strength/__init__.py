"""A fix -> what it relies on and what it is for, where its words tell."""

from __future__ import annotations

import re
from functools import lru_cache

from secondstory.model import Grade, Purpose
from secondstory.strength.reading import Verdict, read
from secondstory.strength.vocabulary import vocabulary

__all__ = ["grade", "purpose"]

_WORD = re.compile(r"[^\W\d_]+")
_LONG = 200  # characters of a type


def grade(fix: str) -> Grade | None:
    """Tell what a fix relies on and by which words, None where they do not say."""
    found = _read(fix)
    return Grade(found.family.grade, found.words) if found and found.family.grade else None


def purpose(words: str, *, stated: bool = False) -> tuple[Purpose, str] | None:
    """Tell what a fix is for and by which words; `stated` where they are its type as written."""
    if stated:
        return _stated(words)
    found = _read(words)
    return (found.kind.purpose, ", ".join(found.words)) if found and found.kind.purpose else None


def _stated(written: str) -> tuple[Purpose, str] | None:
    """What a type means, as written; None where it names two, or none that we know."""
    known = vocabulary().stated
    words = [word for word in _WORD.findall(written.lower()[:_LONG]) if word in known]
    found = {known[word] for word in words}
    return (found.pop(), words[0]) if len(found) == 1 else None


@lru_cache(maxsize=16)  # both are asked of a fix, one after the other
def _read(fix: str) -> Verdict | None:
    return read(fix)
