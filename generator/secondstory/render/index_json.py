"""Turn the archive into `index.json`: every fact of every report, for other programs.

Each report has the same in a file of its own as well, `incidents/<slug>.json`.

The shape is versioned and described by `docs/index.schema.json`. Within a version keys
are only added. Unknown is `null`, none found is an empty list. Each incident stands on
a line of its own, so that `grep`, `diff` and a streaming reader cope with big archives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import Any

from secondstory import __version__
from secondstory.brief import whole
from secondstory.codec import as_json
from secondstory.model import (
    Archive,
    Artifact,
    Assembly,
    Other,
    Pending,
    Postmortem,
    Site,
    Stream,
    Told,
)
from secondstory.render.address import address
from secondstory.render.blocks import cut_yearly
from secondstory.render.class_json import class_of
from secondstory.render.incident_json import Near, incident
from secondstory.render.views import Alternate

SCHEMA_VERSION = 1

_BETWEEN = b",\n"
_ALONE = as_json({"schema_version": SCHEMA_VERSION}).removesuffix(b"}") + b',"incident":'
_SPELT = 64  # lines that are kept until the file of their report asks for them


def index_artifact(archive: Archive, site: Site, as_of: date) -> Artifact:
    """Write the whole archive as JSON: UTF-8, keys in a fixed order, newline at the end.

    Links are absolute where `site.base_url` is known, else relative to `index.json`.
    """
    (index,) = Index(archive, site, as_of).assembly.files()
    return index


def data_link(slug: str) -> Alternate:
    """The link from a report's page to its data."""
    return Alternate("alternate", "application/json", "As JSON", f"incidents/{slug}.json")


class Index:
    """The lines of the reports of an archive: together in blocks, and each in its own file."""

    def __init__(self, archive: Archive, site: Site, as_of: date) -> None:
        self._archive, self._as_of = archive, as_of
        slugs = {**archive.renamed, **{report.path: report.slug for report in archive.briefs}}
        prompts = tuple(sorted(archive.prompts))
        self._told = {report.slug: Told(report, prompts) for report in archive.briefs}
        self._near = {
            report.slug: Near(
                address(site, f"incidents/{report.slug}.html"),
                {ref.path: slug for ref in report.references if (slug := slugs.get(ref.path))},
                archive.recurrences.get(report.slug, ()),
                archive.related.get(report.slug, ()),
            )
            for report in archive.briefs
        }
        self._values = partial(_values, archive.read, self._told, self._near)
        # A block and the files of its reports are made one after the other.
        self._line = lru_cache(_SPELT)(partial(_line, self._values))

    @property
    def assembly(self) -> Assembly:
        """As `index_artifact`, of parts: the lines of a block of reports."""
        blocks = cut_yearly(self._archive.briefs)
        parts = tuple(self._part([report.slug for report in block.reports]) for block in blocks)
        return Assembly("index", parts, partial(_file, self._archive, self._as_of))

    def incidents(self) -> Iterator[Mapping[str, Any]]:
        """What the line of each report says, newest first; made one at a time."""
        return map(self._values, self._told)

    def files(self) -> Iterator[Pending]:
        """The same object for each report beside its page."""
        return map(self.file, self._told)

    def file(self, slug: str) -> Pending:
        """That of one report, `incidents/<slug>.json`."""
        path = PurePosixPath(f"incidents/{slug}.json")
        return Pending(path, (self._near[slug], self._told[slug]), partial(self._alone, slug))

    def _part(self, slugs: Sequence[str]) -> Pending:
        near = tuple([self._near[slug] for slug in slugs])
        told = [self._told[slug] for slug in slugs]
        return Pending(PurePosixPath(slugs[0]), (near, *told), partial(self._lines, slugs))

    def _lines(self, slugs: Iterable[str]) -> bytes:
        return _BETWEEN.join(map(self._line, slugs))

    def _alone(self, slug: str) -> bytes:
        return b"".join((_ALONE, self._line(slug), b"}\n"))


def _line(values: Callable[[str], Mapping[str, Any]], slug: str) -> bytes:
    return as_json(values(slug))


def _values(
    read: Callable[[str], Postmortem],
    all_told: Mapping[str, Told],
    near: Mapping[str, Near],
    slug: str,
) -> Mapping[str, Any]:
    told = all_told[slug]
    report = whole(read(told.report.path), told.report, told.prompts)
    seen = {fix.anchor: fix.seen for fix in told.report.actions if fix.seen}
    return incident(report, near[slug], seen)


def _file(archive: Archive, as_of: date, lines: Iterable[bytes]) -> Iterator[Stream]:
    yield Stream(PurePosixPath("index.json"), partial(_pieces, archive, as_of, lines))


def _pieces(archive: Archive, as_of: date, lines: Iterable[bytes]) -> Iterator[bytes]:
    head = {
        "schema_version": SCHEMA_VERSION,
        "generator": {"name": "secondstory", "version": __version__},
        "as_of": as_of.isoformat(),
    }
    yield as_json(head).removesuffix(b"}")
    yield b',\n"incidents":'
    yield from _rows(lines)
    yield b',\n"others":'
    yield from _rows(as_json(_other(other)) for other in archive.others)
    groups = {group.name: group for group in archive.classes}
    yield b',\n"classes":'
    yield from _rows(
        as_json(class_of(archive, about, groups[about.name])) for about in archive.taxonomy.classes
    )
    yield b"\n}\n"


def _rows(lines: Iterable[bytes]) -> Iterator[bytes]:
    before = b"[\n"
    for line in lines:
        yield before
        yield line
        before = _BETWEEN
    yield b"\n]" if before == _BETWEEN else b"[]"


def _other(other: Other) -> dict[str, object]:
    return {"source_path": other.path, "title": other.title, "reason": other.reason}
