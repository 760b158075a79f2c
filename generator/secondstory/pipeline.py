"""The whole generator on one page: crawl, parse, extract, archive, render.

    Source -> Document -> Postmortem  ->  Archive  ->  Artifacts
    `------- study(source) ---------'

`study` is pure and per file; everything after it is pure and per archive. Only `read`,
`study_all` and `images` touch the disk, through `crawl`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from secondstory.archive import build_archive
from secondstory.beside import NOTHING, Beside
from secondstory.classes import in_future
from secondstory.crawl import Listing, read_image, read_listed, read_source, scan
from secondstory.digest import with_edits
from secondstory.extract.lexicon import Lexicon
from secondstory.extract.postmortem import extract
from secondstory.extract.prompts import answered
from secondstory.findings import Finding
from secondstory.links import Web, authored, lost_links
from secondstory.model import (
    Archive,
    Artifact,
    Assembly,
    Filing,
    Pending,
    Postmortem,
    Site,
    Source,
    Study,
)
from secondstory.noun import Noun, replace
from secondstory.parse import parse
from secondstory.policy import USUAL, Policy
from secondstory.privacy import NO_RULES, Privacy, may_read
from secondstory.privacy.masking import masked
from secondstory.privacy.roles import nameless
from secondstory.render import Theme, data, plan
from secondstory.tracking.overlay import with_tracked

Progress = Callable[[int, int], None]


class Reading(Noun, frozen=True):
    """A folder as read: the archive of what may be shown, and what is wrong.

    `findings` are for the people who run the build; those of reports that may not be shown are
    among them and nowhere in `archive`. `drafts` are how many reports are not shown because they
    are still being written or reviewed. `hidden` are the paths of all that are not shown, and
    `restricted` of those that would not be if they were written to the end.
    """

    archive: Archive
    findings: tuple[Finding, ...]
    images: tuple[str, ...]
    drafts: int = 0
    hidden: frozenset[str] = frozenset()
    restricted: frozenset[str] = frozenset()


class Build(Noun, frozen=True):
    """A site before it is written, what it was made of, and what was found on the way."""

    archive: Archive
    artifacts: tuple[Artifact, ...]
    findings: tuple[Finding, ...]


class Drawing(Noun, frozen=True):
    """A site that is planned: its pages, yet to be drawn, and what makes all other files.

    `pages`, `lists`, `tell` and `again` are those of render.Plan; `rest` wants the paths of all
    pages.
    """

    pages: Callable[[], tuple[Pending, ...]]
    lists: Callable[[], tuple[Pending, ...]]
    tell: Callable[[str], tuple[Pending, ...]]
    again: Callable[[Postmortem], Pending]
    assemblies: tuple[Assembly, ...]
    rest: Callable[[Iterable[PurePosixPath]], Iterator[Artifact]]

    def files(self) -> Iterator[Artifact]:
        """Make everything, with nothing remembered."""
        yield from (Artifact(page.path, page.content) for page in self.pages())
        yield from self.others()

    def others(self) -> Iterator[Artifact]:
        """Make everything that is no page."""
        for assembly in self.assemblies:
            yield from assembly.files()
        yield from self.rest(page.path for page in self.pages())


def study(source: Source, lexicon: Lexicon, privacy: Privacy = NO_RULES) -> Study:
    """Everything one file can tell: pure and total, so safe to cache and to run in parallel."""
    document = parse(masked(source))
    found = extract(document, lexicon, privacy)
    if privacy.roles and (without := nameless(document, found, privacy)) is not document.source:
        document = parse(without)
        found = extract(document, lexicon, privacy)
    if isinstance(found, Postmortem) and found.unanswered and not found.stage.is_open:
        # The skeleton of a draft shows what is to be written; on a published page it says nothing.
        told = extract(parse(answered(document)), lexicon, privacy)
        if isinstance(told, Postmortem):
            return replace(told, unanswered=found.unanswered, findings=found.findings)
    return found


def study_all(
    found: Listing,
    lexicon: Lexicon,
    progress: Progress | None = None,
    privacy: Privacy = NO_RULES,
) -> tuple[Study, ...]:
    """Study the files of a folder. `progress` is told (files done, files in all)."""
    studies: list[Study] = []
    for done, report in enumerate(found.reports, 1):
        studies.append(study(read_listed(report), lexicon, privacy))
        if progress:
            progress(done, len(found.reports))
    return tuple(studies)


def read(
    folder: Path,
    lexicon: Lexicon,
    exclude: Sequence[str] = (),
    privacy: Privacy = NO_RULES,
    audiences: Collection[str] = (),
    beside: Beside = NOTHING,
    *,
    drafts: bool = False,
) -> Reading:
    """Read a folder of reports for some audiences. Raises ProjectError where it is none."""
    found = scan(folder, exclude)
    studies = study_all(found, lexicon, privacy=privacy)
    return gather(studies, found, audiences, beside, privacy, drafts=drafts)


def gather(
    studies: Sequence[Study],
    found: Listing,
    audiences: Collection[str] = (),
    beside: Beside = NOTHING,
    privacy: Privacy = NO_RULES,
    *,
    drafts: bool = False,
    as_of: date | None = None,
) -> Reading:
    """Make the archive of what some audiences may read of the studies of a folder."""
    archive = build_archive(
        studies,
        found.findings,
        audiences,
        drafts=drafts,
        classes_file=beside.classes,
        privacy=privacy,
    )
    return reading(archive, studies, found, audiences, beside, drafts=drafts, as_of=as_of)


def reading(
    archive: Archive,
    filings: Iterable[Study | Filing],
    found: Listing,
    audiences: Collection[str] = (),
    beside: Beside = NOTHING,
    *,
    drafts: bool = False,
    as_of: date | None = None,
) -> Reading:
    """An archive of a folder, with what its editors write and what a tracker said of its fixes.

    The findings of what is not shown are told as well; with `as_of`, reports of classes that are
    dated later are.
    """
    archive = with_edits(archive, beside.edits)
    if as_of and (later := tuple(in_future(archive, as_of))):
        told_too = tuple(sorted((*archive.findings, *later)))
        archive = dataclasses.replace(archive, findings=told_too)
    hidden = [one for one in filings if not may_read(one, audiences, drafts=drafts)]
    restricted = [one for one in hidden if not may_read(one, audiences, drafts=True)]
    paths = frozenset(one.path for one in hidden)
    archive = with_tracked(archive, beside.tracked, paths)
    told = (finding for one in hidden for finding in one.findings)
    findings = tuple(sorted((*archive.findings, *told)))
    return Reading(
        archive,
        findings,
        found.images,
        len(hidden) - len(restricted),
        paths,
        frozenset(one.path for one in restricted),
    )


def images(folder: Path, reading: Reading) -> Mapping[str, bytes]:
    """Read the images that shown reports use; the others stay where they are."""
    used = {image for report in reading.archive.briefs for image in report.images}
    found = {path: read_image(folder, path) for path in reading.images if path in used}
    return {path: content for path, content in found.items() if content is not None}


def draw(
    folder: Path,
    reading: Reading,
    theme: Theme,
    site: Site,
    as_of: date,
    policy: Policy = USUAL,
) -> Drawing:
    """Plan the pages of the site, and how to make everything else."""
    found = images(folder, reading)
    drawn = plan(reading.archive, theme, site, as_of, found, policy)
    rest = partial(data, reading.archive, theme, site, found)
    return Drawing(drawn.pages, drawn.lists, drawn.tell, drawn.again, drawn.assemblies, rest)


def broken_links(
    folder: Path,
    found: Reading,
    theme: Theme,
    site: Site,
    as_of: date,
    policy: Policy = USUAL,
) -> Iterator[Finding]:
    """Make the site of a folder, a file at a time, and tell what in it leads nowhere."""

    @cache
    def text(path: str) -> str:
        return read_source(folder / path, path).text

    web = Web(urlsplit(site.base_url).path)
    for file in draw(folder, found, theme, site, as_of, policy).files():
        web.add(str(file.path), file.content)
    yield from authored(found.archive, found.images, text)
    yield from lost_links(web, found.archive, text)


def build(
    folder: Path,
    lexicon: Lexicon,
    theme: Theme,
    site: Site,
    as_of: date,
    exclude: Sequence[str] = (),
    privacy: Privacy = NO_RULES,
    beside: Beside = NOTHING,
    policy: Policy = USUAL,
) -> Build:
    """Make the site of a folder of reports, without writing it."""
    found = read(folder, lexicon, exclude, privacy, site.audiences, beside, drafts=site.drafts)
    drawing = draw(folder, found, theme, site, as_of, policy)
    return Build(found.archive, tuple(drawing.files()), found.findings)
