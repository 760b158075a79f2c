"""`secondstory lsp`: editors show what `lint` finds, over the Language Server Protocol."""

# ruff: noqa: PLC0415  (see cli/__init__)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secondstory.cli.options import config_option, load

if TYPE_CHECKING:
    from secondstory.integrations.lsp import Advice
    from secondstory.lint import Remark


@click.command(short_help="Show in editors what lint finds.")
@config_option
@click.pass_context
def lsp(context: click.Context, *, config: Path | None) -> None:
    """Answer editors over standard input and output: what `lint` finds, while a report is typed.

    This is a server of the Language Server Protocol for Markdown. It shows findings with what
    to ask instead; it offers to show that alone, or to allow the finding with a comment.

    It needs an extra: pip install 'secondstory[lsp]'.
    """
    from secondstory.extract.lexicon import load_lexicon
    from secondstory.integrations.lsp import server
    from secondstory.linting import lint_text

    project = load(context, config)
    lexicon = load_lexicon(project.words, project.severities)

    def check(text: str) -> list[Advice]:
        return [_advice(remark) for remark in lint_text(text, lexicon, project.lint)]

    server(check)()


def _advice(remark: Remark) -> Advice:
    from secondstory.findings import Level
    from secondstory.integrations.lsp import Advice

    return Advice(
        remark.line,
        remark.column,
        remark.end_line,
        remark.end_column,
        remark.code.name,
        remark.message,
        remark.suggestion,
        remark.level is Level.ERROR,
        f"<!-- lint: allow {remark.code.name}: say why -->",
    )
