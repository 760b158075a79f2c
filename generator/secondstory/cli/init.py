"""`secondstory init`: the beginning of a project."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.cli.options import today, working_folder
from secondstory.cli.talk import progress, say

if TYPE_CHECKING:
    from secondstory.acquaint import Acquaintance
    from secondstory.config import Project


@click.command(short_help="Begin a project.")
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    help="Whose CI to write files for [default: GitLab's where there are some, else GitHub's].",
)
def init(folder: Path, ci: str | None) -> None:
    """Write a config, a first report and the files of CI into DIR [default: here].

    Existing postmortems are found (docs/postmortems, incidents ...) and read: what they have
    in common is said, and the config proposes what is not known yet: headings, severities,
    files to leave out. Nothing that exists is overwritten.
    """
    from secondstory.acquaint import proposals, tell
    from secondstory.config import CONFIG_NAME, Project, load_project
    from secondstory.portable import shown, visible
    from secondstory.start import NONE, start, usual_source

    place = working_folder() / folder
    source, output = usual_source(place), "site"
    project = Project(place, place / source, place / output)
    if (place / CONFIG_NAME).is_file():
        project = load_project(place, place / CONFIG_NAME)
        source = Path(os.path.relpath(project.source, place)).as_posix()
        output = Path(os.path.relpath(project.output, place)).as_posix()
    known = _acquainted(project)
    proposed = proposals(known) if known else NONE
    code_host = "" if ci == "none" else ci
    started = start(place, today(), source, output, proposed, code_host)

    for line in tell(known) if known else ():
        say(line)
    lines = (*proposed.exclude, *proposed.words, *proposed.severities)
    if lines and CONFIG_NAME in started.made:
        say()
        say(f"{CONFIG_NAME} proposes what to do about it, in comments.")
    elif lines:
        say()
        say(f"{CONFIG_NAME} is left as it is. These lines would fit into it:")
        for line in lines:
            say(f"  {visible(line)}")
    if known:
        say()
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
    say(f"  {enter}secondstory new              begins a report, with the questions that suit it")
    say(f"  {enter}secondstory build            writes it to {output}/: add that to .gitignore")


def _acquainted(project: Project) -> Acquaintance | None:
    """Read the reports of a project, None where it has none yet."""
    from secondstory import pipeline
    from secondstory.acquaint import acquaint
    from secondstory.crawl import scan
    from secondstory.extract import load_lexicon

    if not project.source.is_dir():
        return None
    lexicon = load_lexicon(project.words, project.severities)
    with progress() as tell:
        found = scan(project.source, project.exclude)
        studies = pipeline.study_all(found, lexicon, tell, project.privacy)
    return acquaint(studies, lexicon) if studies else None
