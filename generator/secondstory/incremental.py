"""A site made anew where it has to be: the same bytes as a build that remembers nothing.

The pipeline knows nothing of this. It is asked to study the files that changed and to draw
the pages that show something else than before; where nothing changed, it is not asked.
What is heavy to import is imported when it is needed.
"""

# ruff: noqa: PLC0415
from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from secondstory.beside import Beside, beside
from secondstory.cache import (
    Contents,
    Known,
    Made,
    Manifest,
    Readers,
    Shown,
    Store,
    forget,
    intact,
    load_manifest,
    look,
    of_code,
    of_folders,
    of_look,
    opened,
    recall,
    remember,
    same_site,
    save_manifest,
    stamp,
    studied,
)
from secondstory.cache.stamp import Stamp
from secondstory.codec import digest, encode
from secondstory.config import Project
from secondstory.crawl import Listed, Listing, scan
from secondstory.model import File, Snapshot
from secondstory.noun import Noun, replace
from secondstory.places import bundled_themes, own_cache
from secondstory.timing import Times
from secondstory.workers import cores

if TYPE_CHECKING:
    from secondstory.model import Archive
    from secondstory.pipeline import Reading

Tell = Callable[[int, int], None]


class Result(Noun, frozen=True):
    """What a build came to, and what became of the files of the site."""

    made: Made
    written: int
    kept: int
    removed: int


def build(
    project: Project,
    as_of: date,
    cache: Path | None = None,
    processes: int | None = None,
    tell: Tell | None = None,
    times: Times | None = None,
) -> Result:
    """Make the site of a project in its output folder.

    `cache` is the folder to remember in, None to remember nothing. `processes` is how many
    may work at once, by default as many as there are cores; the result is the same. `tell`
    hears (files read, files in all), `times` where the time goes. Raises ProjectError.
    """
    times = times or Times()
    with times.step("list the files"):
        found = scan(project.source, project.exclude)
        around = beside(project)
    key, look_key = settings(project), look_of(project)
    with opened(cache) as store:
        memory = _Memory(store, Store(None) if project.site.audiences else store)
        with times.step("look for changes", len(found.reports)):
            paths = (*(report.path for report in found.reports), *found.images)
            before = load_manifest(memory.site, project.output, paths)
            now = time.time_ns()
            manifest = Manifest(
                recipe=digest(key, look_key, encode((as_of, around))),
                look=look_key,
                listing=_listing(found),
                known=look(found.reports, before.known if before else Known(), key),
                images=_stamps({path: project.source / path for path in found.images}, now),
                outputs={},
                made=Made((), 0, 0),
            )
            same = before and same_site(before, manifest) and intact(project.output, before)
        if before and same:
            again = replace(before, known=manifest.known, images=manifest.images)
            if again != before:
                save_manifest(memory.site, project.output, again)
            return Result(before.made, 0, len(before.outputs) - 1, 0)  # but the marker
        kept = own_cache("templates") if cache else None
        order = _Order(project, as_of, found, around, key, processes or cores(), tell, times, kept)
        return _make(order, memory, manifest, before)


class _Memory(Noun, frozen=True):
    """Where is remembered what `files` told, which all may read, and what `site` was made of them.

    A site for some audiences shows on every page what few may read, and remembers nothing.
    """

    files: Store
    site: Store


class _Order(Noun, frozen=True):
    """What is to be made a site of, and how."""

    project: Project
    as_of: date
    found: Listing
    beside: Beside
    key: bytes
    processes: int
    tell: Tell | None
    times: Times
    compiled: Path | None  # where compiled templates are kept


def read(
    project: Project,
    as_of: date,
    cache: Path | None = None,
    processes: int | None = None,
    snapshot: Snapshot | None = None,
) -> Reading:
    """Read the archive of a project as `build` does, with a `snapshot` in place of its own."""
    found = scan(project.source, project.exclude)
    key, look_key = settings(project), look_of(project)
    with opened(cache) as store:
        memory = _Memory(store, Store(None) if project.site.audiences else store)
        paths = (*(report.path for report in found.reports), *found.images)
        before = load_manifest(memory.site, project.output, paths)
        known = look(found.reports, before.known if before else Known(), key)
        manifest = Manifest(b"", look_key, b"", known, {}, {}, Made((), 0, 0))
        around = beside(project, snapshot)
        work = (processes or cores(), None, Times(), None)
        order = _Order(project, as_of, found, around, key, *work)
        return _read(order, memory, manifest)[2]


def settings(project: Project) -> bytes:
    """A name for all that decides how a file is read."""
    words = sorted(project.words.items()), sorted(project.severities.items())
    return digest(of_code(), encode((words, project.privacy)))


def look_of(project: Project) -> bytes:
    """A name for all that decides what is made of the archive, but for the day."""
    themes = [folder for folder in (project.themes, bundled_themes()) if folder]
    dress = project.dress
    paints = [(paint.token, paint.colour, paint.dark) for paint in dress.paints]
    logo = stamp(dress.logo, 0) if dress.logo else None
    chosen = (
        *(project.theme, project.site, project.policy, paints, logo),
        *(list(project.exclude), str(project.source)),
    )
    return digest(of_code(), encode(chosen), of_folders(themes))


