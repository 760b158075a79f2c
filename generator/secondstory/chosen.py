"""Which pages a build has to plan: all of them, or only those that tell what has changed.

Pages show briefs, and only those that tell a report show more of it (decision 10). So where no
brief has become another, nor anything else that pages share, a save changes the pages of its
report, and nothing has to be planned but them. That is most saves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import PurePosixPath

from secondstory.cache import Known, Manifest, Shown
from secondstory.cache.stamp import Stamp
from secondstory.model import Archive, Pending
from secondstory.pipeline import Drawing

Pages = tuple[tuple[Pending, ...], Mapping[str, bytes]]


def world_of(shown: Shown, archive: Archive, as_of: date, images: Mapping[str, Stamp]) -> bytes:
    """A name for all that pages share which tell no report in full; empty where it has none."""
    edits = archive.edits
    shares = (as_of, images, archive.findings, edits, *archive.briefs, *archive.others)
    return shown.look(Pending(PurePosixPath(), shares, bytes)) or b""


def chosen(
    drawing: Drawing,
    archive: Archive,
    shown: Shown,
    known: Known,
    before: Manifest | None,
    world: bytes,
) -> Pages:
    """All pages of a site, and what each shows, by path.

    Those that certainly show what they showed `before` are planned only if they have to be drawn.
    """
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
            planned = cache(lambda: {str(page.path): page for page in drawing.pages()})
            standing = {path: _standing(path, planned) for path in before.pages}
            return tuple({**standing, **told}.values()), {**before.pages, **looks}
    pages = drawing.pages()
    return pages, {str(page.path): look for page in pages if (look := shown.look(page))}


def _standing(path: str, planned: Callable[[], Mapping[str, Pending]]) -> Pending:
    """A page that stands where it stood; if it does not, it is planned with all the others."""
    return Pending(PurePosixPath(path), (), lambda: planned()[path].content)
