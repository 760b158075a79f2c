"""How old the promises are that are still open."""

from __future__ import annotations

from secondstory.commitments import Commitment
from secondstory.metrics.ground import Ground
from secondstory.model.metrics import Line, Panel, Row, Shape

KEY = "commitments"
COLUMNS = ("On time", "Late", "No due day")
_AGES = ((30, "0 to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"))
_OLDER, _UNKNOWN = "over 180 days", "age not known"


def panel(ground: Ground) -> Panel:
    """Open promises by age, and by whether their day has passed."""
    waiting = [promise for promise in ground.promises if promise.state.is_open]
    names = [*(name for _, name in _AGES), _OLDER]
    cells: dict[tuple[str, int], list[Row]] = {}
    for promise in waiting:
        cells.setdefault((_bucket(promise.age), _place(promise)), []).append(_row(promise))
    lines = tuple(
        Line(name, tuple(tuple(cells.get((name, place), ())) for place in range(len(COLUMNS))))
        for name in names
    )
    return Panel(
        key=KEY,
        title="Promises by age",
        what="open promise",
        counted="Promised fixes that are open, of all reports, by the days since their incident"
        " was resolved. Late: past the day that the report gives, else the policy. Ideas and"
        " declined fixes are no promises.",
        gamed="Declining what is hard, or moving the due day. Declined fixes stay where they are,"
        " with their reason.",
        shape=Shape.BARS,
        sample=tuple(_row(promise) for promise in waiting if promise.age is not None),
        unknown=tuple(_row(promise) for promise in waiting if promise.age is None),
        axis="Age",
        columns=COLUMNS,
        lines=lines,
    )


def _row(promise: Commitment) -> Row:
    return Row(promise.report.slug, promise.fix.id, promise.age)


def _bucket(age: int | None) -> str:
    if age is None:
        return _UNKNOWN
    return next((name for most, name in _AGES if age <= most), _OLDER)


def _place(promise: Commitment) -> int:
    if promise.late:
        return 1
    return 0 if promise.due else 2
