"""Reports become an archive: ordered, each by its own name, the restricted left out."""

from __future__ import annotations

import random
import re
from typing import Any

from factories import a_postmortem
from secondstory.archive import build_archive
from secondstory.extract import load_lexicon
from secondstory.findings import Finding, Level, Location
from secondstory.model import Archive, Other, Postmortem, Reference, Source, Study, Visibility
from secondstory.pipeline import study

LEXICON = load_lexicon()


def a_report(path: str, day: str | None = "2026-01-02", **more: Any) -> Postmortem:
    """A report called as its file is."""
    slug = path.rsplit("/", 1)[-1].removesuffix(".md")
    return a_postmortem(**{"slug": slug, "path": path, "date": day, "title": path, **more})


def slugs(archive: Archive) -> dict[str, str]:
    return {report.path: report.slug for report in archive.briefs}


def codes(archive: Archive) -> list[str]:
    return [f"{f.code} {f.location.path}" for f in archive.findings]


# ---------------------------------------------------------------- order


def test_newest_come_first_and_the_undated_last() -> None:
    """Reports are ordered by day, then path; without a day they come at the end."""
    archive = build_archive(
        [
            a_report("undated.md", None),
            a_report("old.md", "2024-05-05"),
            a_report("b.md", "2026-01-02"),
            a_report("a.md", "2026-01-02"),
        ]
    )

    assert [report.slug for report in archive.briefs] == ["a", "b", "old", "undated"]


def test_of_one_day_the_latest_start_comes_first() -> None:
    """Of one day, those that state when they began come first, the latest on top."""
    archive = build_archive(
        [
            a_report("a.md", "2026-01-02"),
            a_report("b.md", "2026-01-02", started="2026-01-02 09:00"),
            a_report("c.md", "2026-01-02", started="2026-01-02 17:30"),
            a_report("d.md", "2026-01-02", started="2026-01-02 09:00"),
            a_report("e.md", "2026-01-03"),
            a_report("f.md", "2026-01-02"),
        ]
    )

    assert [report.slug for report in archive.briefs] == ["e", "c", "b", "d", "a", "f"]


def test_the_order_of_the_files_does_not_matter() -> None:
    """Any order of the same studies gives the same archive, slugs and findings included."""
    studies: list[Study] = [
        a_report("2025/x.md", "2025-01-01", title="Same", tags=["A b", "C++"]),
        a_report("2026/x.md", "2026-01-01", title="Same", tags=["a-b", "C#"]),
        a_report("2027/x.md", None, title="Other", tags=["a_b"]),
        a_report("2027-x.md", None, classes=["z"]),
        Other("README.md", "Index", "its name says index"),
    ]
    archive = build_archive(studies)

    for seed in range(10):
        shuffled = random.Random(seed).sample(studies, len(studies))
        assert build_archive(shuffled) == archive


def test_an_archive_of_nothing_is_an_archive() -> None:
    """A folder without reports is no error."""
    assert build_archive([]) == Archive((), (), (), (), (), (), (), ())


def test_other_files_are_listed_and_not_counted() -> None:
    """Indexes and templates stand beside the reports, in no group."""
    readme = Other("README.md", "Index", "its name says index")

    archive = build_archive([readme, a_report("a.md")])

    assert archive.others == (readme,)
    assert slugs(archive) == {"a.md": "a"}


# ---------------------------------------------------------------- names


def test_reports_that_share_a_name_get_their_folders() -> None:
    """The first in path order keeps the plain name; a finding tells the other what it became."""
    archive = build_archive([a_report("2026/dns.md"), a_report("2025/dns.md")])

    assert slugs(archive) == {"2025/dns.md": "dns", "2026/dns.md": "2026-dns"}
    assert codes(archive) == ["SS401 2026/dns.md"]
    (finding,) = archive.findings
    assert "2025/dns.md" in finding.message
    assert "'2026-dns'" in finding.message


def test_names_stay_distinct_whatever_they_collide_with() -> None:
    """A name made longer may be taken as well, or its folder may have none to give."""
    archive = build_archive(
        [
            a_report("a.md", slug="x"),
            a_report("b.md", slug="x"),
            a_report("c.md", slug="x"),
            a_report("d/e.md", slug="x"),
            a_report("d/f.md", slug="x"),
            a_report("d/x.md", slug="d-x"),
        ]
    )

    found = slugs(archive)
    assert len(set(found.values())) == len(found)
    assert found["a.md"] == "x"


