"""`secondstory explain`: every fact of a report, from which line and why; and what is missing."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secondstory.cli.options import config_option, json_option, load, working_folder
from secondstory.cli.talk import painter, show
from secondstory.portable import shown, visible

if TYPE_CHECKING:
    from secondstory.extract.explain import Explained
    from secondstory.model import Study

_WIDTH = 100  # columns, where no terminal says how many it has
_NARROWEST = 24
_SURE = len("inferred") + 2


@click.command(short_help="Show what is read from a report, and why.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@config_option
@click.pass_context
def explain(context: click.Context, *, file: Path, as_json: bool, config: Path | None) -> None:
    """Show every fact that is read from FILE: its value, its line and why it is taken for that.

    A value is stated in a place made for it, read under a heading or in a title, inferred from
    other facts or names, or offered: a sentence that sounds like it. Where another place says
    something else, that stands below.

    What was looked for but not found comes at the end, with the words that would name it.
    """
    from secondstory import pipeline
    from secondstory.crawl import read_source
    from secondstory.extract.explain import explain as explained
    from secondstory.extract.lexicon import load_lexicon
    from secondstory.model import Postmortem

    project = load(context, config)
    lexicon = load_lexicon(project.words, project.severities)
    # Not resolve: a link in the archive is called by its own name there.
    path = Path(os.path.abspath(working_folder() / file))  # noqa: PTH100
    archive = project.source if path.is_relative_to(project.source) else path.parent
    source = read_source(path.resolve(), path.relative_to(archive).as_posix())
    study = pipeline.study(source, lexicon, project.privacy)
    facts = explained(study, lexicon) if isinstance(study, Postmortem) else ()
    if as_json:
        show(json.dumps(_document(study, facts), ensure_ascii=False, indent=2) + "\n")
    else:
        show("\n".join(_lines(study, facts, archive)) + "\n")


def _document(study: Study, facts: Sequence[Explained]) -> dict[str, Any]:
    from secondstory.model import Postmortem

    if isinstance(study, Postmortem):
        kind = {
            "kind": "incident",
            "slug": study.slug,
            "visibility": study.visibility.value,
            "audiences": list(study.audiences),
            "stage": study.stage.value,
        }
    else:
        kind = {"kind": "other", "title": study.title, "reason": study.reason}
    return {
        "schema_version": 1,
        "path": study.path,
        **kind,
        "facts": [
            {
                "field": fact.field,
                "value": fact.value,
                "line": fact.source.line or None,
                "origin": fact.source.origin.value,
                "label": fact.source.label or None,
                "confidence": fact.source.confidence.value,
                "runner_up": fact.runner_up or None,
            }
            for fact in facts
            if fact.source
        ],
        "missing": [
            {"field": fact.field, "looked_for": list(fact.looked_for)}
            for fact in facts
            if fact.value is None
        ],
        "findings": [
            {
                "line": finding.location.line,
                "column": finding.location.column,
                "code": finding.code,
                "message": finding.message,
                "hint": finding.hint or None,
            }
            for finding in sorted(study.findings)
        ],
    }


def _lines(study: Study, facts: Sequence[Explained], archive: Path) -> Iterator[str]:
    from secondstory import report
    from secondstory.model import Postmortem
    from secondstory.privacy import may_read

    paint = painter(sys.stdout)
    found = report.Report(study.findings, 0, 0, Path(shown(archive)).as_posix())
    name = visible(found.path(study.path))
    if not isinstance(study, Postmortem):
        reason = visible(study.reason)
        yield f"{paint(name, 'place')} is not taken for an incident: {reason}"
    else:
        where = f"incidents/{study.slug}.html" if may_read(study, ()) else _withheld(study)
        yield f"{paint(name, 'place')} is an incident: {where}"
        yield ""
        yield from _table([fact for fact in facts if fact.source])
    if missing := [fact for fact in facts if fact.value is None]:
        width = max(len(fact.field) for fact in missing)
        yield ""
        yield paint("Not found", "place")
        for fact in missing:
            words = ", ".join(dict.fromkeys(fact.looked_for))
            sought = paint(f"looked for: {words}", "hint") if words else ""
            yield f"  {_label(fact.field):{width}}  {sought}".rstrip()
    if study.findings:
        yield ""
        yield paint("Findings", "place")
        yield report.as_text(found, paint).rstrip("\n")


def _withheld(study: Study) -> str:
    """Why a report is in no output, and what would show it."""
    from secondstory.privacy import may_read

    asked = [f"--audience {name}" for name in study.audiences]
    if may_read(study, (), drafts=True):
        return f"{study.stage.value}, so in no output without --drafts"
    if not asked:
        return "restricted, so in no output"
    asked += ["--drafts"] if study.stage.is_open else []
    return f"restricted, so in no output without {' '.join(asked)}"


def _table(facts: Sequence[Explained]) -> Iterator[str]:
    """Lay facts out as columns; only values give way to the width.

    A fact's runner-up stands on a line of its own below it.
    """
    paint = painter(sys.stdout)
    columns = shutil.get_terminal_size((_WIDTH, 0)).columns
    reasons = [_reason(fact) for fact in facts]
    fields = max((len(fact.field) for fact in facts), default=0)
    taken = len("line  ") + fields + len("    ") + _SURE + max(map(_columns, reasons), default=0)
    room = max(columns - taken, _NARROWEST)
    head = f"line  {'field':{fields}}  {_fitted('value', room)}  {'how':{_SURE}}read from"
    yield paint(head, "hint")
    for fact, reason in zip(facts, reasons, strict=True):
        line = str(fact.source.line) if fact.source and fact.source.line else "-"
        value = _fitted(fact.value or "", room)
        how = f"{fact.source.confidence.value if fact.source else '':{_SURE}}"
        yield f"{line:>4}  {_label(fact.field):{fields}}  {value}  {how}{paint(reason, 'hint')}"
        if fact.runner_up:
            indent = " " * (len("line  ") + fields + 2)
            rival = _fitted(f"or: {fact.runner_up}", columns - len(indent)).rstrip()
            yield indent + paint(rival, "hint")


def _label(field: str) -> str:
    return field.replace("_", " ")


def _reason(fact: Explained) -> str:
    if not fact.source:
        return ""
    label = f' "{fact.source.label}"' if fact.source.label else ""
    return visible(f"{fact.source.origin.value}{label}")


def _fitted(text: str, room: int) -> str:
    """Cut or pad a text to so many columns of a terminal."""
    text = visible(" ".join(text.split()))
    if _columns(text) > room:
        kept = ""
        for character in text:
            if _columns(kept + character) > room - 1:
                break
            kept += character
        text = f"{kept}…"
    return text + " " * (room - _columns(text))


def _columns(text: str) -> int:
    """How many columns a text takes: letters of East Asia two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
