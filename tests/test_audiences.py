"""Reports for some readers: who may read which, and copies of the portal for them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from machine import REPORT, put, ss
from secondstory import incremental
from secondstory.cache import NAME
from secondstory.config import Flags, load_project
from secondstory.extract import load_lexicon
from secondstory.model import Source, Study, Visibility
from secondstory.pipeline import study
from secondstory.privacy import RESTRICTED, Privacy, may_read
from secondstory.serve import session
from test_incremental import tree

LEXICON = load_lexicon()
RULES = Privacy(audiences={"board": (), "legal": (), "security": ("security", "2026/breach-*.md")})
CONFIG = '[audiences]\nsecurity = ["security"]\nlegal = []\n'
DAY = date(2026, 11, 20)


def read(front: str, path: str = "a.md", rules: Privacy = RULES) -> Study:
    """What a report with such front matter tells."""
    return study(
        Source(path, f"---\n{front}\n---\n# Door left open\n\nIt was open.\n"), LEXICON, rules
    )


def a_report(title: str, front: str = "") -> str:
    return REPORT.replace("Cache restart", title).replace(
        "severity: SEV2", f"severity: SEV2\n{front}"
    )


def an_archive(root: Path, config: str = CONFIG) -> None:
    """A report for all, one for each audience of the config and one for nobody."""
    put(root, "secondstory.toml", config)
    put(root, "postmortems/open.md", a_report("Openly"))
    put(root, "postmortems/security/breach.md", a_report("Breached"))
    put(root, "postmortems/claim.md", a_report("Claimed", "audience: Legal"))
    put(root, "postmortems/hush.md", a_report("Hushed", "visibility: restricted"))
    put(root, "postmortems/typo.md", a_report("Mistyped", "audience: leagl"))


def titles(root: Path, site: str = "site") -> set[str]:
    index = json.loads((root / site / "index.json").read_bytes())
    return {incident["title"] for incident in index["incidents"]}


# ---------------------------------------------------------------- who may read what


@pytest.mark.parametrize(
    ("front", "path", "readers"),
    [
        ("audience: security", "a.md", ["security"]),
        ("audience: [Security, LEGAL]", "a.md", ["legal", "security"]),
        ("visibility: security", "a.md", ["security"]),
        ("visibility: board", "a.md", ["board"]),
        ("visibility: restricted", "a.md", [RESTRICTED]),
        ("visibility: restricted\naudience: legal and board", "a.md", ["board", "legal"]),
        ("visibility: confidential", "a.md", []),
        ("visibility: internal\naudience: legal", "a.md", ["legal"]),
        ("owner: x", "security/deep/a.md", ["security"]),
        ("owner: x", "2026/breach-1.md", ["security"]),
        ("visibility: public", "security/a.md", ["security"]),
        ("visibility: restricted", "security/a.md", ["security"]),
        ("audience: [security, legal]", "security/a.md", ["security"]),
    ],
)
def test_a_report_is_for_those_it_names_or_its_folder_is_for(
    front: str, path: str, readers: list[str]
) -> None:
    """Front matter restricts and narrows; `restricted` is an audience like others."""
    found = read(front, path)
    assert (found.visibility, list(found.audiences)) == (Visibility.RESTRICTED, readers)
    assert not {finding.code for finding in found.findings} & {"SS301", "SS307", "SS308"}


@pytest.mark.parametrize("front", ["audience: everyone", "audience: engineers", "owner: x"])
def test_what_is_for_everybody_stays_so(front: str) -> None:
    """An audience that is everybody restricts nothing."""
    assert read(front).visibility is Visibility.INTERNAL


KNOWN = "(known: board, legal, restricted, security)"
OUTSIDE = "this is for legal, its folder for security: nobody may read it"
BORED = "the visibility 'bored' is not known, so the report is withheld"


@pytest.mark.parametrize(
    ("front", "path", "finding"),
    [
        ("audience: secuirty", "a.md", f"SS307 the audience 'secuirty' is not known {KNOWN}"),
        ("audience: leagl", "security/a.md", f"SS307 the audience 'leagl' is not known {KNOWN}"),
        ("audience: legal", "security/a.md", f"SS308 {OUTSIDE}"),
        ("visibility: bored", "a.md", f"SS301 {BORED}"),
    ],
)
def test_in_doubt_nobody_reads_it_and_a_finding_says_so(
    front: str, path: str, finding: str
) -> None:
    """A misspelled audience shows a report to nobody, not to those of its folder either."""
    found = read(front, path)
    assert (found.visibility, found.audiences) == (Visibility.RESTRICTED, ())
    assert f"{path}:2:1: {finding}" in map(str, found.findings)
    assert not may_read(found, {"board", "legal", RESTRICTED, "security"})


def test_an_audience_beside_a_misspelled_one_may_read() -> None:
    """What is known of a list counts, and the rest is said."""
    found = read("audience: [security, leagl]")
    assert found.audiences == ("security",)
    assert [finding.code for finding in found.findings if finding.code == "SS307"]


# ---------------------------------------------------------------- copies of the portal


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ([], {"Openly"}),
        (["security"], {"Openly", "Breached"}),
        (["legal", "SECURITY"], {"Openly", "Breached", "Claimed"}),
        (["restricted"], {"Openly", "Hushed"}),
    ],
)
def test_a_copy_holds_what_its_audiences_may_read(
    tmp_path: Path, asked: list[str], shown: set[str]
) -> None:
    """`--audience` adds the reports for that audience, and each page says for whom the copy is."""
    an_archive(tmp_path)
    result = ss(tmp_path, "build", *(word for name in asked for word in ("--audience", name)))
    assert result.code == 0
    assert titles(tmp_path) == shown
    says = f"This copy includes reports for: {', '.join(sorted(map(str.lower, asked)))}."
    pages = [page.read_text("utf-8") for page in (tmp_path / "site").rglob("*.html")]
    assert all((says in page) is bool(asked) for page in pages)
    page = tmp_path / "site/incidents/breach.html"
    assert page.is_file() is ("Breached" in shown)
    assert not page.is_file() or "only for: security" in page.read_text("utf-8")


def test_check_counts_what_an_audience_may_read(tmp_path: Path) -> None:
    """Findings are about all files, whoever may read them: they are for those who mend them."""
    an_archive(tmp_path)
    alone, both = ss(tmp_path, "check"), ss(tmp_path, "check", "--audience", "legal")
    assert alone.err.startswith("1 report,")
    assert both.err.startswith("2 reports,")
    assert "postmortems/typo.md" in alone.out


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_an_audience_that_nothing_is_for_is_refused(tmp_path: Path, command: str) -> None:
    """A typing error on the command line is an error that names the audiences there are."""
    an_archive(tmp_path)
    result = ss(tmp_path, command, "--audience", "secuirty")
    assert result.code == 2
    assert "there is no audience 'secuirty'" in result.err
    assert "did you mean 'security'? known: legal, restricted, security" in result.err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ('[audiences]\nA-b = []\n"a B" = []\n', "the audience 'a B' is the same as 'A-b'"),
        ("[audiences]\nEveryone = []\n", "'Everyone' can be no audience"),
        ('[audiences]\nsecurity = "x"\n', "'security' must be a list of texts"),
    ],
)
def test_an_audience_that_cannot_be_one_is_refused(
    tmp_path: Path, config: str, complaint: str
) -> None:
    """Two names for one audience, or a name for everybody, would mislead."""
    put(tmp_path, "secondstory.toml", config)
    a_site = ss(tmp_path, "build", "--source", ".")
    assert a_site.code == 2
    assert complaint in a_site.err


def test_explain_says_who_may_read_a_report(tmp_path: Path) -> None:
    """Its audiences, and how to include it."""
    an_archive(tmp_path)
    told = ss(tmp_path, "explain", "postmortems/security/breach.md")
    assert "restricted, so in no output without --audience security" in told.out
    as_json = ss(tmp_path, "explain", "postmortems/security/breach.md", "--json")
    assert json.loads(as_json.out)["audiences"] == ["security"]


# ---------------------------------------------------------------- what is remembered


def make(root: Path, *audiences: str, output: str = "site", cached: bool = True) -> Any:
    project = load_project(root, None, Flags(output=root / output, audiences=audiences))
    return incremental.build(project, DAY, root / "cache" if cached else None, processes=1)


def test_copies_for_audiences_are_as_if_nothing_were_remembered(tmp_path: Path) -> None:
    """Copies in turn for all, one audience and two, into one folder: the bytes of clean ones."""
    an_archive(tmp_path)
    for number, asked in enumerate(((), ("legal",), ("legal", "security"), ("legal",), ())):
        kept = make(tmp_path, *asked)
        clean = make(tmp_path, *asked, output=f"clean{number}", cached=False)
        assert kept.made == clean.made
        assert tree(tmp_path / "site") == tree(tmp_path / f"clean{number}")


def test_a_changed_rule_is_noticed(tmp_path: Path) -> None:
    """A folder that the config gives to an audience leaves the portal with the next build."""
    an_archive(tmp_path, "")
    make(tmp_path)
    assert "Breached" in titles(tmp_path)
    put(tmp_path, "secondstory.toml", CONFIG)
    make(tmp_path)
    assert titles(tmp_path) == {"Openly"}


def test_the_cache_knows_no_name_of_what_few_may_read(tmp_path: Path) -> None:
    """Whoever a copy is for, neither text nor path of a restricted report is in the cache."""
    an_archive(tmp_path)
    put(tmp_path, "postmortems/security/zanzibar.png", b"\x89PNG\r\n\x1a\n")
    for asked in ((), ("security",), ("legal", "security")):
        make(tmp_path, *asked)
        assert not asked or "Breached" in titles(tmp_path)
        for file in (tmp_path / "cache").rglob("*"):
            content = file.read_bytes()
            assert not [word for word in (b"reach", b"zanzibar", b"laimed") if word in content]
        assert b"Openly" in (tmp_path / "cache" / NAME).read_bytes()


def test_an_archive_with_withheld_reports_still_ends_at_once(tmp_path: Path) -> None:
    """That their paths are not remembered does not make the next build read all anew."""
    an_archive(tmp_path)
    (tmp_path / "postmortems/typo.md").unlink()  # its finding would have to be found again
    first = make(tmp_path)
    again = make(tmp_path)
    assert (again.written, again.kept) == (0, first.written)


def test_a_preview_for_an_audience_shows_its_reports(tmp_path: Path) -> None:
    """`serve --audience` plans their pages, and a preview without plans none."""
    an_archive(tmp_path)
    for asked, shown in ((("security",), {"open", "breach"}), ((), {"open"})):
        project = load_project(tmp_path, None, Flags(audiences=asked))
        seen = session.read(session.kit(project), DAY)
        assert {report.slug for report in seen.reports.values()} == shown
        saved = [tmp_path / "postmortems/security/breach.md"]
        assert len(session.glance(seen, saved)) == len(asked)
    cache = (tmp_path / ".secondstory/cache" / NAME).read_bytes()
    assert b"reach" not in cache
