"""Reports and a Taxonomy -> reports that call each class by its one name.

A name that the file of classes does not know stays as it is written, and is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from secondstory.classes.codes import LATER, UNKNOWN
from secondstory.classes.read import folded
from secondstory.findings import Finding, Location
from secondstory.model import Archive, Brief, Taxonomy
from secondstory.noun import replace


def by_one_name(taxonomy: Taxonomy, reports: Sequence[Brief]) -> Iterator[Brief]:
    """Call the classes of reports as their file does."""
    if not taxonomy:
        yield from reports
        return
    named = Counter(folded(name) for report in reports for name in set(report.classes))
    lost = _Lost(taxonomy, named)
    for report in reports:
        yield _renamed(taxonomy, report, lost) if report.classes else report


def in_future(archive: Archive, as_of: date) -> Iterator[Finding]:
    """Find the reports of classes that are dated after today."""
    for report in archive.briefs:
        if not report.date or report.date <= as_of:
            return  # newest first, and those without a date last
        if report.classes:
            message = f"dated {report.date.isoformat()}, after {as_of.isoformat()}"
            yield LATER.at(Location(report.path, max(1, report.class_lines[0])), message)


def _renamed(taxonomy: Taxonomy, report: Brief, lost: _Lost) -> Brief:
    classes = tuple([taxonomy.names.get(folded(name), name) for name in report.classes])
    found = tuple(
        lost.found(report.path, name, line)
        for name, line in zip(report.classes, report.class_lines, strict=False)
        if folded(name) not in taxonomy.names
    )
    if classes == report.classes and not found:
        return report
    return replace(report, classes=classes, findings=(*report.findings, *found))


class _Lost:
    """The classes that their file does not know, and how often they are named."""

    def __init__(self, taxonomy: Taxonomy, named: Counter[str]) -> None:
        self._taxonomy, self._named = taxonomy, named
        self._hints: dict[str, str] = {}

    def found(self, path: str, name: str, line: int) -> Finding:
        """The finding about such a class in a report."""
        key = folded(name)
        if key not in self._hints:
            names = self._taxonomy.names
            near = get_close_matches(key, list(names), 1, 0.6)
            self._hints[key] = f"did you mean {names[near[0]]!r}?" if near else ""
        others = f" ({self._named[key]} reports name it)" if self._named[key] > 1 else ""
        message = f"the class {name!r} is not in {self._taxonomy.path}{others}"
        return UNKNOWN.at(Location(path, max(1, line)), message, self._hints[key])
