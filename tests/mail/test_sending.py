"""Everybody on a list gets an issue once, whatever the server, the network or the machine does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from machine import command, environment
from mail.projects import AS_OF, READERS, a_project, by_smtp, parsed, send
from mail.servers import Hook, Post, smtp_server, webhook_server

ADA, BEN, CYD = READERS
DIGEST = ("digest", "send", *AS_OF)


def ledger(root: Path) -> list[dict[str, str]]:
    """The lines of a project's ledger."""
    text = (root / "digests/sent.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def states(root: Path) -> dict[str, list[str]]:
    """The steps that were taken, by reader."""
    found: dict[str, list[str]] = {}
    for line in ledger(root):
        found.setdefault(line["to"], []).append(line["state"])
    return found


def test_each_reader_gets_a_mail_of_their_own_over_one_connection(tmp_path: Path) -> None:
    """No address is told to another, neither in the envelope nor in the mail."""
    post = Post()
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port)))

    assert (result.code, result.err) == (0, "3 sent, 0 left.\n")
    assert post.readers == [ADA, BEN, CYD]
    assert post.connections == 1
    assert set(post.envelopes) == {("learning@example.org", (reader,)) for reader in READERS}
    for reader, content in post.taken:
        assert all(other.encode() not in content for other in READERS if other != reader)


def test_who_has_it_does_not_get_it_again(tmp_path: Path) -> None:
    """A second run sends nothing and is fine; who is added to the list gets it then."""
    post = Post()
    with smtp_server(post) as port:
        send(a_project(tmp_path, by_smtp(port)))
        again = send(tmp_path)
        assert (again.code, again.err) == (0, "0 sent, 3 had it already, 0 left.\n")
        a_project(tmp_path, by_smtp(port), readers=("ADA@example.org", BEN, CYD, "dee@example.org"))
        assert send(tmp_path).err == "1 sent, 3 had it already, 0 left.\n"

    assert post.readers == [ADA, BEN, CYD, "dee@example.org"]


def test_the_same_address_twice_on_a_list_is_one_reader(tmp_path: Path) -> None:
    """An address that is named twice, in other letters, gets one mail."""
    post = Post()
    with smtp_server(post) as port:
        send(a_project(tmp_path, by_smtp(port), readers=(ADA, "Ada@Example.org")))

    assert post.readers == [ADA]


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
def test_who_is_refused_stays_unsent_and_is_named(tmp_path: Path, at: str) -> None:
    """One address that a server refuses costs nobody else their mail; the next run asks again."""
    post = Post(lambda reader, _: "550 no such reader" if reader == BEN else "", at)
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port)))
        assert result.code == 1
        assert f"everyone, {BEN}: failed: 550 no such reader" in result.err
        assert "2 sent, 1 left." in result.err
        post.mood = lambda *_: ""
        assert send(tmp_path).err == "1 sent, 2 had it already, 0 left.\n"

    assert post.readers == [ADA, BEN, CYD]


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
def test_later_is_asked_again_in_the_same_run(tmp_path: Path, at: str) -> None:
    """A server that says 4xx gets another chance within the patience of the config."""
    post = Post(lambda _, attempt: "451 greylisted, come back" if attempt < 3 else "", at)
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port, "patience = 1")))

    assert (result.code, result.err) == (0, "3 sent, 0 left.\n")
    assert Counter(post.readers) == Counter(READERS)
    assert set(post.attempts.values()) == {3}


def test_patience_ends(tmp_path: Path) -> None:
    """A server that says 4xx for ever is asked four times, and what it said is told."""
    post = Post(lambda *_: "451 still\tbusy\x1b[2J")
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port, "patience = 1"), readers=(ADA,)))

    assert result.code == 1
    assert post.attempts == {ADA: 4}
    assert "failed: 451 still" in result.err
    assert "\x1b" not in result.err
    assert "run the same again" in result.err


def test_a_drop_before_the_message_is_no_sending(tmp_path: Path) -> None:
    """A connection that breaks before the message is handed over leaves nothing in doubt."""
    post = Post(lambda _, attempt: "drop" if attempt == 1 else "", "RCPT")
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port, "patience = 1")))

    assert result.code == 0, result.err
    assert Counter(post.readers) == Counter(READERS)


