"""`secondstory lint`: words that judge people, and plans that rest on nobody."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.cli.options import config_option, format_option, load
from secondstory.cli.talk import painter, say, show
from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.report.remarks import Linted

_LARGEST_BASELINE = 50_000_000  # bytes


@click.command(short_help="Find words that judge people, and plans that rest on nobody.")
@click.argument(
    "files", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, path_type=Path)
)
@format_option
@click.option("--fix", is_flag=True, help="Offer what to ask instead as a diff; writes nothing.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Leave out what FILE knows [default: `baseline` of the config, if any].",
)
@click.option(
    "--write-baseline",
    "written",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what is found to FILE, for --baseline, and exit with 0.",
)
@config_option
@click.pass_context
def lint(
    context: click.Context,
    *,
    files: tuple[Path, ...],
    form: str | None,
    fix: bool,
    baseline: Path | None,
    written: Path | None,
    config: Path | None,
) -> int:
    """Find words that judge people, and plans that rest on nobody.

    Reads the named files, or all reports. Exit code 1 where anything is found.
    `<!-- lint: allow RULE: reason -->` allows a finding; the rules are in docs/lint.md.
    """
    from secondstory.extract.lexicon import load_lexicon
    from secondstory.lint.baseline import as_baseline
    from secondstory.linting import lint_files, listed
    from secondstory.report import remarks

    form = form or "text"
    if fix and form != "text":
        raise click.UsageError("--fix offers text: leave --format out.")
    project = load(context, config)
    lexicon = load_lexicon(project.words, project.severities)
    places = files or (project.source,)
    found = lint_files(listed(places, project.exclude), lexicon, project.lint)
    if written is not None:
        _write(written, as_baseline((_within(one, written), one.remarks) for one in found))
        say(f"{remarks.sentence(found)}, kept in {written}.")
        return 0
    if known := baseline or project.baseline:
        found = _new(found, known)
    if form == "text":
        paint = painter(sys.stdout)
        show("".join(remarks.as_text(one, paint, offer=fix) for one in found))
    elif form == "json":
        show(remarks.as_json(found))
    else:
        show(_hosted(found, form))
    if form in {"text", "github"}:
        say(f"{remarks.sentence(found)}.")
    return 1 if any(one.remarks for one in found) else 0


def _new(found: tuple[Linted, ...], file: Path) -> tuple[Linted, ...]:
    """What a baseline does not know. Raises ProjectError where it cannot be read."""
    from collections import Counter

    from secondstory.lint.baseline import news, read_baseline
    from secondstory.noun import replace

    try:
        with file.open("rb") as stream:
            text = stream.read(_LARGEST_BASELINE).decode("utf-8", "replace")
    except OSError as error:
        raise ProjectError(
            f"the baseline {str(file)!r} cannot be read: {(error.strerror or 'unknown').lower()}",
            hint="write one with `secondstory lint --write-baseline FILE`",
        ) from error
    known = read_baseline(text, str(file))
    return tuple(
        replace(one, remarks=news(one.remarks, known.get(_within(one, file), Counter())))
        for one in found
    )


def _within(one: Linted, baseline: Path) -> str:
    """How a baseline calls a file: as seen from where the baseline lies."""
    return Path(os.path.relpath(one.path, baseline.resolve().parent)).as_posix()


def _hosted(found: tuple[Linted, ...], form: str) -> str:
    """The findings as code hosts read them: paths count from the root of the repository."""
    from secondstory.places import repository
    from secondstory.report import Report
    from secondstory.report.formats import FORMATS

    root = repository(Path.cwd()) or Path.cwd()
    findings = tuple(
        remark.finding(Path(os.path.relpath(Path(one.path).resolve(), root)).as_posix())
        for one in found
        for remark in one.remarks
    )
    return FORMATS[form](Report(findings, reports=len(found), others=0), painter(sys.stdout))


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise ProjectError(
            f"cannot write {str(file)!r}: {(error.strerror or 'unknown').lower()}"
        ) from error
