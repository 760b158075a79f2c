"""The rules of the linter: one module each, whose docstring is its page."""

from __future__ import annotations

from secondstory.lint.rule import Rule
from secondstory.lint.rules import (
    blame,
    hindsight,
    human_error,
    named,
    no_actions,
    no_date,
    no_owner,
    surface_fix,
    too_many_actions,
)

MODULES = (
    blame, hindsight, human_error, named, surface_fix,
    no_owner, no_date, no_actions, too_many_actions,
)  # fmt: skip
RULES: tuple[Rule, ...] = tuple(module.RULE for module in MODULES)
