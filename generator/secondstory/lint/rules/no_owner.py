"""SS611 action-item-no-owner: an open action item that nobody is going to do.

What: an item of the action list without an owner. Items that are done or declined, and ideas under
a heading of their own ("Ideas", "Someday"), are left alone.

Why: what belongs to everyone is done by nobody.

Instead: "Alert when the index is stale (owner: search, due 2026-03-25)".
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.findings import Code, Level
from secondstory.lint.rule import Note, Plan, Rule

CODE = Code(
    "SS611",
    "action-item-no-owner",
    Level.WARNING,
    "What belongs to everyone is done by nobody.",
    "name the team or the role that will do it: `(owner: storage, due 2026-03-25)`",
)


def _check(plan: Plan) -> Iterator[Note]:
    for item in plan.items:
        if not item.owned:
            yield Note(item.line, item.column, "nobody owns this action item", CODE.mend)


RULE = Rule(CODE, plan=_check)
