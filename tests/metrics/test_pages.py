"""The pages of the state of learning: complete without script, light to keep up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from machine import put, ss
from metrics.archives import TODAY, a_folder

DAY = ("--as-of", TODAY.isoformat())
PAGE = "site/metrics/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its site."""
    root = a_folder(tmp_path_factory.mktemp("learning"), 60)
    assert ss(root, "build", *DAY).code == 0
    return root


def panels(root: Path) -> dict[str, str]:
    """The panels of the page, by their anchors."""
    text = (root / PAGE).read_text("utf-8")
    return dict(re.findall(r'<article class="panel" id="([^"]+)">(.*?)</article>', text, re.DOTALL))


def test_each_panel_says_how_it_is_counted_and_gamed(built: Path) -> None:
    """Headline, basis, definition, how it can be gamed and a table stand in the page itself."""
    found = panels(built)

    assert len(found) == 12
    for key, panel in found.items():
        assert re.search(r"<h2>[^<]{8,}</h2>", panel), key
        assert "n = " in panel, key
        assert "<dt>Counted as</dt>" in panel, key
        assert "<dt>How this can be gamed</dt>" in panel, key
        assert "<table" in panel or ">Too few" in panel, key


def test_charts_need_neither_script_nor_style(built: Path) -> None:
    """They are SVG in the page, with words for who does not see them."""
    text = (built / PAGE).read_text("utf-8")
    charts = re.findall(r'<svg class="chart" [^>]*role="img"[^>]*>', text)

    assert len(charts) == 11
    assert all('aria-label="' in chart for chart in charts)
    assert 'style="' not in text
    assert "<style" not in text


def test_no_page_speaks_of_a_mean(built: Path) -> None:
    """Medians and percentiles, nothing else."""
    text = (built / PAGE).read_text("utf-8").casefold()

    assert "median" in text
    assert not re.search(r"\b(?:mean|average|mttr|mttd)\b", text)


def test_a_save_that_changes_no_brief_leaves_the_page_alone(tmp_path: Path) -> None:
    """The page and its lists are made anew only where something of theirs changes."""
    a_folder(tmp_path, 12)
    ss(tmp_path, "build", *DAY)
    learning = [path for path in (tmp_path / "site/metrics").rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in learning}
    report = tmp_path / "postmortems/0003.md"
    report.write_text(report.read_text("utf-8") + "\nOne more word.\n", "utf-8")
    ss(tmp_path, "build", *DAY)

    assert {path: path.stat().st_mtime_ns for path in learning} == before


def test_what_changes_a_number_changes_the_page_and_its_list(tmp_path: Path) -> None:
    """A cached build has the same numbers as a clean one."""
    a_folder(tmp_path, 12)
    ss(tmp_path, "build", *DAY)
    put(
        tmp_path,
        "postmortems/new.md",
        "---\ndate: 2026-11-02\nnear_miss: true\n---\n# A near one\n\n## Summary\n\nClose.\n",
    )
    ss(tmp_path, "build", *DAY)
    ss(tmp_path, "build", "--output", "clean", "--no-cache", *DAY)

    for path in (tmp_path / "clean/metrics").rglob("*"):
        if path.is_file():
            other = tmp_path / "site" / path.relative_to(tmp_path / "clean")
            assert other.read_bytes() == path.read_bytes(), path.name
    assert "A near one" in (tmp_path / "site/metrics/rows/near-misses.html").read_text("utf-8")


def test_very_many_rows_are_cut_into_pages(tmp_path: Path) -> None:
    """A page of rows holds two thousand, and leads to the next."""
    a_folder(tmp_path, 300)
    ss(tmp_path, "build", *DAY)
    rows = sorted((tmp_path / "site/metrics/rows").glob("unknown*.html"))

    assert len(rows) > 1
    assert all(page.read_text("utf-8").count("<li") < 2100 for page in rows)
    assert 'href="../../metrics/rows/unknown-2.html">Next page' in rows[0].parent.joinpath(
        "unknown.html"
    ).read_text("utf-8")


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    """Markup in a title, a class, a team or the address of a guide is shown as it is written."""
    put(
        tmp_path,
        "postmortems/a.md",
        "---\ntitle: '<script>alert(1)</script> | [x](y)'\ndate: 2026-10-01\n"
        "classes: ['<b>bold</b>', '\"quoted\"']\ntags: ['<i>i</i>']\n---\n# a\n\n"
        "See [it](https://u:pw@wiki.example/runbook/<x>?token=secret).\n",
    )
    assert ss(tmp_path, "build", *DAY).code == 0
    for page in (tmp_path / "site/metrics").rglob("*.html"):
        text = page.read_text("utf-8")
        assert "<script>alert" not in text
        assert "<b>bold" not in text
        assert "token=secret" not in text
        assert "u:pw@" not in text
