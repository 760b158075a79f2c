"""Reports are grouped by what they share, and a class seen before has come back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_fact, a_postmortem
from secondstory.archive import build_archive
from secondstory.model import Disease, Group, Postmortem, Severity
from secondstory.portable import unportable


def a_report(path: str, day: str | None = "2026-01-02", **more: Any) -> Postmortem:
    """A report called as its file is."""
    slug = path.rsplit("/", 1)[-1].removesuffix(".md")
    return a_postmortem(**{"slug": slug, "path": path, "date": day, "title": path, **more})


def named(groups: tuple[Group, ...]) -> dict[str, tuple[str, ...]]:
    return {group.name: group.members for group in groups}


def test_reports_are_grouped_newest_first() -> None:
    """A group has its members in the archive's order, and a page of its own."""
    archive = build_archive(
        [
            a_report("a.md", "2025-01-01", tags=["dns"]),
            a_report("b.md", "2026-01-01", tags=["dns", "tls"]),
        ]
    )

    assert archive.tags == (Group("dns", "dns", ("b", "a")), Group("tls", "tls", ("b",)))


def test_spellings_of_a_tag_are_one() -> None:
    """Case, spaces, hyphens and underscores do not part tags; the usual spelling names them."""
    archive = build_archive(
        [
            a_report("a.md", tags=["retry storm"]),
            a_report("b.md", tags=["Retry-Storm"]),
            a_report("c.md", tags=["retry_storm"]),
            a_report("d.md", tags=["retry storm", "Retry Storm"]),
        ]
    )

    assert named(archive.tags) == {"retry storm": ("a", "b", "c", "d")}


def test_a_report_is_in_a_group_once() -> None:
    """A tag spelled twice in one report counts once."""
    archive = build_archive([a_report("a.md", tags=["A", "b", "a"])])

    assert named(archive.tags) == {"A": ("a",), "b": ("a",)}


def test_tags_that_look_alike_as_file_names_stay_apart() -> None:
    """C, C++ and C# are three tags with three pages, in any order of reports."""
    studies = [a_report(f"{n}.md", tags=[tag]) for n, tag in enumerate(["C++", "C#", "c", "F#"])]

    pages = {group.name: group.slug for group in build_archive(studies).tags}

    assert set(pages) == {"C++", "C#", "c", "F#"}
    assert len(set(pages.values())) == len(pages)
    assert pages == {g.name: g.slug for g in build_archive(reversed(studies)).tags}


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("F#", "f-sharp"),
        (".NET", "dot-net"),
        ("ASP.NET", "asp-net"),
        ("node.js", "node-js"),
        ("N+1", "n-plus-1"),
        ("#outage", "outage"),
        ("CI/CD", "ci-cd"),
    ],
)
def test_signs_that_tell_tags_apart_are_spelled_out(tag: str, slug: str) -> None:
    """The link of a tag reads as people say it, and is its own."""
    (group,) = build_archive([a_report("a.md", tags=[tag])]).tags

    assert group.slug == slug


def test_the_plain_spelling_of_a_tag_keeps_the_plain_link() -> None:
    """A tag that only looks alike as a file name gets a mark, whoever comes first."""
    node, net = a_report("a.md", "2025-01-01", tags=["node.js"]), a_report("c.md", tags=["net"])
    plain = a_report("b.md", tags=["Node JS"])

    alone = {group.name: group.slug for group in build_archive([plain, net]).tags}
    both = {group.name: group.slug for group in build_archive([node, plain, net]).tags}

    assert alone == {"Node JS": "node-js", "net": "net"}
    assert both.items() >= alone.items()
    assert both["node.js"].startswith("node-js-")


def test_the_link_of_a_tag_does_not_hang_on_its_spelling() -> None:
    """Another report that writes the tag in another case changes its name, not its link."""
    one, more = a_report("a.md", tags=["ЖУК"]), a_report("b.md", tags=["жук"])
    other = a_report("c.md", tags=["жук"])

    (before,) = build_archive([one]).tags
    (after,) = build_archive([one, more, other]).tags

    assert (before.name, after.name) == ("ЖУК", "жук")
    assert before.slug == after.slug


HOSTILE = [
    "../../etc",
    "..",
    "/etc/passwd",
    "index",
    "Index",
    "CON",
    "nul",
    "com1.txt",
    "404",
    "year-2025",
    "<script>",
    "日本語",
    "🔥",
    "a" * 300,
    "tab\there",
    "x" * 79 + "y",
    "x" * 79 + "z",
    "é",
    "e",
    "Straße",
    "%2e%2e",
    "con ",
    "-",
    "İ",
]


