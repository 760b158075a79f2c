"""Catalogue -> Pages: one module for each kind of page.

A page type is one module here, one view in `views`, and one template in each theme.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.render.catalogue import Catalogue
from secondstory.render.page import Page
from secondstory.render.pages import (
    about,
    classes,
    fixes,
    group,
    home,
    incident,
    incidents,
    index,
    lessons,
    service,
)


def all_pages(shared: Catalogue) -> Iterator[Page]:
    """Every page of the site."""
    for kind in (home, incidents, incident, lessons, fixes, service, classes, group, index, about):
        yield from kind.pages(shared)
