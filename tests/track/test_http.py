"""The connection to a tracker: private, patient, bounded, and with its token for one host alone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.servers import certificates
from secondstory.integrations.answers import (
    ClosedError,
    DownError,
    LaterError,
    NotTakenError,
    UnclearError,
)
from secondstory.integrations.github import GitHub as Board
from secondstory.integrations.http import Answer, Http
from secondstory.integrations.jira import Jira as Site
from secondstory.integrations.trackers import Ticket, Tracker
from track.servers import GitHub, Mood, serving

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
LIST = "/repos/octo/portal/issues?labels=postmortem&state=all&per_page=100"


def http(address: str, waits: list[float] | None = None, **options: Any) -> Http:
    """A connection whose clock stands still; it notes how long it would wait."""
    sleep = (lambda _: None) if waits is None else waits.append
    options = {"timeout": 2, "patience": 300, **options}
    return Http(
        address, {"Authorization": "Bearer x"}, ("x",), now=lambda: NOW, sleep=sleep, **options
    )


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": format_datetime(NOW + timedelta(seconds=40), usegmt=True)}, 40),
        ({"Retry-After": format_datetime(NOW - timedelta(seconds=40), usegmt=True)}, 60),
        ({"Retry-After": "soon"}, 60),
        ({}, 60),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 29)}, 30),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "nan"}, 60),
    ],
)
def test_it_waits_as_long_as_a_server_asks(headers: dict[str, str], waited: float) -> None:
    """Seconds, a date or GitHub's hour of reset; a minute where a limit says none of them."""
    board, waits = GitHub(moods=[Mood(429, "GET", headers)]), list[float]()
    with serving(board) as address, http(address, waits) as line:
        assert line.get(LIST).good

    assert waits == [waited]


def test_it_waits_longer_each_time_and_not_for_ever() -> None:
    """Without a word from the server the pauses grow, until patience is at an end."""
    board, waits = GitHub(moods=[Mood(503, "GET")] * 20), list[float]()
    with (
        serving(board) as address,
        http(address, waits, patience=10) as line,
        pytest.raises(DownError, match="answers 503: try again"),
    ):
        line.get(LIST)

    assert waits == [0.5, 1.0, 2.0, 4.0]


def test_what_makes_something_is_sent_once() -> None:
    """Whatever goes wrong, a POST is not sent again by itself, and says what is known."""
    for mood, error in (
        (Mood(500, "MAKE"), UnclearError),
        (Mood(0, "MAKE"), UnclearError),
        (Mood(200, "MAKE", body="<html>"), UnclearError),
        (Mood(429, "MAKE"), LaterError),
        (Mood(422, "MAKE"), NotTakenError),
        (Mood(307, "MAKE", {"Location": "/elsewhere"}), ClosedError),
    ):
        board = GitHub(moods=[mood])
        with serving(board) as address, http(address) as line, pytest.raises(error):
            line.post("/repos/octo/portal/issues", {"title": "x"})
        assert board.made == 1


@contextmanager
def answering(content: bytes, headers: str = "", *, pause: float = 0) -> Iterator[str]:
    """A server that answers everything with the same bytes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(f"HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n".encode())
            try:
                while True:
                    self.wfile.write(content)
                    if not pause:
                        return
                    done.wait(pause)
                    if done.is_set():
                        return
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    done = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        done.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(("content", "timeout"), [(b" " * 1_000_000, 5), (b" ", 0.1)])
def test_an_answer_without_an_end_is_ended(content: bytes, timeout: float) -> None:
    """A server that floods, or drips for ever, does not hold a job for ever."""
    with (
        answering(content, pause=0.001) as address,
        http(address, timeout=timeout, patience=0) as line,
        pytest.raises(DownError, match=r"answers without an end|broke off before it had answered"),
    ):
        line.get("/")


def test_a_certificate_of_a_company_is_trusted_where_it_is_named(tmp_path: Path) -> None:
    """Without the file nothing is said to the server; with it the list comes."""
    context, trusted = certificates(tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    address = f"https://127.0.0.1:{server.server_port}"
    try:
        with http(address) as line, pytest.raises(ClosedError, match="certificate is not trusted"):
            line.get("/")
        with http(address, ca_file=trusted) as line:
            assert line.get("/").data == []
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Empty(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_proxy_is_asked_where_the_config_names_one() -> None:
    """Plain requests go to the proxy with the address of the tracker; a dead proxy is named."""
    with (
        answering(b"[]", "Content-Length: 2\r\n") as proxy,
        http("http://tracker.example.org", proxy=proxy) as line,
    ):
        assert line.get("/").data == []
    with (
        http("http://tracker.example.org", proxy=proxy, patience=0) as line,
        pytest.raises(DownError),
    ):
        line.get("/")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/x", "https://evil.example/x", "http://me@127.0.0.1:{port}/x", "http://["],
)
def test_another_server_gets_no_token(url: str) -> None:
    """An address elsewhere is not asked, however we came by it."""
    board = GitHub()
    with serving(board) as address, http(address) as line, pytest.raises(ClosedError):
        line.get(url.format(port=address.rpartition(":")[2]))

    assert board.asked == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=4)
    ),
    max_leaves=12,
)
_FIELDS = st.dictionaries(
    st.sampled_from(
        "number html_url state state_reason body assignee assignees login pull_request message key"
        " fields status statusCategory name resolution duedate labels issues nextPageToken".split()
    ),
    _JSON,
)


class _Canned(Http):
    """A connection that is answered with what a test makes up."""

    data: object = None

    def _once(self, *_: object) -> Answer:
        return Answer(200, {}, self.data, "", self.base)


CANNED = _Canned("http://127.0.0.1:9", {}, now=lambda: NOW)


@settings(max_examples=60, deadline=None)
@given(st.one_of(_JSON, _FIELDS, st.lists(_FIELDS, max_size=3)), _FIELDS)
def test_any_answer_is_a_ticket_or_a_clear_error(data: Any, fields: dict[str, Any]) -> None:
    """Whatever JSON a tracker answers with, nothing ends in a traceback and all is text."""
    page = {"issues": data if isinstance(data, list) else [{"key": "OPS-1", "fields": fields}]}
    issue = {**fields, "number": 1, "html_url": "http://127.0.0.1:9/o/r/issues/1"}
    for CANNED.data in (data, page, [issue], issue):
        for tracker in (Board(CANNED, "o/r", "x"), Site(CANNED, "OPS", "x", "Task")):
            for ask in (partial(_found, tracker), partial(_read, tracker)):
                with suppress(NotTakenError):
                    tickets = ask()
                    json.dumps([ticket.owner for ticket in tickets]).encode()
                    assert all("\n" not in ticket.written for ticket in tickets)


def _found(tracker: Tracker) -> list[Ticket]:
    return list(tracker.find())


def _read(tracker: Tracker) -> list[Ticket]:
    return [tracker.read("o/r#1")]
