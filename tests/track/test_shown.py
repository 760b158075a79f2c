"""What a tracker said stands on the portal, marked as such, over what the report says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from machine import put, ss
from secondstory import incremental
from secondstory.config import Flags, load_project
from track.projects import ALERT, CAP, WARM, a_project, index, rows, sync

SEEN = "2026-11-20T06:00:00Z"


def snapshot(root: Path, **said: dict[str, Any]) -> None:
    """Write a snapshot in which the tracker says something of some actions, by their wording."""
    if not (root / "actions.json").exists():
        assert sync(root, "--offline").code == 0
    document = json.loads((root / "actions.json").read_text("utf-8"))
    document["read"] = SEEN
    for row in document["actions"]:
        if more := said.get(row["wording"]):
            key = f"octo/portal#{len(row['wording'])}"
            url = f"https://github.example.org/octo/portal/issues/{len(row['wording'])}"
            row |= {"tracker": "github", "key": key, "url": url, **more}
    put(root, "actions.json", json.dumps(document))


def test_the_state_of_a_ticket_is_shown(tmp_path: Path) -> None:
    """Page, twin and index have the tracker's status and owner, say so, and link the ticket."""
    root = a_project(tmp_path)
    done = {"status": "done", "written": "closed", "owner": "@tomas"}
    declined = {"status": "declined", "reason": "closed as not planned"}
    snapshot(root, **{CAP: done, WARM: declined})
    items = index(root)

    assert (items[CAP]["status"], items[CAP]["owner"], items[CAP]["due"]) == (
        "done", "@tomas", "2026-11-30"
    )  # fmt: skip
    assert items[CAP]["tracked"] == {
        "tracker": "github",
        "key": "octo/portal#29",
        "url": "https://github.example.org/octo/portal/issues/29",
        "as_of": "2026-11-20",
        "values": ["status", "owner"],
        "status_stated": "open",
        "note": None,
    }
    assert items[CAP]["ticket"]["text"] == "octo/portal#29"
    assert (items[WARM]["status"], items[WARM]["reason"]) == ("declined", "closed as not planned")
    assert items[ALERT]["tracked"] is None
    said = "GitHub, 20 Nov 2026: status, owner; the report says open"
    page = (root / "site/incidents/pool.html").read_text("utf-8")
    assert said in page
    assert "https://github.example.org/octo/portal/issues/29" in page
    twin = (root / "site/incidents/pool.md").read_text("utf-8")
    assert "**Shipped**: Cap the idle time of the pool; owner @tomas" in twin.replace("\\", "")
    assert "20 Nov 2026: status, owner" in twin


def test_a_class_that_came_back_knows_what_the_tracker_says(tmp_path: Path) -> None:
    """Whether the known fix had shipped before is decided with the state of its ticket."""
    root = a_project(tmp_path)
    again = "---\ntitle: {}\ndate: {}\nclasses: [dry-pool]\n---\n{}"
    fix = "## Action items\n\n- [ ] Bound the pool of the gateway. Owner: @edge\n"
    put(root, "postmortems/one.md", again.format("Once", "2026-03-01", fix))
    put(root, "postmortems/two.md", again.format("Twice", "2026-09-01", ""))
    text = "Bound the pool of the gateway"
    (words,) = [each for each in index(root) if each.startswith(text)]

    def disease() -> str:
        index(root)
        incidents = json.loads((root / "site/index.json").read_text("utf-8"))["incidents"]
        return next(r["disease"] for one in incidents for r in one["recurrence"])

    assert disease() == "known fix not shipped"
    snapshot(root, **{words: {"status": "done", "done": "2026-06-01"}})
    assert disease() == "fix did not hold"


def test_what_the_tracker_does_not_say_erases_nothing(tmp_path: Path) -> None:
    """Without assignee, date or state that we know the words of the report stand."""
    root = a_project(tmp_path)
    snapshot(root, **{CAP: {"written": "closed as duplicate"}, ALERT: {"status": "open"}})
    items = index(root)

    assert (items[CAP]["status"], items[CAP]["owner"]) == ("open", "@ines-k")
    assert items[CAP]["tracked"]["values"] == []
    # An open issue of GitHub does not say that nobody has begun.
    assert items[ALERT]["status"] == "in progress"


