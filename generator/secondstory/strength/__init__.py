"""A fix -> what it relies on and what it is for, where its words tell."""

from __future__ import annotations

from functools import lru_cache

from secondstory.model import Grade
from secondstory.strength.purposes import Told, aim, of_type
from secondstory.strength.reading import Verdict, read

__all__ = ["grade", "purpose"]


def grade(fix: str) -> Grade | None:
    """Tell what a fix relies on and by which words, None where they do not say."""
    found = _read(fix)
    return Grade(found.family.grade, found.words) if found and found.family.grade else None


def purpose(words: str, *, stated: bool = False) -> Told | None:
    """Tell what a fix is for and by which words; `stated` where they are its type as written."""
    if stated:
        return of_type(words)
    found = _read(words)
    return aim(words, found) if found else None


@lru_cache(maxsize=16)  # both are asked of a fix, one after the other
def _read(fix: str) -> Verdict | None:
    return read(fix)