def test_a_drop_after_the_message_is_unknown(tmp_path: Path) -> None:
    """What a server may have taken is not sent again, unless somebody decides that."""
    post = Post(lambda reader, _: "drop" if reader == BEN else "", "TAKEN")
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port, "patience = 1")))
        assert result.code == 1
        assert f"everyone, {BEN}: unknown: 127.0.0.1:{port} broke off while" in result.err
        assert "--resend-unknown" in result.err
        assert states(tmp_path)[BEN] == ["sending", "unknown"]
        again = send(tmp_path)
        assert again.code == 1
        assert "0 sent, 2 had it already, 1 left." in again.err
        assert post.readers == [ADA, BEN, CYD]
        post.mood = lambda *_: ""
        assert send(tmp_path, "--resend-unknown").err == "1 sent, 2 had it already, 0 left.\n"
        assert send(tmp_path, "--resend-unknown").err == "0 sent, 3 had it already, 0 left.\n"

    assert post.readers == [ADA, BEN, BEN, CYD]


def test_a_server_that_always_drops_leaves_few_in_doubt(tmp_path: Path) -> None:
    """After three in a row nobody else is begun: those stay unsent, and can be sent tomorrow."""
    post = Post(lambda *_: "drop", "TAKEN")
    readers = tuple(f"r{number}@example.org" for number in range(9))
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port, "patience = 1"), readers=readers))
        assert result.code == 1
        assert "r0@example.org, r1@example.org, r2@example.org: unknown: " in result.err
        post.mood = lambda *_: ""
        assert "6 sent, 3 left." in send(tmp_path).err

    assert Counter(post.readers) == Counter(readers)


def test_a_slow_server_is_waited_for_as_long_as_the_config_says(tmp_path: Path) -> None:
    """An answer that does not come in time leaves that reader unknown, and no other."""
    post = Post(lambda reader, _: "slow" if reader == ADA else "", "DATA")
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port).replace("timeout = 2", "timeout = 1")))

    assert result.code == 1
    assert states(tmp_path)[ADA] == ["sending", "unknown"]
    assert post.readers == [BEN, CYD]


def test_a_server_that_is_not_there_leaves_all_unsent(tmp_path: Path) -> None:
    """Where nobody answers, nothing is begun, and what to look at is said."""
    with smtp_server(Post()) as port:
        pass  # and gone
    result = send(a_project(tmp_path, by_smtp(port)))

    assert result.code == 1
    assert f"127.0.0.1:{port} does not answer" in result.err
    assert "hint: check mail.server and mail.port" in result.err
    assert "0 sent, 3 left." in result.err
    assert not (tmp_path / "digests/sent.jsonl").exists()


def test_a_hundred_readers_that_are_all_put_off_are_given_up_soon(tmp_path: Path) -> None:
    """A server that breaks off three times in a row is not asked for each of the others."""
    post = Post(lambda *_: "drop", "RCPT")
    readers = tuple(f"r{number}@example.org" for number in range(100))
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port), readers=readers))

    assert result.code == 1
    assert post.connections == 3
    assert "0 sent, 100 left." in result.err
    assert "and 90 more: failed: 127.0.0.1:" in result.err


def test_more_than_a_batch_goes_over_more_than_one_connection(tmp_path: Path) -> None:
    """After a hundred mails a connection is closed: many servers take no more."""
    post = Post()
    readers = tuple(f"r{number}@example.org" for number in range(101))
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port), readers=readers))

    assert result.code == 0, result.err
    assert (len(set(post.readers)), len(post.taken), post.connections) == (101, 101, 2)


def test_killed_midway_nobody_gets_it_twice(tmp_path: Path) -> None:
    """A job that is killed while a server takes a mail leaves that one unknown, and no other."""
    post = Post()
    reached, killed = threading.Event(), threading.Event()

    def hold(reader: str, _attempt: int) -> str:
        if reader == BEN and not killed.is_set():
            reached.set()
            killed.wait(20)
        return ""

    post.mood, post.at = hold, "TAKEN"
    with smtp_server(post) as port:
        a_project(tmp_path, by_smtp(port).replace("timeout = 2", "timeout = 30"))
        job = subprocess.Popen(
            command(*DIGEST), cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL
        )
        assert reached.wait(60)
        os.kill(job.pid, signal.SIGKILL)
        job.wait()
        killed.set()
        assert states(tmp_path) == {ADA: ["sending", "sent"], BEN: ["sending"]}
        result = send(tmp_path)

    assert result.code == 1
    assert f"everyone, {BEN}: unknown: an earlier job was cut off" in result.err
    assert "1 sent, 1 had it already, 1 left." in result.err
    assert post.readers == [ADA, BEN, CYD]


def test_killed_at_any_moment_nobody_gets_it_twice(tmp_path: Path) -> None:
    """Jobs that are killed again and again send to everybody at most once."""
    post = Post(lambda *_: time.sleep(0.02) or "", "DATA")
    readers = tuple(f"r{number}@example.org" for number in range(60))
    with smtp_server(post) as port:
        a_project(tmp_path, by_smtp(port), readers=readers)
        for _ in range(4):
            job = subprocess.Popen(
                command(*DIGEST), cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL
            )
            before = len(post.taken)
            with suppress(subprocess.TimeoutExpired):
                while len(post.taken) < before + 9:
                    job.wait(0.01)
                    break
            job.kill()
            job.wait()
        last = send(tmp_path)

    twice = {reader: times for reader, times in Counter(post.readers).items() if times > 1}
    unknown = [line for line in last.err.splitlines() if ": unknown: " in line]
    assert twice == {}
    assert len(set(post.readers)) >= len(readers) - len(unknown)
    assert len(unknown) <= 4  # one for each kill


