"""Where the archive is cut into blocks, so that builds make few of them again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factories import a_postmortem, an_archive
from search.samples import a_small_archive
from secondstory.model import Archive
from secondstory.render.blocks import cut, cut_yearly


@pytest.fixture(scope="module")
def large() -> Archive:
    """A year of a thousand reports."""
    return an_archive(
        *(
            a_postmortem(f"r{n}", title=f"Report {n}", date=f"2026-{n % 12 + 1:02}-05")
            for n in range(1000)
        )
    )


def test_a_block_of_texts_is_of_one_year() -> None:
    """What is said to have been searched of a year is all of it and nothing else."""
    blocks = list(cut_yearly(a_small_archive().briefs, 64))
    assert [(block.year, len(block.reports)) for block in blocks] == [
        ("2026", 2), ("2025", 2), ("undated", 1),
    ]  # fmt: skip


def test_blocks_are_bounded_and_keep_the_order(large: Archive) -> None:
    """Blocks put together are the archive again; none is small, but the last, and none is huge."""
    sizes = [len(block.reports) for block in cut(large.briefs, 64)]
    assert tuple(r for b in cut(large.briefs, 64) for r in b.reports) == large.briefs
    assert len(sizes) > 3
    assert min(sizes[:-1]) >= 64
    assert max(sizes) <= 256


@pytest.mark.parametrize("gone", [0, 1, 500, 998, 999])
def test_a_report_that_goes_changes_blocks_near_it(large: Archive, gone: int) -> None:
    """Most blocks are those that a build remembers, wherever a report comes or goes."""
    rest = replace(large, briefs=tuple(r for n, r in enumerate(large.briefs) if n != gone))
    before, after = (
        {block.reports for block in cut(archive.briefs, 64)} for archive in (large, rest)
    )
    assert len(after - before) <= 2
