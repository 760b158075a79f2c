"""What builds and previews take from the cache where they can, and make where they must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

from secondstory.cache import (
    Holdings,
    Library,
    Parts,
    Readers,
    Shown,
    Store,
    Studied,
    recall,
    remember,
)
from secondstory.codec import decode, encode
from secondstory.crawl import Listing, read_listed
from secondstory.model import Assembly, Brief, Fact, Pending, Study, Told
from secondstory.suggest import Vocabulary, suggest
from secondstory.workers import Crew

_WORTH_FORKING = 24  # things to make: below, starting a process takes longer than it saves
_SUGGESTED = tuple[Fact[str], ...]


class Suggested:
    """Suggests tags for reports, remembering what the same words were given before."""

    def __init__(self, store: Store, shown: Shown, library: Library, processes: int = 1) -> None:
        self._store, self._shown = store, shown
        self._library, self._processes = library, processes

    def __call__(
        self, known: Vocabulary, reports: Sequence[Brief]
    ) -> Iterator[tuple[Fact[str], ...]]:
        """Suggest tags for each of some reports."""
        parts = recall(self._store, self._assembly(known, reports), self._shown)
        with Crew(content, parts.missing, hands(parts.missing, self._processes)) as crew:
            ((_, found),) = filled(self._store, [parts], crew.results())
        return (decode(each, _SUGGESTED) for each in found)

    def _assembly(self, known: Vocabulary, reports: Sequence[Brief]) -> Assembly:
        def make(path: str) -> bytes:
            return encode(suggest(known, self._library.read(path)))

        parts = (
            Pending(PurePosixPath(report.path), (known, Told(report)), partial(make, report.path))
            for report in reports
        )
        return Assembly("suggest", tuple(parts), lambda _: ())


def library_of(store: Store, found: Listing, known: Studied, readers: Readers) -> Library:
    """All that the reports of a folder say, for those who ask."""
    listed = {report.path: report for report in found.reports}

    def again(path: str) -> Study:
        return readers.study(read_listed(listed[path]))

    return Library(store.folder, Holdings(known.known.keys, known.own), again)


def filled(
    store: Store, assemblies: Sequence[Parts], made: Iterator[bytes]
) -> list[tuple[Parts, list[bytes]]]:
    """All parts of each assembly, those just made among them, which are remembered."""
    filled = []
    for parts in assemblies:
        all_of = parts.filled(list(islice(made, len(parts.missing))))
        remember(store, parts, all_of)
        filled.append((parts, all_of))
    return filled


def hands(work: Sequence[Pending], processes: int) -> int:
    """How many of so many processes are worth having."""
    return processes if len(work) >= _WORTH_FORKING else 1


def content(page: Pending) -> bytes:
    """What a process of a crew makes."""
    return page.content
