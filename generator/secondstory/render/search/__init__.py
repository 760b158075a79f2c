"""Turn the archive into the data of its search: an index of passages and texts by year.

What is read when is decided by size: `manifest.js` (names only) and the core (titles,
lessons, fixes, error strings, causes and their index) when somebody opens the search, the
full texts afterwards, newest year first. The other half is `search*.js` of the theme.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath

from secondstory.brief import whole_of
from secondstory.codec import decode, encode
from secondstory.model import Archive, Artifact, Assembly, Brief, Pending, Site, Told
from secondstory.render.search.index import compact, index_of, searchable
from secondstory.render.search.pack import pack
from secondstory.render.search.records import Passage, label, passages, reports, texts
from secondstory.render.search.words import load_words

FORMAT = 2  # of the data; the theme's scripts refuse any other

__all__ = ["search_artifacts", "search_assembly"]


def search_artifacts(archive: Archive, site: Site) -> Iterable[Artifact]:
    """Make `search/core-*.js`, a `search/text-<year>-*.js` for each year, `search/manifest.js`."""
    return search_assembly(archive, site).files()


def search_assembly(archive: Archive, site: Site) -> Assembly:
    """As `search_artifacts`, of parts: the tokens of each report's passages."""
    parts = tuple(
        Pending(
            PurePosixPath(report.slug),
            (Told(report, tuple(sorted(archive.prompts))),),
            partial(_tokens, archive, report),
        )
        for report in archive.briefs
    )
    return Assembly("search", parts, partial(_files, archive, site))


def _tokens(archive: Archive, known: Brief) -> bytes:
    report = whole_of(archive, known)
    stop = load_words().stop
    return encode([searchable(passage.searched, stop) for passage in passages(0, report)])


def _files(archive: Archive, site: Site, parts: Iterable[bytes]) -> Iterator[Artifact]:
    words = load_words()
    filed = reports(archive)
    found: list[Passage] = []
    listed: list[list[str]] = []
    for place, (report, part) in enumerate(zip(archive.briefs, parts, strict=True)):
        named = Passage(place, "label", label(filed[place]))
        title, *others = passages(place, whole_of(archive, report))
        title_words, *other_words = decode(part, list[list[str]])
        found += [title, named, *others]
        listed += [title_words, searchable(named.searched, words.stop), *other_words]
    core = pack(
        "core",
        {
            "format": FORMAT,
            "language": site.language,
            "reports": filed,
            "passages": [_row(passage) for passage in found],
            "index": compact(index_of(listed)),
            "stop": sorted(words.stop),
            "synonyms": words.synonyms,
        },
    )
    yield core
    years = []
    for year, by_slug in texts(archive).items():
        shard = pack(f"text-{year}", by_slug)
        years.append([year, shard.path.name])
        yield shard
    names = {"core": core.path.name, "texts": years}
    manifest = f'__ss("manifest",{json.dumps(names, ensure_ascii=True)});\n'
    yield Artifact(PurePosixPath("search/manifest.js"), manifest.encode("ascii"))


def _row(passage: Passage) -> list[object]:
    """A passage as the browser reads it; titles and labels it takes from the report itself."""
    text = "" if passage.kind in ("title", "label") else passage.text
    row = (passage.report, passage.kind, text, passage.more, passage.check)
    return [*row, passage.note, passage.anchor]
