"""Fields, title, timeline and file name -> when it happened and how long it lasted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import PurePosixPath

from secondstory.extract.choose import best
from secondstory.extract.dates import (
    Order,
    clocks,
    day_in_name,
    days,
    first_day,
    moment,
)
from secondstory.extract.fields import Fields
from secondstory.extract.lengths import duration_minutes, is_aim, minutes_between
from secondstory.model import Document, Event, Fact, Moment, Origin, Provenance
from secondstory.noun import Noun

# Front matter of a page that a generator of sites posts: its date has a clock of its own.
_POSTED = frozenset("layout permalink draft excerpt excerpt_separator lastmod".split())
# Front matter that a wiki writes: its date is that of the last change to the page.
_SAVED = frozenset("editor datecreated dateCreated".split())
# A label that says whose day it is, and a heading that came after the report.
_OF_INCIDENT = re.compile(
    r"incid|outage|occur|event|happened|vorfall|hendelse|olay|障害|発生|发生|事故|발생|장애|инцид|інцид",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:up-?dated?|amm?end(?:ed|ment)?|addendum|errat(?:a|um)|correction|edit(?:ed)?|follow-?ups?"
    r"|revis(?:ed|ion)|version|review(?:ed)?|published|written|postscript|nachtrag|aktualisi\w+"
    r"|mise à jour|actualización|atualização|обновлени\w+)\b|更新|追記|补充",
    re.IGNORECASE,
)
# A report is written within a season of its incident; an older entry is a cause, not the start.
_SEASON = timedelta(days=200)
_EVE = timedelta(days=2)
# What names a day beside the incident's own: a file, a heading, a sentence.
_LESS_SURE = frozenset({Origin.FILE_NAME, Origin.FOLDER, Origin.HEADING, Origin.LEAD})


class When(Noun, frozen=True):
    """The times of an incident, each with its provenance; None where the report does not say."""

    date: Fact[dt.date] | None
    published: Fact[dt.date] | None
    started: Fact[Moment] | None
    detected: Fact[Moment] | None
    mitigated: Fact[Moment] | None
    resolved: Fact[Moment] | None
    duration: Fact[int] | None


def stated_day(
    document: Document, fields: Fields, title: Fact[str], order: Order | None
) -> Fact[dt.date] | None:
    """The day the report states in a field, its title or its file name, in this order of trust."""
    return best(_stated_days(document, fields, title, order))


def _stated_days(
    document: Document, fields: Fields, title: Fact[str], order: Order | None
) -> Iterator[Fact[dt.date] | None]:
    named, filed = _title_day(title, order), _file_day(document)
    saved = not _SAVED.isdisjoint(document.meta)
    own = sorted(fields.all("date"), key=lambda field: not _OF_INCIDENT.search(field.label))
    for field in (*fields.all("started"), *own, *fields.all("window", "detected")):
        if saved and field.family == "date" and field.source.origin is Origin.FRONT_MATTER:
            continue
        if (day := first_day(field.text, order)) is not None:
            stated = Fact(day, field.text, field.source)
            # The date of a page is that of its writing, where its title tells of an earlier day.
            if field.family == "date" and field.source.origin is Origin.FRONT_MATTER:
                yield _sooner(named, stated)
            elif field.family == "detected":  # a file is called by the day on which it began
                yield _sooner(named, stated) or _sooner(filed, stated)
            yield stated
    yield named
    yield filed
    yield _heading_day(document, order)


def _sooner(day: Fact[dt.date] | None, than: Fact[dt.date]) -> Fact[dt.date] | None:
    """A day that is before another, by no more than a season."""
    if day is None or not timedelta(0) < than.value - day.value <= _SEASON:
        return None
    return day


def _title_day(title: Fact[str], order: Order | None) -> Fact[dt.date] | None:
    day = first_day(title.value, order)
    if day is None:
        return None
    return Fact(day, title.value, Provenance(Origin.TITLE, title.source.line))


def _file_day(document: Document) -> Fact[dt.date] | None:
    path = PurePosixPath(document.source.path)
    for origin, name in (
        (Origin.FILE_NAME, path.name),
        *((Origin.FOLDER, part) for part in reversed(path.parts[:-1])),
    ):
        if (day := day_in_name(name)) is not None:
            return Fact(day, name, Provenance(origin, 0, name))
    return None


def _heading_day(document: Document, order: Order | None) -> Fact[dt.date] | None:
    for heading in document.outline:
        if _LATER.search(heading.plain):
            continue
        if (day := first_day(heading.plain, order)) is not None:
            line = next((b.line for b in document.blocks if b.plain == heading.plain), 0)
            return Fact(day, heading.plain, Provenance(Origin.HEADING, line, heading.plain))
    return None


def is_posted(document: Document) -> bool:
    """Whether a report is a page of a blog or a wiki, by the keys of its front matter."""
    return not (_POSTED | _SAVED).isdisjoint(document.meta)


def find_when(
    fields: Fields,
    timeline: tuple[Event, ...],
    day: Fact[dt.date] | None,
    order: Order | None,
    told: Iterable[Fact[int]] = (),
    *,
    posted: bool = False,
) -> When:
    """Gather the times of an incident stated to be of a `day`.

    `told` are lengths in sentences; of a `posted` page front matter dates the publication.
    """
    if day is None or day.source.origin in _LESS_SURE:
        day = best((_first_event(timeline, day), day))
    on = day.value if day else None
    moments = {
        family: _moment(fields, family, order, on)
        for family in ("started", "detected", "mitigated", "resolved")
    }
    moments["started"] = moments["started"] or _dated_start(fields, order, posted=posted)
    if window := _window(fields, order, on):
        moments["started"] = moments["started"] or window[0]
        moments["resolved"] = moments["resolved"] or window[1]
    told_of = [
        (event, words)
        for event in timeline
        if event.moment
        and event.moment.timed
        and _TELLING.search(words := event.text.text[:200].lower())
    ]
    for family, mark in _MARKS.items():
        moments[family] = moments[family] or _marked(told_of, mark)
    started, resolved = moments["started"], moments["resolved"]
    if day is None and started is not None:
        day = Fact(started.value.at.date(), started.written, started.source)
    published = None
    for field in fields.all("published"):
        if (found := first_day(field.text, order)) is not None:
            published = Fact(found, field.text, field.source)
            break
    duration = best(chain(_durations(fields, started, resolved), told))
    return When(
        day,
        published,
        started,
        moments["detected"],
        moments["mitigated"],
        resolved,
        duration,
    )


def _first_event(timeline: tuple[Event, ...], named: Fact[dt.date] | None) -> Fact[dt.date] | None:
    """The first day of the timeline, unless the file's own day stands in it."""
    dated = _without_causes([event for event in timeline if event.moment is not None])
    if not dated:
        return None
    seen = [event.moment.at.date() for event in dated if event.moment]
    if named is not None:
        written_later = named.value - seen[0] <= _EVE and seen.count(seen[0]) * 2 > len(seen)
        if named.value in seen and not written_later:
            return None
        near = [n for n, day in enumerate(seen) if timedelta(0) <= named.value - day <= _SEASON]
        if not near:
            return None
        first = dated[near[0]]
    else:
        first = dated[0]
    if first.moment is None or (named and first.moment.at.date() == named.value):
        return None
    return Fact(
        first.moment.at.date(),
        first.when,
        Provenance(Origin.DERIVED, first.source.line, "first timeline entry"),
    )


