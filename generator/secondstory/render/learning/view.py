"""State -> what the page of the state of learning gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from secondstory.distributions import FEW
from secondstory.model.metrics import Panel, Row, State
from secondstory.render.learning import rows
from secondstory.render.learning.figures import figure
from secondstory.render.learning.rows import Names, Part, Told
from secondstory.render.learning.words import (
    amount,
    basis,
    change,
    column_name,
    headline,
    line_name,
    period_words,
    spoken_facts,
)
from secondstory.render.views_learning import (
    Figure,
    FigureLine,
    LearningPage,
    RowLine,
    RowSection,
    RowsPage,
)
from secondstory.render.views_learning import Panel as PanelView
from secondstory.render.views_parts import Named
from secondstory.render.words import count

_LAST = ("months", "unknown")  # the panels that have a place of their own
_NOTES = {"unknown": "Why it matters", "lag": "Wanted within"}


def learning_view(state: State) -> LearningPage:
    """The page, its charts drawn."""
    panels = {panel.key: _panel(panel, state) for panel in state.panels}
    return LearningPage(
        period_words(state),
        _counts(state),
        tuple(view for key, view in panels.items() if key not in _LAST),
        panels["months"],
        panels["unknown"],
    )


def value_lines(panel: Panel, state: State) -> tuple[FigureLine, ...]:
    """What a distribution comes to, line by line; nothing for what is none."""
    where = rows.places(rows.parts(panel, state))
    return tuple(_distribution(panel, where)) if panel.unit else ()


def figure_lines(panel: Panel, state: State) -> tuple[tuple[str, ...], tuple[FigureLine, ...]]:
    """The columns of the table of a panel, and its lines."""
    where = rows.places(rows.parts(panel, state))
    columns = tuple(column_name(panel, column, state) for column in panel.columns)
    return columns, tuple(
        FigureLine(
            line_name(panel, line, state),
            tuple(
                _number(len(cell), where, rows.cell_id(at, place))
                for place, cell in enumerate(line.cells)
            ),
            line.note,
        )
        for at, line in enumerate(panel.lines)
    )


def rows_view(part: Part, names: Names) -> RowsPage:
    """A page of the rows that numbers count."""
    return RowsPage(
        Named(part.title, f"{rows.LEARNING}#{quote(part.key)}"),
        part.counted,
        tuple(
            RowSection(
                section.id,
                section.title,
                _extent(section),
                tuple(
                    RowLine(
                        rows.row_href(row, told := names.get(row.slug)),
                        _text(row, told),
                        told.lang if told else "",
                        told.day if told else "",
                        rows.row_note(row, part.unit),
                    )
                    for row in section.rows
                ),
            )
            for section in part.sections
        ),
        _way("Before", part, -1) if part.number > 1 else None,
        None if part.last else _way("Next", part, 1),
    )


def _text(row: Row, told: Told | None) -> str:
    if told is None:
        return row.slug
    fix = told.fixes.get(row.fix) if row.fix else None
    return fix.text if fix else told.title


def _way(word: str, part: Part, step: int) -> Named:
    return Named(f"{word} page", rows.part_href(part.key, part.number + step))


def _extent(section: rows.Section) -> str:
    if section.of == len(section.rows):
        return f"{section.of:,}"
    return f"{section.start + 1:,} to {section.start + len(section.rows):,} of {section.of:,}"


def _counts(state: State) -> tuple[Named, ...]:
    panel = rows.reports_panel(state)
    where = rows.places(rows.parts(panel, state))
    told = (
        (rows.ALL, count(len(state.reports), "report")),
        (rows.UNKNOWN, f"{count(len(state.undated), 'report')} without a day"),
        (rows.ODD, f"{count(len(state.ahead), 'report')} of a day to come"),
    )
    return tuple(Named(text, where[key]) for key, text in told if key in where)


def _panel(panel: Panel, state: State) -> PanelView:
    drawing = figure(panel)
    columns, lines = figure_lines(panel, state)
    facts = list(spoken_facts(panel))
    return PanelView(
        id=panel.key,
        title=panel.title,
        headline=headline(panel),
        what="; ".join((basis(panel), *facts)),
        rows=_lists(panel, state),
        key=drawing.key,
        chart=drawing.chart,
        change=change(panel) if len(panel.sample) >= FEW else "",
        counted=panel.counted,
        gamed=panel.gamed,
        values=value_lines(panel, state),
        axis=panel.axis,
        columns=columns,
        lines=lines,
        notes=_NOTES.get(panel.key, ""),
    )


def _lists(panel: Panel, state: State) -> tuple[Named, ...]:
    """The ways to the rows of a panel."""
    where = rows.places(rows.parts(panel, state))
    number = len(panel.sample)
    every = f"these {count(number, panel.what, panel.many)}" if number > 1 else f"this {panel.what}"
    told = [
        (rows.ALL, every),
        (rows.UNKNOWN, f"{len(panel.unknown):,} unknown"),
        (rows.ODD, f"{len(panel.odd):,} contradictory"),
    ]
    for at, (name, different, _) in enumerate(panel.facts):
        told.append((rows.fact_id(at), f"those with the {different} {name}"))
    return tuple(Named(text, where[key]) for key, text in told if key in where)


def _number(number: int, where: Mapping[str, str], key: str) -> Figure:
    return Figure(f"{number:,}", where.get(key, ""))


def _distribution(panel: Panel, where: Mapping[str, str]) -> Iterator[FigureLine]:
    def line(name: str, text: str, key: str = rows.ALL) -> FigureLine:
        return FigureLine(name, (Figure(text, where.get(key, "")),), "")

    few = f"too few (n = {len(panel.sample)})"
    spread, found, unit = panel.spread, panel.change, panel.unit
    yield line("Counted", f"{len(panel.sample):,}")
    yield line("Unknown", f"{len(panel.unknown):,}", rows.UNKNOWN)
    yield line("Contradictory", f"{len(panel.odd):,}", rows.ODD)
    yield line("Median", amount(spread.median, unit) if spread else few)
    interval = f"{amount(spread.low, unit)} to {amount(spread.high, unit)}" if spread else few
    yield line("95 % interval of the median", interval)
    yield line("90th percentile", amount(spread.p90, unit) if spread else few)
    if found and found.before is not None and found.after is not None:
        yield line(f"Median of the older {found.older}", amount(found.before, unit))
        yield line(f"Median of the newer {found.newer}", amount(found.after, unit))
        yield line("Probability of such a difference if nothing changed", f"{found.p:.3f}")