def test_a_new_file_renames_none_before_it() -> None:
    """A report whose path comes later leaves the names of earlier ones as they are."""
    before = [a_report("2025/dns.md"), a_report("2026/dns.md")]

    old = slugs(build_archive(before))
    new = slugs(build_archive([*before, a_report("2027/dns.md")]))

    assert {path: new[path] for path in old} == old


def test_a_restricted_report_takes_no_name() -> None:
    """The name of a shown report must not tell that a restricted one of that name exists."""
    secret = a_report("a/dns.md", visibility=Visibility.RESTRICTED)

    archive = build_archive([secret, a_report("b/dns.md")])

    assert slugs(archive) == {"b/dns.md": "dns"}
    assert archive.findings == ()


def test_equal_titles_are_told() -> None:
    """Two reports that a list cannot tell apart get a note, at the title of the later."""
    first, second = a_report("a.md", title="DNS down"), a_report("b.md", title="dns DOWN")

    (finding,) = build_archive([first, second]).findings

    assert (finding.code, finding.level) == ("SS402", Level.NOTE)
    assert str(finding.location) == "b.md:42:1"


# ---------------------------------------------------------------- links


def test_a_link_to_a_missing_file_is_told() -> None:
    """A link to a report that is not there gets a finding at its line."""
    report = a_report("a.md", references=(Reference("gone.md", "words", 7),))

    (finding,) = build_archive([report]).findings

    assert (finding.code, str(finding.location)) == ("SS403", "a.md:7:1")
    assert "gone.md" in finding.message


def test_links_to_other_files_are_not_missing() -> None:
    """Indexes are files of the archive, and attachments are not for it to judge."""
    report = a_report(
        "a.md",
        references=(Reference("README.md", "index", 3), Reference("data/log.csv", "log", 4)),
    )

    assert build_archive([report, Other("README.md", "Index", "index")]).findings == ()


def test_all_findings_are_gathered_in_order() -> None:
    """Those of reports, of other files and of the crawl, sorted by place."""

    def a_finding(path: str) -> Finding:
        return Finding(Location(path), "SS999", "message")

    archive = build_archive(
        [
            a_report("b.md", findings=(a_finding("b.md"),)),
            Other("a.md", "Index", "index", findings=(a_finding("a.md"),)),
        ],
        [a_finding("c.md")],
    )

    assert [finding.location.path for finding in archive.findings] == ["a.md", "b.md", "c.md"]


# ---------------------------------------------------------------- restricted

SECRET = """\
---
title: Zanzibar merger leaked
visibility: restricted
slug: zanzibar-slug
tags: [zanzibar-tag]
services: [zanzibar-service]
team: zanzibar-team
class: zanzibar-class
owner: @zanzibar: broken
date: 2026-13-45
---

# Zanzibar merger leaked

[nowhere](zanzibar-nowhere.md) [x](javascript:zanzibar())

## Lessons learned

- Zanzibar lesson

## Action items

- Zanzibar action @zanzibar
"""
SHOWN = """\
# Printer on fire

See [an earlier report](../secret/zanzibar.md) and [one more](../gone/nowhere.md).

**Tags:** printers
"""


def test_nothing_of_a_restricted_report_is_left() -> None:
    """No value, name, tag, finding, path or relation of it is anywhere in the archive."""
    studies = [
        study(Source("secret/zanzibar.md", SECRET), LEXICON),
        study(Source("secret/template-zanzibar.md", SECRET), LEXICON),
        study(Source("open/2026-01-02-fire.md", SHOWN), LEXICON),
    ]
    assert [one.visibility for one in studies[:2]] == [Visibility.RESTRICTED] * 2

    archive = build_archive(studies)

    assert slugs(archive) == {"open/2026-01-02-fire.md": "2026-01-02-fire"}
    # Links in HTML are resolved by the page, which prints no path it cannot show.
    left = re.sub(r"archive:[^\"']*", "", repr(archive))
    assert "zanzibar" not in left.casefold()
    assert codes(archive) == ["SS403 open/2026-01-02-fire.md"]


def test_a_restricted_report_does_not_count() -> None:
    """Neither as a repeat nor as a member nor as something alike."""
    open_report = a_report("b.md", "2026-01-01", classes=["x"], tags=["t"], errors=["E42 boom"])
    secret = a_report(
        "a.md",
        "2025-01-01",
        classes=["x"],
        tags=["t", "u"],
        errors=["E42 boom"],
        references=(Reference("b.md", "b", 1),),
        visibility=Visibility.RESTRICTED,
    )

    assert build_archive([open_report, secret]) == build_archive([open_report])
