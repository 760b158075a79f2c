"""Turn the archive into an index that Pagefind makes: read in chunks, so that size hardly counts.

Each report becomes a page of its own to Pagefind, each of its passages an element of it. The
id of an element carries what a result shows beside its words; Pagefind hands ids and words
back with a page. So results are reports, facets count reports, and a result shows the lesson
that matched. A record for each passage would make fourteen times as many files and filters
of ten times the size, and its facets would count passages. `search-pagefind.js` of the theme
is the other half.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import escape
from math import sqrt
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from secondstory.brief import whole_of
from secondstory.codec import decode, encode
from secondstory.integrations import pagefind
from secondstory.model import PAGEFIND, Archive, Artifact, Assembly, Brief, Pending, Site, Told
from secondstory.render.search.records import FACETS, Filed, filing, passages, row, text
from secondstory.render.search.words import load_words

FOLDER = PurePosixPath("search/pagefind")
_NOT_STATED = "-"  # an empty value is no filter to Pagefind
_EVERY = "zqevery"  # a word of every report: without one, Pagefind fetches all of its index
# As in `search-kinds.js`; Pagefind takes their squares.
_WEIGHTS = {
    "title": 8,
    "lesson": 8,
    "went-well": 5,
    "went-poorly": 6,
    "lucky": 6,
    "error": 6,
    "fix": 5,
    "label": 5,
    "summary": 3,
    "cause": 3,
    "timeline": 2,
}

_Files = list[tuple[str, bytes]]


def chunked_assembly(archive: Archive, site: Site) -> Assembly:
    """Make `search/manifest.js` and what lies below `search/pagefind/`.

    It is one part, made anew when any report says something else: Pagefind cannot add to an
    index. Raises ProjectError where Pagefind is not installed.
    """
    version = pagefind.version()
    filed = filing(archive)
    prompts = tuple(sorted(archive.prompts))
    told = (Told(report, prompts) for report in archive.briefs)
    shows = (version, site.language, filed, *told)
    part = Pending(FOLDER, shows, partial(_make, archive, filed, site.language))
    return Assembly(PAGEFIND, (part,), partial(_files, len(archive.briefs)))


def _make(archive: Archive, filed: Mapping[str, Filed], language: str) -> bytes:
    pages = (
        (
            f"incidents/{quote(report.slug)}.html",
            _page(report, row(report, filed[report.slug]), text(whole_of(archive, report))),
        )
        for report in archive.briefs
    )
    return encode(list(pagefind.index(pages, language).items()))


def _files(reports: int, parts: Iterable[bytes]) -> Iterator[Artifact]:
    for part in parts:
        for name, content in decode(part, _Files):
            yield Artifact(FOLDER / name, content)
    names = {"reports": reports, "stop": sorted(load_words().stop)}
    manifest = f'__ss("manifest",{json.dumps(names, ensure_ascii=True)});\n'
    yield Artifact(PurePosixPath("search/manifest.js"), manifest.encode("ascii"))


def _page(report: Brief, about: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """A report as Pagefind reads it, and as `search-pagefind.js` reads it back."""
    date = about["date"]
    return "".join(
        (
            f'<html><body data-pagefind-sort="date:{date or "0"}">',
            f"<p>{_EVERY}</p>",
            *(f'<i data-pagefind-filter="{one}"></i>' for one in _fixed(about)),
            *(
                _element(name, _WEIGHTS["label"], filter=facet)
                for facet in FACETS
                for name in about[facet]
            ),
            _element(about["title"], _WEIGHTS["title"], "title", "", about),
            *_taught(report),
            *_story(said),
            "</body></html>",
        )
    )


def _fixed(about: Mapping[str, Any]) -> Iterator[str]:
    """The filters whose values are ours, which no text says."""
    yield f"year:{about['date'][:4] or _NOT_STATED}"
    if about["open"]:
        yield "is:open"
    if about["near"]:
        yield "is:near-miss"
    if not about["severity"]:
        yield f"severity:{_NOT_STATED}"


def _taught(report: Brief) -> Iterator[str]:
    for passage in passages(report):
        weight = _WEIGHTS[passage.kind]
        yield _element(passage.text, weight, passage.kind, passage.anchor, passage.note)
        yield from (_element(more, weight, "more") for more in passage.more.split("\n") if more)
        if passage.check:
            yield _element(passage.check, weight, "check")


def _story(said: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("summary", "cause"):
        yield from (_element(prose, _WEIGHTS[kind], kind) for prose in said[kind])
    for when, event in said["timeline"]:
        yield _element(event, _WEIGHTS["timeline"], "timeline", when)
    for line in f"{said['body']}\n{said['code']}".split("\n"):
        if line.strip():
            yield _element(line, 1, "text")


def _element(text: str, weight: int, *carried: object, filter: str = "") -> str:  # noqa: A002
    """An element whose id carries values; spaces in an id would be lost, so it is quoted."""
    name = f' id="{quote(json.dumps(carried))}"' if carried else ""
    filters = f' data-pagefind-filter="{filter}"' if filter else ""
    return f'<p data-pagefind-weight="{sqrt(weight):.1f}"{name}{filters}>{escape(text)}</p>'
