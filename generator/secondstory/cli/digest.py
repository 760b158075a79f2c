"""`secondstory digest`: what a month taught, as text, and why it is that."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secondstory.cli.options import (
    as_of_option,
    audience_option,
    cache_dir_option,
    config_option,
    json_option,
    load,
    source_option,
    today,
)
from secondstory.cli.talk import painter, say, show
from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.config import Project
    from secondstory.model import Archive, Choice, Issue

_NEWEST = 12  # months that a complaint names


def read_month(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Read a month that an option gives."""
    if value is None or re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", value):
        return value
    raise click.BadParameter(f"{value!r} is no month; write it as 2026-10.", context, parameter)


month_option = click.option(
    "--month",
    metavar="YYYY-MM",
    callback=read_month,
    help="The month that the issue is about [default: the last one that has ended].",
)


@click.group(
    "digest", invoke_without_command=True, short_help="Print what a month taught, and why."
)
@source_option
@audience_option
@month_option
@as_of_option
@click.option("--explain", is_flag=True, help="Show each lesson, its score and what became of it.")
@cache_dir_option
@json_option
@config_option
@click.pass_context
def digest(
    context: click.Context,
    *,
    source: Path | None,
    audiences: tuple[str, ...],
    month: str | None,
    as_of: date | None,
    explain: bool,
    cache_dir: Path | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Print an issue of the monthly digest as Markdown, as it stands on the portal.

    Lessons are scored, and the best are told, at most one of a report, a class and a team.
    An editor pins, drops and headlines lessons in digests/YYYY-MM.toml beside the config.
    """
    if context.invoked_subcommand:
        return
    from secondstory.config import Flags, require_folders
    from secondstory.digest import last_month
    from secondstory.render.address import outward
    from secondstory.render.catalogue import catalogue
    from secondstory.render.digest import around, view_of
    from secondstory.render.digest.data import issue_data
    from secondstory.render.twins.digest import issue_lines

    project = require_folders(load(context, config, Flags(source=source, audiences=audiences)))
    day = as_of or today()
    archive = archive_of(project, day, cache_dir)
    wanted = month or last_month(day)
    issue, choices = found(archive, wanted, day)
    if explain:
        show(_as_json(issue, choices) if as_json else "".join(_explained(issue, choices)))
        return
    site = project.site
    page = view_of(
        catalogue(archive, site, day, terms=project.policy.fixes), issue, around(archive, issue)
    )
    if as_json:
        data = issue_data(page, issue, partial(outward, site, root=""))
        show(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    else:
        show("\n".join(issue_lines(page, site, root="")).rstrip("\n") + "\n")


def archive_of(project: Project, as_of: date, cache_dir: Path | None = None) -> Archive:
    """The archive of a project, from the cache of its builds where that knows it.

    What is wrong with the words of its editors is said.
    """
    from secondstory import incremental, report
    from secondstory.cache import cache_folder
    from secondstory.digest import CODES
    from secondstory.portable import shown

    reading = incremental.read(project, as_of, cache_dir or cache_folder(project.root))
    codes = {code.code for code in CODES}
    wrong = tuple(finding for finding in reading.findings if finding.code in codes)
    if wrong:
        told = report.Report(wrong, 0, 0, Path(shown(project.source)).as_posix())
        say(report.as_text(told, painter(sys.stderr)).rstrip("\n"))
    return reading.archive


def found(archive: Archive, month: str, as_of: date) -> tuple[Issue, tuple[Choice, ...]]:
    """The issue of a month, and what became of each lesson for it. Raises ProjectError."""
    from secondstory.digest import issue_of, issues, last_month

    if month > as_of.isoformat()[:7]:
        raise ProjectError(
            f"{month} has not begun on {as_of.isoformat()}",
            hint=f"the last month that has ended is {last_month(as_of)}",
        )
    issue, choices = issue_of(archive, month, archive.edits)
    if issue:
        return issue, choices
    months = [each.month for each in issues(archive, last_month(as_of), archive.edits)]
    there = ", ".join(months[: -_NEWEST - 1 : -1])
    more = f" and {len(months) - _NEWEST} before" if len(months) > _NEWEST else ""
    hint = f"there are issues for {there}{more}" if months else _why_none(archive)
    raise ProjectError(f"there is no issue for {month}", hint=hint)


def _why_none(archive: Archive) -> str:
    from secondstory.model import LessonKind

    if not any(report.learned(LessonKind.LESSON) for report in archive.briefs):
        return "no report states a lesson; a line under `## Lessons learned` is enough"
    return "reports need a day to be placed in a month: `date: 2026-09-14` in the front matter"


def _explained(issue: Issue, choices: tuple[Choice, ...]) -> Iterator[str]:
    """The lessons that are told, in their order; then the others, the best first."""
    paint = painter(sys.stdout)
    yield f"{issue.month}, issue {issue.number}: {_counted(issue)}\n"
    for title, some in _sorted(choices).items():
        yield f"\n{paint(title, 'place')}\n"
        for choice in some:
            yield from _choice(choice, paint)


def _choice(choice: Choice, paint: Callable[[str, str], str]) -> Iterator[str]:
    from secondstory.digest import plain
    from secondstory.portable import visible

    each = choice.learning
    fate = "" if choice.fate == "told" else f": {choice.fate}"
    yield f"{each.score:6.2f}  {paint(f'{each.slug}#{each.anchor}', 'place')}{fate}\n"
    yield f"        {plain(each.headline.text)}\n"
    yield f"        {paint(visible('; '.join(choice.reasons)), 'hint')}\n"


def _sorted(choices: tuple[Choice, ...]) -> Mapping[str, list[Choice]]:
    told = [choice for choice in choices if choice.fate == "told"]
    others = [choice for choice in choices if choice.fate != "told"]
    others.sort(key=lambda choice: (-choice.learning.score, choice.learning.slug))
    return {title: some for title, some in (("Told", told), ("Not told", others)) if some}


def _counted(issue: Issue) -> str:
    from secondstory.render.words import count

    return f"{count(issue.pool, 'lesson')} of {count(issue.reports, 'report')} of the month"


def _as_json(issue: Issue, choices: tuple[Choice, ...]) -> str:
    from secondstory.digest import plain

    document: dict[str, Any] = {
        "schema_version": 1,
        "month": issue.month,
        "number": issue.number,
        "reports": issue.reports,
        "lessons": issue.pool,
        "candidates": [
            {
                "lesson": f"{choice.learning.slug}#{choice.learning.anchor}",
                "headline": plain(choice.learning.headline.text),
                "score": choice.learning.score,
                "reasons": list(choice.reasons),
                "told": choice.fate == "told",
                "fate": choice.fate,
            }
            for some in _sorted(choices).values()
            for choice in some
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
