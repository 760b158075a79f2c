"""`secondstory mcp`: assistants ask the archive, over the Model Context Protocol."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.cli.options import (
    as_of_option,
    audience_option,
    config_option,
    load,
    source_option,
    today,
)

if TYPE_CHECKING:
    from secondstory.config import Project


@click.command(short_help="Let assistants ask: have we seen this before?")
@source_option
@audience_option
@as_of_option
@config_option
@click.pass_context
def mcp(
    context: click.Context,
    *,
    source: Path | None,
    audiences: tuple[str, ...],
    as_of: date | None,
    config: Path | None,
) -> None:
    """Answer questions about the archive over standard input and output, for AI assistants.

    This is a server of the Model Context Protocol with the tools search, get_incident and
    lessons_for_service. It answers from the portal that was built last, and takes up a new
    one when there is one; where none was built, it reads the reports themselves.

    With --source or --audience it always reads the reports.
    It needs an extra: pip install 'secondstory[mcp]'.
    """
    from secondstory.ask import Shelf
    from secondstory.ask.assistants import serve
    from secondstory.config import Flags

    project = load(context, config, Flags(source=source, audiences=audiences))
    index = None if source or audiences else project.output / "index.json"
    serve(Shelf(index, lambda: _index(project, as_of or today())))


def _index(project: Project, as_of: date) -> bytes:
    """The index of a project, without its portal."""
    from secondstory import pipeline
    from secondstory.beside import beside
    from secondstory.config import require_folders
    from secondstory.extract import load_lexicon
    from secondstory.render.index_json import index_artifact

    require_folders(project)
    lexicon = load_lexicon(project.words, project.severities)
    reading = pipeline.read(
        project.source,
        lexicon,
        project.exclude,
        project.privacy,
        project.site.audiences,
        beside(project),
        drafts=project.site.drafts,
    )
    return index_artifact(reading.archive, project.site, as_of).content
