"""`secondstory init`: the beginning of a project."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import os
from pathlib import Path

import click

from secondstory.cli.options import today, working_folder
from secondstory.cli.talk import say


@click.command(short_help="Begin a project.")
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
def init(folder: Path) -> None:
    """Write a config, a first report and a CI workflow into DIR [default: here].

    Existing postmortems are found (docs/postmortems, incidents ...), and nothing that
    exists is overwritten.
    """
    from secondstory.config import CONFIG_NAME, load_project
    from secondstory.portable import shown
    from secondstory.start import start

    place = working_folder() / folder
    source, output = None, "site"
    if (place / CONFIG_NAME).is_file():
        project = load_project(place, place / CONFIG_NAME)
        source = Path(os.path.relpath(project.source, place)).as_posix()
        output = Path(os.path.relpath(project.output, place)).as_posix()
    started = start(place, today(), source, output)

    before = "" if shown(place) == "." else f"{Path(shown(place)).as_posix()}/"
    for path in started.made:
        click.echo(f"made  {before}{path}")
    for path, reason in started.kept:
        click.echo(f"kept  {before}{path} ({reason})")
    say()
    say("Next:")
    enter = f"cd {before.rstrip('/')} && " if before else ""
    say(f"  {enter}secondstory serve --open     shows the portal, and every save in it")
    if started.found:
        say(f"  {enter}secondstory explain FILE     shows what is read from one of your reports")
        say(
            f"  {enter}secondstory check            shows what to mend before CI is strict about it"
        )
    say(f"  {enter}secondstory build            writes it to {output}/: add that to .gitignore")
