"""SS614 too-many-action-items: more open action items than will be done.

What: more than ten open items (`most_actions` in the config sets another number).

Why: of a long list the easy half is done, and the fix that mattered is among the rest.

Instead: keep the few that change the system; put ideas under another heading.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.findings import Code, Level
from secondstory.lint.rule import Note, Plan, Rule

CODE = Code(
    "SS614",
    "too-many-action-items",
    Level.WARNING,
    "Of a long list the easy half is done, and the fix that mattered is among the rest.",
    "keep the few that change the system, and put ideas under a heading of their own",
)


def _check(plan: Plan) -> Iterator[Note]:
    count = plan.open
    if count > plan.most:
        yield Note(*plan.heading, f"{count} open action items are more than {plan.most}", CODE.mend)


RULE = Rule(CODE, plan=_check)
