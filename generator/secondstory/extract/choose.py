"""Candidates for a fact -> the best one, which remembers the runner-up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from secondstory.model import Due, Fact, Moment, Rich, Severity
from secondstory.noun import replace

T = TypeVar("T")
_LENGTH = 80


def best(candidates: Iterable[Fact[T] | None]) -> Fact[T] | None:
    """The first candidate; the next that says something else becomes its runner-up."""
    found = (candidate for candidate in candidates if candidate is not None)
    first = next(found, None)
    if first is None:
        return None
    said = shown(first.value)
    other = next((fact for fact in found if shown(fact.value) != said), None)
    if other is None:
        return first
    words = shown(other.value)
    short = words if len(words) <= _LENGTH else f"{words[: _LENGTH - 1]}…"
    return replace(first, runner_up=f"{short} ({other.source})")


def shown(value: object) -> str:
    """A fact's value for people."""
    match value:
        case Rich():
            return value.text
        case Severity():
            return value.label
        case Moment():
            stamp = value.at.strftime("%Y-%m-%d %H:%M" if value.timed else "%Y-%m-%d")
            return f"{stamp} {value.zone}".strip()
        case Due():
            return value.day.isoformat() if value.day else value.written
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value} min"
    return str(value)
