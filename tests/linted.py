"""What tests of the linter share: a text in, what is found out."""

from __future__ import annotations

from secondstory.extract import load_lexicon
from secondstory.lint import LANGUAGE, Remark, lint
from secondstory.model import Source
from secondstory.model.lint import LintRules
from secondstory.parse import parse

LEXICON = load_lexicon({}, {})


def remarks(text: str, rules: LintRules | None = None) -> tuple[Remark, ...]:
    """Everything the linter finds in a text."""
    return lint(parse(Source("report.md", text)), LEXICON, rules or LintRules())


def categories(text: str, *, plan: bool = False) -> set[str]:
    """The rules about language that find something in a text, perhaps an action item."""
    whole = f"## Action items\n\n{text}\n" if plan else f"{text}\n"
    return {remark.code.name for remark in remarks(whole)} & LANGUAGE
