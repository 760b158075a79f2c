"""SS612 action-item-no-date: an open action item without a day.

What: an item of the action list without a due date. Items that are done or declined, and ideas
under a heading of their own ("Ideas", "Someday"), are left alone.

Why: without a day nobody can see that it is late.

Instead: "Alert when the index is stale (owner: search, due 2026-03-25)".
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.findings import Code, Level
from secondstory.lint.rule import Note, Plan, Rule

CODE = Code(
    "SS612",
    "action-item-no-date",
    Level.WARNING,
    "Without a day nobody can see that it is late.",
    "say by when: `(owner: storage, due 2026-03-25)`",
)


def _check(plan: Plan) -> Iterator[Note]:
    for item in plan.items:
        if not item.dated:
            yield Note(item.line, item.column, "this action item has no date", CODE.mend)


RULE = Rule(CODE, plan=_check)
