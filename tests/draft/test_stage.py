"""From draft to published: what is read, what is left out, how it is marked when it is shown."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from machine import REPORT, put, ss
from secondstory.config import Flags, load_project
from secondstory.extract import load_lexicon
from secondstory.model import SEARCH_ENGINES, Postmortem, Source, Stage, Study
from secondstory.pipeline import study
from secondstory.privacy import may_read
from secondstory.serve import session
from test_incremental import tree
from test_leaks import BODY, CANARY, FIELDS, FOLDER, OPEN, leaks

LEXICON = load_lexicon()
TODAY = date(2026, 11, 20)
DAY = ("--as-of", TODAY.isoformat())


def read(front: str, body: str = "# Door left open\n\nIt was open.\n") -> Study:
    """What a report with such front matter tells."""
    return study(Source("a.md", f"---\n{front}\n---\n{body}"), LEXICON)


def a_report(status: str) -> str:
    return REPORT.replace("severity: SEV2", f"severity: SEV2\n{status}")


# ---------------------------------------------------------------- what is read


@pytest.mark.parametrize(
    ("front", "stage"),
    [
        ("status: draft", Stage.DRAFT),
        ('status: "Draft"', Stage.DRAFT),
        ("status: draft, waiting for the vendor", Stage.DRAFT),
        ("draft: true", Stage.DRAFT),
        ("draft: true\nstatus: resolved", Stage.DRAFT),
        ("status: in-review", Stage.IN_REVIEW),
        ("status: In Review", Stage.IN_REVIEW),
        ("status: in_review", Stage.IN_REVIEW),
        ("status: under review", Stage.IN_REVIEW),
        ("status: approved", Stage.APPROVED),
        ("status: published", Stage.PUBLISHED),
        ("draft: false", Stage.PUBLISHED),
        ("owner: x", Stage.PUBLISHED),
        ("status:", Stage.PUBLISHED),
        ("status: [a, b]", Stage.PUBLISHED),
    ],
)
def test_front_matter_says_how_far_a_report_has_come(front: str, stage: Stage) -> None:
    """In any usual spelling; a report that does not say is published."""
    found = read(f"date: 2026-10-03\n{front}")
    assert found.stage is stage
    assert found.findings == ()


@pytest.mark.parametrize(
    "status",
    ["resolved", "final", "Complete", "closed", "mitigated", "open", "in progress", "done"],
)
def test_what_others_say_of_an_incident_is_no_stage(status: str) -> None:
    """The words of other people's archives say how the incident stands, not the report."""
    assert read(f"date: 2026-10-03\nstatus: {status}").stage is Stage.PUBLISHED


def test_words_in_the_text_are_no_stage() -> None:
    """A field below the title may be years old; only front matter withholds."""
    body = "# Door left open\n\n**Status:** Draft\n\n**Date:** 2026-10-03\n\nStatus: in review\n"
    assert read("owner: x", body).stage is Stage.PUBLISHED


@pytest.mark.parametrize(
    ("status", "stage"),
    [("drfat", Stage.DRAFT), ("drafts", Stage.DRAFT), ("in-reveiw", Stage.IN_REVIEW)],
)
def test_a_typing_error_does_not_publish(status: str, stage: Stage) -> None:
    """What is nearly a word of the flow counts as it, and says so with its line."""
    found = read(f"date: 2026-10-03\nstatus: {status}")
    assert found.stage is stage
    (finding,) = found.findings
    assert (finding.code, finding.location.line) == ("SS309", 3)


@pytest.mark.parametrize("line", ["status: draft", "Status: in-review", "draft: true"])
def test_front_matter_that_cannot_be_read_does_not_publish_a_draft(line: str) -> None:
    """Broken YAML withholds a report whose lines say that it is a draft."""
    found = study(Source("a.md", f'---\ntitle: "x\n{line}\nowner: @a: [\n---\n# X\n'), LEXICON)
    assert found.stage.is_open


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("[service owner, legal]", ["service owner", "legal"]),
        ("service owner, legal", ["service owner", "legal"]),
        ("[]", []),
        ("", []),
        ("{a: b}", []),
    ],
)
def test_reviewers_are_a_list_or_have_commas(written: str, roles: list[str]) -> None:
    """Anything else names nobody."""
    found = read(f"date: 2026-10-03\nreviewed_by: {written}")
    assert isinstance(found, Postmortem)
    assert [fact.value for fact in found.reviewed_by] == roles
    assert all(fact.source.line == 3 for fact in found.reviewed_by)


