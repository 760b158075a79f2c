"""What an editor says of lessons, put into effect."""

from __future__ import annotations

from collections.abc import Container

from secondstory.digest.headline import plain, worded
from secondstory.model import Edit, Learning
from secondstory.noun import replace

NO_EDIT = Edit()


def named(each: Learning, names: Container[str]) -> bool:
    """Whether a lesson is meant by one of some names."""
    return each.slug in names or f"{each.slug}#{each.anchor}" in names


def edited(each: Learning, edit: Edit) -> Learning:
    """A lesson with the headline and the note that an editor gives it."""
    name = f"{each.slug}#{each.anchor}"
    words = edit.headlines.get(name) or edit.headlines.get(each.slug)
    headline = worded(plain(words)) if words else each.headline
    note = edit.notes.get(name) or edit.notes.get(each.slug, "")
    return replace(each, headline=headline, note=note)
