"""A search finds the lesson, fix or error string itself, and never fails for a reason unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem, an_action, an_archive
from search.samples import (
    a_small_archive,
    ask,
    lines,
    slugs,
    spell,
    write_search,
)

pytestmark = pytest.mark.node


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_search(a_small_archive(), tmp_path_factory.mktemp("small"))


def answer(folder: Path, text: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask(folder, {"text": text, **more})[0]
    return found


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("certificate", "certificate/lesson: Watch the [certificate] that is served"),
        ("Certificates", "certificate/lesson: Watch the [certificate]"),
        ("certif", "certificate/lesson: Watch the [certificate]"),
        ("dead sockets", "pool/lesson: Expire pooled [sockets]"),
        ("probe notafter", "certificate/fix: [Probe notAfter]"),
        ("subpath mount", "certificate/cause: A [subPath mount]"),
        ("renewals spread", "certificate/went-well: [Renewals] were [spread]"),
        ("flag client", "purge/lucky: Read a [flag] before the [client] is built"),
        ("restarted by hand", "certificate/timeline: Pods [restarted by hand]"),
        ("row-count guard", "purge/text: A [row-count guard] refused"),
    ],
)
def test_the_best_hit_is_the_sentence_itself(small: Path, text: str, first: str) -> None:
    """The first line of an answer is the passage that matched, highlighted, under its report."""
    assert lines(answer(small, text))[0].startswith(first)


@pytest.mark.parametrize(
    ("text", "slug", "hit"),
    [
        ("pool.max_idle", "pool", "[pool.max_idle] = 600"),
        ("max_idle", "pool", "pool.[max_idle] = 600"),
        ("10.0.0.1:5432", "pool", "[10.0.0.1:5432]"),
        ("10.0.0.1", "pool", "[10.0.0.1]:5432"),
        ("x509: certificate has expired", "certificate", "[x509: certificate has expired] or"),
        ("Connection reset by peer", "pool", "[Connection reset by peer]"),
        ("SocketException", "pool", "[SocketException]"),
        ("application/json", "pool", "[Application/JSON]"),
        ("C++", "pool", "[C++]"),
        ("--dry-run", "purge", "Purge ignored [--dry-run]"),
        ("econnreset at", "pool", "[ECONNRESET at]"),
        ("荷物が届かない", "purge", "[荷物が届かない]"),
        ("荷物", "purge", "[荷物]"),
        ("ＳＵＢＰＡＴＨ", "certificate", "[subPath]"),
    ],
)
def test_literals_are_found_as_written(small: Path, text: str, slug: str, hit: str) -> None:
    """Error strings, config keys, addresses, options and CJK are found by any part of them."""
    found = answer(small, text)
    assert slugs(found)[0] == slug
    shown = [spell(found["groups"][0]["title"]), *lines(found)]
    assert any(hit in line for line in shown), shown


def test_a_pasted_log_line_finds_the_error_it_repeats(small: Path) -> None:
    """Times and addresses around and inside a stored error do not hide it."""
    pasted = (
        "2026-11-20T03:12:44Z ERROR pod/label-7f9c x509: certificate has expired or is not yet "
        "valid: current time 03:12:44 caller=dial.go:118"
    )
    assert lines(answer(small, pasted))[0] == (
        "certificate/error: "
        "[x509: certificate has expired or is not yet valid: current time 06:21:07]"
    )


def test_terms_combine_over_a_report(small: Path) -> None:
    """A lesson that has one term counts where its title or service has the other."""
    found = answer(small, "label-gateway served")
    assert slugs(found) == ["certificate"]
    assert lines(found)[0].startswith("certificate/lesson: Watch the certificate that is [served]")


def test_few_hits_are_followed_by_some_of_the_words(small: Path) -> None:
    """Where hardly any report has all words, others follow and say what they miss."""
    found = answer(small, "certificate flag")
    assert found["reports"] == 0
    assert {(group["slug"], *group["missing"]) for group in found["some"]} == {
        ("certificate", "flag"),
        ("purge", "certificate"),
    }


def test_some_of_the_words_are_looked_for_within_the_filters(small: Path) -> None:
    """Full matches elsewhere do not keep partial ones of the chosen service from showing."""
    found = answer(small, "certificate sockets", chosen={"service": ["ledger"]})
    assert found["reports"] == 0
    assert [(group["slug"], group["missing"]) for group in found["some"]] == [
        ("pool", ["certificate"])
    ]


def test_typing_errors_are_mended_and_marked(small: Path) -> None:
    """A misspelt word finds its neighbour, marked as approximate and announced."""
    found = answer(small, "certificat reneweed")
    assert slugs(found) == ["certificate"]
    assert "renewed" in found["also"]
    assert "[certificate] that is served, not the file that was ~renewed~" in lines(found)[0]


def test_synonyms_are_searched_marked_and_can_be_switched_off(small: Path) -> None:
    """A query for "dns" also finds "name resolution", says so, and can be told not to."""
    found = answer(small, "dns")
    assert slugs(found) == ["resolver"]
    assert found["also"] == ["name resolution"]
    assert "~name resolution~ remembers" in lines(found)[0]
    assert answer(small, "dns", only=True)["reports"] == 0


def test_phrases_match_words_in_order_only(small: Path) -> None:
    """Quotes ask for adjacent words; a phrase that nobody wrote offers the words instead."""
    assert slugs(answer(small, '"name resolution"')) == ["resolver"]
    found = answer(small, '"resolution name"')
    assert found["reports"] == 0
    assert [way["way"] for way in found["instead"]] == ["unquoted"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tag:tls", {"certificate"}),
        ("tag:KUBERNETES", {"certificate"}),
        ("service:depot-sync", {"resolver", "purge"}),
        ("service:depot", {"resolver", "purge"}),
        ("svc:ledger", {"pool"}),
        ("severity:sev2", {"certificate"}),
        ("sev:3", {"pool"}),
        ("team:platform", {"pool"}),
        ("class:renewed-not-reloaded", {"certificate"}),
        ("year:2025", {"resolver", "purge"}),
        ("year:undated", {"bare"}),
        ("is:open", {"pool"}),
        ("is:nearmiss", {"purge"}),
        ("is:near-miss", {"purge"}),
        ("service:depot-sync year:2025 miss", {"resolver"}),
        ("service:depot-sync is:open", set()),
        ("in:error", {"certificate", "pool"}),
    ],
)
def test_fields_filter(small: Path, text: str, expected: set[str]) -> None:
    """`field:value` narrows by exact name, else by its beginning; fields combine with AND."""
    assert set(slugs(answer(small, text))) == expected


def test_an_unknown_field_value_is_looked_for_as_text(small: Path) -> None:
    """A tag nobody has set is no reason for an empty page, and the answer says so."""
    found = answer(small, "tag:sockets")
    assert found["unknown"] == [["tag", "sockets"]]
    assert slugs(found) == ["pool"]


def test_open_fixes_are_shown_where_they_are_asked_for(small: Path) -> None:
    """Browsing `is:open` lists the open fixes themselves, with their state."""
    [group] = answer(small, "is:open")["groups"]
    assert [(hit["kind"], hit["note"]) for hit in group["hits"]] == [
        ("fix", "Open, due 2026-12-01")
    ]


def test_a_tag_shows_what_was_learned_and_what_fixed_it(small: Path) -> None:
    """Browsing a tag, a fix that was done is among the few hits that a report shows."""
    [group] = answer(small, "tag:tls")["groups"]
    kinds = [hit["kind"] for hit in group["hits"]]
    assert kinds[0] == "lesson"
    assert [hit["note"] for hit in group["hits"] if hit["kind"] == "fix"] == ["Shipped"]


def test_an_empty_search_lists_the_newest_lessons(small: Path) -> None:
    """Nothing typed: all reports, newest first, each with what it taught."""
    found = answer(small, "")
    assert found["browsing"]
    assert slugs(found) == ["certificate", "pool", "purge", "resolver", "bare"]
    assert lines(found)[0].startswith("certificate/lesson: Watch")


def test_facets_count_reports_within_the_other_filters(small: Path) -> None:
    """A facet's own choice does not change its counts; every other choice does."""
    facets = answer(small, "", chosen={"service": ["depot-sync"]})["facets"]
    assert dict(facets["service"])["ledger"] == 1
    assert dict(facets["year"]) == {"2026": 0, "2025": 2, "": 0}
    assert dict(facets["is"]) == {"open": 0, "near-miss": 1}