def test_two_jobs_at_once_send_once(tmp_path: Path) -> None:
    """The second waits for the first, reads what that one sent, and has nothing left to do."""
    post = Post(lambda *_: time.sleep(0.02) or "", "DATA")
    readers = tuple(f"r{number}@example.org" for number in range(25))
    with smtp_server(post) as port:
        a_project(tmp_path, by_smtp(port), readers=readers)
        jobs = [
            subprocess.Popen(
                command(*DIGEST), cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True
            )
            for _ in range(3)
        ]
        said = sorted(job.communicate(timeout=120)[1] for job in jobs)

    assert [job.returncode for job in jobs] == [0, 0, 0]
    assert Counter(post.readers) == Counter(readers)
    assert said == [
        "0 sent, 25 had it already, 0 left.\n",
        "0 sent, 25 had it already, 0 left.\n",
        "25 sent, 0 left.\n",
    ]


def test_each_list_and_month_is_an_issue_of_its_own(tmp_path: Path) -> None:
    """Who is on two lists gets both; another month is sent in its turn."""
    post = Post()
    more = f'[lists.search]\nrecipients = ["{ADA}"]\nservices = ["Search"]\n'
    with smtp_server(post) as port:
        root = a_project(tmp_path, by_smtp(port), more)
        assert send(root).err == "4 sent, 0 left.\n"
        assert send(root, "--list", "search").err == "0 sent, 1 had it already, 0 left.\n"
        assert send(root, "--list", "search", "--month", "2026-09").code == 0

    mails = {content.split(b"List-Id: ")[1].split(b"\r\n")[0] for _, content in post.taken}
    assert mails == {b"<everyone.learnings.example.org>", b"<search.learnings.example.org>"}


def test_a_month_that_is_not_over_is_not_sent(tmp_path: Path) -> None:
    """What is still to be published of a month would be told to nobody; a test may show it."""
    post = Post()
    early = ("--as-of", "2026-10-20", "--month", "2026-10")
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port)), *early)
        assert result.code == 2
        assert "October 2026 is not over on 2026-10-20" in result.err
        assert send(tmp_path, *early, "--to", ADA).code == 0

    assert post.readers == [ADA]


def test_a_list_gets_what_touches_its_stack(tmp_path: Path) -> None:
    """A list with a filter is told of no other report, and says which it is told of."""
    post = Post()
    lists = f'[lists.search]\nrecipients = ["{BEN}"]\nteams = ["DISCOVERY"]\ntags = ["none"]\n'
    with smtp_server(post) as port:
        assert send(a_project(tmp_path, by_smtp(port), lists, readers=())).code == 0

    ((_, content),) = post.taken
    _, text, html = parsed(content)
    assert "Warm caches before you trust them" in text
    for part in (text, html):
        assert "pool" not in part.casefold()
        assert "This list is told of reports on none, DISCOVERY." in " ".join(part.split())


def test_a_list_with_nothing_to_tell_gets_no_mail(tmp_path: Path) -> None:
    """Where no report touches a stack, that is said, and it is no failure."""
    lists = f'[lists.mobile]\nrecipients = ["{BEN}"]\nservices = ["mobile"]\n'
    result = send(a_project(tmp_path, lists=lists, readers=()), "--dry-run")

    assert result.code == 0
    assert "mobile: nothing to tell of 2026-10, so nothing is sent." in result.err


def test_a_test_goes_to_one_address_and_is_not_recorded(tmp_path: Path) -> None:
    """`--to` sends one mail, whatever the lists say, as another message than the real one."""
    post, hook = Post(), Hook()
    with smtp_server(post) as port, webhook_server(hook) as address:
        root = a_project(tmp_path, by_smtp(port), 'slack = "HOOK"')
        result = send(root, "--to", "me@example.org", HOOK=address)
        assert (result.code, result.err) == (0, "1 sent, 0 left.\n")
        send(root, "--to", "me@example.org", HOOK=address)
        send(root, HOOK=address)

    assert post.readers == [ADA, BEN, CYD, "me@example.org", "me@example.org"]
    assert len(hook.posted) == 1
    numbers = Counter(
        content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for _, content in post.taken
    )
    assert sorted(numbers.values()) == [1, 1, 3]
