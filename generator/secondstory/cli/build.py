"""`secondstory build`: a folder of reports becomes a site."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import gc
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
    json_option,
    load,
    source_option,
    theme_option,
    today,
)
from secondstory.cli.talk import painter, progress, say, show


@click.command(short_help="Make the portal.")
@source_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the portal goes; the folder is replaced [default: site].",
)
@theme_option
@audience_option
@drafts_option
@click.option("--base-url", metavar="URL", help="The address that the portal will have.")
@as_of_option
@click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings or errors.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing unless the build fails.")
@click.option("--no-cache", is_flag=True, help="Remember nothing, and recall nothing.")
@cache_dir_option
@click.option("--profile", is_flag=True, help="Say where the time went.")
@json_option
@config_option
@click.pass_context
def build(
    context: click.Context,
    *,
    source: Path | None,
    audiences: tuple[str, ...],
    drafts: bool | None,
    output: Path | None,
    theme: str | None,
    base_url: str | None,
    as_of: date | None,
    strict: bool,
    quiet: bool,
    no_cache: bool,
    cache_dir: Path | None,
    profile: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    """Make the portal from the reports.

    A report that cannot be read as it stands is shown as far as it goes; what to mend in it
    is said at the end, and `secondstory check` says it in full.
    """
    from secondstory import incremental, report
    from secondstory.cache import cache_folder
    from secondstory.config import Flags, require_folders
    from secondstory.findings import Level
    from secondstory.portable import shown
    from secondstory.timing import Times

    gc.disable()  # a build leaves next to no garbage, and ends soon
    flags = Flags(source, output, theme, base_url, audiences, drafts)
    project = require_folders(load(context, config, flags, writes=True))
    cache = None if no_cache else cache_dir or cache_folder(project.root)
    with progress(wanted=not (quiet or as_json)) as tell:
        times = Times()
        result = incremental.build(project, as_of or today(), cache, tell=tell, times=times)

    made = report.Report(
        result.made.findings,
        reports=result.made.reports,
        others=result.made.others,
        drafts=result.made.drafts,
        folder=Path(shown(project.source)).as_posix(),
        site=Path(shown(project.output / "index.html")).as_posix(),
        files={"written": result.written, "kept": result.kept, "removed": result.removed},
    )
    if as_json:
        show(report.as_json(made))
    elif not quiet:
        if made.findings:
            say(report.as_digest(made, painter(sys.stderr)).rstrip("\n"))
        if len(made.findings) > report.FEW:
            option = f" --source {made.folder}" if source else ""
            say(f"`secondstory check{option}` shows each, with what mends it.")
        say(f"{report.sentence(made)}. Site: {made.site}")
        if made.drafts:
            say("--drafts shows what is still being written or reviewed.")
        if not made.reports and not made.drafts:
            say(f"No reports lie in {made.folder}: `secondstory init` writes a first one.")
    if profile:
        say(report.as_times(times.steps).rstrip("\n"))
    failed = strict and any(finding.level >= Level.WARNING for finding in made.findings)
    return 1 if failed else 0
