"""`secondstory serve`: the portal while the reports are being written."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from secondstory.cli.options import (
    as_of_option,
    audience_option,
    config_option,
    drafts_option,
    load,
    source_option,
    theme_option,
)
from secondstory.cli.talk import say


@click.command(short_help="Show the portal, and every save in it.")
@source_option
@audience_option
@drafts_option
@theme_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 takes any that is free.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the portal in the browser.")
@as_of_option
@config_option
@click.pass_context
def serve(
    context: click.Context,
    *,
    source: Path | None,
    audiences: tuple[str, ...],
    drafts: bool | None,
    theme: str | None,
    host: str,
    port: int,
    open_browser: bool,
    as_of: date | None,
    config: Path | None,
) -> None:
    """Show the portal in the browser, made in memory, and show every save in it at once.

    What a save breaks is said in the page, with its line, until it is mended.
    """
    from secondstory import serve as preview
    from secondstory.config import Flags, Project, require_folders

    flags = Flags(source=source, theme=theme, audiences=audiences, drafts=drafts)

    def project() -> Project:
        return require_folders(load(context, config, flags))

    preview.serve(project, host=host, port=port, open_browser=open_browser, as_of=as_of, log=say)
