"""Catalogue -> a page for each tag, team, severity and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from secondstory.model import Group
from secondstory.render.catalogue import Catalogue, group_href, group_words
from secondstory.render.feeds import FED, feed_links
from secondstory.render.marks import severity_mark
from secondstory.render.page import Page
from secondstory.render.pages.extent import FIXES, LESSONS, MENDED, REPORTS, extent
from secondstory.render.pages.mended import mended, mended_rows
from secondstory.render.twins.groups import tag_twin
from secondstory.render.views_groups import GroupPage
from secondstory.render.views_parts import Chip, Entry, Named
from secondstory.render.words import count

# kind -> its name, its index's name, what stands near by
_KINDS = {
    "tags": ("Tag", "Tags", "Tags that share a report with it."),
    "teams": ("Team", "Teams", ""),
    "severities": ("Severity", "Severities", "The other severities."),
    "months": ("Month", "Months", "The months before and after."),
}
_FIRST = 4
_NEARBY = 8


def pages(shared: Catalogue) -> Iterator[Page]:
    """A page for each group of these kinds."""
    for kind, (name, _, _) in _KINDS.items():
        for place, group in enumerate(shared.kinds[kind]):
            title = group_words(kind, group)
            about = f"{name} {title}: what was learned, what is still open, all its reports."
            around = _around(shared.kinds[kind], kind, group, place)
            parts = (shared.only(group.members), kind, group, around)
            yield Page(
                group_href(kind, group),
                title,
                about,
                kind,
                parts,
                compose=_view,
                twin=_twin if kind in FED else None,
                beside=feed_links(f"{kind}/{group.slug}", title) if kind in FED else (),
            )


def _twin(shared: Catalogue, _kind: str, group: Group, _around: tuple[Entry, ...]) -> bytes:
    return tag_twin(shared, group)


def _view(shared: Catalogue, kind: str, group: Group, around: tuple[Entry, ...]) -> GroupPage:
    name, index, nearby_note = _KINDS[kind]
    first, others = shared.best_lessons(group.members, _FIRST)
    more, more_note = extent(others, LESSONS, "Newest first.", "the lessons library has the others")
    promised, open_note = extent(
        shared.promised(group.members),
        FIXES,
        "Late first, then what is due next.",
        "the list of commitments has the others",
    )
    fixed, mended_note = extent(
        mended(shared, group.members) if kind == "tags" else (),
        MENDED,
        "Newest first.",
        "the reports have the others",
    )
    reports, reports_note = extent(
        group.members, REPORTS, "Newest first.", "the list by year has all"
    )
    return GroupPage(
        kind=name,
        index=Named(index, f"{kind}/index.html"),
        title=group_words(kind, group),
        stand=_stand(shared, kind, group),
        mark=_mark(shared, group) if kind == "severities" else None,
        first=shared.cards(first),
        more=shared.cards(more),
        more_note=more_note,
        mended=mended_rows(shared, fixed),
        mended_note=mended_note,
        open=shared.fix_rows(promised),
        open_note=open_note,
        reports=tuple(shared.rows[slug] for slug in reports),
        reports_note=reports_note,
        nearby=_sharing(shared, group) if kind == "tags" else around,
        nearby_note=nearby_note,
    )


def _stand(shared: Catalogue, kind: str, group: Group) -> str:
    if kind == "teams":
        return "What this team wrote up or had a part in, and what everybody can take from it."
    return f"{count(len(group.members), 'report')}, {shared.lesson_words(group.members)}."


def _mark(shared: Catalogue, group: Group) -> Chip | None:
    severity = shared.report(group.members[0]).severity if group.members else None
    return severity_mark(severity) if severity else None


def _around(groups: tuple[Group, ...], kind: str, group: Group, place: int) -> tuple[Entry, ...]:
    """The groups beside one: the months before and after, the other severities."""
    match kind:
        case "months":
            around = [groups[index] for index in (place + 1, place - 1) if 0 <= index < len(groups)]
        case "severities":
            around = [other for other in groups if other is not group]
        case _:
            around = []
    return tuple(
        Entry(
            group_words(kind, other),
            group_href(kind, other),
            count(len(other.members), "report"),
            code=False,
        )
        for other in around
    )


def _sharing(shared: Catalogue, group: Group) -> tuple[Entry, ...]:
    shares = Counter(
        named
        for slug in group.members
        for named in shared.groups("tags", slug)
        if named.text != group.name
    )
    most = sorted(shares.items(), key=lambda item: (-item[1], item[0].href))[:_NEARBY]
    return tuple(
        Entry(named.text, named.href, f"shares {count(number, 'report')}", code=True)
        for named, number in most
    )
