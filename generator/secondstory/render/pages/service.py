"""Catalogue -> a page for each service: read it before you touch the service."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import Group
from secondstory.render.catalogue import Catalogue, coming_back, group_href
from secondstory.render.page import Page
from secondstory.render.pages.errors import error_rows
from secondstory.render.pages.extent import FIXES, LESSONS, REPORTS, extent
from secondstory.render.views_groups import ServicePage
from secondstory.render.views_parts import LessonCard
from secondstory.render.words import count

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
        yield Page(path, title, about, "services", (some, group, classes), compose=_view)


def _view(shared: Catalogue, group: Group, classes: tuple[Group, ...]) -> ServicePage:
    ranked = sorted(group.members, key=shared.weight)  # stable: newest first among equals
    first, more = shared.best_lessons(ranked, _FIRST)
    rows = tuple(shared.rows[slug] for slug in group.members)
    dated = [row for row in rows if row.iso]
    facts = [
        f"{count(len(rows), 'report')}, {shared.lesson_words(group.members)}"
        + (f" since {dated[-1].iso[:4]}" if dated else ""),
        f"{count(len(shared.promised(group.members)), 'open fix', 'open fixes')}",
    ]
    if dated:
        facts.append(f"last report {dated[0].day}")
    more, more_note = extent(more, LESSONS, "", "the lessons library has the others")
    promised, open_note = extent(
        shared.open_fixes(group.members),
        FIXES,
        "Behave as if these are not there.",
        "the fixes library has the others",
    )
    reports, reports_note = extent(rows, REPORTS, "Newest first.", "the list by year has all")
    return ServicePage(
        name=group.name,
        stand=_stand(first),
        facts=tuple(facts),
        first=first,
        more=more,
        more_note=more_note,
        open=promised,
        open_note=open_note,
        errors=error_rows(shared, group.members, _ERRORS),
        coming=tuple(coming_back(shared, "classes", each) for each in classes),
        reports=reports,
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
