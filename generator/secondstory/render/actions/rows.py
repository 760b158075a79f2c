"""Commitments of a catalogue -> rows to plan by, and the values that they can be narrowed by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from secondstory.commitments import Place, Standing
from secondstory.model import Brief, Fix, FixState, Purpose, Strength
from secondstory.render.catalogue import Catalogue
from secondstory.render.views_actions import ActionRow, Filter, FilterGroup
from secondstory.render.views_parts import Named

NONE, NEAR_MISS = "none", "near-miss"
SEVERITIES: Mapping[str, str] = {
    **{f"sev{level}": f"SEV{level}" for level in range(1, 5)},
    NEAR_MISS: "Near miss",
    NONE: "Not stated",
}
AGES: Mapping[str, str] = {
    "30": "Up to 30 days",
    "90": "31 to 90 days",
    "365": "91 to 365 days",
    "more": "Over a year",
    NONE: "Not known",
}
_STRENGTHS = {**{name.value: name.capitalize() for name in Strength}, NONE: "Not graded"}
_TYPES = {**{name.value: name.capitalize() for name in Purpose}, NONE: "Not stated"}
_KINDS, _LATE = "actions/kinds.html", "actions/overdue.html"
_STATES = (
    FixState.LATE,
    FixState.IN_PROGRESS,
    FixState.OPEN,
    FixState.UNSTATED,
    FixState.SHIPPED,
    FixState.HELD,
    FixState.DECLINED,
)
_WORDS = {FixState.OPEN: "Not started", FixState.SHIPPED: "Shipped, not proven"}
_PLACES = {  # where a state stands on a page
    FixState.LATE: "late",
    FixState.IN_PROGRESS: "todo",
    FixState.OPEN: "todo",
    FixState.UNSTATED: "unstated",
    FixState.SHIPPED: "shipped",
    FixState.HELD: "held",
    FixState.DECLINED: "declined",
}
_LACKS = {
    "owner": ("Without owner", "actions/orphans.html"),
    "day": ("Without a day", "actions/orphans.html"),
    "proof": ("Closed, not proven", "actions/unverified.html"),
}
_SERVICES = 8

Also = Mapping[Place, tuple[Named, ...]]  # the same items in other reports


def action_row(shared: Catalogue, place: Place, also: Also) -> ActionRow:
    """The row of the fix at a place."""
    slug, number = place
    report, standing = shared.report(slug), shared.standings[slug][number]
    fix, row = report.actions[number], shared.fixes[slug][number]
    ends = standing.state.is_closed or standing.state is FixState.DECLINED
    return ActionRow(
        fix=row,
        age="" if ends or standing.age is None else f"{standing.age:,} d",
        purpose=fix.purpose.value if fix.purpose else fix.type or "",
        also=also.get(place, ()),
        said=" ".join(_said(shared, report, fix, standing)),
    )


def severity_of(report: Brief) -> str:
    """By which of `SEVERITIES` a report is filed."""
    if report.near_miss:
        return NEAR_MISS
    level = report.severity.level if report.severity else None
    return f"sev{level}" if level else NONE


def age_of(standing: Standing) -> str:
    """In which of `AGES` an item is."""
    if standing.age is None:
        return NONE
    return next((name for name in ("30", "90", "365") if standing.age <= int(name)), "more")


def filters(
    rows: Iterable[ActionRow], services: Mapping[str, str], there: Container[str]
) -> tuple[FilterGroup, ...]:
    """What the rows of a page can be narrowed by.

    `services` are names by slug, `there` the anchors of the parts of the page.
    """
    found = Counter(word for row in rows for word in row.said.split())
    groups = (
        FilterGroup("State", tuple(_states(found, there)), None),
        FilterGroup("Strength", tuple(_values(found, "strength", _STRENGTHS, _KINDS)), None),
        FilterGroup("Type", tuple(_values(found, "type", _TYPES, _KINDS)), None),
        FilterGroup("Severity", tuple(_values(found, "severity", SEVERITIES, _LATE)), None),
        FilterGroup("Age", tuple(_values(found, "age", AGES, _LATE)), None),
        _services(found, services),
        FilterGroup("Stated", tuple(_lacks(found)), None),
        FilterGroup("Show", tuple(_ideas(found, there)), None),
    )
    return tuple(group for group in groups if group.options)


def _said(shared: Catalogue, report: Brief, fix: Fix, standing: Standing) -> Iterator[str]:
    state = standing.state
    yield f"state:{state.value}"
    yield f"strength:{fix.grade.strength.value if fix.grade else NONE}"
    yield f"type:{fix.purpose.value if fix.purpose else NONE}"
    yield f"severity:{severity_of(report)}"
    waits = state.is_open or state is FixState.UNSTATED
    if waits:
        yield f"age:{age_of(standing)}"
    for named in shared.groups("services", report.slug):
        yield f"service:{service_slug(named)}"
    if waits and not fix.owner:
        yield "lacks:owner"
    if waits and not standing.due:
        yield "lacks:day"
    if state is FixState.SHIPPED:
        yield "lacks:proof"
    if state is FixState.IDEA:
        yield "show:ideas"


def service_slug(named: Named) -> str:
    """The slug of a service, from its link."""
    return named.href.rpartition("/")[2].removesuffix(".html")


def _states(found: Mapping[str, int], there: Container[str]) -> Iterator[Filter]:
    for state in _STATES:
        said = f"state:{state.value}"
        if number := found.get(said):
            words = _WORDS.get(state, state.words)
            yield Filter(words, said, _here(_PLACES[state], there), f"{number:,}", code=False)


def _values(
    found: Mapping[str, int], kind: str, names: Mapping[str, str], href: str
) -> Iterator[Filter]:
    for name, words in names.items():
        said = f"{kind}:{name}"
        if number := found.get(said):
            yield Filter(words, said, href, f"{number:,}", code=False)


def _services(found: Mapping[str, int], names: Mapping[str, str]) -> FilterGroup:
    sized = [(found.get(f"service:{slug}", 0), slug) for slug in names]
    sized = sorted((each for each in sized if each[0]), key=lambda each: (-each[0], each[1]))
    options = tuple(
        Filter(names[slug], f"service:{slug}", f"services/{slug}.html", f"{number:,}", code=True)
        for number, slug in sized[:_SERVICES]
    )
    rest = len(sized) - len(options)
    more = Named(f"{rest} more", "actions/services.html") if rest else None
    return FilterGroup("Service", options, more)


def _lacks(found: Mapping[str, int]) -> Iterator[Filter]:
    for name, (words, href) in _LACKS.items():
        said = f"lacks:{name}"
        if number := found.get(said):
            yield Filter(words, said, href, f"{number:,}", code=False)


def _ideas(found: Mapping[str, int], there: Container[str]) -> Iterator[Filter]:
    said = "show:ideas"
    if number := found.get(said):
        yield Filter("Ideas too", said, _here("ideas", there), f"{number:,}", code=False)


def _here(name: str, there: Container[str]) -> str:
    """Where a state stands: on this page, or in the list."""
    return f"#{name}" if name in there else "actions/index.html"
