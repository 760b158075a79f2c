"""What the same archive costs others: `cp -r`, the control, and generators that lie on PATH.

Others are handed what ours has to read out of the prose: title, day, services and tags come as
front matter. Hugo draws every report, lists by service, tag and year, and a feed; with
Pagefind it has a full-text search as well. MkDocs draws every report and its search data.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Report
from process import Command

_BASE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
</head><body><main data-pagefind-body>{{ block "main" . }}{{ end }}</main></body></html>
"""
_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>{{ end }}
</ul>{{ end }}
"""
_SINGLE = """{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01-02" }}
{{ range .Params.tags }}<a href="/tags/{{ . }}/">{{ . }}</a> {{ end }}</p>{{ .Content }}{{ end }}
"""
_HUGO = {
    "hugo.toml": """baseURL = "https://portal.example/"
title = "Archive"
disableHugoGeneratorInject = true
[taxonomies]
service = "services"
tag = "tags"
year = "years"
[markup.highlight]
codeFences = false
""",
    "layouts/_default/baseof.html": _BASE,
    "layouts/_default/list.html": _LIST,
    "layouts/_default/single.html": _SINGLE,
    "layouts/index.html": _LIST,
}
_MKDOCS = {"mkdocs.yml": "site_name: Archive\ntheme: mkdocs\nplugins: [search]\nnav: [index.md]\n"}


@dataclass(frozen=True)
class Peer:
    """A tool to compare with: `prepare` fills a folder, `commands` make `output` in it."""

    name: str
    tools: tuple[str, ...]
    prepare: Callable[[Path, Sequence[Report], Path], Path]
    commands: tuple[tuple[str, ...], ...]
    output: str
    caches: tuple[str, ...] = ()

    @property
    def there(self) -> bool:
        """Whether all it needs lies on PATH."""
        return all(map(shutil.which, self.tools))

    def runs(self, folder: Path) -> list[Command]:
        """What is run, one after the other."""
        return [Command(words, folder, {"NO_MKDOCS_2_WARNING": "1"}) for words in self.commands]


def as_it_is(archive: Path, _reports: Sequence[Report], folder: Path) -> Path:
    """Copy the archive; gives the report that will be edited, as every preparation does."""
    shutil.copytree(archive, folder / "postmortems")
    files = sorted((folder / "postmortems").rglob("*.md"))
    return files[len(files) // 2]


def _with_front_matter(
    content: str, files: dict[str, str]
) -> Callable[[Path, Sequence[Report], Path], Path]:
    def prepare(archive: Path, reports: Sequence[Report], folder: Path) -> Path:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        for report in reports:
            text = (archive / report.name).read_text("utf-8")
            if text.startswith("---\n"):
                text = text.split("\n---\n", 1)[1]
            head = {
                "title": report.title,
                "date": report.day.isoformat(),
                "services": report.services,
                "tags": report.tags,
                "years": [str(report.day.year)],
            }
            file = folder / content / report.name
            file.parent.mkdir(parents=True, exist_ok=True)
            lines = [f"{name}: {json.dumps(value)}" for name, value in head.items()]
            file.write_text("\n".join(["---", *lines, "---", text]), "utf-8")
        (folder / content / "index.md").write_text("# Archive\n") if content == "docs" else None
        return folder / content / reports[len(reports) // 2].name

    return prepare


CONTROL = Peer("cp -r", ("cp",), as_it_is, (("cp", "-r", "postmortems/.", "site"),), "site")
_HUGO_RUN = ("hugo", "--quiet", "--destination", "site")
_CACHES = ("resources", ".hugo_build.lock")
PEERS = (
    Peer(
        "hugo", ("hugo",), _with_front_matter("content/posts", _HUGO), (_HUGO_RUN,), "site", _CACHES
    ),
    Peer(
        "hugo + pagefind",
        ("hugo", "pagefind"),
        _with_front_matter("content/posts", _HUGO),
        (_HUGO_RUN, ("pagefind", "--site", "site", "--quiet")),
        "site",
        _CACHES,
    ),
    Peer(
        "mkdocs",
        ("mkdocs",),
        _with_front_matter("docs", _MKDOCS),
        (("mkdocs", "build", "--quiet", "--site-dir", "site"),),
        "site",
    ),
)