def test_a_proof_in_the_report_says_more_than_an_open_ticket(tmp_path: Path) -> None:
    """A fix that is verified stays one; that its ticket is open is said."""
    root = a_project(tmp_path)
    report = root / "postmortems/pool.md"
    text = report.read_text().replace("| Status |\n|---|", "| Status | Verified by |\n|---|---|")
    proven = "Write the runbook of the pool | | | done |"
    report.write_text(text.replace(proven, f"{proven} Drill of 20 October |"))
    snapshot(root, **{"Write the runbook of the pool": {"status": "open", "owner": "@ada"}})
    item = index(root)["Write the runbook of the pool"]

    assert (item["status"], item["verified_by"]) == ("done", "Drill of 20 October")
    assert (item["owner"], item["tracked"]["note"]) == ("@ada", "its ticket is open")


def test_a_fix_that_was_declined_and_is_done_after_all_has_no_reason(tmp_path: Path) -> None:
    """Why a report declined it is no news of a fix that a tracker calls done."""
    root = a_project(tmp_path)
    report = root / "postmortems/cache.md"
    report.write_text(report.read_text().replace(WARM, f"{WARM} (declined: too slow)"))
    assert sync(root, "--offline").code == 0
    (known,) = [item for item in index(root).values() if item["status"] == "declined"]
    assert known["reason"]
    snapshot(root, **{known["text"]: {"status": "done"}})
    item = index(root)[known["text"]]

    assert (item["status"], item["reason"]) == ("done", None)


def test_of_a_ticket_that_is_gone_the_report_decides_again(tmp_path: Path) -> None:
    """That it is gone is said; what it said last is not shown as if it still did."""
    root = a_project(tmp_path)
    snapshot(root, **{CAP: {"status": "done", "owner": "@tomas", "gone": "deleted"}})
    item = index(root)[CAP]

    assert (item["status"], item["owner"], item["ticket"]) == ("open", "@ines-k", None)
    assert item["tracked"]["note"] == "deleted"
    page = (root / "site/incidents/pool.html").read_text("utf-8")
    assert "GitHub: deleted, 20 Nov 2026" in page


def test_an_action_that_is_worded_anew_keeps_its_ticket(tmp_path: Path) -> None:
    """A wording that is much like the old one is the same action; its id and its key stay."""
    root = a_project(tmp_path)
    snapshot(root, **{CAP: {"status": "done"}})
    before = rows(root)[CAP]["id"]
    anew = "Cap idle time of the connection pool"
    report = root / "postmortems/pool.md"
    report.write_text(report.read_text().replace(CAP, anew))
    assert index(root)[anew]["status"] == "done"
    sync(root, "--offline")

    assert rows(root)[anew]["id"] == before
    assert CAP not in rows(root)


def test_a_report_that_is_renamed_keeps_its_tickets(tmp_path: Path) -> None:
    """A file with another name has the same actions."""
    root = a_project(tmp_path)
    snapshot(root, **{CAP: {"status": "done"}})
    before = rows(root)
    (root / "postmortems/pool.md").rename(root / "postmortems/2026-10-05-gateway-pool.md")
    assert index(root)[CAP]["status"] == "done"
    sync(root, "--offline")

    assert rows(root)[CAP] == {**before[CAP], "path": "2026-10-05-gateway-pool.md"}
    assert len(rows(root)) == len(before)


