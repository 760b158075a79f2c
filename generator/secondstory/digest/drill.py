"""The story of a report -> how a drill begins: enough to wonder, and nothing that gives it away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

EVENTS = 3  # that make a drill
_TELLS = re.compile(r"\b(?:root )?cause\b|\bculprit\b", re.IGNORECASE)
# Later on, each of these is the way to the end.
_ENDS = re.compile(
    r"\bcaus|\bculprit|\bbecause\b|\broll(?:s|ed|ing)?[ -]?back|\brollback|\brevert|\bmitigat"
    r"|\bresolv|\brestor|\brecover|\bfix|\bfound\b|\bfinds\b"
    r"|\bclos(?:es?|ed)\b|\bover\b|\bdone\b|\bended\b|\bhealthy\b|\bnormal\b",
    re.IGNORECASE,
)

Event = tuple[str, str]  # when and what


def tells(story: Sequence[Event]) -> bool:
    """Whether the beginning of a story gives its ending away."""
    return any(_TELLS.search(what) for _, what in story[:EVENTS])


def opening(story: Sequence[Event], most: int = EVENTS) -> tuple[Event, ...]:
    """The beginning of a story; beyond the first events, as far as it leaves its ending open."""
    further = takewhile(lambda event: not _ENDS.search(event[1]), story[EVENTS:most])
    return (*story[:EVENTS], *further)
