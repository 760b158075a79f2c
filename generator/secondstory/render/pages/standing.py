"""A class and the archive -> what is known of it beside its reports: its statement, kin and fixes.

That nothing was seen since a fix says little where nobody knows whether the class could have come:
so what shows that it could is listed, and without it nothing is called cured.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from secondstory.model import Archive, Cure, FailureClass, FixWas, Group
from secondstory.noun import Noun
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.views_groups import CureRow
from secondstory.render.views_parts import Entry, Named
from secondstory.render.words import count, long_day, short_day

_SHOWN = 6  # services or tags that show exposure
_WHEN = {
    FixWas.SHIPPED: "shipped",
    FixWas.LATER: "shipped",
    FixWas.UNDATED: "shipped",
    FixWas.OPEN: "not shipped",
    FixWas.UNKNOWN: "not known",
}


class Standing(Noun, frozen=True):
    """What is known of a class; `seen` and `exposed` are sentences, "" where nothing is known."""

    about: FailureClass | None
    parent: Named | None
    children: tuple[Entry, ...]
    cures: tuple[CureRow, ...]
    seen: str
    exposed: str
    exposure: tuple[Entry, ...]


class Standings:
    """What is known of each class of an archive."""

    def __init__(self, archive: Archive, shared: Catalogue) -> None:
        """`shared` is the catalogue of all reports."""
        self._shared, self._cures = shared, archive.cures
        self._about = {one.name: one for one in archive.taxonomy.classes}
        self._groups = {group.name: group for group in shared.kinds["classes"]}
        self._kinds = {
            kind: {group_href(kind, group): group for group in shared.kinds[kind]}
            for kind in ("services", "tags")
        }
        self._below: dict[str, list[Group]] = {}
        for one in archive.taxonomy.classes:
            if one.parent and one.name in self._groups:
                self._below.setdefault(one.parent, []).append(self._groups[one.name])

    def of(self, group: Group) -> Standing:
        """What is known of one."""
        about = self._about.get(group.name)
        parent = self._groups.get(about.parent) if about else None
        last = _last(self._shared, group)
        exposure = tuple(self._exposure(group, last)) if last else ()
        return Standing(
            about,
            Named(parent.name, group_href("classes", parent)) if parent else None,
            tuple(
                Entry(
                    child.name,
                    group_href("classes", child),
                    count(len(child.members), "report"),
                    code=True,
                )
                for child in sorted(self._below.get(group.name, ()), key=lambda child: child.slug)
            ),
            tuple(map(_cure_row, self._cures.get(group.name, ()))),
            _seen(last, self._shared.as_of),
            _exposed(about.exposed if about else "", bool(exposure)) if last else "",
            exposure,
        )

    def _exposure(self, group: Group, last: date) -> Iterator[Entry]:
        """The services that it hit, else its tags, of which there are later reports."""
        for kind in ("services", "tags"):
            named = {each for slug in group.members for each in self._shared.groups(kind, slug)}
            found = []
            for each in sorted(named, key=lambda each: each.href):
                later = self._later(self._kinds[kind][each.href], last)
                if later:
                    note = f"{len(later)} later, {short_day(later[0])}"
                    found.append(Entry(each.text, each.href, note, code=True))
            if found:
                yield from found[:_SHOWN]
                return

    def _later(self, group: Group, last: date) -> list[date]:
        """The days of the reports of a group after a day, newest first."""
        days = (self._shared.report(slug).date or date.min for slug in group.members)
        later = takewhile(lambda day: day > last, days)
        return [day for day in later if day <= self._shared.as_of]


def _last(shared: Catalogue, group: Group) -> date | None:
    return max((day for slug in group.members if (day := shared.report(slug).date)), default=None)


def _seen(last: date | None, as_of: date) -> str:
    if last is None:
        return ""
    passed = (as_of - last).days
    if passed < 0:
        return f"Its last report is dated {long_day(last)}, after the day of this page."
    ago = f"{count(passed, 'day')} ago, on {long_day(last)}" if passed else "today"
    return f"Seen last {ago}."


def _exposed(stated: str, shown: bool) -> str:  # noqa: FBT001
    """What can be said of whether it could have come since it was seen last."""
    if stated:
        return f"Where it still can come, as its owners state: {stated.removesuffix('.')}."
    if shown:
        return "Where it came before, there was more to report since: it could have come again."
    return "There is no evidence that it was exposed since: it is not called cured."


def _cure_row(cure: Cure) -> CureRow:
    when = short_day(cure.shipped) if cure.shipped else _WHEN[cure.state]
    promised = f"Promised {short_day(cure.promised)}." if cure.promised else ""
    href = f"{report_href(cure.slug)}#{cure.anchor}" if cure.slug else ""
    return CureRow(cure.text, href, when, promised)
