"""The file of classes as part of a project: found, watched, remembered, shown, and no leak."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from factories import a_postmortem, an_archive
from machine import put, ss
from secondstory.classes import in_future
from secondstory.config import load_project
from secondstory.serve import _watched, session
from test_incremental import assert_as_clean, make

DAY = date(2026, 11, 20)
REPORT = """\
---
title: The queue waited, time {n}
date: 2026-0{n}-10
services: [ledger]
classes: [{name}]
---
## Summary

Everything waited.

## Action items

| Action | Owner | Status |
|---|---|---|
| Cap the wait of a lock | @data | {status} |
"""
FILE = """\
[[class]]
id = "lock-queue"
statement = "A lock that waits can cause every later query to wait."
parent = "waiting"
aliases = ["queue behind a lock"]
owner = "data"

[[class]]
id = "waiting"
"""
BARE = "---\ntitle: Late\ndate: 2026-08-01\nservices: [ledger]\n---\n## Summary\n\nA lock queue.\n"


def a_project(root: Path, file: str = FILE) -> Path:
    """Three times of a class, under two names, and a report that names none."""
    put(root, "postmortems/a.md", REPORT.format(n=1, name="lock-queue", status="Done 2026-02-01"))
    put(root, "postmortems/b.md", REPORT.format(n=3, name="queue behind a lock", status="open"))
    put(root, "postmortems/c.md", REPORT.format(n=6, name="lock-queue", status="open"))
    put(root, "postmortems/late.md", BARE)
    put(root, "postmortems/classes.toml", file)
    return root


def page(root: Path, name: str = "classes/lock-queue") -> str:
    """A page that was built, its white space folded."""
    return " ".join((root / f"site/{name}.html").read_text("utf-8").split())


def test_a_page_tells_all_that_is_known_of_a_class(tmp_path: Path) -> None:
    """Statement, kin, names, each time with its days and why, and whether it could have come."""
    root = a_project(tmp_path)
    assert not make(root).made.findings
    text = page(root)
    for words in (
        "A lock that waits can cause every later query to wait.",
        'a kind of <a class="svc" href="../classes/waiting.html">waiting</a>',
        "looked after by data",
        "also called queue behind a lock",
        "It came 3 times.",
        "2nd time: fix did not hold, by its dates",
        "59 days later.",
        "By the dates of a fix, which shipped on 2026-02-01, 37 days before:",
        "3rd time: reason not stated",
        "Not known why: one fix had shipped, another had not.",
        "Seen last 163 days ago, on 10 June 2026.",
        "Where it came before, there was more to report since",
        "1 later, 1 Aug 2026",
    ):
        assert words in text
    assert "Kinds of it" in page(root, "classes/waiting")
    assert "No report names it." in page(root, "classes/waiting")
    assert "Known, not named" in page(root, "classes/index")
    assert "lock-queue.html" in page(root, "classes/queue-behind-a-lock")
    assert "Suggested class, not counted: <b>lock-queue</b>" in page(root, "incidents/late")
    twin = (root / "site/classes/lock-queue.md").read_text("utf-8")
    assert "which shipped on 2026-02-01, 37 days before: Cap the wait of a lock" in twin
    assert "Statement: A lock that waits" in twin


def test_a_class_without_evidence_is_not_called_cured(tmp_path: Path) -> None:
    """Silence alone is no evidence; what its owners state is."""
    root = a_project(tmp_path)
    put(root, "postmortems/late.md", BARE.replace("[ledger]", "[web]"))
    make(root)
    assert "There is no evidence that it was exposed since: it is not called cured." in page(root)
    put(root, "postmortems/classes.toml", FILE.replace('owner = "data"', 'exposed = "each run."'))
    make(root)
    assert "Where it still can come, as its owners state: each run." in page(root)


def test_the_index_has_the_classes(tmp_path: Path) -> None:
    """Each class of the file with its reports, and each report under the name of the file."""
    root = a_project(tmp_path)
    make(root)
    index = json.loads((root / "site/index.json").read_text("utf-8"))
    lock, waiting = index["classes"]
    assert (lock["id"], lock["parent"], lock["incidents"]) == (
        "lock-queue",
        "waiting",
        ["c", "b", "a"],
    )
    assert waiting["incidents"] == []
    assert {one["slug"]: one["classes"] for one in index["incidents"]} == {
        "a": ["lock-queue"], "b": ["lock-queue"], "c": ["lock-queue"], "late": [],
    }  # fmt: skip
    (late,) = (one for one in index["incidents"] if one["slug"] == "late")
    assert late["suggested_classes"] == [
        {"class": "lock-queue", "because": "lock queue", "line": 8}
    ]


def test_a_build_that_remembers_sees_each_change(tmp_path: Path) -> None:
    """Whatever becomes of the file, a build with the cache equals one without."""
    root = a_project(tmp_path)
    texts = (
        FILE,
        FILE.replace("queue behind a lock", "another name"),
        FILE.replace('owner = "data"', 'fixes = [{ text = "Cap the wait of a lock", '
                     "shipped = 2026-05-01, promised = 2026-01-12 }]"),
        FILE.replace('parent = "waiting"', 'parent = "wating"'),
        "[[class",
        FILE + "exposed = 'here'\n",
    )  # fmt: skip
    for text in texts:
        put(root, "postmortems/classes.toml", text)
        assert_as_clean(root)
    put(root, "postmortems/b.md", REPORT.format(n=3, name="other", status="Done 2026-07-01"))
    assert_as_clean(root)
    (root / "postmortems/classes.toml").unlink()
    assert_as_clean(root)
    put(root, "classes.toml", FILE)
    assert_as_clean(root)
    assert "A lock that waits can cause" in page(root)


@pytest.mark.parametrize("day", [date(2026, 5, 1), DAY])
def test_a_build_of_another_day_tells_what_lies_ahead(tmp_path: Path, day: date) -> None:
    """A report of a class that is dated after the day is a note, and nothing of it is lost."""
    root = a_project(tmp_path)
    found = make(root, as_of=day).made.findings
    told = [(f.location.path, f.code, f.message) for f in found]
    ahead = [("c.md", "SS415", "dated 2026-06-10, after 2026-05-01")]
    assert told == (ahead if day < DAY else [])
    assert "3rd time" in page(root)
    assert ("after the day of this page" in page(root)) == (day < DAY)
    assert_as_clean(root, as_of=day)


def test_a_future_report_without_a_class_is_no_finding() -> None:
    """What lies ahead is told of classes only: there it makes a repeat."""
    archive = an_archive(
        a_postmortem("a", date="2027-01-01"), a_postmortem("b", date="2027-01-02", classes=["x"])
    )
    assert [found.location.path for found in in_future(archive, DAY)] == ["b.md"]


def test_a_preview_shows_a_change_of_the_file(tmp_path: Path) -> None:
    """`serve` reads the file again with each batch of changes, and watches where it may lie."""
    root = a_project(tmp_path)
    kit = session.kit(load_project(root))
    now = session.read(kit, DAY)
    put(root, "postmortems/classes.toml", FILE.replace("every later query", "each query"))
    then = session.read(kit, DAY, now)
    path = "classes/lock-queue.html"
    assert b"every later query" in (now.pages.draw(path) or b"")
    assert b"each query" in (then.pages.draw(path) or b"")
    for place in ("postmortems/classes.toml", "classes.toml"):
        assert _watched(kit.project).counts((root / place).resolve())


def test_check_names_the_file_as_seen_from_here(tmp_path: Path) -> None:
    """`check` prints a path that an editor can open, and the file beside the config counts last."""
    root = a_project(tmp_path, "[[class]]\nname = 'x'\n")
    put(root, "classes.toml", "[[class")
    result = ss(root, "check")
    assert result.code == 1
    assert result.out.startswith("postmortems/classes.toml:1:1: SS410 a class without 'id'")
    (root / "postmortems/classes.toml").unlink()
    assert ss(root, "check").out.startswith("classes.toml:1:1: SS409 not valid TOML")


def test_another_file_is_named_in_the_config(tmp_path: Path) -> None:
    """[classes] file says where it lies; one that is not there is an error of the config."""
    root = a_project(tmp_path, "[[class")
    put(root, "secondstory.toml", '[classes]\nfile = "kinds.toml"\n')
    result = ss(root, "build")
    assert result.code == 2
    assert "secondstory.toml:2:1: there is no file 'kinds.toml'" in result.err
    put(root, "kinds.toml", FILE)
    assert ss(root, "build", "--as-of", "2026-11-20").code == 0
    assert "A lock that waits can cause" in page(root)


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"\x00", b"[[class]]\nid = '\xe4'\n"])
def test_any_bytes_are_findings_at_most(tmp_path: Path, content: bytes) -> None:
    """A file that is no text, or no TOML, is told, and the portal is made."""
    root = a_project(tmp_path)
    put(root, "postmortems/classes.toml", content)
    assert ss(root, "build", "--as-of", "2026-11-20").code == 0
    found = make(root).made.findings
    assert any(finding.location.path == "classes.toml" for finding in found)


def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    """What is no file is no file of classes, and that is said."""
    root = a_project(tmp_path)
    (root / "postmortems/classes.toml").unlink()
    (root / "postmortems/classes.toml").mkdir()
    assert ss(root, "check").code == 1


def test_nothing_of_a_restricted_report_stands_in_a_chain(tmp_path: Path) -> None:
    """A time that few may read is no time of a chain, and tells no disease of another."""
    root = a_project(tmp_path)
    hidden = REPORT.format(n=2, name="lock-queue", status="Done 2026-02-20")
    secret = hidden.replace("---\ntitle", "---\nvisibility: restricted\ntitle", 1)
    put(root, "postmortems/zanzibar.md", secret.replace("Cap the wait", "Zanzibar"))
    link = FILE.replace('owner = "data"', 'fixes = ["zanzibar"]').replace(
        '"zanzibar"]', '"zanzibar.md"]'
    )
    put(root, "postmortems/classes.toml", link)
    assert not make(root).made.findings
    for file in (root / "site").rglob("*"):
        if file.is_file():
            assert b"anzibar" not in file.read_bytes()
