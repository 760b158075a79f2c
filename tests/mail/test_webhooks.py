"""Posts in chats: once, with patience, and without a word about their secret addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mail.projects import a_project, send
from mail.servers import Hook, Post, smtp_server, webhook_server

LISTS = '[lists.chat]\nslack = "SLACK"\nmsteams = "TEAMS"\n'


def project(root: Path, patience: int = 0) -> Path:
    return a_project(root, f"patience = {patience}\ntimeout = 1", LISTS, readers=())


def test_both_chats_are_posted_to_once(tmp_path: Path) -> None:
    """A payload of JSON goes to each webhook; a second run posts nothing."""
    slack, teams = Hook(), Hook([(202, {})])
    with webhook_server(slack) as one, webhook_server(teams) as other:
        result = send(project(tmp_path), SLACK=one, TEAMS=other)
        assert (result.code, result.err) == (0, "2 sent, 0 left.\n")
        again = send(tmp_path, SLACK=one, TEAMS=other)

    assert again.err == "0 sent, 2 had it already, 0 left.\n"
    ((kind, payload),) = slack.posted
    assert kind == "application/json"
    assert "blocks" in json.loads(payload)
    ((_, card),) = teams.posted
    assert json.loads(card)["attachments"][0]["content"]["type"] == "AdaptiveCard"
    assert "secret-of" not in (tmp_path / "digests/sent.jsonl").read_text()


def test_a_busy_webhook_is_asked_again_when_it_says(tmp_path: Path) -> None:
    """429 with Retry-After and 5xx get another chance within the patience of the config."""
    slack = Hook([(429, {"Retry-After": "1"}), (503, {}), (200, {})])
    teams = Hook([(202, {})])
    with webhook_server(slack) as one, webhook_server(teams) as other:
        result = send(project(tmp_path, 2), SLACK=one, TEAMS=other)

    assert (result.code, result.err) == (0, "2 sent, 0 left.\n")
    assert (slack.asked, len(slack.posted), teams.asked) == (3, 1, 1)


@pytest.mark.parametrize("code", [404, 410, 403])
def test_a_webhook_that_is_gone_is_not_asked_again(tmp_path: Path, code: int) -> None:
    """What was refused stays unsent, with what to do; the other chat has its post."""
    slack, teams = Hook([(code, {})]), Hook()
    with webhook_server(slack) as one, webhook_server(teams) as other:
        result = send(project(tmp_path, 1), SLACK=one, TEAMS=other)

    assert result.code == 1
    assert f"chat, slack: failed: {code} no" in result.err
    assert "make the webhook anew" in result.err
    assert "1 sent, 1 left." in result.err
    assert slack.asked == 1
    assert "secret-of" not in result.err


def test_a_redirect_is_followed_by_nobody(tmp_path: Path) -> None:
    """A page to sign in at is no webhook."""
    elsewhere = Hook()
    with webhook_server(elsewhere) as other:
        slack = Hook([(302, {"Location": other})])
        with webhook_server(slack) as one:
            result = send(project(tmp_path), SLACK=one, TEAMS=other)

    assert result.code == 1
    assert "chat, slack: failed: 302" in result.err
    assert elsewhere.asked == 1  # by its own post


def test_an_answer_that_never_came_is_unknown(tmp_path: Path) -> None:
    """Where the connection ends without an answer, it may have been posted: not again."""
    slack, teams = Hook([(0, {})]), Hook()
    with webhook_server(slack) as one, webhook_server(teams) as other:
        result = send(project(tmp_path, 1), SLACK=one, TEAMS=other)
        send(tmp_path, SLACK=one, TEAMS=other)

    assert result.code == 1
    assert "chat, slack: unknown: the connection broke" in result.err
    assert len(slack.posted) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "the variable SLACK is not set"),
        ("http://hooks.example.org/secret-of", "does not begin with https://"),
        ("secret-of the hook", "is no address"),
        ("https://[secret-of", "is no address"),
        ("file:///secret-of", "is no address"),
        ("http://127.0.0.1:9/secret-of", "the webhook does not answer"),
    ],
)
def test_an_address_that_cannot_be_posted_to_is_told_and_not_shown(
    tmp_path: Path, address: str, said: str
) -> None:
    """The mail goes out all the same, and the secret is in no message."""
    post = Post()
    with smtp_server(post) as port:
        mail = f'server = "127.0.0.1"\nport = {port}\nsecurity = "plaintext"\npatience = 0'
        root = a_project(tmp_path, mail, 'slack = "SLACK"\n')
        result = send(root, SLACK=address)

    assert result.code == 1
    assert said in result.err
    assert "secret-of" not in result.err
    assert len(post.taken) == 3
