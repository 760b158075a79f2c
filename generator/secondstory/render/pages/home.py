"""Catalogue -> home: what to know this month. An empty archive gets a first step instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from secondstory.digest import last_month
from secondstory.model import Archive, FixState, Issue, Learning, LessonKind
from secondstory.noun import replace
from secondstory.render.catalogue import Catalogue, coming_back, group_entry
from secondstory.render.digest import digest_href, headline
from secondstory.render.page import Page
from secondstory.render.pages.about import left_out
from secondstory.render.views import EmptyPage, HomePage, NearMiss
from secondstory.render.views_parts import Coming, Entry, FixRow, LessonCard, Named
from secondstory.render.words import count, month_words

_LEARNINGS = 5
_COMING = 5
_PROMISED = 6
_LATEST = 6
_NEAR_MISSES = 3
_SERVICES = 18


def pages(archive: Archive, shared: Catalogue, latest: Issue | None) -> Iterator[Page]:
    """The home page; `latest` is the last issue of the digest."""
    site = shared.site
    if not shared.filed:
        about = "No postmortem has been published here yet."
        yield Page("index.html", "No reports yet", about, "", EmptyPage(left_out(archive)))
        return
    whose = f" at {site.organisation}" if site.organisation else ""
    about = f"What was learned from incidents{whose}: lessons, fixes and reports."
    yield Page("index.html", "", about, "", (shared, latest), compose=_home)


def learnings(shared: Catalogue, latest: Issue | None = None) -> tuple[tuple[LessonCard, ...], str]:
    """The lessons to lead with, and how they were chosen.

    They are those of the `latest` issue of the digest, if the month that has just ended taught
    any; without them, from the month under way; without those, from the latest month that has
    some. Months before it fill up. One lesson an incident and a class; what came back goes first,
    then what was worst.
    """
    if latest and latest.month == last_month(shared.as_of) and not latest.quiet:
        told = [each for each in (latest.lead, *latest.shorts) if each]
        among = count(latest.pool, "lesson")
        note = f"From {month_words(latest.month)}, chosen among {among} as the digest chooses."
        return tuple(_card(shared, each) for each in told), note
    months = _months(shared)
    picked: list[LessonCard] = []
    classes: set[str] = set()
    first, pool = "", 0
    for month, slugs in months:
        for slug in sorted(slugs, key=shared.weight):
            lesson = next(iter(shared.lessons_of([slug], LessonKind.LESSON)), None)
            own = {name.casefold() for name in shared.report(slug).classes}
            if lesson is None or own & classes:
                continue
            if not first:
                first = month
                pool = shared.taught(slugs, LessonKind.LESSON)
            picked.append(lesson)
            classes |= own
            if len(picked) == _LEARNINGS:
                break
        if len(picked) == _LEARNINGS:
            break
    if not picked:
        return (), ""
    origin = f"From {month_words(first)}" if first != "undated" else "From undated reports"
    return tuple(
        picked
    ), f"{origin}, chosen among {count(pool, 'lesson')}: what came back, then severity."


def _card(shared: Catalogue, each: Learning) -> LessonCard:
    return replace(shared.lessons[each.slug][each.place], headline=headline(each), long=False)


def _months(shared: Catalogue) -> list[tuple[str, tuple[str, ...]]]:
    """Months with their reports: the one to lead with, then those before it, newest first."""
    now = f"{shared.as_of:%Y-%m}"
    taught = [
        (group.name, group.members)
        for group in sorted(shared.kinds["months"], key=lambda group: group.name, reverse=True)
        if shared.taught(group.members, LessonKind.LESSON)
    ]
    past = [month for month in taught if month[0] < now]
    current = [month for month in taught if month[0] == now]
    ended = past and past[0][0] == _before(now)
    ordered = [*past[:1], *current, *past[1:]] if ended else [*current, *past]
    ordered += [month for month in reversed(taught) if month[0] > now]
    undated = tuple(slug for slug in shared.filed if not shared.report(slug).date)
    return [*ordered, ("undated", undated)] if undated else ordered


def _before(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year}-{number - 1:02}" if number > 1 else f"{year - 1}-12"


def _home(shared: Catalogue, latest: Issue | None) -> HomePage:
    lessons, chosen = learnings(shared, latest)
    coming, coming_note = _coming(shared)
    promised, promised_note = _promised(shared)
    slugs = list(shared.filed)
    years = [day.year for slug in slugs if (day := shared.report(slug).date)]
    services, more = _services(shared)
    return HomePage(
        lead=lessons[0] if lessons else None,
        also=lessons[1:],
        chosen=chosen,
        issue=Named(f"The digest of {month_words(latest.month)}", digest_href(latest.month))
        if latest
        else None,
        coming=coming,
        coming_note=coming_note,
        promised=promised,
        promised_note=promised_note,
        latest=tuple(shared.rows[slug] for slug in slugs[:_LATEST]),
        latest_note=count(len(slugs), "report") + (f" since {min(years)}." if years else "."),
        near_misses=_near_misses(shared),
        services=services,
        services_more=more,
    )


def _coming(shared: Catalogue) -> tuple[tuple[Coming, ...], str]:
    classes = [group for group in shared.kinds["classes"] if len(group.members) > 1]
    kind = "classes" if classes else "tags"
    groups = classes or [group for group in shared.kinds["tags"] if len(group.members) > 1]

    def last(members: tuple[str, ...]) -> date:
        return max(shared.report(slug).date or date.min for slug in members)

    # What has come most often, then what came last; names settle the rest.
    groups.sort(key=lambda group: group.name)
    groups.sort(key=lambda group: (len(group.members), last(group.members)), reverse=True)
    note = "Two years; each dot is a report" + (
        ", a coloured one a repeat." if classes else ". No classes are named, so these are tags."
    )
    return tuple(coming_back(shared, kind, group) for group in groups[:_COMING]), note


def _promised(shared: Catalogue) -> tuple[tuple[FixRow, ...], str]:
    waiting = shared.promised(shared.filed)
    late = sum(shared.standings[slug][place].state is FixState.LATE for slug, place in waiting)
    note = f"{count(len(waiting), 'fix', 'fixes')} stated to be open" + (
        f", {late} late." if late else "."
    )
    return shared.fix_rows(waiting[:_PROMISED]), note


def _near_misses(shared: Catalogue) -> tuple[NearMiss, ...]:
    found = [slug for slug in shared.filed if shared.report(slug).near_miss]
    return tuple(
        NearMiss(shared.rows[slug], next(iter(shared.lessons[slug]), None))
        for slug in found[:_NEAR_MISSES]
    )


def _services(shared: Catalogue) -> tuple[tuple[Entry, ...], Named | None]:
    groups = shared.kinds["services"]
    most = sorted(groups, key=lambda group: (-len(group.members), group.slug))[:_SERVICES]
    shown = sorted(most, key=lambda group: group.slug)
    more = Named(f"All {len(groups)} services", "services/index.html")
    return (
        tuple(group_entry(shared, "services", group) for group in shown),
        more if len(groups) > len(shown) else None,
    )
