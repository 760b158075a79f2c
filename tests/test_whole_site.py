"""What holds for a whole site that the command line makes in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

ARCHIVE = Path(__file__).parent.parent / "postmortems"


def build(folder: Path, output: Path, **environment: str) -> None:
    """Run the real command in a process of its own."""
    words = ["build", "--quiet", "--as-of", "2026-11-20", "--source", folder, "--output", output]
    done = subprocess.run(
        [sys.executable, "-m", "secondstory", *words],
        cwd=output.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def contents(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("sample") / "site"
    build(ARCHIVE, site)
    return site


def test_a_site_is_the_same_wherever_it_is_made(sample: Path, tmp_path: Path) -> None:
    """Time zone, locale, hash seed and working folder leave no trace in any byte."""
    (tmp_path / "elsewhere").mkdir()
    other = tmp_path / "elsewhere" / "out"
    build(ARCHIVE, other, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="7")

    assert contents(other) == contents(sample)


class Links(HTMLParser):
    """The places a page points to, and the places in it that can be pointed to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in {"href", "src"} and value and tag != "use":
                self.targets.add(value)


def test_every_link_of_the_sample_site_leads_somewhere(sample: Path) -> None:
    """Each relative link names a file of the site, and each fragment an id in it."""
    pages = {}
    for path in sample.rglob("*.html"):
        links = Links()
        links.feed(path.read_text("utf-8"))
        pages[path.resolve()] = links
    for page, links in pages.items():
        for target in links.targets:
            path, fragment = urldefrag(target)
            if re.match(r"[a-z]+:", path) or (page.name == "404.html" and path.startswith("/")):
                continue
            aim = (page.parent / unquote(path.split("?")[0])).resolve() if path else page
            assert aim.is_file(), f"{page.name}: {target}"
            if fragment and aim in pages:
                assert unquote(fragment) in pages[aim].ids, f"{page.name}: {target}"
