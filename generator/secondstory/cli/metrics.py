"""`secondstory metrics`: the state of learning as text or data."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import json
from calendar import monthrange
from datetime import date
from pathlib import Path

import click

from secondstory.cli.digest import archive_of, read_month
from secondstory.cli.options import (
    as_of_option,
    audience_option,
    cache_dir_option,
    config_option,
    load,
    source_option,
    today,
)
from secondstory.cli.talk import show
from secondstory.findings import ProjectError


@click.command("metrics", short_help="Print the state of learning.")
@source_option
@audience_option
@click.option(
    "--month",
    metavar="YYYY-MM",
    callback=read_month,
    help="As on the last day of a month that has ended, with the files as they are today.",
)
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="As Markdown, as it stands on the portal, or as data [default: text].",
)
@cache_dir_option
@config_option
@click.pass_context
def metrics(
    context: click.Context,
    *,
    source: Path | None,
    audiences: tuple[str, ...],
    month: str | None,
    as_of: date | None,
    form: str,
    cache_dir: Path | None,
    config: Path | None,
) -> None:
    """Print whether the same thing breaks twice, whether promises hold, and what nobody knows.

    Each number has its definition, how many reports it rests on, and how it could be made to look
    better. No team and no person is ranked.
    """
    from secondstory.commitments import commitments
    from secondstory.config import Flags, require_folders
    from secondstory.metrics import state_of
    from secondstory.render.learning.data import learning_data
    from secondstory.render.twins.learning import learning_lines

    project = require_folders(load(context, config, Flags(source=source, audiences=audiences)))
    day = as_of or today()
    if month:
        day = _end_of(month, day)
    archive = archive_of(project, day, cache_dir)
    promises = commitments(archive, project.policy.fixes, day)
    state = state_of(archive, promises, project.policy, day, project.site.quarters)
    if form == "json":
        show(json.dumps(learning_data(state), ensure_ascii=False, indent=2) + "\n")
    else:
        show("\n".join(learning_lines(project.site, state, root="")) + "\n")


def _end_of(month: str, today: date) -> date:
    """The last day of a month. Raises ProjectError where that has not ended."""
    if month >= today.isoformat()[:7]:
        raise ProjectError(
            f"{month} has not ended on {today.isoformat()}",
            hint="without --month the present state is printed, up to today",
        )
    year, number = map(int, month.split("-"))
    if not year:
        raise ProjectError("there is no year 0", hint="write the month as 2026-10")
    return date(year, number, monthrange(year, number)[1])
