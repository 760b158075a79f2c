"""An action item's words -> what it relies on, and what it is for.

What its author says of it wins over what its words let us think. It is apart from `meant`
because the linter, which reads action items too, asks for neither.
"""

from __future__ import annotations

import re

from secondstory.extract.meant import STATED
from secondstory.extract.residue import is_blank
from secondstory.model import Action, Fact, Grade, Origin, Provenance, Purpose, Strength
from secondstory.noun import replace
from secondstory.strength import grade, purpose

_BRACKET = re.compile(r"\[([^\W\d_]{4,14})\]")  # "Better alerting [detect]"
_HEADING = 3  # words: longer ones say more than a type


def graded(action: Action) -> Action:
    """Tell of an action what it relies on and what it is for."""
    return replace(
        action, grade=_grade(action.text.text, action.strength), purpose=_purpose(action)
    )


def _grade(text: str, stated: Fact[str] | None) -> Grade | None:
    found = STATED.match(stated.value) if stated else None
    word = found["word"].lower() if found else ""
    if found and word in set(Strength):
        why = "" if is_blank(found["why"]) else found["why"]
        return Grade(Strength(word), (), stated=True, reason=why)
    return grade(text)


def _purpose(action: Action) -> Fact[Purpose] | None:
    if action.type and (found := purpose(action.type.value, stated=True)):
        return Fact(found[0], action.type.value, action.type.source)
    text, line = action.text.text, action.source.line
    bracket = _BRACKET.search(text) if "[" in text else None
    if bracket and (found := purpose(bracket[1], stated=True)):
        return Fact(found[0], bracket[0], action.source)
    group = action.group
    if group and len(group.split()) <= _HEADING and (found := purpose(group, stated=True)):
        return Fact(found[0], group, Provenance(Origin.HEADING, line, group))
    if found := purpose(text):
        return Fact(found[0], found[1], Provenance(Origin.DERIVED, line))
    return None