def _make(order: _Order, memory: _Memory, manifest: Manifest, before: Manifest | None) -> Result:
    """Study what is not remembered, draw what shows something else, write."""
    times, project, store = order.times, order.project, memory.site
    with times.step("load the program and the theme"):
        from secondstory import pipeline
        from secondstory.chosen import chosen, world_of
        from secondstory.output import Looks, Standing, looks, write
        from secondstory.remembered import Making
        from secondstory.render import load_theme

        folders = [project.themes] if project.themes else []
        theme = load_theme(project.theme, folders, order.compiled, project.dress)
    shown, known, reading = _read(order, memory, manifest)
    with times.step("plan the pages"):
        drawing = pipeline.draw(
            project.source, reading, theme, project.site, order.as_of, project.policy
        )
        world = world_of(shown, reading.archive, order.as_of, manifest.images)
        choice = chosen(drawing, reading.archive, shown, known, before, world)
        kept = _Kept(before, choice.looks)
        there = {path for path, seen in looks(project.output) if kept.is_so(path, seen)}
        pages = [*choice.pages, *map(choice.again, sorted(choice.standing - there))]
        fresh = [page for page in pages if str(page.path) not in there]
        parts = [recall(store, assembly, shown) for assembly in drawing.assemblies]
        missing = [part for one in parts for part in one.missing]
        lists = [page for page in fresh if not page.tells]
        told = [page for page in fresh if page.tells]
    with ExitStack() as stack:
        with times.step("draw the reports, make their parts of search and index", len(told)):
            first = stack.enter_context(Making([*missing, *told], order.processes))
            first.finish()
        second = stack.enter_context(Making(lists, order.processes))
        with times.step("make search, index and feeds"):  # while others draw lists
            for one in parts:
                remember(store, one, first.content)
            joined = (one.assembly.join(Contents(store, one, first.content)) for one in parts)
            rest = [*chain.from_iterable(joined), *drawing.rest(choice.paths)]
        with times.step("draw the lists", len(lists)):
            second.finish()
        making = {id(page): first for page in told} | {id(page): second for page in lists}
        drawn = [
            replace(page, make=partial(making[id(page)].content, page))
            if id(page) in making
            else page
            for page in pages
        ]
        files: list[File] = [*drawn, *rest]
        outputs: dict[str, Stamp] = {}

        def remember_looks(found: Looks) -> None:
            # In order: to bring what comes as a disk has it into one takes the codec for ever.
            outputs.update(sorted((path, of_look(seen, 0)) for path, seen in found))

        standing = Standing(choice.standing & there, choice.again)
        with times.step("write", len(files) + len(standing.paths)):
            written = write(files, project.output, kept.is_so, standing, remember_looks)
    archive = reading.archive
    made = Made(reading.findings, len(archive.briefs), len(archive.others), reading.drafts)
    with times.step("remember"):
        told_all = made.findings == archive.findings
        left = replace(
            manifest,
            known=known,
            outputs=outputs,
            made=replace(made, findings=archive.findings),
            pages=choice.looks,
            ends=told_all and len(known.keys) == len(order.found.reports),
            world=world if choice.whole else b"",
            withheld=_untold(known, manifest.images, archive),
        )
        save_manifest(store, project.output, left)
        forget(memory.files, known)
    return Result(made, written.written, written.kept, written.removed)


def _read(order: _Order, memory: _Memory, manifest: Manifest) -> tuple[Shown, Known, Reading]:
    """Study what is not remembered, and put the archive together."""
    from secondstory import pipeline
    from secondstory.archive import assemble, filing
    from secondstory.extract import load_lexicon
    from secondstory.remembered import Relating, Suggested, library_of

    times, found, project = order.times, order.found, order.project
    audiences, drafts, store = project.site.audiences, project.site.drafts, memory.files
    lexicon = load_lexicon(project.words, project.severities)
    readers = Readers(lambda source: pipeline.study(source, lexicon, project.privacy), filing)
    with times.step("read the reports", len(found.reports)):
        told = studied(
            store, order.key, found.reports, manifest.known, readers, order.processes, order.tell
        )
    with times.step("put the archive together", len(told.filings)):
        library = library_of(store, found, told, readers)
        named = ((one, told.names[one.path]) for one in told.filings if one.path in told.names)
        shown = Shown(told.known.keys, manifest.look, named)
        suggested = Suggested(memory.site, shown, library, order.processes)
        alike = Relating(memory.site, shown)
        archive = assemble(
            told.filings,
            library.read,
            suggested,
            found.findings,
            alike,
            audiences,
            drafts=drafts,
            classes_file=order.beside.classes,
            privacy=project.privacy,
        )
        reading = pipeline.reading(
            archive,
            told.filings,
            found,
            audiences,
            order.beside,
            drafts=drafts,
            as_of=order.as_of,
        )
        return shown, told.known, reading


def _untold(known: Known, images: Iterable[str], archive: Archive) -> tuple[str, ...]:
    """The files of the folder that nothing in a site tells of."""
    told = {report.path for report in archive.briefs} | {other.path for other in archive.others}
    used = {image for report in archive.briefs for image in report.images}
    reports = (path for path in known.stamps if path not in told)
    return (*reports, *(image for image in images if image not in used))


class _Kept:
    """The pages that show what they showed, and whose files are as they were left.

    It is asked when pages are chosen to be drawn, and again while nobody else writes.
    """

    def __init__(self, before: Manifest | None, shows: Mapping[str, bytes]) -> None:
        pages, outputs = (before.pages, before.outputs) if before else ({}, {})
        self._left = {
            path: outputs[path]
            for path, look in shows.items()
            if pages.get(path) == look and path in outputs
        }

    def is_so(self, path: str, seen: os.stat_result) -> bool:
        """Whether the file of a page, looking so, is one of them."""
        # Nobody but a build writes here, so that a file need not have been at rest.
        left = self._left.get(path)
        return left is not None and left == of_look(seen, 0)


def _stamps(files: Mapping[str, Path], now: int) -> dict[str, Stamp]:
    return {name: seen for name, file in files.items() if (seen := stamp(file, now))}


def _listing(found: Listing) -> bytes:
    paths: Sequence[Listed] = found.reports
    names = [(report.path, report.findings) for report in paths]
    return digest(encode((names, found.images, found.findings)))
