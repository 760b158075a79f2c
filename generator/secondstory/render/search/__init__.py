"""Turn the archive into the data of its search: what results are made of, and texts by year.

What is read when is decided by size: `manifest.js` (the words of the language, and the names of
the files) and the core (reports, titles, lessons, fixes, error strings) when somebody opens the
search; summaries, causes and full texts afterwards; of each the newest year first. Everything
travels as text: it takes fewer bytes than an index of it, and no build has to make one of all
reports because one has changed. The other half is `search*.js` of the theme, which reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import PurePosixPath

from secondstory.brief import whole_of
from secondstory.model import Archive, Artifact, Assembly, Pending, Site, Told
from secondstory.render.blocks import Block, cut, cut_yearly
from secondstory.render.search.pack import block, script
from secondstory.render.search.records import Filed, Passage, filing, passages, row, text
from secondstory.render.search.words import load_words

FORMAT = 3  # of the data; the theme's scripts refuse any other

__all__ = ["search_artifacts", "search_assembly"]

_COLUMNS = ("kind", "text", "more", "check", "note")
# Reports in a block of the core, at least; twice as many on average. It is small and is wanted
# smaller; full texts take ten times as long to compress and gain nothing from company.
_CORE = 128


def search_artifacts(archive: Archive, site: Site) -> Iterable[Artifact]:
    """Make `search/core-<year>-*.js`, `search/text-<year>-*.js` and `search/manifest.js`."""
    return search_assembly(archive, site).files()


def search_assembly(archive: Archive, site: Site) -> Assembly:
    """As `search_artifacts`, of parts: blocks of reports, compressed."""
    filed = filing(archive)
    prompts = tuple(sorted(archive.prompts))
    blocks = {
        "core": tuple(cut(archive.briefs, _CORE)),
        "text": tuple(cut_yearly(archive.briefs)),
    }
    parts = (
        *(_core_part(found, [filed[report.slug] for report in found.reports])
          for found in blocks["core"]),
        *(_text_part(found, archive, prompts) for found in blocks["text"]),
    )  # fmt: skip
    sizes = {
        kind: [(found.year, len(found.reports)) for found in each] for kind, each in blocks.items()
    }
    return Assembly("search", parts, partial(_files, sizes, site))


def _core_part(found: Block, filed: Sequence[Filed]) -> Pending:
    shows = ("core", filed, *found.reports)
    return Pending(_path("core", found), shows, lambda: block(_core(found, filed)))


def _text_part(found: Block, archive: Archive, prompts: tuple[str, ...]) -> Pending:
    shows = ("text", *(Told(report, prompts) for report in found.reports))
    return Pending(_path("text", found), shows, lambda: block(_texts(found, archive)))


def _path(kind: str, found: Block) -> PurePosixPath:
    return PurePosixPath(kind) / found.year / found.reports[0].slug


def _texts(found: Block, archive: Archive) -> dict[str, object]:
    return {report.slug: text(whole_of(archive, report)) for report in found.reports}


def _core(found: Block, filed: Sequence[Filed]) -> dict[str, object]:
    """The core of a block, by columns: like values compress best side by side."""
    rows = [row(report, about) for report, about in zip(found.reports, filed, strict=True)]
    each = [tuple(passages(report)) for report in found.reports]
    every: tuple[Passage, ...] = tuple(chain.from_iterable(each))
    return {
        "reports": {name: [one[name] for one in rows] for name in rows[0]},
        "counts": [len(one) for one in each],
        "passages": {name: [getattr(one, name) for one in every] for name in _COLUMNS},
        "anchors": ",".join(one.anchor for one in every),
    }


def _files(
    sizes: Mapping[str, Sequence[tuple[str, int]]], site: Site, parts: Iterable[bytes]
) -> Iterator[Artifact]:
    """Put the parts together as files, one of each kind for a year of blocks."""
    names: dict[str, object] = {"words": block(_words(site)).decode("ascii")}
    left = iter(parts)
    for kind, each in sizes.items():
        listed = []
        for year, blocks in groupby(each, itemgetter(0)):
            reports = [size for _, size in blocks]
            file = script(f"{kind}-{year}", list(islice(left, len(reports))))
            listed.append([year, file.path.name, sum(reports)])
            yield file
        names[kind] = listed
    manifest = f'__ss("manifest",{json.dumps(names, ensure_ascii=True)});\n'
    yield Artifact(PurePosixPath("search/manifest.js"), manifest.encode("ascii"))


def _words(site: Site) -> dict[str, object]:
    words = load_words()
    return {
        "format": FORMAT,
        "language": site.language,
        "stop": sorted(words.stop),
        "synonyms": words.synonyms,
    }