def _without_causes(dated: list[Event]) -> list[Event]:
    """The entries from the first with a clock time on, where those before it have but a day.

    "11 May: shipped", weeks above "24 May 04:00: it fails", is where a cause came from.
    """
    first = next((n for n, event in enumerate(dated) if event.moment and event.moment.timed), 0)
    days_before = [event.moment.at.date() for event in dated[:first] if event.moment]
    at = dated[first].moment if dated else None
    if at is None or not days_before or at.at.date() - max(days_before) <= _EVE:
        return dated
    return dated[first:]


def _moment(
    fields: Fields, family: str, order: Order | None, day: dt.date | None
) -> Fact[Moment] | None:
    for field in fields.all(family):
        if (found := moment(field.text, order, day)) is not None:
            return Fact(found, field.text, field.source)
    return None


def _dated_start(fields: Fields, order: Order | None, *, posted: bool) -> Fact[Moment] | None:
    """A `Date:` that states one clock time is the start; that of a blog's page its publication."""
    for field in fields.all("date"):
        if posted and field.source.origin is Origin.FRONT_MATTER:
            continue
        found = moment(field.text, order) if len(list(clocks(field.text))) == 1 else None
        if found is not None and found.timed:
            return Fact(found, field.text, field.source)
    return None


def _window(
    fields: Fields, order: Order | None, day: dt.date | None
) -> tuple[Fact[Moment], Fact[Moment]] | None:
    """A field that holds start and end: "21:45 to 23:28 UTC", days included or not."""
    for field in fields.all("window", "date", "duration"):
        text = field.text
        times = list(clocks(text))
        named = list(days(text, order, day.year if day else None))
        if len(times) != 2:
            continue
        begin = moment(text[: times[0][2]], order, day) or moment(text, order, day)
        if begin is None:
            continue
        tail = text[times[0][2] :]
        end = moment(tail, order, named[-1].day if named else begin.at.date())
        if end is None:
            continue
        zone = begin.zone or end.zone
        end_at = end.at if end.at > begin.at or len(named) > 1 else end.at + timedelta(days=1)
        return (
            Fact(Moment(begin.at, begin.timed, zone), text, field.source),
            Fact(Moment(end_at, end.timed, end.zone or zone), text, field.source),
        )
    return None


