"""SS613 no-action-items: a report after which nothing changes.

What: a report of an incident with sections, and no action item in any of them.

Why: the next one will find the same conditions. Where nothing is worth doing, saying so and why
is an action item too.

Instead: "## Action items" with one systemic fix, or "Declined: the exporter goes away in May".
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.findings import Code, Level
from secondstory.lint.rule import Note, Plan, Rule

CODE = Code(
    "SS613",
    "no-action-items",
    Level.WARNING,
    "The next incident will find the same conditions.",
    "list one systemic fix with owner and date, or say why nothing is worth doing",
)


def _check(plan: Plan) -> Iterator[Note]:
    if plan.told and not plan.count:
        yield Note(*plan.title, "this report has no action items", CODE.mend)


RULE = Rule(CODE, plan=_check)
