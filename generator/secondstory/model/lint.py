"""What a project says about the linter."""

from __future__ import annotations

from secondstory.findings import Level
from secondstory.noun import Noun

CRITICAL, MILD = "critical", "warning"  # as people read levels of the linter


class LintRules(Noun, frozen=True):
    """The rules that are off, the levels of others, phrases of a project's own, by rule."""

    off: frozenset[str] = frozenset()
    levels: tuple[tuple[str, Level], ...] = ()
    phrases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    most_actions: int = 10