def _durations(
    fields: Fields, started: Fact[Moment] | None, resolved: Fact[Moment] | None
) -> Iterator[Fact[int]]:
    """The lengths that fields state, then the one that start and end make."""
    for field in fields.all("duration", "window"):
        if is_aim(field.label):
            continue  # "Target time to resolve", "Max. downtime"
        if "minute" in field.label.casefold() and field.text.strip().isdigit():
            yield Fact(int(field.text), field.text, field.source)
        elif (minutes := duration_minutes(field.text)) is not None:
            yield Fact(minutes, field.text, field.source)
    if started and resolved:
        minutes = minutes_between(started.value, resolved.value)
        if minutes is not None:
            source = Provenance(Origin.DERIVED, resolved.source.line, "resolved minus started")
            yield Fact(minutes, f"{started.written} - {resolved.written}", source)


# What every mark holds, quick to look for.
_TELLING = re.compile(
    "begin|began|start|detect|mitigated|resolved|recover|ends|ended|over"
    "|発生|検知|发现|緩和|缓解|復旧|恢复"
)
# An entry that begins "Detected." or says "Outage ends" marks that moment; all in lower case.
_MARKS = {
    "started": re.compile(
        r"(?:incident|outage|impact|disruption) (?:begins|began|starts|started)\b"
        r"|^(?:start|started|begin|began)[.:]"
        r"|\b(?:starts?|started|begins?|began) (?:to )?(?:fail(?!\w* ?over)|error|tim(?:e|ing) out"
        r"|return(?:ing)? [45]\d\d)"
        r"|障害発生|発生[:：]"
    ),
    "detected": re.compile(r"^(?:detected|detection)\b(?=\W|$)|^検知|^发现"),
    "mitigated": re.compile(r"\bmitigated\.|^mitigated\b|^緩和|^缓解"),
    "resolved": re.compile(
        r"^(?:resolved|recovered|recovery)\b"
        r"(?![- –]+(?:\w+ )?(?:attempt|effort|versuch|work|be[gc]|start))"
        r"|\b(?:incident|outage|impact|issue)(?: is| was| has been)? (?:ends|ended|over|resolved)\b"
        r"|^復旧(?!予定)|^恢复"
    ),
}


def _marked(entries: list[tuple[Event, str]], mark: re.Pattern[str]) -> Fact[Moment] | None:
    """The moment of the timeline entry that says of itself what it is."""
    for event, words in entries:
        if event.moment and mark.search(words):
            label = f"timeline entry {event.when}"
            source = Provenance(Origin.DERIVED, event.source.line, label)
            return Fact(event.moment, event.when, source)
    return None
