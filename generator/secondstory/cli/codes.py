"""`secondstory codes`: every kind of finding, why it matters and what mends it."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

import json
import sys

import click

from secondstory.cli.options import json_option
from secondstory.cli.talk import painter, show


@click.command(short_help="Explain the kinds of findings.")
@click.argument("wanted", metavar="[CODE]...", nargs=-1)
@json_option
@click.pass_context
def codes(context: click.Context, *, wanted: tuple[str, ...], as_json: bool) -> None:
    """Explain kinds of findings: all, or those named, such as `secondstory codes SS201`."""
    from difflib import get_close_matches

    from secondstory import report

    every = {code.code: code for code in report.catalogue()}
    by_name = {code.name: code for code in every.values()}
    known = every | by_name
    chosen = []
    for word in wanted:
        code = known.get(word.upper()) or known.get(word.lower())
        if code is None:
            near = get_close_matches(word.upper(), known, 1) or get_close_matches(word, known, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.BadParameter(f"there is no code {word!r}.{hint}", context)
        chosen.append(code)
    shown = chosen or list(every.values())
    if as_json:
        keys = ("code", "name", "why", "mend")
        rows = [
            {"level": code.level.word} | {key: getattr(code, key) for key in keys} for code in shown
        ]
        show(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        show(report.as_table(shown, painter(sys.stdout)))
