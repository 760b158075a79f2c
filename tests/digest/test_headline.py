"""A headline stands alone in a subject line, and is always the report's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem, an_archive
from secondstory.digest import LONGEST, faults, plain
from secondstory.digest.headline import headline_of

GOOD = (
    "Retries at four layers turn 3 tries into 81: spend the budget once",
    "Redis failover took 30 s, not the documented 5 s",
    "NOT IN returns no rows as soon as the list holds one NULL",
    "5xx from one pod drained the whole pool",
    "名前解決は負の結果も覚える",
)
POOR = {
    "PM2021-006 - All services returning 503 in Kubernetes": "an id",
    "INC-4711: cache stampede after restart": "an id",
    "SEV1: the ledger lost a column of prices": "an id",
    "2026-09-14 certificate of the gateway expired unseen": "an id",
    "Sep 14: the certificate expired and nobody saw": "an id",
    "Postmortem #12 about the resolver and its cache": "an id",
    "Database outage": "a symptom",
    "Partial service degradation": "a symptom",
    "API errors": "a symptom",
    "Kafka down": "a symptom",
    "@ines forgot to rotate the key of the gateway": "a person",
    "Do better": "too little",
    "A very long headline " + "that goes on and on " * 3: "characters long",
}


@pytest.mark.parametrize("headline", GOOD)
def test_a_headline_with_component_and_mechanism_passes(headline: str) -> None:
    """What leads with the thing, says what it does and is short has no faults."""
    assert faults(headline) == ()


@pytest.mark.parametrize("headline", POOR)
def test_a_poor_headline_is_told_what_is_wrong(headline: str) -> None:
    """An id, severity or date first, a bare symptom, a person, too few words, too many."""
    meant = POOR[headline].replace("a symptom", "symptom").replace("an id", "begins with an id")
    assert meant.removeprefix("a ").removeprefix("too ") in "; ".join(faults(headline))


LONG = "and then it went on for so long that no subject line could ever have held it"
LESSONS = (
    # the lesson, the title of its report, what is printed
    ("A TTL is a request: measure it.", "Drill", "A TTL is a request: measure it"),
    (
        "A TTL is a request to other people's caches: measure how long an address really lives.",
        "Failover drill kept the old address",
        "A TTL is a request to other people's caches",
    ),
    (
        f"People copy the example, not the sentence above. Test it as code {LONG}.",
        "Webhooks",
        "People copy the example, not the sentence above",
    ),
    (
        f"When a resolver caches what is not there: {LONG}.",
        "Absent names are cached as long as the zone says",
        "Absent names are cached as long as the zone says",
    ),
    (
        f"Ask first {LONG}.",
        "2026-09-14: Pools hand out sockets that are long dead",
        "Pools hand out sockets that are long dead",
    ),
    (
        f"The gateway had copied the file, {LONG}.",
        "Outage",
        "The gateway had copied the file",
    ),
    (
        "one " * 40,
        "Outage",
        "one one one one one one one one one one one one one one one one one…",
    ),
)


@pytest.mark.parametrize(("lesson", "title", "printed"), LESSONS)
def test_what_is_printed_is_the_reports_own(lesson: str, title: str, printed: str) -> None:
    """The lesson's own headline, else its first clause, else the title, else it is cut."""
    report = an_archive(a_postmortem(title=title, lessons=[a_lesson(lesson)])).briefs[0]
    assert plain(headline_of(report, report.lessons[0]).text) == printed


@given(st.text(max_size=400), st.text(max_size=400))
def test_no_text_gives_a_long_or_an_invented_headline(lesson: str, title: str) -> None:
    """Whatever a report says, what is printed is in it, on one line, of at most 70 characters."""
    report = an_archive(a_postmortem(title=title, lessons=[a_lesson(lesson)])).briefs[0]
    found = plain(headline_of(report, report.lessons[0]).text)
    assert len(found) <= LONGEST
    assert found.removesuffix("…") in plain(lesson) or found in plain(title)
    assert found.isprintable() or not found
