"""Tags for reports that have none: only with words that show them, and never over an author's."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from factories import a_fact, a_postmortem, a_rich, an_action, an_archive, an_event
from secondstory.brief import brief_of
from secondstory.extract import load_lexicon
from secondstory.model import Archive, Fact, Origin, Postmortem, Provenance, Source
from secondstory.noun import replace
from secondstory.pipeline import study
from secondstory.suggest import MOST, suggest, vocabulary

TAXONOMY = tomllib.loads(files("secondstory").joinpath("taxonomy.toml").read_text("utf-8"))


def suggested(report: Postmortem, *others: Postmortem) -> list[str]:
    """The tags suggested for a report among others."""
    known = vocabulary([brief_of(one) for one in (report, *others)])
    return [fact.value for fact in suggest(known, report)]


def because(report: Postmortem, *others: Postmortem) -> dict[str, str]:
    """The words that show each tag suggested for a report."""
    known = vocabulary([brief_of(one) for one in (report, *others)])
    return {fact.value: fact.written for fact in suggest(known, report)}


def tagged(number: int, *tags: str, title: str = "It broke", **more: Any) -> Postmortem:
    return a_postmortem(f"tagged-{number}", title=title, tags=tags, **more)


def a_report(title: str = "It broke", **more: Any) -> Postmortem:
    """A report whose title names nothing."""
    return a_postmortem(title=title, **more)


def find(archive: Archive, slug: str) -> Postmortem:
    return archive.by_slug()[slug]


# ---------------------------------------------------------------- where a word counts


@pytest.mark.parametrize("part", ["title", "summary", "root_cause", "trigger"])
def test_one_mention_where_a_report_says_what_it_is_about_is_enough(part: str) -> None:
    """Title, summary and causes name what went wrong."""
    assert suggested(a_report(**{part: "Two retry storms met"})) == ["retry-storm"]


def test_contributing_factors_count() -> None:
    """A factor is a cause."""
    assert suggested(a_report(contributing=["A memory leak in the agent"])) == ["memory-leak"]


@pytest.mark.parametrize("part", ["impact", "detection", "resolution"])
def test_a_failure_named_only_in_passing_does_not_count(part: str) -> None:
    """Where a report tells something else, one word is no subject."""
    text = "We first suspected a memory leak"
    assert suggested(a_report(**{part: text}, plain=text)) == []


def test_a_technology_needs_the_lead_or_two_mentions() -> None:
    """A single mention of a technology below the summary says little."""
    once = a_report(root_cause="A node of Kafka stopped", plain="A node of Kafka stopped")
    twice = a_report(root_cause="A node of Kafka stopped", plain="Kafka stopped.\nKafka again.")
    assert suggested(once) == []
    assert suggested(twice) == ["kafka"]
    assert suggested(a_report(summary="Kafka stopped")) == ["kafka"]


def test_two_mentions_of_a_technology_nobody_read_do_not_count() -> None:
    """A link list or an action item says nothing about what broke."""
    plain = "Redis, and Redis again"
    assert suggested(a_report(plain=plain, actions=[an_action("Try Redis")])) == []
    assert suggested(a_report(plain=plain, timeline=[an_event("9:00", "Redis full")])) == ["redis"]


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Slow queries piled up", "slow-query"),
        ("A SLOW QUERY", "slow-query"),
        ("NXDOMAIN for every name", "dns"),
        ("The TLS certificates ran out", "tls-certificate"),
        ("証明書の期限が切れた", "tls-certificate"),
        ("生产环境内存泄漏导致重启", "memory-leak"),
        ("a split-brain of the cluster", "network-partition"),
        ("no space left on\ndevice", "disk-full"),
    ],
)
def test_a_word_is_known_in_any_case_number_and_spelling(words: str, tag: str) -> None:
    """Case, plural, hyphens and line breaks do not hide a word; scripts without spaces work."""
    assert suggested(a_report(summary=words)) == [tag]


@pytest.mark.parametrize(
    "words",
    [
        "No data loss",
        "There was no evidence of data loss",
        "This was not a memory leak.",
        "It did not cause any data loss",
        "Unrelated to the schema migration",
        "A memory leak was ruled out",
        "The redistribution took an hour",  # holds "redis"
        "Answers were cdned",
    ],
)
def test_what_is_denied_or_only_looks_alike_does_not_count(words: str) -> None:
    """Denied words and parts of words show nothing."""
    assert suggested(a_report(summary=words)) == []


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Nothing is lost? No. A memory leak it was", "memory-leak"),
        ("Clients could not reach DNS", "dns"),
        ("There was no alert", "monitoring-gap"),
    ],
)
def test_a_denial_reaches_only_what_it_denies(words: str, tag: str) -> None:
    """A denial ends with its sentence, and "could not" denies no subject."""
    assert suggested(a_report(summary=words)) == [tag]


def test_the_longest_words_win() -> None:
    """What belongs to a longer phrase does not count by itself."""
    assert because(a_report(summary="Connection pool exhaustion")) == {
        "connection-pool": "Connection pool exhaustion"
    }


# ---------------------------------------------------------------- what is shown


def test_each_suggestion_shows_its_words_and_their_line() -> None:
    """The words stand as written, with the line where their passage begins."""
    report = replace(
        a_report(),
        title=a_fact("Deadlocks at noon", source=Provenance(Origin.HEADING, 3)),
        root_cause=a_fact(
            a_rich("A Schema  Migration"), source=Provenance(Origin.HEADING, 20, "Cause")
        ),
    )
    assert suggest(vocabulary([brief_of(report)]), report) == (
        Fact("deadlock", "Deadlocks", Provenance(Origin.TITLE, 3)),
        Fact("schema-migration", "Schema Migration", Provenance(Origin.BODY, 20, "Cause")),
    )


def test_a_line_can_be_opened() -> None:
    """In a report read from Markdown, the passage at the line holds the words."""
    text = "# Checkout failed\n\nDate: 2026-03-04\n\n## Root cause\n\nThe disk was full.\n"
    read = study(Source("a.md", text), load_lexicon())
    assert isinstance(read, Postmortem)
    (found,) = suggest(vocabulary([brief_of(read)]), read)
    assert found.value == "disk-full"
    assert found.written in text.split("\n")[found.source.line - 1]


def test_there_are_five_at_most_and_the_surest_come_first() -> None:
    """The title goes before the summary, the summary before the causes."""
    report = a_report(
        title="A deadlock",
        summary="A race condition, clock skew and packet loss",
        root_cause="A memory leak, a full disk and a feature flag",
    )
    found = suggested(report)
    assert len(found) == MOST
    assert found[:4] == ["deadlock", "clock-skew", "packet-loss", "race-condition"]


# ---------------------------------------------------------------- the archive's own tags


def test_tags_of_an_author_are_left_alone() -> None:
    """A report with any tag gets no suggestion."""
    report = a_report(title="A deadlock", tags=["mondays"])
    assert suggested(report) == []
    assert an_archive(report).tags[0].name == "mondays"


def test_the_archives_own_tags_go_first_in_its_own_spelling() -> None:
    """A tag that two reports share is suggested before any of ours, spelled as they do."""
    others = [tagged(n, "Label Printers", "TLS_Certificate") for n in range(2)]
    report = a_report(title="A deadlock", summary="label-printers: TLS certificate expired")
    assert suggested(report, *others) == ["Label Printers", "TLS_Certificate", "deadlock"]


def test_one_report_makes_no_vocabulary() -> None:
    """A tag that was used once may be a whim."""
    assert suggested(a_report(summary="Label printers"), tagged(1, "label printers")) == []


def test_a_tag_whose_words_others_use_without_it_is_not_suggested() -> None:
    """The word "outage" in a summary does not make the tag "outage" where authors disagree."""
    used = [tagged(n, "outage", summary="An outage") for n in range(2)]
    without = [tagged(n + 5, "dns", summary="Another outage") for n in range(4)]
    report = a_report(summary="One more outage")
    assert suggested(report, *used, *without) == []
    assert suggested(report, *used) == ["outage"]


def test_a_tag_on_half_of_the_archive_is_not_suggested() -> None:
    """What most reports have tells none apart; our tag of that name stays away as well."""
    broad = [tagged(n, "config change" if n < 6 else "other") for n in range(12)]
    report = a_report(summary="A configuration change, a config change")
    assert suggested(report, *broad) == []
    assert suggested(report) == ["config-change"]


def test_tags_without_letters_are_no_words() -> None:
    """A year or a single letter as a tag matches nothing, and breaks nothing."""
    others = [tagged(n, "2026", "C++", "..", "") for n in range(2)]
    assert suggested(a_report(summary="In 2026 C++ broke .."), *others) == []


# ---------------------------------------------------------------- in the archive


def test_the_archive_fills_them_in_and_groups_nothing_by_them() -> None:
    """A suggestion is on its report, and on no tag page and in no relation."""
    archive = an_archive(
        a_postmortem("one", title="A deadlock"), a_postmortem("two", title="Another deadlock")
    )
    assert [[f.value for f in p.suggested] for p in archive.briefs] == [["deadlock"]] * 2
    assert archive.tags == ()
    assert archive.related == {}


# ---------------------------------------------------------------- the taxonomy


def test_every_tag_of_the_taxonomy_can_be_suggested() -> None:
    """Each phrase of each tag, alone in a title, suggests that tag and no other."""
    for topics in TAXONOMY.values():
        for tag, phrases in topics.items():
            for phrase in phrases:
                assert suggested(a_report(title=f"After {phrase}, again")) == [tag], phrase


def test_tags_of_the_taxonomy_are_spelled_alike() -> None:
    """Lower case with hyphens, each once."""
    tags = [tag for topics in TAXONOMY.values() for tag in topics]
    assert len(tags) == len(set(tags))
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", tag) for tag in tags)
