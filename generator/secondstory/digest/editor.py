"""What an editor says of a month: which lessons to pin, to drop, to headline anew, and a note."""

from __future__ import annotations

from collections.abc import Container, Mapping
from html import escape

from secondstory.model import Learning, Rich
from secondstory.noun import Noun, field, replace


class Edit(Noun, frozen=True):
    """An editor's words for one issue.

    Lessons are named as on the portal: `slug#anchor` for one, `slug` for all of a report.
    `pins` go first, in their order, whatever they score; `headlines` replace those of lessons,
    `notes` stand below them, `note` at the head of the issue.
    """

    pins: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    headlines: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


NO_EDIT = Edit()


def named(each: Learning, names: Container[str]) -> bool:
    """Whether a lesson is meant by one of some names."""
    return each.slug in names or f"{each.slug}#{each.anchor}" in names


def edited(each: Learning, edit: Edit) -> Learning:
    """A lesson with the headline and the note that an editor gives it."""
    name = f"{each.slug}#{each.anchor}"
    words = edit.headlines.get(name) or edit.headlines.get(each.slug)
    headline = Rich(words, escape(words)) if words else each.headline
    note = edit.notes.get(name) or edit.notes.get(each.slug, "")
    return replace(each, headline=headline, note=note)
