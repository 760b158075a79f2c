"""Any archive at all, for property tests: every field drawn, text of any characters."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from hypothesis import strategies as st

from secondstory.brief import brief_of
from secondstory.findings import Finding, Level, Location
from secondstory.model import (
    Action,
    ActionStatus,
    Archive,
    Disease,
    Due,
    Event,
    Fact,
    Lesson,
    LessonKind,
    Link,
    Moment,
    Origin,
    Other,
    Postmortem,
    Provenance,
    Recurrence,
    Reference,
    Related,
    Rich,
    Severity,
    Site,
)

T = TypeVar("T")

# Surrogates and control characters too: a report may hold whatever bytes and YAML can spell.
texts = st.text(st.characters(), max_size=12)
words = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)
lines = st.integers(0, 10_000)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))
sources = st.builds(Provenance, st.sampled_from(Origin), lines, texts)
riches = st.builds(Rich, texts, texts)
moments = st.builds(
    Moment, st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)), st.booleans(), texts
)
severities = st.builds(Severity, st.none() | st.integers(1, 4), texts)


def facts(values: st.SearchStrategy[T]) -> st.SearchStrategy[Fact[T]]:
    return st.builds(Fact, values, texts, sources)


def maybe(values: st.SearchStrategy[T]) -> st.SearchStrategy[Fact[T] | None]:
    return st.none() | facts(values)


def some(values: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, max_size=2).map(tuple)


lessons = st.builds(
    Lesson,
    st.sampled_from(LessonKind),
    riches,
    st.none() | riches,
    st.none() | riches,
    words,
    sources,
)
actions = st.builds(
    Action,
    text=riches,
    owner=maybe(texts),
    due=maybe(st.builds(Due, st.none() | days, texts)),
    status=maybe(st.sampled_from(ActionStatus)),
    priority=maybe(texts),
    type=maybe(texts),
    ticket=st.none() | st.builds(Link, texts, texts),
    verified_by=st.none() | riches,
    reason=st.none() | texts,
    group=texts,
    anchor=words,
    source=sources,
    done=maybe(days),
)
events = st.builds(Event, texts, st.none() | moments, riches, sources)
findings = st.builds(
    Finding,
    st.builds(Location, texts, st.integers(1, 999), st.integers(1, 999)),
    texts,
    texts,
    st.sampled_from(Level),
    texts,
)
postmortems = st.builds(
    Postmortem,
    slug=words,
    path=texts,
    title=facts(texts),
    near_miss=maybe(st.booleans()),
    date=maybe(days),
    published=maybe(days),
    started=maybe(moments),
    detected=maybe(moments),
    mitigated=maybe(moments),
    resolved=maybe(moments),
    duration=maybe(lines),
    severity=maybe(severities),
    severity_initial=maybe(severities),
    status=maybe(texts),
    services=some(facts(texts)),
    teams=some(facts(texts)),
    tags=some(facts(texts)),
    suggested=some(facts(texts)),
    classes=some(facts(texts)),
    summary=maybe(riches),
    impact=maybe(riches),
    root_cause=maybe(riches),
    trigger=maybe(riches),
    detection=maybe(riches),
    resolution=maybe(riches),
    contributing=some(facts(riches)),
    lessons=some(lessons),
    actions=some(actions),
    timeline=some(events),
    errors=some(facts(texts)),
    references=some(st.builds(Reference, texts, texts, st.integers(1, 999))),
    aliases=some(facts(texts)),
    findings=some(findings),
)
others = st.builds(Other, texts, texts, texts)


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    """An archive of up to three reports; groups are left empty, nothing here reads them."""
    reports = draw(
        st.lists(
            postmortems,
            max_size=3,
            unique_by=(lambda report: report.slug, lambda report: report.path),
        )
    )
    recurrences = some(
        st.builds(Recurrence, texts, st.integers(2, 9), st.sampled_from(Disease), some(words))
    )
    related = some(st.builds(Related, words, some(texts)))
    return Archive(
        briefs=tuple(map(brief_of, reports)),
        others=draw(some(others)),
        tags=(),
        services=(),
        teams=(),
        severities=(),
        classes=(),
        months=(),
        recurrences={report.slug: draw(recurrences) for report in reports},
        related={report.slug: draw(related) for report in reports},
        read={report.path: report for report in reports}.__getitem__,
    )


sites = st.builds(
    Site,
    title=texts,
    organisation=texts,
    base_url=st.sampled_from(["", "https://portal.example/x"]),
)
