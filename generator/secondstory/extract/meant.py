"""An action item's words -> what it relies on, what it is for, and whether it is promised.

What its author says of it wins over what its words let us think.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from secondstory.model import (
    Action,
    ActionStatus,
    Fact,
    Grade,
    Intent,
    Origin,
    Provenance,
    Purpose,
    Strength,
)
from secondstory.noun import replace
from secondstory.strength import grade, purpose

_STATED = re.compile(r"^\W*(?P<word>\w+)\W*(?P<why>.*?)\W*$", re.DOTALL)
_PROMISES = ("owner", "due", "ticket", "action_priority")


def meant(action: Action, said: Mapping[str, str]) -> Action:
    """Tell of an action what it relies on, what it is for and whether it is promised.

    `said` are the values that its author gives it, by family of words.
    """
    return replace(
        action,
        grade=_grade(action.text.text, said.get("action_strength", "")),
        purpose=_purpose(action, said.get("action_type", "")),
        intent=_intent(action.status.value if action.status else None, said),
    )


def _grade(text: str, stated: str) -> Grade | None:
    found = _STATED.match(stated)
    word = found["word"].lower() if found else ""
    if found and word in set(Strength):
        return Grade(Strength(word), (), stated=True, reason=found["why"])
    return grade(text)


def _purpose(action: Action, stated: str) -> Fact[Purpose] | None:
    if found := purpose(stated, stated=True) if stated else None:
        return Fact(found[0], stated, action.source)
    if found := purpose(action.text.text):
        return Fact(found[0], found[1], Provenance(Origin.DERIVED, action.source.line))
    return None


def _intent(status: ActionStatus | None, said: Mapping[str, str]) -> Intent:
    if status is ActionStatus.DECLINED:
        return Intent.DECLINED
    word = said.get("action_intent", "").strip().lower()
    if word in set(Intent):
        return Intent(word)
    promised = status is not None or any(said.get(name) for name in _PROMISES)
    return Intent.COMMITTED if promised else Intent.IDEA