def test_a_ticket_without_action_is_a_finding(tmp_path: Path) -> None:
    """An action that is worded beyond recognition loses its ticket, and the check says which."""
    root = a_project(tmp_path)
    snapshot(root, **{CAP: {"status": "open"}})
    report = root / "postmortems/pool.md"
    report.write_text(report.read_text().replace(CAP, "Use HTTP/2 between gateway and backends"))
    result = ss(root, "check", "--as-of", "2026-11-21", "--strict")

    assert "pool.md:2:1: SS701 octo/portal#29 was for 'Cap the idle time of the pool'" in result.out
    assert rows(root)[CAP]["key"] == "octo/portal#29"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<<<<<<< ours\n{}", "actions.json:1:1: no file of action items"),
        ('{"schema_version": 1,\n"actions": [\n<<<<<<< ours\n]}', "actions.json:3:1: no file"),
        ("[]", "it has no list of actions"),
        ('{"schema_version": 9, "actions": []}', "is of version 9"),
        ('{"schema_version": 1, "read": 7, "actions": []}', "'read' is no time"),
        ('{"schema_version": 1,\n"actions": [\n{"id": "a-1"}]}', "actions.json:3:1: action 1"),
        ('{"schema_version": 1, "actions": [7]}', "it is no table"),
        ('{"schema_version": 1, "actions": [{"id": "a", "path": "b", "c": "d"}]}', "key 'c'"),
        ('{"schema_version": 1, "actions": [{"id": "a", "path": "b", "due": "x"}]}', "isoformat"),
        ('{"schema_version": 1, "actions": [{"id": "a", "path": "b", "status": "x"}]}', "'x'"),
        (
            (
                '{"schema_version": 1, "actions": [\n'
                '{"id": "a", "path": "b"},\n{"id": "a", "path": "b"}]}'
            ),
            "actions.json:3:1: the action 'a' stands there twice",
        ),
        ("\xff", "not UTF-8"),
        ("[" * 100_000, "no file of action items"),
    ],
)
def test_a_broken_snapshot_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """Merge marks and other accidents are named; nobody goes on as if nothing were known."""
    root = a_project(tmp_path)
    put(root, "actions.json", text.encode("latin-1"))
    for command in (("build",), ("check",), ("actions", "sync", "--offline")):
        result = ss(root, *command)
        assert result.code == 2
        assert said in result.err
    assert (root / "actions.json").read_bytes() == text.encode("latin-1")


def test_a_build_that_remembers_sees_a_new_snapshot(tmp_path: Path) -> None:
    """With the cache of builds and without it the bytes are the same, whatever a tracker said."""
    root = a_project(tmp_path)

    def site(name: str, cache: Path | None) -> dict[str, bytes]:
        project = load_project(root, None, Flags(output=root / name))
        incremental.build(project, date(2026, 11, 21), cache, processes=1)
        files = (root / name).rglob("*")
        return {str(p.relative_to(root / name)): p.read_bytes() for p in files if p.is_file()}

    told: tuple[dict[str, dict[str, Any]], ...] = (
        {},
        {CAP: {"status": "done"}},
        {CAP: {"status": "done", "owner": "@tomas"}, WARM: {"status": "in progress"}},
    )
    for said in told:
        (root / "actions.json").unlink(missing_ok=True)
        if said:
            snapshot(root, **said)
        kept = site("kept", root / "cache")
        clean = site("clean", None)
        assert kept == clean
    assert b"GitHub, 20 Nov 2026" in kept["incidents/pool.html"]


def test_nothing_of_a_restricted_report_is_tracked(tmp_path: Path) -> None:
    """Neither its words nor its tickets are in a snapshot, and no other report gets them."""
    root = a_project(tmp_path)
    snapshot(root, **{CAP: {"status": "done"}})
    report = root / "postmortems/pool.md"
    report.write_text(report.read_text().replace("date:", "visibility: restricted\ndate:"))
    other = root / "postmortems/cache.md"
    other.write_text(f"{other.read_text()}- [ ] {CAP}\n")
    item = index(root)[CAP]
    assert (item["status"], item["tracked"]) == ("open", None)
    sync(root, "--offline")

    assert "pool.md" not in (root / "actions.json").read_text("utf-8")
    assert "octo/portal#29" not in (root / "actions.json").read_text("utf-8")


def test_owners_are_roles_where_a_project_wants_roles(tmp_path: Path) -> None:
    """With `names = "roles"` nobody is named whom the project gives no role."""
    root = a_project(tmp_path)
    config = root / "secondstory.toml"
    people = '[privacy]\nnames = "roles"\n[people]\n"Tomas Berg" = "search lead"\n'
    config.write_text(f"{config.read_text()}{people}")
    snapshot(root, **{WARM: {"owner": "Tomas Berg"}, ALERT: {"owner": "Ben Okri"}})
    items = index(root)

    assert (items[WARM]["owner"], items[ALERT]["owner"]) == ("search lead", None)
    for file in (root / "site").rglob("*"):
        if file.is_file():
            assert b"Okri" not in file.read_bytes()
            assert b"Tomas" not in file.read_bytes()
