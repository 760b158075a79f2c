"""Turn the archive into the data of its search: an index of passages and texts by year.

What is read when is decided by size: `manifest.js` (names only) and the core (titles,
lessons, fixes, error strings, causes and their index) when somebody opens the search, the
full texts afterwards, newest year first. The other half is `search*.js` of the theme.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePosixPath

from secondstory.model import Archive, Artifact, Site
from secondstory.render.search.index import compact, index
from secondstory.render.search.pack import pack
from secondstory.render.search.records import Passage, passages, reports, texts
from secondstory.render.search.words import load_words

FORMAT = 1  # of the data; the theme's scripts refuse any other

__all__ = ["search_artifacts"]


def search_artifacts(archive: Archive, site: Site) -> Iterator[Artifact]:
    """Yield `search/core-*.js`, a `search/text-<year>-*.js` for each year, `search/manifest.js`."""
    words = load_words()
    filed = reports(archive)
    found = passages(archive, filed)
    indexed = index((passage.searched for passage in found), words.stop)
    core = pack(
        "core",
        {
            "format": FORMAT,
            "language": site.language,
            "reports": filed,
            "passages": [_row(passage) for passage in found],
            "index": compact(indexed),
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
