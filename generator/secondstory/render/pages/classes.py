"""Catalogue -> a page for each class of failure: what is known, and each time it came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from secondstory.model import Archive, Basis, Disease, Group
from secondstory.noun import replace
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.page import Page
from secondstory.render.pages.chains import chain
from secondstory.render.pages.extent import FIXES, LESSONS, extent
from secondstory.render.pages.standing import Standing, Standings
from secondstory.render.twins.groups import class_twin
from secondstory.render.views_groups import ClassPage
from secondstory.render.views_parts import Entry
from secondstory.render.words import count, spoken

_FIRST = 4
_TIMES = {1: "once", 2: "twice"}
_WHY = {
    Disease.NOT_SHIPPED: "The last time, the fix was known and had not shipped.",
    Disease.DID_NOT_HOLD: "The last time, a fix had shipped and did not hold.",
    Disease.UNKNOWN: "Why it came back is not known.",
}


def pages(archive: Archive, shared: Catalogue) -> Iterator[Page]:
    """A page for each class."""
    standings = Standings(archive, shared)
    for group in shared.kinds["classes"]:
        about = f"{spoken(group.name)}: {count(len(group.members), 'report')}, lessons and fixes."
        path = group_href("classes", group)
        parts = (shared.only(group.members), group, standings.of(group))
        title = spoken(group.name)
        yield Page(path, title, about, "classes", parts, compose=_view, twin=class_twin)


def _view(shared: Catalogue, group: Group, standing: Standing) -> ClassPage:
    slugs, about = group.members, standing.about
    found = chain(shared, group)
    last = found.links[-1].report.again if found.links else None
    first, others = shared.best_lessons(slugs, _FIRST)
    more, more_note = extent(others, LESSONS, "Newest first.", "the lessons library has the others")
    promised, open_note = extent(
        shared.promised(slugs),
        FIXES,
        "Until these ship, it can come again.",
        "the list of commitments has the others",
    )
    facts = (f"{count(len(slugs), 'report')}, {shared.lesson_words(slugs)}",)
    return ClassPage(
        title=spoken(group.name),
        name=group.name,
        stand=_stand(shared, group),
        again=last,
        facts=facts,
        first=shared.cards(first),
        more=shared.cards(more),
        more_note=more_note,
        chain=replace(found, quiet="") if standing.seen else found,
        open=shared.fix_rows(promised),
        open_note=open_note,
        where=_where(shared, slugs),
        nearby=_nearby(shared, group),
        statement=about.statement if about else "",
        owner=about.owner if about else "",
        aliases=about.aliases if about else (),
        parent=standing.parent,
        children=standing.children,
        cures=standing.cures,
        seen=standing.seen,
        exposed=standing.exposed,
        exposure=standing.exposure,
    )


def _stand(shared: Catalogue, group: Group) -> str:
    times = len(group.members)
    if not times:
        return "No report names it."
    came = f"It came {_TIMES.get(times, f'{times} times')}."
    found = [repeat for slug in group.members if (repeat := shared.repeat(slug, group.name))]
    if not found:
        return came
    last = max(found, key=lambda each: each.nth)
    by = " So the dates of its fixes say." if last.basis is Basis.DERIVED else ""
    return f"{came} {_WHY[last.disease]}{by}"


def _where(shared: Catalogue, slugs: tuple[str, ...]) -> tuple[Entry, ...]:
    """The services it hit, by name."""
    hits = Counter(named for slug in slugs for named in shared.groups("services", slug))
    return tuple(
        Entry(named.text, named.href, count(number, "report"), code=True)
        for named, number in sorted(hits.items(), key=lambda item: item[0].href)
    )


def _nearby(shared: Catalogue, group: Group) -> tuple[Entry, ...]:
    """The classes that share a report with it."""
    shares = Counter(
        named
        for slug in group.members
        for named in shared.groups("classes", slug)
        if named.text != group.name
    )
    return tuple(
        Entry(named.text, named.href, f"shares {count(number, 'report')}", code=True)
        for named, number in sorted(shares.items(), key=lambda item: (-item[1], item[0].href))
    )
