"""Turn a folder into what lies in it: the text of its reports and the names of its images.

Nothing is lost in silence. Whatever is named like a report becomes a Source, and what is
odd about it (bytes that are no UTF-8, a folder named `x.md`, a link that leads nowhere)
becomes a finding. Hidden files and folders and `node_modules` are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from secondstory.crawl.codes import (
    BROKEN_LINK,
    CODES,
    IMAGE_NAME,
    NAME_NOT_UTF8,
    NOT_A_FILE,
)
from secondstory.crawl.editors import read_classes_file, read_edits
from secondstory.crawl.files import IMAGES, LARGEST_REPORT, read_image, read_source
from secondstory.crawl.walk import REPORTS, Entry, Thing, follow, walk
from secondstory.findings import Finding, Location
from secondstory.globs import matching
from secondstory.model import Source
from secondstory.noun import Noun, replace
from secondstory.portable import folded, unportable

__all__ = [
    "CODES",
    "LARGEST_REPORT",
    "REPORTS",
    "Folder",
    "Listed",
    "Listing",
    "crawl",
    "read_classes_file",
    "read_edits",
    "read_image",
    "read_listed",
    "read_source",
    "scan",
]


class Listed(Noun, frozen=True):
    """A report as it is listed: what it is called in the archive, and the file to read.

    `file` is None where there is nothing to read (a link that leads nowhere); `findings`
    are what its name alone tells.
    """

    path: str
    file: str | None
    findings: tuple[Finding, ...] = ()


class Listing(Noun, frozen=True):
    """What lies in an archive folder; paths are relative to it, sorted, with forward slashes.

    `findings` are about what is no report: images, folders, links that are not followed.
    """

    reports: tuple[Listed, ...]
    images: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


class Folder(Noun, frozen=True):
    """An archive folder with its reports read; else as Listing."""

    sources: tuple[Source, ...]
    images: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def crawl(root: Path, exclude: Sequence[str] = (), largest: int = LARGEST_REPORT) -> Folder:
    """Read the reports below `root` and list its images.

    `exclude` holds glob patterns (see `globs`); of a report only the first
    `largest` bytes are read. Raises ProjectError where `root` is no readable folder.
    """
    found = scan(root, exclude)
    sources = tuple(read_listed(report, largest) for report in found.reports)
    return Folder(sources, found.images, found.findings)


def scan(root: Path, exclude: Sequence[str] = ()) -> Listing:
    """List the reports and images below `root`, reading none. As `crawl` else."""
    entries, findings = walk(root, matching(exclude))
    reports: list[Listed] = []
    images: list[str] = []
    # A link to a report that is read in its own place would only show it twice.
    read = {entry.file for entry in entries if entry.thing is Thing.FILE}
    for entry in entries:
        followed = follow(entry, root) if entry.thing is Thing.LINK else entry.file
        reached = str(followed) if isinstance(followed, Path) else followed
        if isinstance(reached, Finding):
            if entry.kind is REPORTS and reached.code == BROKEN_LINK.code:
                reports.append(Listed(entry.path, None, (reached,)))
            else:
                findings.append(reached)
        elif reached is None or (entry.thing is Thing.LINK and reached in read):
            # An image is wanted under every name that a report may call it by.
            images += [entry.path] if reached and entry.kind is IMAGES else []
        elif entry.kind is REPORTS:
            read.add(reached)
            reports.append(Listed(entry.path, reached, _misnamed(entry)))
        elif entry.kind is IMAGES and entry.thing is Thing.OTHER:
            findings.append(NOT_A_FILE.at(Location(entry.path), "this is no ordinary file"))
        elif entry.kind is IMAGES and entry.thing is not Thing.FOLDER:
            images.append(entry.path)
    usable, misfits = _usable(images)
    return Listing(tuple(reports), usable, tuple(sorted((*findings, *misfits))))


def read_listed(report: Listed, largest: int = LARGEST_REPORT) -> Source:
    """Read a report that `scan` listed. Never raises for what lies there, see `read_source`."""
    if report.file is None:
        return Source(report.path, "", report.findings)
    source = read_source(Path(report.file), report.path, largest)
    if not report.findings:
        return source
    return replace(source, findings=(*report.findings, *source.findings))


def _misnamed(entry: Entry) -> tuple[Finding, ...]:
    if not entry.misnamed:
        return ()
    return (NAME_NOT_UTF8.at(Location(entry.path), "the file name is not UTF-8"),)


def _usable(images: Iterable[str]) -> tuple[tuple[str, ...], list[Finding]]:
    """Tell images that can keep their path in the portal from those that cannot."""
    usable: dict[str, str] = {}
    misfits: list[Finding] = []
    for path in images:
        if wrong := unportable(path):
            misfits.append(IMAGE_NAME.at(Location(path), f"left out: its path {wrong}"))
        elif (first := usable.setdefault(folded(path), path)) != path:
            message = f"left out: its name differs from {first!r} only in case or accents"
            misfits.append(IMAGE_NAME.at(Location(path), message))
    return tuple(usable.values()), misfits
