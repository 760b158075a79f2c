"""Catalogue -> a page for each service: read it before you touch the service."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import Group
from secondstory.render.catalogue import Catalogue, coming_back, group_href
from secondstory.render.feeds import feed_links
from secondstory.render.page import Page
from secondstory.render.pages.errors import error_rows
from secondstory.render.pages.extent import FIXES, LESSONS, MENDED, REPORTS, extent
from secondstory.render.pages.mended import mended, mended_rows
from secondstory.render.twins.groups import service_twin
from secondstory.render.views_groups import ServicePage
from secondstory.render.views_parts import LessonCard
from secondstory.render.words import count, short_day

_FIRST = 3
_ERRORS = 12
_NUMBERS = ("No", "One thing", "Two things", "Three things")


def pages(shared: Catalogue) -> Iterator[Page]:
    """A page for each service."""
    back = [group for group in shared.kinds["classes"] if len(group.members) > 1]
    for group in shared.kinds["services"]:
        title = f"Before you touch {group.name}"
        about = f"What has bitten us in {group.name}: lessons, open fixes, error strings, reports."
        classes = tuple(each for each in back if not set(each.members).isdisjoint(group.members))
        some = shared.only(group.members, *(each.members for each in classes))
        path = group_href("services", group)
        yield Page(
            path,
            title,
            about,
            "services",
            (some, group, classes),
            compose=_view,
            twin=service_twin,
            beside=feed_links(f"services/{group.slug}", group.name),
        )


def _view(shared: Catalogue, group: Group, classes: tuple[Group, ...]) -> ServicePage:
    ranked = sorted(group.members, key=shared.weight)  # stable: newest first among equals
    best, others = shared.best_lessons(ranked, _FIRST)
    first = shared.cards(best)
    dated = [day for slug in group.members if (day := shared.report(slug).date)]
    waiting = shared.promised(group.members)
    facts = [
        f"{count(len(group.members), 'report')}, {shared.lesson_words(group.members)}"
        + (f" since {dated[-1].year}" if dated else ""),
        f"{count(len(waiting), 'open fix', 'open fixes')}",
    ]
    if dated:
        facts.append(f"last report {short_day(dated[0])}")
    more, more_note = extent(others, LESSONS, "", "the lessons library has the others")
    promised, open_note = extent(
        waiting,
        FIXES,
        "Behave as if these are not there.",
        "the list of commitments has the others",
    )
    fixed, mended_note = extent(
        mended(shared, group.members), MENDED, "Newest first.", "the reports have the others"
    )
    reports, reports_note = extent(
        group.members, REPORTS, "Newest first.", "the list by year has all"
    )
    return ServicePage(
        name=group.name,
        stand=_stand(first),
        facts=tuple(facts),
        first=first,
        more=shared.cards(more),
        more_note=more_note,
        open=shared.fix_rows(promised),
        open_note=open_note,
        errors=error_rows(shared, group.members, _ERRORS),
        mended=mended_rows(shared, fixed),
        mended_note=mended_note,
        coming=tuple(coming_back(shared, "classes", each) for each in classes),
        reports=tuple(shared.rows[slug] for slug in reports),
        reports_note=reports_note,
    )


def _stand(first: tuple[LessonCard, ...]) -> str:
    if not first:
        return "The reports about it state no lessons yet."
    back = sum(lesson.report.again is not None for lesson in first)
    came = {0: "", 1: " One of them came back.", len(first): " All of them came back."}.get(
        back, f" {_NUMBERS[back].split()[0]} of them came back."
    )
    if len(first) == 1:
        came = " It came back." if back else ""
    return f"{_NUMBERS[len(first)]} to know first.{came}"
