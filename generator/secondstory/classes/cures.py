"""Fixes of reports and of a file of classes -> what is known of each, with its days."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from secondstory.classes.codes import NO_FIX
from secondstory.extract.done import day_since
from secondstory.extract.lessons import normal_wording
from secondstory.findings import Finding, Location
from secondstory.model import (
    ActionStatus,
    Brief,
    Cure,
    Fix,
    FixWas,
    Purpose,
    Remedy,
    Strength,
    Taxonomy,
)
from secondstory.noun import replace

# A fix that notices or softens what comes lets it come: by its type, or by how it begins.
_OTHER_ENDS = re.compile(
    r"detect|mitigat|monitor|alert|respon|document|docs|train|process|communicat|investigat",
    re.IGNORECASE,
)
_WATCHES = re.compile(
    r"\W*(?:(?:add|create|set up|have|extend|improve|build|an?|the|more|better)\s+){0,2}"
    r"(?:\w+\s+)?(?:alert|alarm|alerting|monitor|monitoring|dashboard|panel|metric)s?\b",
    re.IGNORECASE,
)
_OTHER = frozenset({Purpose.DETECT, Purpose.MITIGATE, Purpose.DOCS, Purpose.PROCESS})
_OPEN = frozenset({ActionStatus.OPEN, ActionStatus.IN_PROGRESS})
_TELLING = 20  # characters of a wording that stand in no other fix by chance

_Place = tuple[Brief, Fix]


def is_systemic(fix: Fix) -> bool:
    """Whether a fix changes the system so that something does not happen, as far as it says."""
    if fix.purpose in _OTHER or (fix.type and _OTHER_ENDS.search(fix.type)):
        return False
    weak = fix.grade is not None and fix.grade.strength is Strength.WEAK
    return not weak and not _WATCHES.match(fix.text.text)


def cure_of(report: Brief, fix: Fix) -> Cure | None:
    """A fix of a report with the days that are known of it; None for what nobody promises."""
    promised = report.published or report.date
    if fix.status is ActionStatus.DONE:
        shipped, proven = fix.done, False
        if shipped is None and fix.verified_by:
            shipped, proven = _proof(fix.verified_by.text, report.date), True
        state = FixWas.SHIPPED if shipped else FixWas.UNDATED
        return Cure(
            fix.text.text,
            state,
            report.slug,
            fix.anchor,
            promised,
            shipped,
            bool(shipped) and proven,
        )
    if fix.status in _OPEN:
        return Cure(fix.text.text, FixWas.OPEN, report.slug, fix.anchor, promised)
    return None


def _proof(words: str, since: date | None) -> date | None:
    """The day by which a proof shows a fix in place; that of the incident itself shows nothing."""
    found = day_since(words, since)
    return found if found and since and found > since else None


def cures_of(
    taxonomy: Taxonomy, reports: Sequence[Brief], withheld: Collection[str]
) -> tuple[Mapping[str, tuple[Cure, ...]], tuple[Finding, ...]]:
    """The known fixes of each class by its name, and those that lead nowhere.

    `withheld` are the paths of reports that may not be shown: of a fix in one nothing is said.
    """
    if not any(one.fixes for one in taxonomy.classes):
        return {}, ()
    shelf = _Shelf(taxonomy.path, reports, withheld)
    found = {
        one.name: tuple(cure for fix in one.fixes if (cure := shelf.cure(one.name, fix)))
        for one in taxonomy.classes
        if one.fixes
    }
    return found, tuple(sorted(shelf.findings))


class _Shelf:
    """The fixes of an archive, to be found by what a file of classes calls them."""

    def __init__(self, path: str, reports: Sequence[Brief], withheld: Collection[str]) -> None:
        self._path, self._reports = path, reports
        self._withheld = frozenset(map(_stem, withheld))
        self._named = {_stem(report.path): report for report in reversed(reports)}
        self._named |= {alias.value: report for report in reports for alias in report.aliases}
        self._named |= {report.slug: report for report in reports}
        self.findings: list[Finding] = []

    def cure(self, name: str, remedy: Remedy) -> Cure | None:
        """What is known of a fix; None where it leads nowhere and says nothing itself."""
        place = self._place(name, remedy)
        known = cure_of(*place) if place else None
        if known is None:
            text = remedy.text or (place[1].text.text if place else remedy.ticket)
            known = Cure(text, FixWas.UNKNOWN) if text else None
            if known and place:
                known = replace(known, slug=place[0].slug, anchor=place[1].anchor)
        if known is None:
            return None
        if remedy.promised:
            known = replace(known, promised=remedy.promised)
        if remedy.shipped:
            return replace(known, state=FixWas.SHIPPED, shipped=remedy.shipped, proven=False)
        if remedy.promised and known.state is FixWas.UNKNOWN:
            return replace(known, state=FixWas.OPEN)
        return known

    def _place(self, name: str, remedy: Remedy) -> _Place | None:
        if remedy.report:
            return self._linked(remedy)
        among = self._members(name)
        if remedy.ticket:
            every = among + [each for report in self._reports for each in _fixes(report)]
            return next((each for each in every if _has(each[1], remedy.ticket)), None)
        wording = normal_wording(remedy.text)
        return next((each for each in among if _says(each[1], wording)), None)

    def _linked(self, remedy: Remedy) -> _Place | None:
        written, _, anchor = remedy.report.partition("#")
        report = self._named.get(_stem(written))
        if report is None:
            if _stem(written) not in self._withheld:
                near = get_close_matches(_stem(written), list(self._named), 1, 0.6)
                self._find(remedy, f"there is no report {written!r}", near)
            return None
        fixes = {fix.anchor: fix for fix in report.actions}
        wording = normal_wording(remedy.text)
        fix = fixes.get(anchor) if anchor else next(filter(_saying(wording), fixes.values()), None)
        if fix is None and (anchor or not (remedy.promised or remedy.shipped)):
            near = [f"{report.slug}#{one}" for one in get_close_matches(anchor, fixes, 1, 0.3)]
            self._find(remedy, f"{report.slug!r} has no fix {(anchor or remedy.text)!r}", near)
        return (report, fix) if fix else None

    def _members(self, name: str) -> list[_Place]:
        reports = (report for report in self._reports if name in report.classes)
        return [each for report in reports for each in _fixes(report)]

    def _find(self, remedy: Remedy, message: str, near: Sequence[str]) -> None:
        hint = f"did you mean {near[0]!r}?" if near else ""
        self.findings.append(NO_FIX.at(Location(self._path, remedy.line), message, hint))


def _fixes(report: Brief) -> Iterator[_Place]:
    return ((report, fix) for fix in report.actions)


def _saying(wording: str) -> Callable[[Fix], bool]:
    return lambda fix: _says(fix, wording)


def _says(fix: Fix, wording: str) -> bool:
    said = normal_wording(fix.text.text)
    return bool(wording) and (said == wording or (len(wording) >= _TELLING and wording in said))


def _has(fix: Fix, ticket: str) -> bool:
    return fix.ticket is not None and ticket in (fix.ticket.text, fix.ticket.href)


def _stem(path: str) -> str:
    """The name of a report without what a copied link or a path has before and behind it."""
    name = path.strip().rpartition("/")[2]
    for ending in (".html", ".md", ".markdown"):
        name = name.removesuffix(ending)
    return name
