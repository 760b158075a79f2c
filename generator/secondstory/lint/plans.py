"""Document and its action items -> Plan: what the rules about a report as a whole look at."""

from __future__ import annotations

import re

from secondstory.extract.sections import Part
from secondstory.lint.rule import Item, Plan
from secondstory.model import Action, ActionStatus, Document, Kind

_TELLING = frozenset(
    "summary impact timeline root_cause contributing trigger detection resolution lessons".split()
)
_FEWEST = 2  # kinds of sections that make a report
_ENDED = frozenset({ActionStatus.DONE, ActionStatus.DECLINED})
# "... \u2014 @liv \u2014 2026-04-02": what a line of a list says behind its words.
_HANDLE = re.compile(r"(?<![\w/])@[A-Za-z][\w.-]+")
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def plan_of(
    document: Document,
    lines: list[str],
    cut: tuple[Part, ...],
    actions: tuple[Action, ...],
    most: int,
) -> Plan:
    """The open action items of a report, each with its place and what it says."""
    columns: dict[int, int] = {}
    title = (1, 1)
    for block in reversed(tuple(document.walk())):
        if block.text:
            columns[block.line] = block.columns[0] if block.columns else 1
            if block.kind is Kind.HEADING:
                title = block.line, columns[block.line]
    headed = next((part.line for part in cut if part.family == "actions"), title[0])
    families = {part.family for part in cut} & _TELLING
    return Plan(
        tuple(_item(action, lines, columns) for action in actions if _is_open(action)),
        len(actions),
        title,
        (headed, columns.get(headed, 1)),
        most,
        told=len(families) >= _FEWEST,
    )


def _is_open(action: Action) -> bool:
    return action.status is None or action.status.value not in _ENDED


def _item(action: Action, lines: list[str], columns: dict[int, int]) -> Item:
    number = action.source.line
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return Item(
        number,
        columns.get(number, 1),
        owned=action.owner is not None or _HANDLE.search(line) is not None,
        dated=action.due is not None or _DAY.search(line) is not None,
    )