def test_every_value_gets_a_page_of_its_own() -> None:
    """Whatever a tag says, its page is a plain name, portable, reserved by nothing, and its own."""
    archive = build_archive([a_report("a.md", tags=HOSTILE, services=HOSTILE)])

    for groups in (archive.tags, archive.services):
        pages = [group.slug for group in groups]
        assert len({page.casefold() for page in pages}) == len(pages)
        assert all(unportable(f"tags/{page}.html") is None for page in pages)
        assert not {"index", "404"} & set(pages)
        assert not any(page.startswith("year-") for page in pages)
        assert all(page.isascii() and page.strip("-") == page for page in pages)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.text(min_size=1, max_size=12), max_size=4), max_size=4))
def test_any_tags_give_distinct_portable_pages(tags: list[list[str]]) -> None:
    """The same for any text at all; every tagged report is in a group."""
    studies = [a_report(f"{n}.md", tags=words) for n, words in enumerate(tags)]

    groups = build_archive(studies).tags

    pages = [group.slug for group in groups]
    assert len(set(pages)) == len(pages)
    assert all(unportable(f"tags/{page}.html") is None for page in pages)
    assert {m for g in groups for m in g.members} == {str(n) for n, w in enumerate(tags) if w}


def test_severities_are_ordered_from_the_worst() -> None:
    """Only levels that occur are groups; a severity of no scale is in none."""
    archive = build_archive(
        [
            a_report("a.md", severity="SEV3"),
            a_report("b.md", severity=a_fact(Severity(1, "SEV0"))),
            a_report("c.md", severity="Amber"),
            a_report("d.md"),
        ]
    )

    assert archive.severities == (Group("SEV1", "sev1", ("b",)), Group("SEV3", "sev3", ("a",)))


def test_months_are_newest_first_and_the_undated_in_none() -> None:
    """A month is named by its number, which sorts."""
    archive = build_archive(
        [
            a_report("a.md", "2025-12-31"),
            a_report("b.md", "2026-01-01"),
            a_report("c.md", "2026-01-31"),
            a_report("d.md", None),
        ]
    )

    assert archive.months == (
        Group("2026-01", "2026-01", ("c", "b")),
        Group("2025-12", "2025-12", ("a",)),
    )


# ---------------------------------------------------------------- recurrences


def recurrences(*reports: Postmortem) -> dict[str, list[tuple[int, Disease, tuple[str, ...]]]]:
    found = build_archive(reports).recurrences
    return {slug: [(r.nth, r.disease, r.earlier) for r in times] for slug, times in found.items()}


def test_a_class_seen_before_has_come_back() -> None:
    """The second report of a class recurs, the third for the third time; the first does not."""
    assert recurrences(
        a_report("a.md", "2025-01-01", classes=["clock skew"]),
        a_report("b.md", "2025-06-01", classes=["clock-skew"]),
        a_report("c.md", "2026-01-01", classes=["Clock Skew"]),
    ) == {
        "b": [(2, Disease.UNKNOWN, ("a",))],
        "c": [(3, Disease.UNKNOWN, ("a", "b"))],
    }


@pytest.mark.parametrize(
    ("stated", "disease"),
    [
        ("known fix not shipped", Disease.NOT_SHIPPED),
        ("The fix of March had not yet shipped.", Disease.NOT_SHIPPED),
        ("fix did not hold", Disease.DID_NOT_HOLD),
        ("the fix didn't hold", Disease.DID_NOT_HOLD),
        ("a regression of the first fix", Disease.DID_NOT_HOLD),
        ("yes", Disease.UNKNOWN),
    ],
)
def test_why_it_came_back_is_what_the_report_says(stated: str, disease: Disease) -> None:
    """The reason of a repeat is read from the report, and unknown where it says none."""
    found = recurrences(
        a_report("a.md", "2025-01-01", classes=["x"]),
        a_report("b.md", "2026-01-01", classes=["x"], recurrence=stated),
    )

    assert found == {"b": [(2, disease, ("a",))]}


def test_an_undated_report_is_no_repeat() -> None:
    """Nobody can say whether it came before or after."""
    found = recurrences(
        a_report("a.md", "2025-01-01", classes=["x"]), a_report("b.md", None, classes=["x"])
    )

    assert found == {}


def test_two_incidents_of_one_day_keep_the_order_of_the_list() -> None:
    """What the list shows as newer is the repeat, so that no page contradicts another."""
    day = "2026-01-01"
    archive = build_archive(
        [a_report("a.md", day, classes=["x"]), a_report("b.md", day, classes=["x"])]
    )

    newer, older = (report.slug for report in archive.briefs)
    assert [(slug, r.earlier) for slug, (r,) in archive.recurrences.items()] == [(newer, (older,))]


def test_half_a_character_is_a_name_too() -> None:
    """Two tags that leave nothing to spell a link with get links of their own."""
    archive = build_archive([a_report("a.md", tags=["", "\ud800"])])

    first, second = sorted(group.slug for group in archive.tags)
    assert first != second
    assert not unportable(f"{first}.html")
    assert not unportable(f"{second}.html")
