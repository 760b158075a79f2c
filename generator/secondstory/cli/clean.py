"""`secondstory clean`: remove the site, and what builds remember."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

from pathlib import Path

import click

from secondstory.cli.options import cache_dir_option, config_option, load
from secondstory.cli.talk import say


@click.command(short_help="Remove the portal and what builds remember.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the portal is [default: site].",
)
@cache_dir_option
@config_option
@click.pass_context
def clean(
    context: click.Context,
    *,
    output: Path | None,
    cache_dir: Path | None,
    config: Path | None,
) -> None:
    """Remove the portal and what builds remember; the next build makes all of it anew.

    Only what secondstory wrote is removed.
    """
    from secondstory.cache import cache_folder, clear
    from secondstory.config import Flags
    from secondstory.output import remove
    from secondstory.portable import shown

    project = load(context, config, Flags(output=output))
    cache = cache_dir or cache_folder(project.root)
    gone = [(project.output, remove(project.output)), (cache, clear(cache))]
    names = [shown(folder) for folder, removed in gone if removed]
    say(f"Removed {' and '.join(names)}." if names else "There was nothing to remove.")
