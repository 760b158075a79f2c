"""Catalogue -> Pages: one module for each kind of page.

A page type is one module here, one view in `views`, and one template in each theme.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secondstory.commitments import Commitment
from secondstory.model import Archive
from secondstory.render.catalogue import Catalogue
from secondstory.render.feeds.digest import Shown
from secondstory.render.page import Page
from secondstory.render.pages import (
    about,
    actions,
    classes,
    digest,
    fixes,
    group,
    home,
    incidents,
    index,
    lessons,
    moved,
    service,
)


def list_pages(
    archive: Archive,
    shared: Catalogue,
    issues: Sequence[Shown],
    found: Sequence[Commitment],
) -> Iterator[Page]:
    """Every page that tells no report in full; `shared` is the catalogue of all reports.

    `found` are all commitments.
    """
    latest = issues[-1][1] if issues else None
    yield from home.pages(archive, shared, latest)
    for kind in (incidents, lessons, fixes, service):
        yield from kind.pages(shared)
    yield from classes.pages(archive, shared)
    for other in (group, index, moved):
        yield from other.pages(shared)
    yield from moved.class_pages(archive, shared)
    yield from actions.pages(shared, found)
    yield from digest.pages(shared, issues)
    yield from about.pages(archive, shared)
