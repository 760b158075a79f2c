"""Numbers of the state of learning -> sentences, which claim no more than the numbers bear.

What changed is only said where a test says so. Everything else tells what is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from secondstory.distributions import ENOUGH, FEW
from secondstory.model.metrics import Line, Panel, State, Unit
from secondstory.render.words import count, long_day, month_words, span

_HALF = {
    "detect": "Half were noticed within {}, where both times are stated",
    "recover": "Half were over within {}",
    "lag": "Half of the reports were out within {}",
}
_NAMED = 3  # topics in a headline
_CHANGED = {
    "detect": ("noticed sooner", "noticed later"),
    "recover": ("over sooner", "over later"),
    "lag": ("out sooner", "out later"),
}


def amount(value: float, unit: Unit | None) -> str:
    """A value of a distribution: `7.5 min`, `2 h 06 min`, `12 d`."""
    if unit is Unit.DAYS:
        return f"{_short(value)} d"
    return f"{_short(value)} min" if value < 10 else span(round(value))


def headline(panel: Panel) -> str:
    """What a panel answers."""
    if panel.key == "unknown":
        return _least_stated(panel)
    if panel.key not in ("months", "guides") and len(panel.sample) < FEW:
        return f"Too few to say: n = {len(panel.sample)}"
    if panel.spread:
        return _distribution(panel)
    return _SENTENCES[panel.key](panel)


def basis(panel: Panel) -> str:
    """What it rests on: how many are counted, and how many could not be."""
    parts = [f"n = {count(len(panel.sample), panel.what, panel.many)}"]
    if panel.unknown:
        parts.append(f"{len(panel.unknown):,} unknown")
    if panel.odd:
        parts.append(f"{len(panel.odd):,} contradictory")
    return f"{panel.title}, {', '.join(parts)}"


def change(panel: Panel) -> str:
    """Whether the older half of a distribution differs from the newer one."""
    found = panel.change
    if found is None:
        return ""
    if found.before is None or found.after is None:
        return f"Too few to compare halves: each needs {ENOUGH}, the newer one has {found.newer}."
    before, after = amount(found.before, panel.unit), amount(found.after, panel.unit)
    halves = f"the older {found.older} (median {before}) and the newer {found.newer} ({after})"
    if found.found:
        return f"A change between {halves} that chance does not explain."
    return f"No detectable change between {halves}."


def line_name(panel: Panel, line: Line, state: State) -> str:
    """The name of a line as people read it."""
    if panel.axis == "Quarter":
        return quarter_words(line.name, state)
    return month_words(line.name)


def quarter_words(quarter: str, state: State) -> str:
    """`2026-Q3` becomes `Q3 2026`; the last one is not over yet."""
    year, name = quarter.split("-")
    so_far = ", to date" if quarter == state.period.quarters[-1] else ""
    return f"{name} {year}{so_far}"


def short_quarter(quarter: str, place: int) -> str:
    """As it stands below a column: `Q1 26`, with the year where that begins."""
    year, name = quarter.split("-")
    return f"{name} {year[2:]}" if place == 0 or name == "Q1" else name


def shortest_quarter(quarter: str) -> str:
    """As it stands where there is little room: the year in place of its first quarter."""
    year, name = quarter.split("-")
    return year if name == "Q1" else name


def column_name(panel: Panel, column: str, state: State) -> str:
    """The name of a column as people read it."""
    return quarter_words(column, state) if panel.key == "classes" else column


def period_words(state: State) -> str:
    """From when to when: `January 2025 to 20 November 2026`."""
    first, last = state.period.first, state.period.last
    return f"{month_words(first.isoformat()[:7])} to {long_day(last)}"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _distribution(panel: Panel) -> str:
    found, spread = panel.change, panel.spread
    if found and found.found and found.before is not None and found.after is not None:
        how = _CHANGED[panel.key][found.after > found.before]
        before, after = amount(found.before, panel.unit), amount(found.after, panel.unit)
        return f"Half are now {how}: within {after}, before within {before}"
    return _HALF[panel.key].format(amount(spread.median, panel.unit)) if spread else ""


def _column(panel: Panel, *places: int) -> int:
    return sum(len(line.cells[place]) for line in panel.lines for place in places)


def _late(panel: Panel) -> str:
    # Lines hold those whose age is known; so does the sample.
    return f"{_column(panel, 1)} of {len(panel.sample)} open promises are late"


def _repeats(panel: Panel) -> str:
    repeats = _column(panel, 1, 2, 3)
    if not repeats:
        return "No class came back in this time"
    known = _column(panel, 1)
    return f"{known} of {count(repeats, 'repeat')} had a known fix that was not shipped"


def _strength(panel: Panel) -> str:
    return f"{_column(panel, 0)} of {len(panel.sample)} graded fixes are strong"


def _classes(panel: Panel) -> str:
    often = sum(sum(map(len, line.cells)) > 1 for line in panel.lines)
    return f"{count(often, 'class', 'classes')} came more than once in this time"


def _near_misses(panel: Panel) -> str:
    return f"{_column(panel, 0)} of {count(len(panel.sample), 'report')} tell what nearly happened"


def _severity(panel: Panel) -> str:
    kept = sum(len(line.cells[place]) for place, line in enumerate(panel.lines))
    return f"{kept} of {len(panel.sample)} kept the severity that they were first called"


def _breadth(panel: Panel) -> str:
    teams = panel.lines[0].cells
    stated = sum(map(len, teams[:3]))
    if not stated:
        return "No report names a team"
    return f"{len(teams[1]) + len(teams[2])} of {count(stated, 'report')} name more than one team"


def _topics(panel: Panel) -> str:
    if not panel.lines:
        return "No topic is asked for by two reports"
    most = len(panel.lines[0].cells[0])
    first = [line.name for line in panel.lines if len(line.cells[0]) == most]
    if len(first) > _NAMED:
        return f"{len(first)} topics are asked for most, in {most} reports each"
    names = " and ".join((*([", ".join(first[:-1])] if first[1:] else ()), first[-1]))
    return f"Most asked for: {names}, in {most} reports{' each' if first[1:] else ''}"


def _guides(panel: Panel) -> str:
    every = len(panel.sample) + len(panel.lines[2].cells[0])
    if not panel.sample:
        return "No report links a runbook or a decision record"
    return f"{len(panel.sample)} of {count(every, 'report')} link a runbook or a decision record"


def _months(panel: Panel) -> str:
    def with_any(place: int) -> int:
        return sum(bool(line.cells[place]) for line in panel.lines)

    return (
        f"Reports were published in {with_any(3)} of {len(panel.lines)} months,"
        f" retrospectives are stated in {with_any(4)}"
    )


def _least_stated(panel: Panel) -> str:
    asked = [line for line in panel.lines if sum(map(len, line.cells)) >= FEW]
    if not asked:
        return f"Too few to say: n = {len(panel.sample)}"
    least = min(asked, key=lambda line: len(line.cells[0]) / sum(map(len, line.cells)))
    stated, every = len(least.cells[0]), sum(map(len, least.cells))
    return f"Stated least often: {_lowered(least.name)}, by {stated} of {every}"


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


_SENTENCES: dict[str, Callable[[Panel], str]] = {
    "commitments": _late,
    "repeats": _repeats,
    "strength": _strength,
    "classes": _classes,
    "near-misses": _near_misses,
    "severity": _severity,
    "breadth": _breadth,
    "topics": _topics,
    "guides": _guides,
    "months": _months,
}


def spoken_facts(panel: Panel) -> Iterable[str]:
    """Other numbers of a panel: `9 different teams`."""
    return (f"{number:,} {name}" for name, number, _ in panel.facts if number)
