"""What would be sent, as files to look at: all of it, and nothing that not everybody may read."""

from __future__ import annotations

from pathlib import Path

from machine import REPORT, put
from mail.projects import POOL, READERS, a_project, by_smtp, send
from mail.servers import Post, smtp_server

ADA = READERS[0]


def test_a_dry_run_sends_nothing_and_writes_what_would_be_sent(tmp_path: Path) -> None:
    """The mail and the payloads lie in a folder; no server is named, none is asked."""
    root = a_project(tmp_path, lists='slack = "HOOK"\nmsteams = "HOOK"\n')
    result = send(root, "--dry-run")

    assert result.code == 0
    assert "for 3 by mail, slack and teams" in result.err
    folder = root / ".secondstory/outbox/2026-10"
    names = ["everyone.eml", "everyone.slack.json", "everyone.teams.json"]
    assert sorted(path.name for path in folder.iterdir()) == names
    before = {name: (folder / name).read_bytes() for name in names}
    send(root, "--dry-run", "--into", "again", TZ="Asia/Tokyo", LC_ALL="C")
    assert {name: (root / "again" / name).read_bytes() for name in names} == before
    assert not (root / "digests").exists()
    assert (folder.parent / ".gitignore").read_text() == "*\n"


def test_what_a_dry_run_shows_is_what_comes(tmp_path: Path) -> None:
    """A reader gets the bytes of the file, to the last one."""
    post = Post()
    with smtp_server(post) as port:
        root = a_project(tmp_path, by_smtp(port), readers=(ADA,))
        send(root, "--dry-run", "--into", "out")
        send(root)

    assert post.taken == [(ADA, (root / "out/everyone.eml").read_bytes())]


def test_reports_of_few_reach_no_byte(tmp_path: Path) -> None:
    """A restricted report is in no mail and in no payload, whoever a list is for."""
    hidden = POOL.replace("The pool ran dry", "zanzibar").replace(
        "Expire pooled", "zanzibar pooled"
    )
    edge = '[lists.edge]\nrecipients = ["e@example.org"]\nteams = ["edge"]\n'
    root = a_project(tmp_path, lists=f'slack = "HOOK"\nmsteams = "HOOK"\n{edge}')
    put(root, "postmortems/pool.md", hidden.replace("date:", "visibility: restricted\ndate:", 1))
    put(root, "postmortems/security/breach.md", REPORT.replace("Cache restart", "zanzibar"))
    config = root / "secondstory.toml"
    config.write_text(config.read_text() + '[audiences]\nsecurity = ["security"]\n')
    result = send(root, "--dry-run")

    assert result.code == 0, result.err
    written = list((root / ".secondstory/outbox/2026-10").iterdir())
    assert len(written) == 3
    for file in written:
        assert b"zanzibar" not in file.read_bytes().replace(b"=\r\n", b"")
    assert "zanzibar" not in result.err


def test_drafts_are_not_sent(tmp_path: Path) -> None:
    """A project that shows its drafts on the portal sends no word of them."""
    root = a_project(tmp_path)
    draft = POOL.replace("The pool ran dry", "zanzibar").replace("Expire pooled", "zanzibar pooled")
    put(root, "postmortems/pool.md", draft.replace("date:", "status: draft\ndate:", 1))
    config = root / "secondstory.toml"
    config.write_text(f"drafts = true\n{config.read_text()}")
    result = send(root, "--dry-run")

    assert result.code == 0, result.err
    mail = (root / ".secondstory/outbox/2026-10/everyone.eml").read_bytes()
    assert b"zanzibar" not in mail.replace(b"=\r\n", b"")
