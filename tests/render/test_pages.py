"""Every page of every theme over every sort of archive: whole, linked, safe, and silent on None."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from render.sites import ARCHIVES, DEFAULT, HOSTILE, TODAY, a_site, read, targets
from secondstory.archive import build_archive
from secondstory.model import Site
from secondstory.render import bundled_themes, load_theme, render
from strategies import postmortems

THEMES = sorted(file.parent.name for file in bundled_themes().glob("*/theme.toml"))


@cache
def pages(theme: str, name: str) -> dict[str, str]:
    """The pages of a theme over one of the archives, made once."""
    return a_site(ARCHIVES[name], theme=load_theme(theme))


EVERY = pytest.mark.parametrize(("theme", "name"), [*product(THEMES, ARCHIVES)])


@EVERY
def test_every_page_is_whole(theme: str, name: str) -> None:
    """Tags balance, no attribute stands twice, no link inside a link, no comment, ids differ."""
    for path, html in pages(theme, name).items():
        page = read(html)
        assert page.faults == [], path
        ids = page.ids()
        assert sorted(ids) == sorted(set(ids)), path


@EVERY
def test_every_link_and_anchor_leads_somewhere(theme: str, name: str) -> None:
    """Links inside the site name an existing file and an existing place in it."""
    site = {path: read(html) for path, html in pages(theme, name).items()}
    artifacts = render(ARCHIVES[name], load_theme(theme), Site(), TODAY)
    files = {str(artifact.path) for artifact in artifacts} | {"incidents/files/graphs/pool.png"}
    for path, page in site.items():
        for target, fragment in targets(path, page):
            assert target in files, f"{path} links to {target}"
            if fragment and target in site:
                assert fragment in site[target].ids(), f"{path} links to {target}#{fragment}"


@EVERY
def test_headings_have_no_gaps_and_one_is_the_first(theme: str, name: str) -> None:
    """A page has one h1, and no heading is more than one level below the one before it."""
    for path, html in pages(theme, name).items():
        levels = [int(e.name[1]) for e in read(html).all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels.count(1) == 1, path
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)


@EVERY
def test_a_page_obeys_its_own_policy(theme: str, name: str) -> None:
    """No style attribute, no inline script, nothing loaded from elsewhere."""
    for path, html in pages(theme, name).items():
        page = read(html)
        for element in page.elements:
            assert "style" not in element.attributes, path
            assert not any(key.startswith("on") for key in element.attributes), path
            for key in ("src", "srcset"):
                assert "//" not in element.attributes.get(key, ""), path
        assert not page.all("style", "base", "iframe", "object", "embed"), path
        assert all(script.attributes["src"] for script in page.all("script")), path
        assert not any(script.text.strip() for script in page.all("script")), path
        policy = [m for m in page.all("meta") if "Content-Security-Policy" in m.attributes.values()]
        assert "default-src 'none'" in policy[0].attributes["content"], path


def test_hostile_text_is_text() -> None:
    """An attack in every field stands on the pages as words and adds no element."""
    for path, html in pages("default", "hostile").items():
        assert "<script>alert" not in html, path
        assert "<img src=x" not in html, path
        for element in read(html).elements:
            assert not element.attributes.get("href", "").casefold().startswith("javascript"), path
    assert HOSTILE in read(pages("default", "hostile")["incidents/hostile.html"]).text()


def test_awkward_names_get_safe_pages() -> None:
    """A tag called index, a team called CON, a service called ../../etc stay in their folders."""
    paths = list(pages("default", "hostile"))
    assert len(paths) == len({path.casefold() for path in paths})
    assert all(
        re.fullmatch(r"(?:[a-z]+/)?(?:\d{4}-\d\d/|rows/)?[a-z0-9.-]+\.html", path) for path in paths
    )
    assert not any(path.endswith("/con.html") for path in paths)


def test_nobody_reads_none() -> None:
    """What is unknown is said to be `not stated`; no page says None or makes up a number."""
    for path, html in pages("default", "unknown").items():
        assert "None" not in read(html).text(), path
    text = read(pages("default", "unknown")["incidents/silent.html"]).text()
    assert "severity not stated" in text
    assert "Date not stated" in text
    assert "Duration not stated" in text
    assert "0 min" not in text


def test_a_report_without_lessons_or_fixes_is_told_how_to_add_them() -> None:
    """The page says so kindly and links to the how-to."""
    html = pages("default", "unknown")["incidents/silent.html"]
    hrefs = [link.attributes["href"] for link in read(html).all("a")]
    assert "../about/index.html#add-lessons" in hrefs
    assert "../about/index.html#add-fixes" in hrefs


def test_an_empty_archive_gets_a_first_step() -> None:
    """Home says that there are no reports yet, what was left out and why, and what to do."""
    text = read(pages("default", "empty")["index.html"]).text()
    assert "No reports yet" in text
    assert "README.md" in text
    assert "an index" in text
    assert "secondstory build --source" in text
    assert "incidents/index.html" in pages("default", "nothing")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(postmortems, max_size=3))
def test_any_archive_renders(reports: list[object]) -> None:
    """Whatever characters, dates and gaps the reports have, every page is made."""
    archive = build_archive(reports)  # type: ignore[arg-type]
    made = [a for a in render(archive, DEFAULT, Site(), TODAY) if a.path.suffix == ".html"]
    assert len(made) >= len(archive.briefs) + 10
