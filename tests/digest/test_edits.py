"""Editor files are read strictly; what is wrong is said with its line, and stops nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem, an_archive
from machine import put, ss
from secondstory.config import load_project
from secondstory.crawl import read_edits
from secondstory.digest import with_edits
from secondstory.model import Archive, Edit, Source
from secondstory.serve import _watched, session
from test_incremental import assert_as_clean, make

ARCHIVE = an_archive(
    a_postmortem(
        "pool-2026",
        title="Pools",
        date="2026-10-05",
        aliases=["pool-old"],
        lessons=[a_lesson(anchor="l-1")],
    ),
    a_postmortem("later", date="2026-11-05", lessons=[a_lesson(anchor="l-2")]),
)
GOOD = """\
note = "A month of pools."
pins = ["pool-2026#l-1", "https://learn.example/incidents/pool-old.html#l-1"]
drops = ["pool-2026"]

[headlines]
"pool-2026#l-1" = "Pools outlive their peers"

[notes]
pool-2026 = "Worth an hour."
"""


def read(text: str, name: str = "../digests/2026-10.toml") -> Archive:
    return with_edits(ARCHIVE, [Source(name, text)])


def test_what_an_editor_writes_is_read() -> None:
    """Notes, pins, drops and headlines, by slug and anchor, by a former name or a copied link."""
    archive = read(GOOD)
    assert archive.findings == ()
    assert archive.edits == {
        "2026-10": Edit(
            pins=("pool-2026#l-1",),
            drops=("pool-2026",),
            headlines={"pool-2026#l-1": "Pools outlive their peers"},
            notes={"pool-2026": "Worth an hour."},
            note="A month of pools.",
        )
    }


@pytest.mark.parametrize(
    ("text", "line", "code", "message", "hint"),
    [
        ('\npins = ["pool-2062"]', 2, "SS503", "is called 'pool-2062'", "mean 'pool-2026'?"),
        ('pins = ["pool-2026#l-9"]', 1, "SS503", "'pool-2026#l-9'", "mean 'pool-2026#l-1'?"),
        ('pins = [\n"pool-2026",\n"none of them"]', 3, "SS503", "none of them", "as its link ends"),
        ('pins = ["later#l-2"]', 1, "SS505", "'later#l-2' came out on 2026-11-05", "in the month"),
        ("pin = []", 1, "SS502", "unknown key 'pin'", "did you mean 'pins'?"),
        ("colour = 1", 1, "SS502", "unknown key 'colour'", "known: note, pins"),
        ('pins = "pool-2026"', 1, "SS502", "'pins' must be a list of lessons", "write note"),
        ("drops = [1]", 1, "SS502", "'drops' must be a list of lessons", "write note"),
        ("note = 3", 1, "SS502", "'note' must be text", "at most 600"),
        (f'note = "{"x" * 700}"', 1, "SS502", "'note' has 700 characters", "at most 600"),
        ("headlines = 1", 1, "SS502", "'headlines' must be a table", "[headlines] on a line"),
        ("[notes]\n\npool-2026 = 1", 3, "SS502", "'pool-2026' must be text", "at most 300"),
        ('[headlines]\npool-2026 = "Outage"', 2, "SS504", "names a symptom", "component"),
        ('[headlines]\npool-2026 = "INC-1: it broke so"', 2, "SS504", "begins with an id", "comp"),
        ("pins = [", 1, "SS501", "not valid TOML", "write it as TOML"),
        ("a = 1\na = 2", 2, "SS501", "not valid TOML: cannot overwrite a value", "write it"),
        ("x = " + "[" * 5000, 1, "SS501", "not valid TOML", "write it as TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_a_finding_with_its_line(
    text: str, line: int, code: str, message: str, hint: str
) -> None:
    """Each fault names its place and what to write instead; all else of the file stands."""
    archive = read(text)
    (found,) = archive.findings
    assert (found.location.path, found.location.line) == ("../digests/2026-10.toml", line)
    assert found.code == code
    assert message in found.message
    assert hint in found.hint
    assert archive.edits.get("2026-10", Edit()) == Edit(pins=archive_pins(archive))


def archive_pins(archive: Archive) -> tuple[str, ...]:
    """The pins that stand: only those of lessons that are there."""
    return archive.edits["2026-10"].pins if "2026-10" in archive.edits else ()


def test_a_file_for_no_month_is_said() -> None:
    """A name that is no month changes nothing, and is told."""
    archive = read("note = 'x'", "../digests/2026-13.toml")
    assert [finding.code for finding in archive.findings] == ["SS501"]
    assert archive.edits == {}


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever stands in an editor file, it is findings at most."""
    for finding in read(text).findings:
        assert finding.location.line <= text.count("\n") + 2


