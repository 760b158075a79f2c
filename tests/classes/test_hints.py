"""Classes are suggested for reports that name none, with what shows them, and never counted."""

from __future__ import annotations

from typing import Any

import pytest

from factories import a_postmortem
from secondstory.archive import build_archive
from secondstory.model import Archive, Postmortem, Rich, Source

FILE = """\
[[class]]
id = "lock-queue"
aliases = ["queue behind a lock", "ロック待ち行列"]

[[class]]
id = "retry-multiplication"
statement = "Retries in several layers can cause a multiplied load."
"""


def archive(*reports: Postmortem, file: str = FILE) -> Archive:
    """The archive of some reports and a file of classes, if any."""
    return build_archive(reports, classes_file=Source("classes.toml", file) if file else None)


def hints(*reports: Postmortem, file: str = FILE) -> list[tuple[str, str]]:
    """What is suggested for the last of some reports: class and what shows it."""
    by_slug = archive(*reports, file=file).by_slug()
    found = by_slug[reports[-1].slug].suggested_classes
    return [(fact.value, fact.written) for fact in found]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"summary": "Writes formed a lock queue."}, [("lock-queue", "lock queue")]),
        ({"title": "Lock queues at noon"}, [("lock-queue", "Lock queues")]),
        (
            {"root_cause": "A queue behind a lock of one report."},
            [("lock-queue", "queue behind a lock")],
        ),
        ({"summary": "This was no lock queue."}, []),
        ({"impact": "A lock queue in the news."}, []),
        ({"summary": "The lock held. The queue grew."}, []),
        (
            {"root_cause": "The layers retried: several retries, one multiplied by another load"},
            [("retry-multiplication", "layer, several, retry, multiplied, load")],
        ),
        ({"root_cause": "Retries in a layer"}, []),
        ({"title": "Nothing of the kind"}, []),
    ],
)
def test_words_of_a_report_show_a_class(
    facts: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    """A name of the class, or most words of its statement, where a report says what it is about."""
    assert hints(a_postmortem("new", **facts)) == found


def test_what_only_members_share_shows_a_class() -> None:
    """An error string is enough; of rare terms it takes two; a shared service shows nothing."""
    crowd = [a_postmortem(f"z{n}", title=f"Z{n}") for n in range(12)]
    member: dict[str, Any] = {"classes": ["lock-queue"], "services": ["db"]}
    error = {"errors": ["E42 canceling statement"]}
    one = a_postmortem("old", title="Old", **member, **error)
    assert hints(*crowd, one, a_postmortem("new", title="New", services=["db"], **error)) == [
        ("lock-queue", "error E42 canceling statement, as in old")
    ]
    named = "Seen in <code>pg_blocking_pids</code> and <code>autovacuum_freeze_max_age</code>"
    new = a_postmortem("new", title="New", summary=_code(named))
    two = a_postmortem("old", title="Old", summary=_code(named), **member)
    ((name, shown),) = hints(*crowd, two, new)
    assert name == "lock-queue"
    assert shown == 'term "autovacuum_freeze_max_age", term "pg_blocking_pids", as in old'
    one = a_postmortem("old", title="Old", **member)
    assert hints(*crowd, one, a_postmortem("new", title="New", services=["db"])) == []


def _code(html: str) -> Rich:
    return Rich(html.replace("<code>", "").replace("</code>", ""), html)


def test_a_suggestion_counts_nowhere() -> None:
    """It makes no member, no repeat and no finding, and none is made for a report with a class."""
    found = archive(
        a_postmortem("old", title="A", date="2026-01-01", classes=["lock-queue"]),
        a_postmortem("new", title="B", date="2026-02-01", summary="A lock queue."),
        a_postmortem("own", title="C", date="2026-03-01", summary="Lock queue.", classes=["other"]),
    )
    by_slug = found.by_slug()
    assert by_slug["new"].suggested_classes
    assert by_slug["own"].suggested_classes == ()
    assert found.recurrences == {}
    assert {group.name: group.members for group in found.classes}["lock-queue"] == ("old",)
    assert [f.message for f in found.findings] == ["the class 'other' is not in classes.toml"]


def test_without_a_file_nothing_is_suggested() -> None:
    """An archive without a file of classes stays as it was."""
    old = a_postmortem("old", classes=["lock-queue"])
    assert hints(old, a_postmortem("new", summary="A lock queue."), file="") == []


def test_a_class_that_is_not_in_the_file_is_told_with_the_one_that_was_meant() -> None:
    """With the line that names it; the report stays in the class that it names."""
    found = archive(
        a_postmortem("a", title="A", classes=["lock-qeue"]),
        a_postmortem("b", title="B", classes=["other"]),
    )
    assert [(f.location.path, f.location.line, f.code, f.message) for f in found.findings] == [
        ("a.md", 42, "SS413", "the class 'lock-qeue' is not in classes.toml"),
        ("b.md", 42, "SS413", "the class 'other' is not in classes.toml"),
    ]
    assert found.findings[0].hint == "did you mean 'lock-queue'?"
    names = {group.name: group.members for group in found.classes}
    assert names["lock-qeue"] == ("a",)
    assert names["other"] == ("b",)


def test_a_class_that_swallows_the_archive_is_reported() -> None:
    """Also where its reports call it by different names."""
    names = ["lock-queue", "queue behind a lock", "Lock Queue"]
    reports = [a_postmortem(f"r{n}", title=f"R{n}", classes=[names[n % 3]]) for n in range(9)]
    others = [a_postmortem(f"z{n}", title=f"Z{n}") for n in range(6)]
    (found,) = archive(*reports, *others).findings
    assert (found.code, found.message) == (
        "SS404",
        "the class 'lock-queue' is on 9 of 15 reports",
    )
