"""`secondstory actions`: every action item of the archive, as text, JSON, a sheet or a calendar."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.cli.options import (
    as_of_option,
    audience_option,
    cache_dir_option,
    config_option,
    load,
    source_option,
    today,
)
from secondstory.cli.talk import painter, say, show
from secondstory.cli.track import import_, sync
from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.commitments import Commitment, Summary, Wanted
    from secondstory.config import Project

_LATE = 1  # the exit code of --strict
_FORMATS = ("text", "json", "csv", "ics")
# The values of commitments.View, which takes time to import; a test holds the two together.
VIEWS = ("all", "overdue", "orphans", "unverified", "ideas", "declined")
# Option -> the field of commitments.Wanted that it fills.
_FILTERS = {
    "service": "services",
    "tag": "tags",
    "type": "types",
    "strength": "strengths",
    "state": "states",
    "severity": "severities",
    "owner": "owners",
}


def _filter(name: str, about: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    return click.option(
        f"--{name}", _FILTERS[name], metavar=name.upper(), multiple=True, help=about
    )


@click.group(
    "actions", invoke_without_command=True, short_help="Print every action item, the late first."
)
@source_option
@audience_option
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    default="all",
    help="Only the overdue; those that wait without owner or day (orphans); those that are done and"
    " not proven (unverified); ideas; or what was declined [default: all].",
)
@_filter("service", "Only of this service; as all filters it can be repeated.")
@_filter("tag", "Only of reports with this tag.")
@_filter("type", "Only of this type: prevent, detect, mitigate, process, docs, architecture.")
@_filter("strength", "Only of this strength: strong, intermediate, weak; none: not graded.")
@_filter("state", "Only in this state, such as late, open or shipped.")
@_filter("severity", "Only of this severity, such as SEV1; or near-miss.")
@_filter("owner", "Only of this owner, as written; none: without one.")
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="How to print them: for people, as JSON, as a sheet (CSV), as a calendar of their days"
    " (iCalendar) [default: text].",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write them [default: standard output].",
)
@click.option("--strict", is_flag=True, help="Exit with 1 where one of them is late.")
@cache_dir_option
@config_option
@click.pass_context
def actions(
    context: click.Context,
    /,
    *,
    source: Path | None,
    audiences: tuple[str, ...],
    view: str,
    as_of: date | None,
    form: str,
    output: Path | None,
    strict: bool,
    cache_dir: Path | None,
    config: Path | None,
    **filters: tuple[str, ...],
) -> None:
    """Print every action item of the archive: how far it is, by when it is due, how old it is.

    The late come first, then age times severity. A day that a report states counts; without one
    [policy.fixes] in the config says by when. Owners stand with their items and are never counted.
    """
    if context.invoked_subcommand:
        return
    from secondstory.cli.digest import archive_of
    from secondstory.commitments import View, Wanted, commitments, narrowed
    from secondstory.config import Flags, require_folders

    project = require_folders(load(context, config, Flags(source=source, audiences=audiences)))
    day = as_of or today()
    every = commitments(archive_of(project, day, cache_dir), project.policy.fixes, day)
    wanted = Wanted(View(view), **filters)
    _unknown(every, wanted)
    counted = narrowed(every, Wanted(View.ALL, **filters))
    found = narrowed(counted, Wanted(View(view)))
    if form == "text" and output is None:
        show("".join(f"{line}\n" for line in _text(found, counted, day)))
    else:
        _write(_spelled(form, found, counted, project, day), output)
    if strict and any(one.late for one in found):
        context.exit(_LATE)


def _spelled(
    form: str,
    found: Sequence[Commitment],
    counted: Sequence[Commitment],
    project: Project,
    day: date,
) -> bytes:
    from secondstory.render.actions import as_document, as_sheet
    from secondstory.render.address import outward

    way = partial(outward, project.site, root="")
    if form == "json":
        return as_document(found, counted, way, day)
    if form == "csv":
        return as_sheet(found, way)
    if form == "ics":
        from secondstory.render.actions.calendar import as_calendar

        return as_calendar(found, way, project.site, day)
    return "".join(f"{line}\n" for line in _text(found, counted, day)).encode("utf-8", "replace")


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise ProjectError(
            f"{output} cannot be written: {error.strerror}", hint="name another file for --output"
        ) from error


def _unknown(every: Sequence[Commitment], wanted: Wanted) -> None:
    """Say which values nothing has, so that an empty list is no riddle."""
    from secondstory.commitments import stated

    for option, field in _FILTERS.items():
        known = stated(every, field)
        for value in getattr(wanted, field):
            if value.casefold() not in known:
                near = get_close_matches(value.casefold(), known, 1, 0.6)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                say(f"No action item has --{option} {value!r}{hint}")


def _text(found: Sequence[Commitment], counted: Sequence[Commitment], day: date) -> Iterator[str]:
    """A table for each state, below a sentence of what they come to."""
    from secondstory.cli.table import Column, table, terminal_width
    from secondstory.commitments import summary

    paint = painter(sys.stdout)
    width = terminal_width()
    yield from _wrapped(_counts(summary(counted), day), width)
    if not found:
        yield "There is nothing to show."
    columns = (Column("Due", 11), Column("Age", 7), Column("Severity", 10), Column("Strength", 12))
    for heading, some in groupby(found, _heading):
        ones = list(some)
        yield ""
        yield paint(f"{heading} ({len(ones):,})", "place")
        head, *lines = table((*columns, Column("What", 0)), map(_row, ones), width)
        yield paint(head, "hint")
        yield from lines


def _heading(one: Commitment) -> str:
    """What a list says above it; what is begun stands among what is still to be done."""
    waiting = one.state.is_open and not one.late
    return "Still to do" if waiting else one.state.words


def _wrapped(text: str, width: int) -> Iterable[str]:
    from secondstory.cli.table import Column, table

    return list(table((Column("", 0),), [[[text]]], width))[1:]


def _row(one: Commitment) -> Sequence[Sequence[str]]:
    from secondstory.commitments import POLICY, waits
    from secondstory.model import ActionStatus
    from secondstory.portable import visible

    fix, report = one.fix, one.report
    due = [visible(fix.due.written)] if fix.due and not fix.due.day else []
    due += [one.due.isoformat()] if one.due else []
    due += ["by policy"] if one.due_by == POLICY else []
    due += [f"{one.late:,} d late"] if one.late else []
    severity = report.severity.label if report.severity else "not stated"
    about = [
        one.name,
        "in progress" if one.fix.status is ActionStatus.IN_PROGRESS else "",
        ", ".join(report.services),
        f"owner {fix.owner}" if fix.owner else "no owner" if waits(one) else "",
        fix.purpose or fix.type or "",
        fix.ticket.text if fix.ticket else "",
        f"proof: {fix.verified_by.text}" if fix.verified_by else "",
        f"declined: {fix.reason}" if fix.reason else "",
        f"also in {', '.join(slug for slug, _ in one.also)}" if one.also else "",
    ]
    return (
        due or ["not stated"],
        ["unknown" if one.age is None else f"{one.age:,} d"],
        ["near miss" if report.near_miss else visible(severity)],
        [fix.grade.strength.value if fix.grade else "not graded"],
        [visible(fix.text.text), visible("; ".join(part for part in about if part))],
    )


def _counts(found: Summary, day: date) -> str:
    from secondstory.model import FixState
    from secondstory.render.actions.words import closure_words, open_words

    apart = f"{found.states[FixState.DECLINED]:,} declined, {found.states[FixState.IDEA]:,} ideas"
    return f"As of {day}: {open_words(found)} {closure_words(found)} Apart: {apart}."


actions.add_command(sync)
actions.add_command(import_)
