"""A class and its reports -> a chain: each time it came, oldest first, and why it came back."""

from __future__ import annotations

from secondstory.model import Cure, FixState, Group
from secondstory.noun import replace
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.marks import recurrence_mark, repeat_words, state_mark
from secondstory.render.views_incident import Chain, ChainLink
from secondstory.render.views_parts import Named
from secondstory.render.words import count, shortened, spoken

# The fix that tells most about a time: what held, else what shipped, and so on.
_TELLING = (
    FixState.HELD,
    FixState.SHIPPED,
    FixState.LATE,
    FixState.IN_PROGRESS,
    FixState.OPEN,
    FixState.UNSTATED,
    FixState.IDEA,
    FixState.DECLINED,
)
_AROUND = 3
_MOST = 60
_FIX_LIMIT = 90


def chain(shared: Catalogue, group: Group, here: str = "") -> Chain:
    """Each time of a class: the first and, around the report `here`, those nearest to it."""
    slugs = tuple(reversed(group.members))
    kept = _nearest(slugs, here) if here in slugs else _newest(slugs)
    links, behind = [], -1
    for index in kept:
        links.append(_link(shared, group, slugs[index], here, index - behind - 1))
        behind = index
    return Chain(
        spoken(group.name),
        group.name,
        group_href("classes", group),
        tuple(links),
        _quiet(shared, group),
    )


def _nearest(slugs: tuple[str, ...], here: str) -> list[int]:
    middle = slugs.index(here)
    low, high = max(0, middle - _AROUND), min(len(slugs), middle + _AROUND)
    return sorted({0, *range(low, high)} | {middle})


def _newest(slugs: tuple[str, ...]) -> list[int]:
    first = [0] if slugs else []
    return sorted({*first, *range(max(0, len(slugs) - _MOST), len(slugs))})


def _link(shared: Catalogue, group: Group, slug: str, here: str, skipped: int) -> ChainLink:
    found = shared.repeat(slug, group.name)
    row = shared.rows[slug]
    states = shared.states(slug)
    place = min(range(len(states)), key=lambda each: _TELLING.index(states[each]), default=None)
    return ChainLink(
        replace(row, again=recurrence_mark(found) if found else None),
        slug == here,
        _fix_words(shared, slug, place),
        state_mark(states[place]) if place is not None else None,
        skipped,
        gap=f"{count(found.days, 'day')} later" if found and found.days is not None else "",
        why=repeat_words(found) if found else "",
        cure=_cure(found.fix) if found and found.fix else None,
    )


def _cure(cure: Cure) -> Named | None:
    """The fix that tells why a class came back, where it was promised."""
    href = f"{report_href(cure.slug)}#{cure.anchor}" if cure.slug else ""
    return Named(shortened(cure.text, _FIX_LIMIT), href)


def _fix_words(shared: Catalogue, slug: str, place: int | None) -> str:
    if place is None:
        return ""
    return shortened(shared.report(slug).actions[place].text.text, _FIX_LIMIT)


def _quiet(shared: Catalogue, group: Group) -> str:
    days = [day for slug in group.members if (day := shared.report(slug).date)]
    if not days or len(days) < len(group.members):
        return ""
    passed = (shared.as_of - max(days)).days
    return f"Not reported again since, {count(passed, 'day')}." if passed > 0 else ""
