"""State -> the page of the state of learning, and the pages of the rows that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from secondstory.model import Archive, Pending, Site
from secondstory.model.metrics import State
from secondstory.render.learning import rows
from secondstory.render.learning.data import DATA, learning_json
from secondstory.render.learning.view import learning_view, rows_view
from secondstory.render.page import Page
from secondstory.render.twins.learning import learning_twin
from secondstory.render.views import Alternate

TITLE = "State of learning"
_ABOUT = "Not how often things break, but whether the same thing breaks twice and promises hold."


def pages(archive: Archive, state: State, site: Site) -> Iterator[Page]:
    """The page, and a list of rows for each panel."""
    yield Page(
        rows.LEARNING,
        TITLE,
        _ABOUT,
        "metrics",
        (state,),
        compose=learning_view,
        twin=partial(learning_twin, site),
        beside=(Alternate("alternate", "application/json", "These numbers as data", DATA),),
    )
    reports, known = archive.by_slug(), dict[str, rows.Told]()
    for panel in (*state.panels, rows.reports_panel(state)):
        for part in rows.parts(panel, state):
            yield Page(
                part.href,
                f"{part.title}: what is counted",
                part.counted,
                "metrics",
                (part, rows.names_of(part, reports, known)),
                compose=rows_view,
            )


def data_file(state: State) -> Pending:
    """What lies beside the page for programs."""
    return Pending(PurePosixPath(DATA), (state,), partial(learning_json, state))
