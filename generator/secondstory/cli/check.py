"""`secondstory check`: what is wrong with the reports, without making a site."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import sys
from pathlib import Path

import click

from secondstory.cli.options import (
    audience_option,
    config_option,
    json_option,
    load,
    source_option,
    today,
)
from secondstory.cli.talk import painter, progress, say, show


@click.command(short_help="Say what to mend in the reports.")
@source_option
@audience_option
@click.option("--strict", is_flag=True, help="Count notes, too.")
@click.option("--missing", is_flag=True, help="List what a reader would miss, too.")
@click.option("--links", is_flag=True, help="Make the portal in memory, and follow its links, too.")
@json_option
@config_option
@click.pass_context
def check(
    context: click.Context,
    *,
    source: Path | None,
    audiences: tuple[str, ...],
    strict: bool,
    missing: bool,
    links: bool,
    as_json: bool,
    config: Path | None,
) -> int:
    """Say what to mend in the reports, each with its line, and write nothing.

    Exits with 1 if there are warnings or errors; with --strict notes count, too. What
    --missing lists (lessons, causes, owners ...) is no fault, and does not count.

    --links finds what leads nowhere in any page: links, places in pages, images, scripts,
    styles. It takes as long as a build that remembers nothing.
    """
    from secondstory import gaps, pipeline, report
    from secondstory.config import Flags, require_folders
    from secondstory.crawl import scan
    from secondstory.extract import load_lexicon
    from secondstory.findings import Level
    from secondstory.incremental import editors
    from secondstory.portable import shown
    from secondstory.render import load_theme

    project = require_folders(load(context, config, Flags(source=source, audiences=audiences)))
    with progress(wanted=not as_json) as tell:
        lexicon = load_lexicon(project.words, project.severities)
        listed = scan(project.source, project.exclude)
        studies = pipeline.study_all(listed, lexicon, tell, project.privacy)
    reading = pipeline.gather(studies, listed, project.site.audiences, editors(project))
    findings = reading.findings
    if links:
        theme = load_theme(project.theme, [project.themes] if project.themes else [])
        lost = pipeline.broken_links(project.source, reading, theme, project.site, today())
        findings = tuple(sorted((*findings, *lost)))
    found = report.Report(
        findings,
        reports=len(reading.archive.briefs),
        others=len(reading.archive.others),
        folder=Path(shown(project.source)).as_posix(),
        missing=gaps.missing(studies) if missing else None,
    )
    form = report.FORMATS["json" if as_json else "text"]
    show(form(found, painter(sys.stdout)))
    if not as_json:
        if missing:
            show(report.as_gaps(found, painter(sys.stdout)))
        say(f"{report.sentence(found)}.")
    least = Level.NOTE if strict else Level.WARNING
    return 1 if any(finding.level >= least for finding in found.findings) else 0
