"""Reports are alike for reasons that a reader can check, and only for those."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem
from secondstory.brief import brief_of
from secondstory.model import Postmortem, Related, Rich
from secondstory.related import relate


def alike(
    reports: Sequence[Postmortem], links: Mapping[str, Sequence[str]]
) -> Mapping[str, tuple[Related, ...]]:
    """The relations of some reports, by slug."""
    return relate([brief_of(report) for report in reports], links)


def crowd(number: int = 12) -> list[Postmortem]:
    """Reports that share nothing with any other."""
    return [a_postmortem(f"z{n}", tags=[f"only-{n}"]) for n in range(number)]


def test_a_shared_class_relates() -> None:
    """Two of a class are alike, both ways, and the reason names the class."""
    found = alike(
        [
            a_postmortem("a", classes=["clock-skew"]),
            a_postmortem("b", classes=["clock-skew"]),
            *crowd(),
        ],
        {},
    )

    assert found == {
        "a": (Related("b", ("class clock-skew",)),),
        "b": (Related("a", ("class clock-skew",)),),
    }


@pytest.mark.parametrize(
    ("field", "reason"),
    [("errors", "error E42 boom"), ("classes", "class E42 boom")],
)
def test_a_rare_value_is_reason_enough(field: str, reason: str) -> None:
    """An error string or class that two share relates them by itself."""
    one, other = (
        a_postmortem("a", **{field: ["E42 boom"]}),
        a_postmortem("b", **{field: ["e42 BOOM"]}),
    )

    found = alike([one, other, *crowd()], {})

    assert found["a"][0].slug == "b"
    assert [words.casefold() for words in found["a"][0].reasons] == [reason.casefold()]


def test_what_half_of_the_archive_shares_relates_nothing() -> None:
    """A tag on every other report says nothing of any two of them."""
    reports = [a_postmortem(f"r{n}", tags=["outage"]) for n in range(20)] + crowd(20)

    assert alike(reports, {}) == {}


def test_a_common_service_and_a_common_tag_do_not_add_up() -> None:
    """Two things that everybody has in common are no reason either."""
    reports = [a_postmortem(f"r{n}", tags=["outage"], services=["web"]) for n in range(20)] + crowd(
        20
    )

    assert alike(reports, {}) == {}


def test_a_class_of_everything_relates_nothing() -> None:
    """The same holds for a class and for an error string that every report has."""
    reports = [a_postmortem(f"r{n}", classes=["human error"]) for n in range(30)]

    assert alike(reports, {}) == {}


def test_several_reasons_are_told_strongest_first() -> None:
    """Reasons add up, and the one that weighs most comes first."""
    one = {"tags": ["dns"], "services": ["resolver"], "classes": ["negative cache"]}

    found = alike([a_postmortem("a", **one), a_postmortem("b", **one), *crowd()], {})

    assert found["a"] == (Related("b", ("class negative cache", "service resolver", "tag dns")),)


def test_links_relate_both_ways() -> None:
    """A report that links to another is alike to it, and each says who links to whom."""
    found = alike([a_postmortem("a"), a_postmortem("b"), *crowd()], {"a": ["b"]})

    assert found == {
        "a": (Related("b", ("linked from this report",)),),
        "b": (Related("a", ("links to this report",)),),
    }


def test_a_report_is_not_alike_to_itself() -> None:
    """Not even where it links to itself."""
    assert alike([a_postmortem("a", tags=["x"]), *crowd()], {"a": ["a"]}) == {}


def test_the_same_reason_is_told_once() -> None:
    """Two links to one report are one reason."""
    found = alike([a_postmortem("a"), a_postmortem("b"), *crowd()], {"a": ["b", "b"]})

    assert found["a"] == (Related("b", ("linked from this report",)),)


def test_a_handful_at_most() -> None:
    """Four are shown, the most alike first, then by name."""
    reports = [a_postmortem(f"r{n}", classes=["x"]) for n in range(9)] + crowd(40)
    reports[7] = a_postmortem("r7", classes=["x"], errors=["E42 boom"])
    reports[0] = a_postmortem("r0", classes=["x"], errors=["E42 boom"])

    found = alike(reports, {})

    assert [related.slug for related in found["r0"]] == ["r7", "r1", "r2", "r3"]


def test_a_weak_likeness_is_none() -> None:
    """One tag that a few share is too little."""
    reports = [a_postmortem(f"r{n}", tags=["dns"]) for n in range(4)] + crowd(4)

    assert alike(reports, {}) == {}


# ---------------------------------------------------------------- rare terms


def code(text: str) -> Rich:
    """A text whose words between backticks stand in code."""
    html = re.sub("`(.*?)`", r"<code>\1</code>", text)
    return Rich(text.replace("`", ""), html)


def bound(one: dict[str, Any], other: dict[str, Any], others: int = 30) -> tuple[str, ...]:
    """Why two reports of an archive are alike."""
    titles = {"title": "First"}, {"title": "Second"}
    pair = [
        a_postmortem(slug, **(title | facts))
        for slug, title, facts in zip("ab", titles, (one, other), strict=True)
    ]
    found = alike([*pair, *crowd(others)], {})
    assert {slug for each in found.values() for slug in [each[0].slug]} <= {"a", "b"}
    assert [each.reasons for each in found.get("a", ())] == [
        each.reasons for each in found.get("b", ())
    ]
    return found["a"][0].reasons if "a" in found else ()


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"summary": "The conntrack table"}, {"root_cause": "conntrack"}, ('term "conntrack"',)),
        (
            {"summary": code("`max_poll_interval` ran out")},
            {"lessons": [a_lesson("Raise max_poll_interval.", more="`x`")]},
            (),  # in words it is three
        ),
        (
            {"summary": code("`max_poll_interval` ran out")},
            {"root_cause": code("See `max_poll_interval`")},
            ('term "max_poll_interval"',),
        ),
        (
            {"title": "Printers queue in Dunmere", "summary": "The carousel stood."},
            {"lessons": [a_lesson("Ask Dunmere for the carousel"), a_lesson("Printer first")]},
            ('term "dunmere"', 'term "printer"', 'term "carousel"'),
        ),
        ({"title": "Dunmere"}, {"summary": "In Dunmere."}, ()),  # one word of a title
        ({"summary": "carousel"}, {"summary": "carousel"}, ()),  # one word
        (
            {"summary": "A carousel, a lantern, the meadow and the orchard"},
            {"summary": "Orchards, meadows, lanterns, carousels"},
            ('term "carousel"', 'term "lantern"', 'term "meadow"', 'term "orchard"'),
        ),
        ({"summary": "It happened because they were late"}, {"summary": "because late"}, ()),
        ({"title": "Server timeout port"}, {"title": "Port of a server timeout"}, ()),
        ({"summary": code("`deadbeef123` 20261101")}, {"summary": code("`deadbeef123`")}, ()),
        ({"impact": "The conntrack table"}, {"impact": "conntrack"}, ()),
    ],
)
def test_rare_terms_relate(
    one: dict[str, Any], other: dict[str, Any], reasons: tuple[str, ...]
) -> None:
    """A name relates by itself, a word of a title with another, other words where they are many."""
    assert bound(one, other) == reasons


def test_terms_that_many_share_relate_nothing() -> None:
    """A name that seven of a hundred reports have is no rare one."""
    for number, related in ((6, True), (7, False)):
        some = [
            a_postmortem(f"r{n}", title=f"R{n}", summary="conntrack was full")
            for n in range(number)
        ]
        assert bool(alike([*some, *crowd(100 - number)], {})) is related


def test_terms_add_to_other_reasons() -> None:
    """A rare word makes a tag that some share enough."""
    tagged = [a_postmortem(f"r{n}", title=f"R{n}", tags=["dns"]) for n in range(4)]
    assert alike([*tagged, *crowd(6)], {}) == {}
    tagged[0] = a_postmortem("r0", title="R0", tags=["dns"], summary=code("`carousel` stood"))
    tagged[1] = a_postmortem("r1", title="R1", tags=["dns"], root_cause="The carousel stood")
    found = alike([*tagged, *crowd(6)], {})
    assert found["r0"] == (Related("r1", ("tag dns", 'term "carousel"')),)


values = st.lists(st.sampled_from(["x", "y", "z", "X"]), max_size=3)
said = st.lists(
    st.sampled_from(["conntrack", "lantern", "meadow", "`max_poll`", "orchard", "port"]), max_size=4
).map(" ".join)
reports = st.lists(st.tuples(values, values, values, said, said), max_size=8)


@settings(max_examples=200, deadline=None)
@given(reports, st.randoms(use_true_random=False))
def test_likeness_does_not_depend_on_order(drawn: list[Any], random: Any) -> None:
    """Any order of reports gives the same relations, each with its reasons."""
    found = [
        a_postmortem(
            f"r{n}", title=title, tags=tags, classes=classes, errors=errors, summary=code(summary)
        )
        for n, (tags, classes, errors, title, summary) in enumerate(drawn)
    ]
    shuffled = random.sample(found, len(found))

    related = alike(found, {})

    assert alike(shuffled, {}) == related
    for slug, others in related.items():
        assert all(other.reasons and other.slug != slug for other in others)
        assert len(others) <= 4
