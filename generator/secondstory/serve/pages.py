"""The pages of a site that is being written in: planned and drawn when somebody asks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from threading import Lock
from urllib.parse import unquote

from secondstory.model import Pending
from secondstory.pipeline import Drawing


class Pages:
    """The pages of a drawing.

    Of ten thousand pages a browser asks for one, so those of a report are planned one by one.
    Lists say little without the others: they are planned together, once.
    """

    def __init__(self, drawing: Drawing, slugs: Collection[str]) -> None:
        """`slugs` are those of the reports that are shown."""
        self._drawing, self._slugs = drawing, slugs
        self._lists: Mapping[str, Pending] | None = None
        self._lock = Lock()

    def draw(self, path: str) -> bytes | None:
        """The page at a path, None where there is none."""
        page = self._told(path) or self._listed().get(path)
        return page.content if page else None

    def paths(self) -> Iterator[PurePosixPath]:
        """The paths of all pages."""
        yield from (page.path for page in self._listed().values())
        yield from (page.path for slug in self._slugs for page in self._drawing.tell(slug))

    def _told(self, path: str) -> Pending | None:
        slug = unquote(PurePosixPath(path).stem)
        pages = self._drawing.tell(slug) if slug in self._slugs else ()
        return next((page for page in pages if str(page.path) == path), None)

    def _listed(self) -> Mapping[str, Pending]:
        with self._lock:
            if self._lists is None:
                self._lists = {str(page.path): page for page in self._drawing.lists()}
            return self._lists