def test_a_guide_can_be_a_draft() -> None:
    """What is no incident is left out as well."""
    found = read("type: guide\nstatus: draft")
    assert found.stage is Stage.DRAFT
    assert not may_read(found, ())


def test_a_restricted_draft_needs_both() -> None:
    """Neither --drafts alone nor the audience alone shows it."""
    found = read("date: 2026-10-03\nstatus: draft\nvisibility: restricted")
    assert not may_read(found, ("restricted",))
    assert not may_read(found, (), drafts=True)
    assert may_read(found, ("restricted",), drafts=True)


@pytest.mark.parametrize(
    ("written", "lines"), [("2026-11-22", []), ("soon", [3]), ("31.2.2026", [3]), ("", [])]
)
def test_a_day_that_the_report_is_due_has_to_be_one(written: str, lines: list[int]) -> None:
    """Else nobody waits for it, and its author hears of that."""
    found = read(f"date: 2026-10-03\nreport_due: {written}")
    told = [(finding.code, finding.location.line) for finding in found.findings]
    assert told == [("SS303", line) for line in lines]


# ---------------------------------------------------------------- what is left out


def an_archive(root: Path, engine: str) -> None:
    """Drafts and reports in review among others, with a word in them that nobody else uses."""
    put(root, "secondstory.toml", f'[search]\nengine = "{engine}"\n')
    put(root, "postmortems/2026-01-02-open.md", OPEN)
    put(root, "postmortems/2026-01-03-again.md", OPEN.replace("Openly", "Again"))
    fields = FIELDS.replace("visibility: restricted\n", "")
    for path, status in ((f"{FOLDER}/{CANARY}.md", "draft"), (f"{CANARY}-2.md", "in-review")):
        front = fields.replace(f"status: {CANARY}-status", f"status: {status}")
        put(root, f"postmortems/{path}", f"---\ntitle: {CANARY}-title\n{front}---\n{BODY}")
    guide = f"---\nstatus: draft\ntype: template\n---\n# Template {CANARY}\n\n<what {CANARY}>\n"
    put(root, f"postmortems/{FOLDER}/README.md", guide)
    put(root, f"postmortems/{FOLDER}/{CANARY}.png", b"\x89PNG\r\n\x1a\n" + CANARY.encode())


@pytest.mark.parametrize("engine", SEARCH_ENGINES)
def test_no_byte_and_no_name_tells_of_a_draft(tmp_path: Path, engine: str) -> None:
    """Not the first time, not once more, and not after a copy with drafts was there."""
    an_archive(tmp_path, engine)
    for arguments in ((), (), ("--drafts",), ("--no-drafts",)):
        done = ss(tmp_path, "build", *DAY, *arguments)
        assert done.code == 0
        assert bool(leaks(tmp_path / "site")) == (arguments == ("--drafts",))
        if arguments != ("--drafts",):
            assert "2 reports, 0 other files, 3 drafts left out" in done.err
    index = json.loads((tmp_path / "site/index.json").read_bytes())
    assert {incident["title"] for incident in index["incidents"]} == {"Openly", "Again"}


def test_drafts_can_be_the_default(tmp_path: Path) -> None:
    """`drafts = true` in the config shows them, and --no-drafts overrules it."""
    an_archive(tmp_path, "lunr")
    put(tmp_path, "secondstory.toml", "drafts = true\n")
    ss(tmp_path, "build", *DAY)
    assert leaks(tmp_path / "site")
    ss(tmp_path, "build", *DAY, "--no-drafts")
    assert leaks(tmp_path / "site") == set()


def test_a_cached_copy_with_drafts_equals_a_clean_one(tmp_path: Path) -> None:
    """Whichever way the setting goes, nothing that is remembered is of the other copy."""
    an_archive(tmp_path, "lunr")
    for setting in ("false", "true", "false"):
        put(tmp_path, "secondstory.toml", f"drafts = {setting}\n")
        assert ss(tmp_path, "build", *DAY).code == 0
        assert ss(tmp_path, "build", *DAY, "--no-cache", "--output", "clean").code == 0
        assert tree(tmp_path / "site") == tree(tmp_path / "clean")


def test_approving_a_report_shows_it(tmp_path: Path) -> None:
    """A word in the front matter is all it takes; the cache does not hold on to the draft."""
    for status in ("draft", "in-review", "approved", "in-review", "published"):
        put(tmp_path, "postmortems/a.md", a_report(f"status: {status}"))
        ss(tmp_path, "build", *DAY)
        index = json.loads((tmp_path / "site/index.json").read_bytes())
        assert len(index["incidents"]) == (status in {"approved", "published"})


