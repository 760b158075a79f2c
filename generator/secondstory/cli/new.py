"""`secondstory new`: the draft of a report."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from secondstory.cli.options import config_option, load, read_day, source_option, today
from secondstory.cli.talk import say, show
from secondstory.findings import ProjectError

if TYPE_CHECKING:
    from secondstory.config import Project
    from secondstory.draft import Answers

T = TypeVar("T")

_TYPE = "availability"


@click.command(short_help="Begin a report.")
@click.argument("title", required=False)
@click.option("--severity", metavar="WORD", help="How bad it was: SEV1 to SEV4, or your word.")
@click.option(
    "--severity-initial",
    "first",
    metavar="WORD",
    help="What it was called first [default: the same].",
)
@click.option(
    "--type",
    "kind",
    metavar="TYPE",
    help="availability, security, data-loss, performance, near-miss or a type of your own"
    f" [default: {_TYPE}].",
)
@click.option(
    "--date",
    "day",
    metavar="YYYY-MM-DD",
    callback=read_day,
    help="The day it began [default: today in UTC].",
)
@click.option(
    "--service", "services", metavar="NAME", multiple=True, help="What broke; can be repeated."
)
@click.option(
    "--output",
    metavar="FILE",
    help="Where to write it; - prints it [default: named after day and title, among the reports].",
)
@source_option
@config_option
@click.pass_context
def new(
    context: click.Context,
    *,
    title: str | None,
    severity: str | None,
    first: str | None,
    kind: str | None,
    day: date | None,
    services: tuple[str, ...],
    output: str | None,
    source: Path | None,
    config: Path | None,
) -> None:
    """Begin the report of an incident, with the questions that suit it.

    Severity decides how deep it goes, TYPE adds questions of its own, and a near miss has three.
    On a terminal, what is not said is asked for. The report is a draft: the portal leaves it out
    until its status says approved. Nothing that exists is overwritten.

    TITLE says what happened, component and mechanism first.
    """
    from secondstory.blueprints import load_blueprints
    from secondstory.config import Flags, require_blueprints
    from secondstory.draft import draft

    project = load(context, config, Flags(source=source))
    blueprints = load_blueprints(require_blueprints(project))
    asks = sys.stdin.isatty()
    answers = _answers(project, blueprints, title, severity, first, kind, day, services, asks=asks)
    made = draft(answers, blueprints, project.policy)
    if output == "-":
        show(made.text)
        return
    file = Path(output) if output else project.source / made.path
    _write(file, made.text)
    _tell(file, answers, project)


def _answers(
    project: Project,
    blueprints: Mapping[str, str],
    title: str | None,
    severity: str | None,
    first: str | None,
    kind: str | None,
    day: date | None,
    services: tuple[str, ...],
    *,
    asks: bool,
) -> Answers:
    """What is known of the incident; where it `asks`, what is not said is asked for."""
    from secondstory.draft import NEAR_MISS, Answers, known_type, types
    from secondstory.extract.severity import NEAR_MISS as NEARLY

    def ask(question: str, default: str | None, read: Callable[[str], T]) -> T:
        found: T = click.prompt(question, default=default, err=True, value_proc=_again(read))
        return found

    def read_type(written: str) -> str:
        return known_type(written, blueprints)

    if severity and NEARLY.search(severity):
        kind, severity = NEAR_MISS, None
    if asks and title is None:
        title = ask("What happened, in one line", None, str.strip)
        if kind is None:
            named = ", ".join(types(blueprints))
            kind = ask(f"What kind of incident ({named})", _TYPE, read_type)
        if day is None:
            day = ask("On which day", today().isoformat(), _day)
        if not services:
            services = ask("Which services, with commas (may stay empty)", "", _names)
    kind = read_type(kind or _TYPE)
    if asks and severity is None and kind != NEAR_MISS:
        question = "How bad was it, SEV1 (worst) to SEV4"
        severity = ask(question, "SEV2", lambda written: _known(written, project))
    if not (title and title.strip()):
        raise click.UsageError("A title is needed: secondstory new 'What happened, in one line'.")
    if severity is None and kind != NEAR_MISS:
        raise click.UsageError("--severity is needed, or --type near-miss.")
    level = _level(severity, project) if severity else None
    title = title.encode("utf-8", "replace").decode()  # half a letter has no bytes
    return Answers(title, day or today(), kind, severity, level, first, services)


def _again(read: Callable[[str], T]) -> Callable[[str], T]:
    """Have a question asked once more where its answer cannot be read."""

    def value(written: str) -> T:
        try:
            return read(written)
        except ProjectError as error:
            raise click.UsageError(f"{error.message} ({error.hint})") from None

    return value


def _names(written: str) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in written.split(","))))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise ProjectError(f"{written!r} is no day", hint="write it as 2026-09-14") from None


def _known(severity: str, project: Project) -> str:
    _level(severity, project)
    return severity.strip()


def _level(severity: str, project: Project) -> int:
    """How bad a severity is. Raises ProjectError where its word is not known."""
    from secondstory.extract import load_lexicon
    from secondstory.extract.severity import read_severity

    level = read_severity(severity, load_lexicon(project.words, project.severities)).level
    if level is None:
        hint = "write SEV1 to SEV4, or map your word under [severities] in secondstory.toml"
        raise ProjectError(f"the severity {severity!r} fits no scale", hint=hint)
    return level


def _write(file: Path, text: str) -> None:
    from secondstory.portable import shown

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        if isinstance(error, FileExistsError) and file.parent.is_dir():
            hint = "it is left as it is; --output FILE writes to another"
            raise ProjectError(f"{shown(file)!r} exists", hint=hint) from None
        reason = (error.strerror or "unknown").lower()
        raise ProjectError(f"cannot write {shown(file)!r}: {reason}") from error


def _tell(file: Path, answers: Answers, project: Project) -> None:
    from secondstory.portable import shown

    click.echo(f"made  {Path(shown(file)).as_posix()}")
    term = project.policy.term(answers.level, near_miss=answers.near_miss)
    due = term.due(answers.day) if term else None
    if term:
        say(f"The report is due by {due} ({term.words})." if due else f"A report is {term.words}.")
    say("It is a draft: `secondstory serve --drafts --open` shows it, with every save.")
    say("`secondstory check --rubric` says what to write next.")
