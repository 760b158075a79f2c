"""What was sent to whom is kept in a text file, which two machines can put together."""

from __future__ import annotations

from pathlib import Path

from machine import put
from mail.projects import READERS, a_project, by_smtp, send
from mail.servers import Post, smtp_server

ADA, BEN, CYD = READERS


def test_ledgers_of_two_machines_are_put_together_by_their_lines(tmp_path: Path) -> None:
    """The lines of both, in any order, are the ledger of both."""
    post = Post()
    with smtp_server(post) as port:
        for machine, readers in (("a", (ADA, BEN)), ("b", (CYD,))):
            send(a_project(tmp_path / machine, by_smtp(port), readers=readers))
        lines = [
            line
            for machine in ("b", "a")
            for line in (tmp_path / machine / "digests/sent.jsonl").read_text().splitlines()
        ]
        root = a_project(tmp_path / "both", by_smtp(port))
        put(root, "digests/sent.jsonl", "\n".join(reversed(lines)) + "\n")
        result = send(root)

    assert (result.code, result.err) == (0, "0 sent, 3 had it already, 0 left.\n")


def test_a_line_that_was_cut_off_does_not_count(tmp_path: Path) -> None:
    """A machine that lost its power while a line was written loses that line, and no more."""
    post = Post()
    with smtp_server(post) as port:
        send(a_project(tmp_path, by_smtp(port)))
        file = tmp_path / "digests/sent.jsonl"
        file.write_bytes(file.read_bytes()[:-9])
        result = send(tmp_path)

    assert f"everyone, {CYD}: unknown" in result.err
    assert file.read_bytes().endswith(b"\n")
    assert post.readers == [ADA, BEN, CYD]


def test_a_ledger_with_the_marks_of_a_merge_is_refused(tmp_path: Path) -> None:
    """What is no line of a ledger is named with its place, and nothing is sent."""
    post = Post()
    with smtp_server(post) as port:
        put(a_project(tmp_path, by_smtp(port)), "digests/sent.jsonl", "\n<<<<<<< ours\n")
        result = send(tmp_path)

    assert result.code == 2
    assert "digests/sent.jsonl:2:1: this is no line of a ledger: '<<<<<<< ours'" in result.err
    assert post.taken == []


def test_a_ledger_that_cannot_be_written_sends_nothing(tmp_path: Path) -> None:
    """Where nothing can be kept, nothing is begun."""
    post = Post()
    with smtp_server(post) as port:
        (a_project(tmp_path, by_smtp(port)) / "digests/sent.jsonl").mkdir(parents=True)
        result = send(tmp_path)

    assert result.code == 2
    assert "the ledger 'digests/sent.jsonl' cannot be used: is a directory" in result.err
    assert post.taken == []


def test_the_ledger_may_lie_elsewhere(tmp_path: Path) -> None:
    """The config names another place, which is made where it is not there."""
    with smtp_server(Post()) as port:
        root = a_project(tmp_path, by_smtp(port, 'ledger = "kept/here/who.jsonl"'))
        assert send(root).code == 0
        assert send(root).err == "0 sent, 3 had it already, 0 left.\n"

    assert [path.name for path in (root / "kept/here").iterdir()] == ["who.jsonl"]
    assert not (root / "digests").exists()