def test_facets_combine_with_or_inside_and_and_between(small: Path) -> None:
    """Two services widen, a year narrows."""
    chosen = {"service": ["depot-sync", "ledger"], "year": ["2025"]}
    assert slugs(answer(small, "", chosen=chosen)) == ["purge", "resolver"]


def test_hits_can_be_narrowed_to_a_place(small: Path) -> None:
    """`in` keeps the kinds of hits that were chosen, and counts stay those of all."""
    found = answer(small, "certificate", chosen={"in": ["error"]})
    assert [hit["kind"] for group in found["groups"] for hit in group["hits"]] == ["error"]
    assert dict(found["places"])["lesson"] == 1


def test_nothing_found_offers_ways_on(small: Path) -> None:
    """Filters to drop, the spelling of words that exist, names that begin alike."""
    found = answer(small, "certificate", chosen={"service": ["ledger"]})
    assert found["groups"] + found["some"] == []
    assert ("unfiltered", "certificate") in {(w["way"], w["text"]) for w in found["instead"]}
    spelt = answer(small, "rezolutoin", only=True)["instead"]
    assert ("spelling", "resolution") in {(way["way"], way["text"]) for way in spelt}
    named = answer(small, "renewing-zzz", only=True)["instead"]
    assert ("class", "renewed-not-reloaded") in {(way["way"], way["text"]) for way in named}


