"""Commitments -> the list to plan by: what waits first, then all of it by year, and views of it.

The list is what was promised and how far it has come; what fixed things is in the fixes library.
Owners stand with their items and are never counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote

from secondstory.commitments import Commitment, Place, Summary, summary
from secondstory.model import FixState, Pending
from secondstory.noun import Noun
from secondstory.render.actions.parts import (
    Recut,
    by_state,
    kinds,
    orphans,
    overdue,
    services,
    unverified,
)
from secondstory.render.actions.records import Way
from secondstory.render.actions.rows import action_row, filters
from secondstory.render.actions.sheet import as_sheet
from secondstory.render.actions.words import closure_words, open_words
from secondstory.render.address import outward
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue
from secondstory.render.marks import state_mark
from secondstory.render.page import Page
from secondstory.render.pages.years import Cut, cut, period_words
from secondstory.render.twins.actions import actions_twin
from secondstory.render.views import Alternate
from secondstory.render.views_actions import ActionSection, ActionsPage, Matrix
from secondstory.render.views_parts import Chip, Named, Option
from secondstory.render.words import count

SHEET, CALENDAR = "actions/actions.csv", "actions/due.ics"
DATA = (Named("Sheet (CSV)", SHEET), Named("Calendar of what is due (iCalendar)", CALENDAR))
_BESIDE = (
    Alternate("alternate", "text/csv", "Commitments as a sheet", SHEET),
    Alternate("alternate", "text/calendar", "What is due, as a calendar", CALENDAR),
)
_STAND = (
    "What was promised after an incident, and whether it holds. Ideas are kept apart: writing one"
    " down must cost nothing."
)
_ORDER = "Late first, then age times severity."
_ENOUGH = 150  # with fewer, the filters of the index reach everything
_MOST_WAITING = 200
_BACK = timedelta(days=365)
_MARKS = {
    FixState.LATE: "late",
    FixState.IN_PROGRESS: "in progress",
    FixState.OPEN: "not started",
    FixState.UNSTATED: "with no state stated",
    FixState.SHIPPED: "shipped, not proven",
    FixState.HELD: "held",
    FixState.DECLINED: "declined",
    FixState.IDEA: "ideas, not counted",
}
# name -> heading, what it holds, what to say of none
_VIEWS: Mapping[str, tuple[str, str, str]] = {
    "overdue": ("Overdue", "What is late, by severity and age.", "Nothing is late."),
    "orphans": (
        "Orphans",
        "What waits and nobody is named for, or no day counts for.",
        "Everything that waits has an owner and a day.",
    ),
    "unverified": (
        "Closed, not verified",
        "What is done, and nothing is named that shows that it holds: a drill, a test, a catch.",
        "Everything that is done is proven.",
    ),
    "services": ("By service", "What waits, by the service it is to mend.", "Nothing waits."),
    "kinds": (
        "By type and strength",
        "What waits, by what it is for and by what it relies on.",
        "Nothing waits.",
    ),
}
_NONE = "No report states an action item yet."


class Words(Noun, frozen=True):
    """What a page of the list says of itself, and its address; fields as of ActionsPage."""

    href: str
    heading: str
    stand: str
    marks: tuple[Chip, ...]
    told: tuple[str, ...]
    shown: str
    views: tuple[Option, ...]
    empty: str


Links = tuple[tuple[Place, tuple[Named, ...]], ...]


def pages(shared: Catalogue, found: Sequence[Commitment]) -> Iterator[Page]:
    """The list, a page for each year and one for each view; `found` are all commitments."""
    total = summary(found)
    recuts = _recuts(shared, found)
    yield from _list(shared, found, total, recuts["overdue"].matrix)
    for name, (heading, about, empty) in _VIEWS.items():
        recut = recuts[name]
        href, order = f"actions/{name}.html", _ORDER * bool(recut.parts)
        words = Words(href, heading, about, (), (), order, _views(name), empty)
        yield _page(shared, words, recut, found)


def data_files(shared: Catalogue, found: Sequence[Commitment]) -> Iterator[Pending]:
    """What lies beside the list for other programs."""
    way = partial(outward, shared.site, root="../")
    shows = (shared.site, shared)
    yield Pending(PurePosixPath(SHEET), shows, partial(as_sheet, found, way))
    # A subscriber sees what is to come and what is late; older days are in the list.
    oldest = shared.as_of - _BACK if shared.as_of > date.min + _BACK else date.min
    near = [one for one in found if one.due and one.due >= oldest]
    yield Pending(PurePosixPath(CALENDAR), shows, partial(_calendar, near, way, shared))


def _calendar(found: Sequence[Commitment], way: Way, shared: Catalogue) -> bytes:
    from secondstory.render.actions.calendar import as_calendar  # noqa: PLC0415  (icalendar is big)

    return as_calendar(found, way, shared.site, shared.as_of)


def _list(
    shared: Catalogue, found: Sequence[Commitment], total: Summary, matrix: Matrix | None
) -> Iterator[Page]:
    """The index and the pages by year."""
    by_slug: dict[str, list[int]] = {}
    for rank, one in enumerate(found):
        by_slug.setdefault(one.report.slug, []).append(rank)
    sizes = {slug: len(by_slug.get(slug, ())) for slug in shared.filed}
    waiting = [rank for rank, one in enumerate(found) if one.state.is_open]
    every = f"{count(len(found), 'item')} from {count(len(by_slug), 'report')}"
    for part in cut(shared, "actions", sizes.__getitem__, _ENOUGH):
        ranks = {rank for slug in part.slugs for rank in by_slug.get(slug, ())}
        if not part.period:
            closed = {rank for rank in ranks if not found[rank].state.is_open}
            ranks = closed | set(waiting[:_MOST_WAITING])
        some = [found[rank] for rank in sorted(ranks)]
        title = f"Commitments, {period_words(part.period)}" if part.period else "Commitments"
        extent = f"{len(some):,} of {every}" if len(some) < len(found) else every
        words = Words(
            part.path,
            title,
            _STAND,
            _marks(summary(some) if part.period else total),
            () if part.period else (open_words(total), closure_words(total)),
            f"{extent}. {_ORDER}",
            _views("" if part.period else "index"),
            _NONE,
        )
        recut = Recut(tuple(by_state(some)), None if part.period else matrix)
        yield _page(shared, words, recut, found, part)


def _page(
    shared: Catalogue,
    words: Words,
    recut: Recut,
    found: Sequence[Commitment],
    part: Cut | None = None,
) -> Page:
    places = {place for one in recut.parts for place in one.places}
    some = shared.only(dict.fromkeys(slug for slug, _ in sorted(places)))
    links = tuple(
        (place, tuple(_also(shared, each) for each in one.also))
        for one in found
        if one.also and (place := (one.report.slug, one.place)) in places
    )
    names = {quote(group.slug): group.name for group in shared.kinds["services"]}
    years = (part.options, part.months) if part else ((), ())
    return Page(
        words.href,
        words.heading,
        words.stand,
        "actions",
        (some, words, recut, links, names, years),
        compose=_view,
        twin=_twin if part else None,
        beside=_BESIDE,
    )


def _recuts(shared: Catalogue, found: Sequence[Commitment]) -> Mapping[str, Recut]:
    return {
        "overdue": overdue(found),
        "orphans": orphans(found),
        "unverified": unverified(found),
        "services": services(found, shared.kinds["services"]),
        "kinds": kinds(found),
    }


def _view(
    shared: Catalogue,
    words: Words,
    recut: Recut,
    links: Links,
    names: Mapping[str, str],
    years: tuple[tuple[Option, ...], tuple[Option, ...]],
) -> ActionsPage:
    also = dict(links)
    sections = tuple(
        ActionSection(
            part.heading,
            part.note,
            part.id,
            tuple(action_row(shared, place, also) for place in part.places),
        )
        for part in recut.parts
    )
    rows = (row for section in sections for row in section.rows)
    return ActionsPage(
        heading=words.heading,
        stand=words.stand,
        marks=words.marks,
        told=words.told,
        shown=words.shown,
        views=words.views,
        matrix=recut.matrix,
        sections=sections,
        filters=filters(rows, names, {section.id for section in sections}),
        years=years[0],
        months=years[1],
        data=DATA,
        empty=words.empty,
    )


def _twin(
    shared: Catalogue,
    words: Words,
    recut: Recut,
    _links: Links,
    _names: Mapping[str, str],
    years: tuple[tuple[Option, ...], tuple[Option, ...]],
) -> bytes:
    options = (*years[0], *years[1])
    return actions_twin(shared, words.heading, words.href, words.told, recut.parts, options)


def _also(shared: Catalogue, place: Place) -> Named:
    slug, number = place
    report = shared.report(slug)
    text = report.date.isoformat() if report.date else slug
    return Named(text, f"{report_href(slug)}#{quote(report.actions[number].anchor)}")


def _marks(found: Summary) -> tuple[Chip, ...]:
    return tuple(
        state_mark(state, f"{number:,} {words}")
        for state, words in _MARKS.items()
        if (number := found.states[state])
    )


def _views(current: str) -> tuple[Option, ...]:
    names = {"index": "All", **{name: heading for name, (heading, *_) in _VIEWS.items()}}
    return tuple(
        Option(text, f"actions/{name}.html", "", code=False, current=name == current)
        for name, text in names.items()
    )
