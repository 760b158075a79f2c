"""Catalogue -> the index of each kind of group: services, classes, tags, teams and so on."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.render.catalogue import Catalogue, coming_back, group_entry
from secondstory.render.page import Page
from secondstory.render.views_groups import GroupsPage

# kind -> heading, what it is, what to write to have one
_KINDS = {
    "services": (
        "Services",
        "Read a service's page before you touch it.",
        "services: [booking-api]",
    ),
    "classes": (
        "Classes",
        "A class is a way to fail that can strike twice, under whatever service.",
        "classes: [retry-multiplication]",
    ),
    "tags": ("Tags", "What the reports are about, in their authors' words.", "tags: [dns]"),
    "teams": ("Teams", "Who can tell more. By name, without figures.", "teams: [platform]"),
    "severities": ("Severities", "How bad it was, as the reports say.", "severity: SEV2"),
    "months": ("Months", "What was learned, month by month.", "date: 2026-10-31"),
}


def pages(shared: Catalogue) -> Iterator[Page]:
    """An index for each kind of group."""
    for kind, (heading, stand, example) in _KINDS.items():
        groups = shared.kinds[kind]
        back = [group for group in groups if kind == "classes" and len(group.members) > 1]
        view = GroupsPage(
            kind=heading,
            stand=stand,
            coming=tuple(coming_back(shared, kind, group) for group in back),
            entries=tuple(
                group_entry(shared, kind, group)
                for group in groups
                if group.members and group not in back
            ),
            unseen=tuple(group_entry(shared, kind, group) for group in groups if not group.members),
            empty=example,
        )
        yield Page(f"{kind}/index.html", heading, f"{heading}. {stand}", kind, view)
