"""What commands share: their common options, the project, the day."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.config import Flags, Project

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The config file [default: the nearest secondstory.toml upwards, if any].",
)
source_option = click.option(
    "--source",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the reports lie [default: postmortems].",
)
theme_option = click.option("--theme", metavar="NAME", help="The look [default: default].")
audience_option = click.option(
    "--audience",
    "audiences",
    metavar="NAME",
    multiple=True,
    help="Include the reports that are for this audience only; can be repeated.",
)
drafts_option = click.option(
    "--drafts/--no-drafts",
    default=None,
    help="Include reports that are still being written or reviewed [default: no].",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
# The names of report.formats, which takes time to import; a test holds the two together.
FORMAT_NAMES = ("text", "json", "github", "gitlab", "sarif")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMAT_NAMES),
    help="How to print the findings: for people, for machines, as annotations of GitHub, as code"
    " quality of GitLab, as SARIF [default: text].",
)


def read_day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read a day that an option gives."""
    if value is None:
        return None
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    message = f"{value!r} is no day; write it as 2026-09-14."
    raise click.BadParameter(message, context, parameter)


def _as_of(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if value is not None:
        return read_day(context, parameter, value)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else None
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds since 1970."
        raise click.UsageError(message, context) from None


as_of_option = click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    callback=_as_of,
    help="The day that decides what is late and what is new "
    "[default: SOURCE_DATE_EPOCH, else today in UTC].",
)


cache_dir_option = click.option(
    "--cache-dir",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where builds remember [default: .secondstory/cache beside the config].",
)


def today() -> date:
    """The present day in UTC, for commands that were told none."""
    return datetime.now(UTC).date()


def working_folder() -> Path:
    """Where the command was started. Raises ProjectError where that is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise ProjectError(
            "the working folder does not exist any more", hint="change to one that does"
        ) from None


def load(
    context: click.Context, config: Path | None, flags: Flags | None = None, *, writes: bool = False
) -> Project:
    """Read the project of the working folder, or of `--config` before or behind the command.

    `writes` says that the output folder will be replaced. Raises ProjectError.
    """
    from secondstory.config import Flags, load_project  # noqa: PLC0415  (see cli/__init__)

    config = config or context.find_root().obj
    return load_project(working_folder(), config, flags or Flags(), writes=writes)