def test_a_long_text_shows_where_it_matched(tmp_path: Path) -> None:
    """The piece of a long passage that is shown is the piece that holds the words."""
    text = "Filler words here. " * 80 + "The needle lay here. " + "More filler. " * 80
    folder = write_search(an_archive(a_postmortem("long", title="Long", root_cause=text)), tmp_path)
    [line] = lines(answer(folder, "needle"))
    assert "The [needle] lay here" in line
    assert len(line) < 280


def test_titles_and_lessons_beat_running_text(tmp_path: Path) -> None:
    """A word in a lesson or title outranks the same word, repeated, in a body."""
    folder = write_search(
        an_archive(
            a_postmortem("body", title="Other", plain="quorum " * 30),
            a_postmortem("fix", title="Other", actions=[an_action("Keep a quorum of three")]),
            a_postmortem("lesson", title="Other", lessons=[a_lesson("A quorum of two is none.")]),
            a_postmortem("title", title="Quorum lost"),
        ),
        tmp_path,
    )
    found = slugs(answer(folder, "quorum"))
    assert set(found[:2]) == {"lesson", "title"}
    assert found[2:] == ["fix", "body"]


HOSTILE = [
    "", " ", "+", "-", "-28", "*", "~", "^", ":", '"', '""', '"unclosed', "foo^", "retry~", "a:b:c",
    "+must -not", "title:x", "tag:", 'tag:"', "is:", "in:nowhere", "year:twenty", "\\", "/", "[",
    "(", ")", "{}", "<script>alert(1)</script>", "%00%ff", "\x00", "\ud800", "\u202e", "🔥", "漢",
    "é", "ſ", "__proto__", "constructor", "hasOwnProperty toString", "the that of", "and or not",
    "Error: ENOSPC: no space left on device", "SELECT * FROM t WHERE a NOT IN (NULL)",
    "at org.example.Main.run(Main.java:42)\n\tat java.base/Thread.run(Thread.java:829)",
    "Traceback (most recent call last):\n  File 'x.py', line 1\nKeyError: 'a'",
    "0", "1", "--", "...",
    "?!", "x" * 10_000, "lorem ipsum dolor " * 600, "!" * 10_000 + "a", "a:" * 5_000, "." * 10_000,
    '"' * 9_999,
]  # fmt: skip


def test_no_text_is_an_error(small: Path) -> None:
    """Anything that can be pasted is answered: with results, or with what was not found."""
    found = ask(small, *HOSTILE)
    assert [one["text"] for one in found] == HOSTILE
    for text, one in zip(HOSTILE, found, strict=True):
        assert one["groups"] or one["some"] or not one["browsing"], text


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.text(max_size=80), min_size=20, max_size=20))
def test_any_text_is_answered(small: Path, texts: list[str]) -> None:
    """Searching never throws, whatever the text, with and without near words."""
    requests = [{"text": text, "only": only} for text in texts for only in (False, True)]
    assert len(ask(small, *requests)) == len(requests)


def test_long_pastes_say_what_was_left_out(small: Path) -> None:
    """Beyond forty terms words are left out, and the answer counts them."""
    text = " ".join(f"word{n}" for n in range(100)) + " certificate"
    found = answer(small, text)
    assert found["dropped"] == 61


def test_an_empty_archive_answers(tmp_path: Path) -> None:
    """Without any report, searching finds nothing and does not fail."""
    folder = write_search(an_archive(), tmp_path)
    for text in ("", "x509: certificate", "tag:dns", "is:open"):
        assert answer(folder, text)["groups"] == []
