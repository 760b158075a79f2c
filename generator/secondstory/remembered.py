"""What builds and previews take from the cache where they can, and make where they must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

from secondstory.cache import (
    Contents,
    Holdings,
    Library,
    Readers,
    Shown,
    Store,
    Studied,
    recall,
    remember,
)
from secondstory.codec import decode, encode
from secondstory.crawl import Listing, read_listed
from secondstory.model import Assembly, Brief, Fact, Pending, Related, Study, Told
from secondstory.related import Links, relate, traits_of
from secondstory.suggest import Vocabulary, suggest
from secondstory.workers import Crew

_WORTH_FORKING = 24  # files or parts: below, starting a process takes longer than it saves
_COMPANY = 100  # reports: what tells of more would have all the others wait behind it
_SUGGESTED = tuple[Fact[str], ...]
_RELATED = dict[str, tuple[Related, ...]]


class Suggested:
    """Suggests tags for reports, remembering what the same words were given before."""

    def __init__(self, store: Store, shown: Shown, library: Library, processes: int = 1) -> None:
        self._store, self._shown = store, shown
        self._library, self._processes = library, processes

    def __call__(
        self, known: Vocabulary, reports: Sequence[Brief]
    ) -> Iterator[tuple[Fact[str], ...]]:
        """Suggest tags for each of some reports."""
        assembly = self._assembly(known, reports)
        for each in _contents(self._store, self._shown, assembly, self._processes):
            yield decode(each, _SUGGESTED)

    def _assembly(self, known: Vocabulary, reports: Sequence[Brief]) -> Assembly:
        def make(path: str) -> bytes:
            return encode(suggest(known, self._library.read(path)))

        parts = (
            Pending(PurePosixPath(report.path), (known, Told(report)), partial(make, report.path))
            for report in reports
        )
        return Assembly(f"suggest {known.kind}", tuple(parts), lambda _: ())


class Relating:
    """Finds out which reports are alike, remembering what the same reports came to before."""

    def __init__(self, store: Store, shown: Shown) -> None:
        self._store, self._shown = store, shown

    def __call__(self, reports: Sequence[Brief], links: Links) -> Mapping[str, tuple[Related, ...]]:
        """As `relate`."""
        part = Pending(
            PurePosixPath("related"),
            (traits_of(reports), links),
            lambda: encode(relate(reports, links)),
        )
        assembly = Assembly("related", (part,), lambda _: ())
        (found,) = _contents(self._store, self._shown, assembly)
        return decode(found, _RELATED)


def library_of(store: Store, found: Listing, known: Studied, readers: Readers) -> Library:
    """All that the reports of a folder say, for those who ask."""
    listed = {report.path: report for report in found.reports}

    def again(path: str) -> Study:
        return readers.study(read_listed(listed[path]))

    return Library(store.folder, Holdings(known.known.keys, known.own), again)


class Making:
    """Files and parts in the making, on as many processes as are worth having.

    What tells of the same reports is made by the same process, which reads them once. Use it as
    a context manager; after `finish`, what was made lies in files until it is asked for.
    """

    def __init__(self, work: Sequence[Pending], processes: int) -> None:
        self._batches = list(_batches(work))
        self._places = {
            id(one): (number, place)
            for number, batch in enumerate(self._batches)
            for place, one in enumerate(batch)
        }
        few = len(work) < _WORTH_FORKING
        self._crew = Crew(_made, self._batches, 1 if few else processes)
        self._last: tuple[int, list[bytes]] = -1, []

    def __enter__(self) -> Self:
        self._crew.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._crew.__exit__(kind, error, trace)

    def finish(self) -> None:
        """Help until all is made."""
        self._crew.finish()

    def content(self, one: Pending) -> bytes:
        """What was made of one of them, or of any other, which is made now."""
        found = self._places.get(id(one))
        if found is None:
            return one.content
        number, place = found
        if self._last[0] != number:
            self._last = number, decode(self._crew.result(number), list[bytes])
        return self._last[1][place]


def _contents(
    store: Store, shown: Shown, assembly: Assembly, processes: int = 1
) -> Iterator[bytes]:
    """The parts of something, in their order; those that the cache lacks are made first."""
    parts = recall(store, assembly, shown)
    with Making(parts.missing, processes) as making:
        making.finish()
        remember(store, parts, making.content)
        yield from Contents(store, parts, making.content)


def _made(batch: Sequence[Pending]) -> bytes:
    return encode([one.content for one in batch])


def _batches(work: Sequence[Pending]) -> Iterator[list[Pending]]:
    """Put together what tells of the same reports; what tells of none or of most stands alone."""
    told = {id(one): [each.report.path for each in one.tells] for one in work}
    batches: dict[str, list[Pending]] = {}
    for one in sorted(work, key=lambda one: -len(told[id(one)])):
        paths = told[id(one)] if len(told[id(one)]) <= _COMPANY else []
        batch = next((found for path in paths if (found := batches.get(path))), [])
        if not batch:
            yield batch
        batch.append(one)
        batches |= {path: batch for path in paths if path not in batches}
