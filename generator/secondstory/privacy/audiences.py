"""Who may read a report: the one place that decides it, for pages, feeds and all other readers.

A report is for everybody who may see the portal, or for some audiences only: those that its
front matter names, those that the config gives its folder to. A copy of the portal is made
for some audiences, by default for none, with or without drafts, and holds what `may_read` lets
them see.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath

from secondstory.globs import matching
from secondstory.model import Filing, Study, Visibility
from secondstory.noun import Noun, field

RESTRICTED = "restricted"  # the audience of a report that is restricted and names none

_SPACES = re.compile(r"[\s_-]+")


class Privacy(Noun, frozen=True):
    """What a project decides about who may read what.

    `audiences` gives, by name, the path patterns of the reports that are for that audience
    only; it names all audiences that there are, besides `restricted`. Where `roles` is true,
    roles stand for people: `people` are the roles of those whom the project names ("" where it
    gives none), `keep` are names of what is no person.
    """

    audiences: Mapping[str, Sequence[str]] = field(default_factory=dict)
    roles: bool = False
    people: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every audience that a report or a copy of the portal can be for."""
        return tuple(sorted({*self.audiences, RESTRICTED}))


NO_RULES = Privacy()


def audience(name: str) -> str:
    """An audience's name in its one spelling: `Legal Team` is `legal-team`."""
    return _SPACES.sub("-", name.strip()).casefold()


def may_read(report: Filing | Study, audiences: Collection[str], *, drafts: bool = False) -> bool:
    """Whether a copy of the portal that is made for some audiences may hold a report.

    One that is still being written or reviewed is held only by a copy with `drafts`.
    """
    if report.stage.is_open and not drafts:
        return False
    return report.visibility is not Visibility.RESTRICTED or not set(audiences).isdisjoint(
        report.audiences
    )


def readers_of(path: str, privacy: Privacy) -> frozenset[str]:
    """The audiences that the config gives the report at a path to; none: it says nothing of it."""
    if not privacy.audiences:
        return frozenset()
    places = (path, *map(str, PurePosixPath(path).parents))
    return frozenset(_given(places, privacy.audiences.items()))


def _given(places: Sequence[str], named: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    for name, patterns in named:
        if any(map(_matching(tuple(patterns)), places)):
            yield name


_matching = cache(matching)
