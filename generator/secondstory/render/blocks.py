"""Cut the archive into blocks of reports, each of which is made and remembered alone.

A block ends behind a report whose slug says so, as rsync cuts files: a report that comes or
goes changes the block it stands in and hardly ever another. Small blocks compress badly, large
ones take long to make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from zlib import crc32

from secondstory.model import Brief
from secondstory.noun import Noun

UNDATED = "undated"
FEW = 16  # a block of so many at least takes some milliseconds to make


class Block(Noun, frozen=True):
    """Reports that stand together in the archive; `year` is that of the newest."""

    year: str
    reports: tuple[Brief, ...]


def cut(reports: Iterable[Brief], least: int) -> Iterator[Block]:
    """Cut reports, in the order of the archive, into blocks of `least` to four times as many.

    Twice as many is the average; the last holds the rest.
    """
    found: list[Brief] = []
    for report in reports:
        found.append(report)
        if len(found) >= least and (len(found) == 4 * least or _ends(report, least)):
            yield Block(_year(found[0]), tuple(found))
            found = []
    if found:
        yield Block(_year(found[0]), tuple(found))


def cut_yearly(reports: Iterable[Brief], least: int = FEW) -> Iterator[Block]:
    """As `cut`, where no block holds reports of two years."""
    for _, of_year in groupby(reports, _year):
        yield from cut(of_year, least)


def _ends(report: Brief, one_in: int) -> bool:
    """Whether the slug of a report says that a block ends behind it, as one in so many does."""
    return crc32(report.slug.encode("utf-8", "surrogatepass")) % one_in == 0


def _year(report: Brief) -> str:
    return str(report.date.year) if report.date else UNDATED
