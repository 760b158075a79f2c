"""A report -> its facts in the margin, each with the place where it was read.

Facts that a reader expects stay in the list when they are unknown; the rest appear only
where they are stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from secondstory.model import Fact, Moment, Origin, Postmortem, Provenance, Site
from secondstory.render.marks import origin_mark
from secondstory.render.views_incident import FactRow
from secondstory.render.views_parts import Named
from secondstory.render.words import count, long_day, short_day, span

_Row = Callable[[str, str | None, Provenance | None], FactRow]
_PLURALS = {"field": "fields", "heading": "headings", "table": "tables", "list": "lists"}


def when_words(report: Postmortem) -> str:
    """Its day, with the hours where they are stated: `14 September 2026, 06:00 to 07:14 UTC`."""
    started = report.started.value if report.started and report.started.value.timed else None
    if started is None:
        return long_day(report.date.value) if report.date else ""
    resolved = report.resolved.value if report.resolved and report.resolved.value.timed else None
    zone = f" {started.zone}" if started.zone else ""
    begin = f"{long_day(started.at.date())}, {started.at:%H:%M}"
    if resolved is None or resolved.zone != started.zone or resolved.at < started.at:
        return f"{begin}{zone}"
    same = resolved.at.date() == started.at.date()
    end = f"{resolved.at:%H:%M}" if same else f"{long_day(resolved.at.date())}, {resolved.at:%H:%M}"
    return f"{begin} to {end}{zone}"


def fact_rows(
    report: Postmortem, groups: Mapping[str, tuple[Named, ...]], site: Site
) -> tuple[FactRow, ...]:
    """What is known about a report, with links to its groups by kind."""

    def row(label: str, value: str | None, source: Provenance | None) -> FactRow:
        origin = (
            origin_mark(source, report.path, site.source_url)
            if source and value is not None
            else None
        )
        return FactRow(label, value, (), origin)

    def named(label: str, kind: str, facts: tuple[Fact[str], ...]) -> FactRow:
        links = groups.get(kind, ())
        first = row(label, "", facts[0].source) if facts else row(label, None, None)
        return FactRow(label, first.value if links else None, links, first.origin)

    day, took = report.date, report.duration
    # A near miss has no hours: what it does not state is not missing.
    near = bool(report.near_miss and report.near_miss.value)
    rows = [
        row("Date", short_day(day.value) if day else None, day.source if day else None),
        _elapsed("Detected after", report, report.detected, row, expected=not near),
        _elapsed("Mitigated after", report, report.mitigated, row),
        row("Duration", span(took.value) if took else None, took.source if took else None)
        if took or not near
        else None,
        _severity(report, row, expected=not near),
        named("Services", "services", report.services),
        named("Teams", "teams", report.teams) if report.teams or not near else None,
    ]
    if report.classes:
        rows.append(named("Classes", "classes", report.classes))
    if report.status:
        rows.append(row("Status", report.status.value, report.status.source))
    rows.append(_published(report, row))
    return tuple(found for found in rows if found)


def read_from(report: Postmortem) -> str:
    """How many facts were read from which kind of place: `headings 9, front matter 4`."""
    origins = Counter(source.origin for source in _sources(report))
    ranked = sorted(origins.items(), key=lambda item: (-item[1], item[0].value))
    return ", ".join(f"{_plural(origin, number)} {number}" for origin, number in ranked)


def _plural(origin: Origin, number: int) -> str:
    return _PLURALS.get(origin.value, origin.value) if number > 1 else origin.value


def _sources(report: Postmortem) -> Iterable[Provenance]:
    stated = (name for name in report.__struct_fields__ if not name.startswith("suggested"))
    for name in stated:
        value = getattr(report, name)
        for found in value if isinstance(value, tuple) else (value,):
            source = getattr(found, "source", None)
            if isinstance(source, Provenance):
                yield source


def _severity(report: Postmortem, row: _Row, *, expected: bool) -> FactRow | None:
    if report.severity is None:
        return row("Severity", None, None) if expected else None
    label = report.severity.value.label
    first = report.severity_initial
    if first and first.value.label != label:
        label = f"{label}; first called {first.value.label}"
    return row("Severity", label, report.severity.source)


def _elapsed(
    label: str, report: Postmortem, end: Fact[Moment] | None, row: _Row, *, expected: bool = False
) -> FactRow | None:
    """The time from the start to another moment, where both are known to the minute."""
    minutes = _minutes(report.started, end)
    if minutes is None:
        return row(label, None, None) if expected else None
    return row(label, span(minutes), end.source if end else None)


def _minutes(begin: Fact[Moment] | None, end: Fact[Moment] | None) -> int | None:
    if begin is None or end is None or not (begin.value.timed and end.value.timed):
        return None
    zones = {moment.zone for moment in (begin.value, end.value) if moment.zone}
    minutes = round((end.value.at - begin.value.at).total_seconds() / 60)
    return minutes if minutes >= 0 and len(zones) < 2 else None


def _published(report: Postmortem, row: _Row) -> FactRow | None:
    if report.published is None:
        return None
    words = short_day(report.published.value)
    if report.date:
        days = (report.published.value - report.date.value).days
        words += f", {count(days, 'day')} after" if days > 0 else ", the same day" * (days == 0)
    return row("Published", words, report.published.source)
