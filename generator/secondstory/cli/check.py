"""`secondstory check`: what is wrong with the reports, without making a site."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.cli.asked import Asked, asked_about
from secondstory.cli.options import (
    as_of_option,
    audience_option,
    config_option,
    format_option,
    json_option,
    load,
    source_option,
    today,
)
from secondstory.cli.talk import painter, progress, say, show
from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.deadlines import Deadline
    from secondstory.model import Archive, Study
    from secondstory.policy import Policy
    from secondstory.report import Report


@click.command(short_help="Say what to mend in the reports.")
@click.argument(
    "files", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, path_type=Path)
)
@source_option
@audience_option
@click.option("--strict", is_flag=True, help="Count notes, too.")
@click.option("--missing", is_flag=True, help="List what a reader would miss, too.")
@click.option("--rubric", is_flag=True, help="Tell how each report stands by the rubric, too.")
@click.option("--deadlines", is_flag=True, help="List reports that are overdue or missing, too.")
@click.option("--links", is_flag=True, help="Make the portal in memory, and follow its links, too.")
@click.option(
    "--changed-since",
    "since",
    metavar="REF",
    help="Say it only of what the branch changes since it left REF.",
)
@format_option
@json_option
@click.option(
    "--summary",
    metavar="FILE",
    help="Write Markdown for a pull request to FILE, too; - prints it instead of the findings.",
)
@as_of_option
@config_option
@click.pass_context
def check(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    source: Path | None,
    audiences: tuple[str, ...],
    strict: bool,
    missing: bool,
    rubric: bool,
    deadlines: bool,
    links: bool,
    since: str | None,
    form: str | None,
    as_json: bool,
    summary: str | None,
    as_of: date | None,
    config: Path | None,
) -> int:
    """Say what to mend in the reports, or in each FILE, each with its line, and write nothing.

    Exits with 1 if there are warnings or errors; with --strict notes count, too. What
    --missing lists (lessons, causes, owners ...) is no fault, and does not count, nor does what
    --rubric and --deadlines tell.

    --links finds what leads nowhere in any page: links, places in pages, images, scripts,
    styles. It takes as long as a build that remembers nothing.

    A FILE may be a folder. All reports are read whatever is asked: a summary tells which
    earlier incidents are like the ones asked about, and why.
    """
    from secondstory import gaps, pipeline
    from secondstory.beside import beside
    from secondstory.config import Flags, require_folders
    from secondstory.crawl import scan
    from secondstory.extract import load_lexicon
    from secondstory.findings import Level
    from secondstory.model import Postmortem
    from secondstory.render import load_theme
    from secondstory.report import Report, sentence
    from secondstory.report.formats import FORMATS
    from secondstory.review import review
    from secondstory.rubric import graded

    more = missing or deadlines or (rubric and summary is None)
    form = _form(form, as_json=as_json, more=more)
    day = as_of or today()
    project = require_folders(load(context, config, Flags(source=source, audiences=audiences)))
    asked = asked_about(project.source, files, since)
    with progress(wanted=form == "text") as tell:
        lexicon = load_lexicon(project.words, project.severities)
        listed = scan(project.source, project.exclude)
        studies = pipeline.study_all(listed, lexicon, tell, project.privacy)
    site = project.site
    around = beside(project)
    reading = pipeline.gather(
        studies, listed, site.audiences, around, project.privacy, drafts=site.drafts, as_of=day
    )
    findings = tuple(sorted((*reading.findings, *review(studies, project.policy))))
    if links:
        theme = load_theme(project.theme, [project.themes] if project.themes else [])
        lost = pipeline.broken_links(project.source, reading, theme, site, day, project.policy)
        findings = tuple(sorted((*findings, *lost)))
    about = [study for study in studies if asked is None or study.path in asked]
    found = Report(
        tuple(each for each in findings if asked is None or each.location.path in asked),
        reports=len(reading.archive.briefs),
        others=len(reading.archive.others),
        drafts=reading.drafts,
        folder=_folder(project.source, form),
        missing=gaps.missing(about) if missing else None,
        rubric=graded(about) if rubric else None,
        deadlines=_deadlines(reading.archive, studies, asked, project.policy, day)
        if deadlines
        else None,
        asked=None if asked is None else sum(isinstance(each, Postmortem) for each in about),
    )
    if summary is not None:
        from secondstory.report.summary import as_summary

        told = [study for study in studies if _may_tell(study, asked)]
        same = not (site.audiences or site.drafts or any(study.stage.is_open for study in told))
        everybody = reading.archive
        if not same:
            everybody = pipeline.gather(
                told, listed, beside=around, privacy=project.privacy, drafts=True
            ).archive
        _write(summary, as_summary(found, about, everybody, day, site))
    if summary != "-":
        show(FORMATS[form](found, painter(sys.stdout)))
        show(_more(found) if form == "text" else "")
    if form in {"text", "github"}:
        say(f"{sentence(found)}.")
    least = Level.NOTE if strict else Level.WARNING
    return 1 if any(finding.level >= least for finding in found.findings) else 0


def _may_tell(study: Study, asked: Asked | None) -> bool:
    """Whether a change may be told of a report: of its own drafts it may, of others not."""
    return not study.stage.is_open or (asked is not None and study.path in asked)


def _more(found: Report) -> str:
    """What was asked for beside the findings, as text."""
    from secondstory.report import as_gaps
    from secondstory.report.work import as_deadlines, as_rubric

    paint = painter(sys.stdout)
    parts = [as_gaps(found, paint) if found.missing else ""]
    parts += [as_rubric(found, paint)] if found.rubric else []
    parts += [as_deadlines(found, paint)] if found.deadlines is not None else []
    return "\n".join(filter(None, parts))


def _deadlines(
    archive: Archive,
    studies: Sequence[Study],
    asked: Asked | None,
    policy: Policy,
    day: date,
) -> tuple[Deadline, ...]:
    """The reports that are still to be written, of those asked about."""
    from secondstory.deadlines import deadlines

    found = deadlines(studies, policy, day, archive.renamed)
    return tuple(one for one in found if asked is None or one.path in asked)


def _form(form: str | None, *, as_json: bool, more: bool) -> str:
    """The format that is asked for. Raises UsageError where two options disagree."""
    if as_json and form not in {None, "json"}:
        raise click.UsageError(f"--json and --format {form} ask for two formats.")
    chosen = "json" if as_json else form or "text"
    if more and chosen not in {"text", "json"}:
        raise click.UsageError(
            f"--format {chosen} tells findings only: --summary tells what is missing as well,"
            " text and json tell all."
        )
    return chosen


def _folder(source: Path, form: str) -> str:
    """What stands before the paths of findings: code hosts count from the repository's root."""
    from secondstory.places import repository
    from secondstory.portable import shown
    from secondstory.report.formats import HOSTED

    root = repository(source) if form in HOSTED else None
    return (
        Path(os.path.relpath(source.resolve(), root)) if root else Path(shown(source))
    ).as_posix()


def _write(summary: str, text: str) -> None:
    """Print a summary, or write it to a file. Raises ProjectError where it cannot be written."""
    if summary == "-":
        show(text)
        return
    try:
        Path(summary).write_text(text, "utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise ProjectError(
            f"cannot write {summary!r}: {(error.strerror or 'unknown').lower()}"
        ) from error
