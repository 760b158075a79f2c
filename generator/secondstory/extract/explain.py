"""Postmortem -> what was read, from where and why; and what was looked for in vain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from secondstory.extract.choose import shown
from secondstory.extract.lexicon import Lexicon
from secondstory.model import (
    Action,
    Event,
    Fact,
    Grade,
    Lesson,
    Postmortem,
    Provenance,
)
from secondstory.noun import Noun

# field of Postmortem -> word families that name it
SOUGHT: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "date": ("date", "started"),
    "started": ("started", "window"),
    "detected": ("detected",),
    "mitigated": ("mitigated",),
    "resolved": ("resolved", "window"),
    "duration": ("duration",),
    "published": ("published",),
    "severity": ("severity",),
    "severity_initial": ("severity_initial",),
    "near_miss": ("near_miss",),
    "status": ("status",),
    "services": ("service",),
    "teams": ("team",),
    "tags": ("tags",),
    "classes": ("classes",),
    "recurrence": ("recurrence",),
    "summary": ("summary",),
    "impact": ("impact",),
    "root_cause": ("root_cause",),
    "trigger": ("trigger",),
    "detection": ("detection",),
    "resolution": ("resolution",),
    "contributing": ("contributing",),
    "second_story": ("second_story",),
    "lessons": ("lessons", "went_well", "went_poorly", "lucky"),
    "actions": ("actions",),
    "timeline": ("timeline",),
    "errors": (),
}
_SHOWN = 6  # phrases of a family that a message names


class Explained(Noun, frozen=True):
    """One value and why we have it; `value` None with what was `looked_for` where there is none.

    `runner_up` is the next best reading that says something else, with its place; else "".
    """

    field: str
    value: str | None
    source: Provenance | None
    looked_for: tuple[str, ...] = ()
    runner_up: str = ""


def _graded(grade: Grade) -> str:
    if grade.stated:
        return f"{grade.strength.value}, as its author says"
    return f"{grade.strength.value}, by {', '.join(f'“{words}”' for words in grade.words)}"


def explain(found: Postmortem, lexicon: Lexicon) -> tuple[Explained, ...]:
    """Every fact of a report in a fixed order, then those that are missing."""
    known: list[Explained] = []
    missing: list[Explained] = []
    for name, families in SOUGHT.items():
        values = list(_values(name, getattr(found, name)))
        if values:
            known += values
        else:
            phrases = tuple(p for family in families for p in lexicon.known(family)[:_SHOWN])
            missing.append(Explained(name, None, None, phrases))
    return (*known, *missing)


def _values(name: str, value: object) -> Iterator[Explained]:
    if isinstance(value, Fact):
        yield _fact(name, value)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _entry(name, entry)


def _fact(name: str, fact: Fact[Any]) -> Explained:
    return Explained(name, shown(fact.value), fact.source, runner_up=fact.runner_up)


def _entry(name: str, entry: object) -> Iterator[Explained]:
    match entry:
        case Fact():
            yield _fact(name, entry)
        case Lesson():
            yield Explained(entry.kind.value, entry.text, entry.source)
        case Action():
            yield Explained("action", entry.text.text, entry.source)
            parts = ("owner", "due", "status", "done", "priority", "type", "purpose", "strength")
            for part in parts:
                fact = getattr(entry, part)
                if fact is not None:
                    yield _fact(f"action {part}", fact)
            if entry.grade is not None:
                yield Explained("action grade", _graded(entry.grade), entry.source)
        case Event():
            yield Explained("event", f"{entry.when} {entry.text.text}".strip(), entry.source)