# ---------------------------------------------------------------- as part of a project

REPORT = """\
# Pools outlive peers {n}

**Date:** 2026-10-0{n}

## Lessons learned

- Pools outlive their peers for {n} minutes. They do not know.
"""
EDIT = '[headlines]\n2026-10-01-pool = "Peers hang up on pools without a word"\n'


def a_project_with_edits(root: Path) -> Path:
    for n in (1, 2):
        put(root, f"postmortems/2026-10-0{n}-pool.md", REPORT.format(n=n))
    put(root, "digests/2026-10.toml", EDIT)
    return root


def test_an_edit_is_seen_by_a_cached_build(tmp_path: Path) -> None:
    """A build that remembers shows a new edit, gives its findings, and equals one that does not."""
    root = a_project_with_edits(tmp_path)
    page = root / "site/digest/2026-10/index.html"
    for text, said in (
        (EDIT, "Peers hang up on pools"),
        (EDIT.replace("Peers hang", "Clients hang"), "Clients hang up on pools"),
        (f"pins = ['nobody']\n{EDIT}", "Peers hang up on pools"),
        ("", "Pools outlive their peers"),
    ):
        put(root, "digests/2026-10.toml", text)
        assert_as_clean(root, as_of=date(2026, 11, 20))
        assert said in page.read_text("utf-8")
    put(root, "digests/2026-10.toml", "pins = ['nobody']\n")
    (found,) = make(root).made.findings
    assert (found.location.path, found.code) == ("../digests/2026-10.toml", "SS503")


def test_an_edit_draws_only_what_shows_it(tmp_path: Path) -> None:
    """A new note leaves the pages of reports as they are."""
    root = a_project_with_edits(tmp_path)
    make(root)
    put(root, "digests/2026-10.toml", 'note = "A month of pools."\n' + EDIT)
    before = {file: file.stat().st_mtime_ns for file in (root / "site").rglob("*.html")}
    make(root)
    drawn = {
        file.relative_to(root / "site").as_posix()
        for file, seen in before.items()
        if file.stat().st_mtime_ns != seen
    }
    assert drawn == {"digest/2026-10/index.html"}


def test_a_preview_shows_an_edit(tmp_path: Path) -> None:
    """`serve` reads the words of editors again with each batch of changes, and watches them."""
    root = a_project_with_edits(tmp_path)
    kit = session.kit(load_project(root))
    now = session.read(kit, date(2026, 11, 20))
    put(root, "digests/2026-10.toml", EDIT.replace("Peers hang", "Clients hang"))
    then = session.read(kit, date(2026, 11, 20), now)
    path = "digest/2026-10/index.html"
    assert b"Peers hang up" in (now.pages.draw(path) or b"")
    assert b"Clients hang up" in (then.pages.draw(path) or b"")
    assert _watched(kit.project).counts((root / "digests/2026-10.toml").resolve())


def test_check_names_the_file_as_seen_from_here(tmp_path: Path) -> None:
    """`check` and `build` print a path that an editor can open."""
    root = a_project_with_edits(tmp_path)
    put(root, "digests/2026-10.toml", "\npins = ['2026-10-01-pol']")
    result = ss(root, "check")
    assert result.code == 1
    assert result.out.startswith("digests/2026-10.toml:2:1: SS503 ")
    assert "did you mean '2026-10-01-pool'?" in result.out


def test_another_folder_is_named_in_the_config(tmp_path: Path) -> None:
    """[digest] folder says where the files lie; one that is not there is an error of the config."""
    root = a_project_with_edits(tmp_path)
    put(root, "secondstory.toml", '[digest]\nfolder = "editors"\n')
    result = ss(root, "build")
    assert result.code == 2
    assert "secondstory.toml:2:1: there is no folder 'editors'" in result.err
    put(root, "editors/2026-10.toml", EDIT)
    assert ss(root, "build", "--as-of", "2026-11-20").code == 0
    assert "Peers hang up" in (root / "site/digest/2026-10/index.html").read_text("utf-8")


def test_what_lies_there_besides_is_left_alone(tmp_path: Path) -> None:
    """Only TOML files are read; folders, notes of other kinds and drafts of editors are not."""
    for name in ("README.md", ".2026-10.toml", "2026-10.toml~"):
        put(tmp_path, f"digests/{name}", "x")
    (tmp_path / "digests/2026-11.toml").mkdir()
    (found,) = read_edits(tmp_path / "digests", tmp_path / "postmortems")
    assert (found.path, found.text) == ("../digests/2026-11.toml", "")
    assert found.findings
    assert read_edits(tmp_path / "none", tmp_path) == ()
