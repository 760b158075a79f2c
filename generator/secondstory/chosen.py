"""Which pages a build has to plan: all of them, or only those that tell what has changed.

Pages show briefs, and only those that tell a report show more of it (decision 10). So where no
brief has become another, nor anything else that pages share, a save changes the pages of its
report, and nothing has to be planned but them. That is most saves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import PurePosixPath

from secondstory.cache import Known, Manifest, Shown
from secondstory.cache.stamp import Stamp
from secondstory.model import Archive, Pending
from secondstory.noun import Noun
from secondstory.pipeline import Drawing


class Choice(Noun, frozen=True):
    """The pages of a site: those that are planned, and the paths of those that stand as they stood.

    `looks` names by path what each shows, of both. `again` plans one that stood, where its file is
    not as it was left.
    """

    pages: tuple[Pending, ...]
    looks: Mapping[str, bytes]
    standing: frozenset[str]
    again: Callable[[str], Pending]

    @property
    def paths(self) -> Iterator[PurePosixPath]:
        """The paths of all."""
        yield from (page.path for page in self.pages)
        yield from map(PurePosixPath, self.standing)

    @property
    def whole(self) -> bool:
        """Whether it can be told of all what they show."""
        return len(self.looks) == len(self.pages) + len(self.standing)


def world_of(shown: Shown, archive: Archive, as_of: date, images: Mapping[str, Stamp]) -> bytes:
    """A name for all that pages share which tell no report in full; empty where it has none."""
    said = (archive.findings, archive.edits, archive.taxonomy, archive.cures)
    shares = (as_of, images, *said, *archive.briefs, *archive.others)
    return shown.look(Pending(PurePosixPath(), shares, bytes)) or b""


def chosen(
    drawing: Drawing,
    archive: Archive,
    shown: Shown,
    known: Known,
    before: Manifest | None,
    world: bytes,
) -> Choice:
    """All pages of a site.

    Those that certainly show what they showed `before` are planned only if they have to be drawn.
    """
    planned = cache(lambda: {str(page.path): page for page in drawing.pages()})

    def again(path: str) -> Pending:
        return planned()[path]

    if before and world and before.world == world:
        old, new = before.known.keys, known.keys
        changed = (
            report.slug
            for report in archive.briefs
            if report.path not in new or old.get(report.path) != new[report.path]
        )
        told = {str(page.path): page for slug in changed for page in drawing.tell(slug)}
        looks = {path: look for path, page in told.items() if (look := shown.look(page))}
        if looks.keys() == told.keys() <= before.pages.keys():
            standing = frozenset(before.pages.keys() - told.keys())
            return Choice(tuple(told.values()), {**before.pages, **looks}, standing, again)
    pages = tuple(planned().values())
    looks = {path: look for path, page in planned().items() if (look := shown.look(page))}
    return Choice(pages, looks, frozenset(), again)
