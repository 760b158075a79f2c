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
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape
from math import sqrt
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from secondstory.brief import whole_of
from secondstory.codec import decode, encode
from secondstory.integrations import pagefind
from secondstory.model import PAGEFIND, Archive, Artifact, Assembly, Pending, Postmortem, Site, Told
from secondstory.render.search.records import passages, reports
from secondstory.render.search.words import load_words

FOLDER = PurePosixPath("search/pagefind")
_FACETS = ("service", "class", "severity", "tag", "team")
_NOT_STATED = "-"  # an empty value is no filter to Pagefind
# As in `search-rank.js`; Pagefind takes their squares.
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
}

_Files = list[tuple[str, bytes]]


def chunked_assembly(archive: Archive, site: Site) -> Assembly:
    """Make `search/manifest.js` and what lies below `search/pagefind/`.

    It is one part, made anew when any report says something else: Pagefind cannot add to an
    index. Raises ProjectError where Pagefind is not installed.
    """
    version = pagefind.version()
    filed = reports(archive)
    prompts = tuple(sorted(archive.prompts))
    told = (Told(report, prompts) for report in archive.briefs)
    shows = (version, site.language, filed, *told)
    part = Pending(FOLDER, shows, partial(_make, archive, filed, site.language))
    return Assembly("pagefind", (part,), _files)


def _make(archive: Archive, filed: Sequence[Mapping[str, Any]], language: str) -> bytes:
    pages = (
        (f"incidents/{quote(known.slug)}.html", _page(about, whole_of(archive, known)))
        for about, known in zip(filed, archive.briefs, strict=True)
    )
    return encode(list(pagefind.index(pages, language).items()))


def _files(parts: Sequence[bytes]) -> Iterator[Artifact]:
    for part in parts:
        for name, content in decode(part, _Files):
            yield Artifact(FOLDER / name, content)
    names = {"engine": PAGEFIND, "stop": sorted(load_words().stop)}
    manifest = f'__ss("manifest",{json.dumps(names, ensure_ascii=True)});\n'
    yield Artifact(PurePosixPath("search/manifest.js"), manifest.encode("ascii"))


def _page(about: Mapping[str, Any], report: Postmortem) -> str:
    """A report as Pagefind reads it, and as `search-pagefind.js` reads it back."""
    date = about["date"]
    sets = [name for name, key in (("open", "open"), ("near-miss", "near")) if about[key]]
    year = date[:4] or _NOT_STATED
    fixed = [f"year:{year}", *(f"is:{name}" for name in sets)]
    if not about["severity"]:
        fixed.append(f"severity:{_NOT_STATED}")
    lines = [f'<html><body data-pagefind-sort="date:{date or "0"}">']
    lines += [f'<i data-pagefind-filter="{one}"></i>' for one in fixed]
    for facet in _FACETS:
        for name in about[facet]:
            text = _element(name, _WEIGHTS["label"], filter=facet)
            lines.append(text)
    for passage in passages(0, report):
        weight = _WEIGHTS[passage.kind]
        beside = about if passage.kind == "title" else passage.note
        lines.append(_element(passage.text, weight, passage.kind, passage.anchor, beside))
        lines += [_element(more, weight, "more") for more in passage.more.split("\n") if more]
        lines += [_element(passage.check, weight, "check")] if passage.check else []
    for event in report.timeline:
        lines.append(_element(event.text.text, 1, "timeline", event.when))
    for line in f"{report.plain}\n{report.code}".split("\n"):
        if line.strip():
            lines.append(_element(line, 1, "text"))
    return "".join((*lines, "</body></html>"))


def _element(text: str, weight: int, *carried: object, filter: str = "") -> str:  # noqa: A002
    """An element whose id carries values; spaces in an id would be lost, so it is quoted."""
    name = f' id="{quote(json.dumps(carried))}"' if carried else ""
    filters = f' data-pagefind-filter="{filter}"' if filter else ""
    return f'<p data-pagefind-weight="{sqrt(weight):.1f}"{name}{filters}>{escape(text)}</p>'
