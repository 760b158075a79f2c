"""State -> `metrics.json`: every number of the page, for programs."""

from __future__ import annotations

from secondstory.codec import as_json
from secondstory.model.metrics import Panel, State
from secondstory.render.learning import rows
from secondstory.render.learning.words import headline

SCHEMA_VERSION = 1
DATA = "metrics/metrics.json"


def learning_json(state: State) -> bytes:
    """The twin of the page; keys are only ever added."""
    return as_json(learning_data(state)) + b"\n"


def learning_data(state: State) -> dict[str, object]:
    """The state of learning as plain values; unknown is null, and so is what too few could say."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": state.period.last.isoformat(),
        "first": state.period.first.isoformat(),
        "quarters": list(state.period.quarters),
        "reports": len(state.reports),
        "undated": len(state.undated),
        "ahead": len(state.ahead),
        "panels": [_panel(panel, state) for panel in state.panels],
    }


def _panel(panel: Panel, state: State) -> dict[str, object]:
    spread, change = panel.spread, panel.change
    where = rows.places(rows.parts(panel, state))
    return {
        "key": panel.key,
        "title": panel.title,
        "headline": headline(panel),
        "counted": panel.counted,
        "gamed": panel.gamed,
        "n": len(panel.sample),
        "unknown": len(panel.unknown),
        "contradictory": len(panel.odd),
        "unit": panel.unit.value if panel.unit else None,
        "median": _number(spread.median) if spread else None,
        "p90": _number(spread.p90) if spread else None,
        "interval": [_number(spread.low), _number(spread.high)] if spread else None,
        "change": {
            "older": change.older,
            "newer": change.newer,
            "before": _number(change.before),
            "after": _number(change.after),
            "p": _number(change.p),
            "found": change.found,
        }
        if change
        else None,
        "axis": panel.axis or None,
        "columns": list(panel.columns),
        "lines": [
            {"name": line.name, "numbers": [len(cell) for cell in line.cells]}
            for line in panel.lines
        ],
        "facts": {name: number for name, number, _ in panel.facts},
        "rows": where,
    }


def _number(value: float | None) -> float | None:
    """A number without the digits in which machines may differ; a whole one as such."""
    if value is None:
        return None
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
