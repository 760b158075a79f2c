"""`secondstory export`: the archive as tables, for SQL, notebooks and spreadsheets."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from secondstory.cli.options import (
    as_of_option,
    audience_option,
    cache_dir_option,
    config_option,
    drafts_option,
    load,
    source_option,
    today,
    working_folder,
)
from secondstory.cli.talk import say

# The names of export.FORMATS, which takes time to import; a test holds the two together.
FORMAT_NAMES = ("sqlite", "csv", "parquet", "jsonl")
_PLACES = {
    "sqlite": "postmortems.sqlite",
    "csv": "postmortems-csv",
    "parquet": "postmortems-parquet",
    "jsonl": "postmortems.jsonl",
}
_STANDARD_OUTPUT = Path("-")


@click.command(short_help="Write the archive as tables: SQLite, CSV, Parquet, JSON lines.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMAT_NAMES),
    default="sqlite",
    help="An SQLite file with full-text search, a folder of CSV or Parquet files, or a line of"
    " JSON for each incident [default: sqlite].",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="PATH",
    help="The file or folder to write; - is standard output, for jsonl"
    " [default: postmortems.sqlite, postmortems-csv ...].",
)
@click.option("--force", is_flag=True, help="Replace what no export made.")
@click.option(
    "--raw", is_flag=True, help="Leave texts in CSV as they are that spreadsheets would run."
)
@source_option
@audience_option
@drafts_option
@as_of_option
@cache_dir_option
@config_option
@click.pass_context
def export(
    context: click.Context,
    *,
    form: str,
    output: Path | None,
    force: bool,
    raw: bool,
    source: Path | None,
    audiences: tuple[str, ...],
    drafts: bool | None,
    as_of: date | None,
    cache_dir: Path | None,
    config: Path | None,
) -> None:
    """Write the archive as tables, for SQL, notebooks, spreadsheets and BI tools.

    The tables hold what index.json holds, and are described in docs/export.md. Restricted
    reports and drafts are left out, as in the portal. What an export made before is replaced,
    anything else is not.

    Parquet needs an extra: pip install 'secondstory[parquet]'.
    """
    from secondstory import incremental
    from secondstory.cache import cache_folder
    from secondstory.config import Flags, require_folders
    from secondstory.export import export as write
    from secondstory.export import lines
    from secondstory.portable import shown
    from secondstory.render.words import count

    if raw and form != "csv":
        raise click.UsageError("--raw is about CSV: add --format csv, or leave it out.", context)
    if output == _STANDARD_OUTPUT and form != "jsonl":
        raise click.UsageError("Only --format jsonl can go to standard output.", context)
    flags = Flags(source=source, audiences=audiences, drafts=drafts)
    project = require_folders(load(context, config, flags))
    day = as_of or today()
    reading = incremental.read(project, day, cache_dir or cache_folder(project.root))
    archive, site = reading.archive, project.site
    if output == _STANDARD_OUTPUT:
        sys.stdout.buffer.writelines(lines(archive, site, day))
        return
    target = working_folder() / (output or _PLACES[form])
    write(archive, site, day, form, target, raw=raw, force=force)
    say(f"{count(len(archive.briefs), 'incident')} in {shown(target)}.")
    if reading.drafts:
        say("--drafts includes what is still being written or reviewed.")
