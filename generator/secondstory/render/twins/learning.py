"""The state of learning -> its Markdown twin."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import Site
from secondstory.model.metrics import Panel, State
from secondstory.render.address import outward
from secondstory.render.learning import rows
from secondstory.render.learning.view import figure_lines, value_lines
from secondstory.render.learning.words import basis, change, headline, period_words, spoken_facts
from secondstory.render.twins.plain import joined, link, text


def learning_twin(site: Site, state: State) -> bytes:
    """The page as Markdown."""
    return joined(learning_lines(site, state))


def learning_lines(site: Site, state: State, root: str = "../") -> Iterator[str]:
    """The lines of it; `root` is the way from where they stand to the site's root."""
    yield "# State of learning"
    yield ""
    yield f"{link('The page', outward(site, rows.LEARNING, root))}. {period_words(state)}."
    yield "No team or person is ranked here, on purpose."
    told = [f"{len(state.reports):,} reports"]
    told += [f"{len(state.undated):,} without a day"] if state.undated else []
    told += [f"{len(state.ahead):,} of a day to come"] if state.ahead else []
    yield f"{', '.join(told)}."
    for panel in state.panels:
        yield from _panel(site, state, panel, root)


def _panel(site: Site, state: State, panel: Panel, root: str) -> Iterator[str]:
    yield ""
    yield f"## {panel.title}"
    yield ""
    yield f"**{text(headline(panel))}.**"
    yield ""
    yield "; ".join((text(basis(panel)), *map(text, spoken_facts(panel)))) + "."
    if told := change(panel):
        yield told
    values = value_lines(panel, state)
    columns, lines = figure_lines(panel, state)
    if values or lines:
        yield ""
    for line in values:
        yield f"- {text(line.name)}: {line.figures[0].text}"
    for line in lines:
        numbers = zip(columns, line.figures, strict=True)
        said = ", ".join(
            figure.text if len(columns) == 1 else f"{text(name)} {figure.text}"
            for name, figure in numbers
        )
        yield f"- {text(line.name)}: {said}"
    yield ""
    yield f"- Counted as: {text(panel.counted)}"
    yield f"- How this can be gamed: {text(panel.gamed)}"
    where = rows.places(rows.parts(panel, state))
    if where:
        first = next(iter(where.values())).partition("#")[0]
        yield f"- {link('What these numbers count', outward(site, first, root))}"
