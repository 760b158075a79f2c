"""A letter -> a message for a Workflows webhook of Teams: an Adaptive Card of the same words.

Teams takes 28 kB. All words stand in text runs, which know no markup, so none of theirs does
anything; what does not fit is left out from the end, and the button leads to the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from secondstory.render.views_letter import Item, Letter, Line, Section
from secondstory.render.words import shortened

LIMIT = 28_000  # bytes
_NOTE = 400  # characters
_COLOURS = {"held": "Good", "done": "Good", "late": "Warning", "again": "Accent"}

Element = dict[str, Any]


def teams(letter: Letter) -> bytes:
    """The message as JSON."""
    parts = [_lead(letter), *map(_section, letter.sections)]
    while len(message := _message(letter, parts)) > LIMIT and len(parts) > 1:
        parts.pop()
    return message


def _message(letter: Letter, parts: list[Element]) -> bytes:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": letter.lang,
        "fallbackText": letter.subject,
        "msteams": {"width": "Full"},
        "body": parts,
        "actions": [_open(letter.href, "Read the whole issue")],
    }
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    message = {"type": "message", "summary": letter.subject, "attachments": [attachment]}
    return json.dumps(message, separators=(",", ":")).encode()


def _lead(letter: Letter) -> Element:
    note = [_text(_run(shortened(letter.note, _NOTE)))] if letter.note else []
    title = _text(_run(letter.title, size="Medium", weight="Bolder"))
    stand = _text(_run(letter.stand, isSubtle=True), spacing="None")
    return _container([title, stand, *note, *_item(letter.lead, size="Large")], separator=False)


def _section(section: Section) -> Element:
    about = [_text(_run(section.about, isSubtle=True), spacing="None")] if section.about else []
    items = [element for item in section.items for element in _item(item)]
    return _container([_text(_run(section.title, weight="Bolder")), *about, *items])


def _item(item: Item, **look: str) -> Iterator[Element]:
    mark = [_run(f"{item.mark} ", isSubtle=True)] if item.mark else []
    strong = {"weight": "Bolder"} if item.lines else {}
    words = _run(item.words.text, item.href, **strong, **look)
    yield _text(*mark, words, spacing="Medium" if item.lines else "Small")
    for line in item.lines:
        yield _text(*_line(line))


def _line(line: Line) -> Iterator[Element]:
    if line.label:
        colour = _COLOURS.get(line.kind)
        yield _run(f"{line.label} ", weight="Bolder", **({"color": colour} if colour else {}))
    yield _run(line.words.text, line.href)


def _container(items: list[Element], *, separator: bool = True) -> Element:
    apart = {"separator": True, "spacing": "Large"} if separator else {}
    return {"type": "Container", **apart, "items": items}


def _text(*runs: Element, spacing: str = "Small") -> Element:
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": runs}


def _run(text: str, href: str = "", **look: Any) -> Element:  # noqa: ANN401 - as the schema says
    run: Element = {"type": "TextRun", "text": text, **look}
    return {**run, "selectAction": _open(href)} if href else run


def _open(href: str, title: str = "") -> Element:
    action = {"type": "Action.OpenUrl", "url": href}
    return {**action, "title": title} if title else action
