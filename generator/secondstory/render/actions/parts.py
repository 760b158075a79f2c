"""Commitments -> the parts of their pages: by state, by age and severity, by what they lack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from secondstory.commitments import (
    Commitment,
    Place,
    View,
    Wanted,
    lacks_day,
    lacks_owner,
    narrowed,
    waits,
)
from secondstory.model import FixState, Group, Purpose, Strength
from secondstory.noun import Noun
from secondstory.render.actions.rows import AGES, NONE, SEVERITIES, age_of, severity_of
from secondstory.render.views_actions import Cell, Matrix, MatrixRow
from secondstory.render.words import count

_ROOM = 600  # rows of a page
_FEW = 3  # rows that a part has, however many parts there are
_STATES = (
    ("Late", "late", "The day has passed.", (FixState.LATE,)),
    ("Still to do", "todo", "", (FixState.IN_PROGRESS, FixState.OPEN)),
    ("State not stated", "unstated", "Promised, and no report says how far it has come.",
     (FixState.UNSTATED,)),
    ("Shipped, not proven", "shipped", "Done. What shows that it holds is not named.",
     (FixState.SHIPPED,)),
    ("Held", "held", "Done, with a proof: a drill, a test, a catch.", (FixState.HELD,)),
    ("Declined", "declined", "A reason not to do it is a fine end. Not counted.",
     (FixState.DECLINED,)),
    ("Ideas", "ideas",
     "Proposed, and promised by nobody. Not counted: writing one down costs nothing.",
     (FixState.IDEA,)),
)  # fmt: skip


class Part(Noun, frozen=True):
    """A part of a page: its heading, a note, its anchor and the places of its items."""

    heading: str
    note: str
    id: str
    places: tuple[Place, ...]


class Recut(Noun, frozen=True):
    """The items of a view: its matrix, if it has one, and its parts."""

    parts: tuple[Part, ...]
    matrix: Matrix | None = None


def by_state(found: Iterable[Commitment]) -> Iterator[Part]:
    """The parts of the list itself."""
    every = list(found)
    for heading, name, note, states in _STATES:
        if some := [one for one in every if one.state in states]:
            yield Part(heading, note, name, _places(some))


def overdue(found: Iterable[Commitment]) -> Recut:
    """What is late by severity and age; the worst and oldest first."""
    late = narrowed(found, Wanted(View.OVERDUE))
    cells = _sorted(late, lambda one: (severity_of(one.report), age_of(one)))
    ages = [age for age in AGES if any(key[1] == age for key in cells)]
    keys = [
        (severity, age) for severity in SEVERITIES for age in ages[::-1] if (severity, age) in cells
    ]
    parts = _cut(
        (
            f"{SEVERITIES[severity]}, {AGES[age].lower()}",
            f"late-{severity}-{age}",
            cells[severity, age],
        )
        for severity, age in keys
    )
    lines = [name for name in SEVERITIES if any(key[0] == name for key in cells)]
    rows = tuple(
        MatrixRow(
            SEVERITIES[severity],
            tuple(
                _cell(
                    len(cells.get((severity, age), ())),
                    f"actions/overdue.html#late-{severity}-{age}",
                )
                for age in ages
            ),
        )
        for severity in lines
    )
    matrix = Matrix("Late, by severity and age", "Severity", tuple(AGES[age] for age in ages), rows)
    return Recut(parts, matrix if rows else None)


def orphans(found: Iterable[Commitment]) -> Recut:
    """What waits and nobody is named for, or no day counts for."""
    some = narrowed(found, Wanted(View.ORPHANS))
    neither = [one for one in some if lacks_owner(one) and lacks_day(one)]
    return Recut(
        _cut(
            (
                ("Neither owner nor day", "neither", neither),
                ("Without owner", "owner", [one for one in some if not lacks_day(one)]),
                ("Without a day", "day", [one for one in some if not lacks_owner(one)]),
            )
        )
    )


def unverified(found: Iterable[Commitment]) -> Recut:
    """What is done and not proven."""
    some = narrowed(found, Wanted(View.UNVERIFIED))
    return Recut(_cut((("Shipped, not proven", "shipped", some),)))


def services(found: Iterable[Commitment], groups: Collection[Group]) -> Recut:
    """What waits, by service, in alphabetical order."""
    hit: dict[str, list[Group]] = {}
    for group in groups:
        for slug in group.members:
            hit.setdefault(slug, []).append(group)
    waiting: dict[str, list[Commitment]] = {}
    for one in filter(waits, found):
        for group in hit.get(one.report.slug, ()):
            waiting.setdefault(group.slug, []).append(one)
    told = []
    for group in sorted(groups, key=lambda group: group.slug):
        some = waiting.get(group.slug, [])
        late = sum(one.state is FixState.LATE for one in some)
        heading = f"{group.name}: {len(some):,} waiting" + (f", {late:,} late" if late else "")
        told.append((heading, quote(group.slug), some))
    return Recut(_cut(told))


def kinds(found: Iterable[Commitment]) -> Recut:
    """What waits, by its type and by what it relies on."""
    cells = _sorted(filter(waits, found), lambda one: (_type(one), _strength(one)))
    types = [name for name in (*Purpose, NONE) if any(key[0] == name for key in cells)]
    strengths = [name for name in (*Strength, NONE) if any(key[1] == name for key in cells)]
    parts = _cut(
        (
            f"{_named(kind, 'Type not stated')}, {_named(how, 'not graded').lower()}",
            f"{kind}-{how}",
            some,
        )
        for kind in types
        for how in strengths
        if (some := cells.get((kind, how)))
    )
    rows = tuple(
        MatrixRow(
            _named(kind, "Not stated"),
            tuple(
                _cell(len(cells.get((kind, how), ())), f"actions/kinds.html#{kind}-{how}")
                for how in strengths
            ),
        )
        for kind in types
    )
    columns = tuple(_named(how, "Not graded") for how in strengths)
    matrix = Matrix("What waits, by type and strength", "Type", columns, rows)
    return Recut(parts, matrix if rows else None)


def _type(one: Commitment) -> str:
    return one.fix.purpose.value if one.fix.purpose else NONE


def _strength(one: Commitment) -> str:
    return one.fix.grade.strength.value if one.fix.grade else NONE


def _named(name: str, unknown: str) -> str:
    return unknown if name == NONE else name.capitalize()


def _sorted(
    found: Iterable[Commitment], key: Callable[[Commitment], tuple[str, str]]
) -> Mapping[tuple[str, str], list[Commitment]]:
    cells: dict[tuple[str, str], list[Commitment]] = {}
    for one in found:
        cells.setdefault(key(one), []).append(one)
    return cells


def _cut(told: Iterable[tuple[str, str, Sequence[Commitment]]]) -> tuple[Part, ...]:
    """The parts that have something, each with as much of it as the page has room for."""
    every = [(heading, name, some) for heading, name, some in told if some]
    most = max(_FEW, _ROOM // max(1, len(every)))
    return tuple(
        Part(
            heading,
            f"The first {most} of {count(len(some), 'item')}; the sheet has them all."
            if len(some) > most
            else "",
            name,
            _places(some[:most]),
        )
        for heading, name, some in every
    )


def _places(some: Iterable[Commitment]) -> tuple[Place, ...]:
    return tuple((one.report.slug, one.place) for one in some)


def _cell(number: int, href: str) -> Cell:
    return Cell(f"{number:,}", href if number else "")
