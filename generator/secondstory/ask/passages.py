"""An incident of index.json -> its passages: each thing in it that can be an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from secondstory.noun import Noun

# What answers a question best counts most: what was learned, what it looked like, what was done.
WEIGHTS = {
    "error": 4.0,
    "lesson": 3.0,
    "title": 3.0,
    "fix": 2.5,
    "went poorly": 2.0,
    "went well": 2.0,
    "luck": 2.0,
    "filed under": 2.0,
    "cause": 1.6,
    "summary": 1.5,
    "impact": 1.2,
    "detection": 1.0,
    "resolution": 1.0,
    "timeline": 0.7,
}
_LESSONS = (
    ("lessons", "lesson"),
    ("went_poorly", "went poorly"),
    ("went_well", "went well"),
    ("lucky", "luck"),
)
_PROSE = (
    ("root_cause", "cause"),
    ("trigger", "cause"),
    ("summary", "summary"),
    ("impact", "impact"),
    ("detection", "detection"),
    ("resolution", "resolution"),
)
_FILED = ("services", "teams", "tags", "classes")


class Passage(Noun, frozen=True):
    """Something that a report says: `place` is the report's in the index, `kind` one of WEIGHTS.

    `url` is its permanent link, that of the report where it has none of its own.
    """

    place: int
    kind: str
    text: str
    url: str


def passages(place: int, incident: Mapping[str, Any]) -> Iterator[Passage]:
    """All passages of an incident, the most telling kinds first."""
    page = incident["url"]
    for error in incident["errors"]:
        yield Passage(place, "error", error, page)
    for key, kind in _LESSONS:
        for lesson in incident[key]:
            check = f" Check your code if {lesson['check']}" if lesson["check"] else ""
            yield Passage(place, kind, f"{lesson['text']}{check}", lesson["url"])
    yield Passage(place, "title", incident["title"], page)
    for fix in incident["action_items"]:
        yield Passage(place, "fix", fix["text"], fix["url"])
    names = " · ".join(name for key in _FILED for name in incident[key])
    if names:
        yield Passage(place, "filed under", names, page)
    for key, kind in _PROSE:
        if incident[key]:
            yield Passage(place, kind, incident[key], page)
    for factor in incident["contributing_factors"]:
        yield Passage(place, "cause", factor, page)
    for event in incident["timeline"]:
        yield Passage(place, "timeline", f"{event['when']} {event['text']}", page)
