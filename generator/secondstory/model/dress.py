"""How a project dresses its portal: its logo, its colours, where its navigation leads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secondstory.findings import Location
from secondstory.noun import Noun

# What a navigation may name, in the order of the one that nobody wrote.
SECTIONS: Mapping[str, str] = {
    "lessons": "Lessons",
    "actions": "Commitments",
    "incidents": "Incidents",
    "services": "Services",
    "classes": "Classes",
    "tags": "Tags",
    "metrics": "Learning",
    "digest": "Digest",
    "about": "About",
    "fixes": "Fixes",
    "teams": "Teams",
    "severities": "Severities",
    "months": "Months",
}


class OwnLink(Noun, frozen=True):
    """A link of the project's own: a path below the portal's root, or an address elsewhere."""

    name: str
    href: str


class Paint(Noun, frozen=True):
    """A colour that a project sets, #rgb or #rrggbb: which of its theme, and where it says so."""

    token: str
    colour: str
    dark: bool
    place: Location | None = None


class Dress(Noun, frozen=True):
    """What lies over a theme's own files: the picture beside the portal's name, and its colours."""

    logo: Path | None = None
    logo_place: Location | None = None
    paints: tuple[Paint, ...] = ()