def test_a_policy_of_another_day_changes_no_site(tmp_path: Path) -> None:
    """What a project asks of reports is asked by check; a site is the same, remembered or not."""
    put(tmp_path, "postmortems/a.md", a_report("status: approved"))
    ss(tmp_path, "build", *DAY)
    before = tree(tmp_path / "site")
    put(tmp_path, "secondstory.toml", '[policy]\nreviewers = ["lead"]\n')
    ss(tmp_path, "build", *DAY)
    assert tree(tmp_path / "site") == before
    assert "SS311" in ss(tmp_path, "check").out


# ---------------------------------------------------------------- how it is marked


def test_a_draft_is_marked_wherever_it_shows(tmp_path: Path) -> None:
    """On its page, in lists, in twins, in feeds, and each page says that there are drafts."""
    put(tmp_path, "postmortems/a.md", a_report("status: in-review"))
    ss(tmp_path, "build", "--drafts", *DAY)
    site = tmp_path / "site"
    page = (site / "incidents/a.html").read_text("utf-8")
    assert "<b>In review: not approved yet</b>" in page
    for name in ("index.html", "incidents/index.html", "lessons/index.html"):
        text = (site / name).read_text("utf-8")
        assert "This copy includes drafts." in text
        assert "In review</span>" in text
    assert "in review, not approved yet" in (site / "incidents/a.md").read_text("utf-8")
    assert "In review: Cache restart" in (site / "feed.xml").read_text("utf-8")
    (incident,) = json.loads((site / "index.json").read_bytes())["incidents"]
    assert incident["stage"] == "in review"


def test_a_copy_without_drafts_says_nothing_of_them(tmp_path: Path) -> None:
    """An approved report has no mark, and no page speaks of drafts."""
    put(tmp_path, "postmortems/a.md", a_report("status: approved"))
    ss(tmp_path, "build", *DAY)
    for path in (tmp_path / "site").rglob("*.html"):
        assert "draft" not in path.read_text("utf-8").lower()


def test_explain_says_why_a_draft_is_in_no_output(tmp_path: Path) -> None:
    """And what would show it."""
    put(tmp_path, "postmortems/a.md", a_report("status: in-review"))
    put(tmp_path, "postmortems/b.md", a_report("status: draft\nvisibility: restricted"))
    said = ss(tmp_path, "explain", "postmortems/a.md").out
    assert "in review, so in no output without --drafts" in said
    said = ss(tmp_path, "explain", "postmortems/b.md").out
    assert "restricted, so in no output without --audience restricted --drafts" in said


def test_a_summary_tells_of_the_drafts_of_a_change_only(tmp_path: Path) -> None:
    """Who reads the change may read its drafts; others stay untold."""
    put(tmp_path, "postmortems/a.md", a_report("status: draft"))
    put(tmp_path, "postmortems/b.md", a_report("status: draft").replace("Cache", "Zanzibar"))
    said = ss(tmp_path, "check", "postmortems/a.md", "--summary", "-").out
    assert "#### Cache restart (draft)" in said
    assert "Zanzibar" not in said
    every = ss(tmp_path, "check", "--summary", "-").out
    assert "A draft: nothing of it is told here." in every
    assert "Zanzibar" not in every


# ---------------------------------------------------------------- in a preview


def test_a_preview_shows_drafts_when_it_is_asked_to(tmp_path: Path) -> None:
    """Saves as well: a draft is drawn at once; what is no longer approved is gone."""
    file = put(tmp_path, "postmortems/a.md", a_report("status: draft"))
    with_them, without = (
        session.read(session.kit(load_project(tmp_path, flags=Flags(drafts=drafts))), TODAY)
        for drafts in (True, False)
    )
    assert set(with_them.reports) == {"a.md"}
    assert set(without.reports) == set()
    put(tmp_path, "postmortems/a.md", a_report("status: draft").replace("Cache", "Store"))
    assert b"Store restart" in session.glance(with_them, [file])["incidents/a.html"]()
    assert session.glance(without, [file]) == {}

    put(tmp_path, "postmortems/a.md", a_report("status: approved"))
    shown = session.read(without.kit, TODAY, without)
    assert set(shown.reports) == {"a.md"}
    put(tmp_path, "postmortems/a.md", a_report("status: draft"))
    assert session.glance(shown, [file]) == {}
    assert set(session.read(shown.kit, TODAY, shown).reports) == set()
