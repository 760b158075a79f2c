"""HTTP on this machine: requests are answered from the board, never from the disk."""

from __future__ import annotations

import errno
import json
import re
import socket
import sys
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from ipaddress import ip_address
from urllib.parse import parse_qs

from secondstory.findings import ProjectError
from secondstory.noun import Noun, asdict, field
from secondstory.serve.board import Board, Shown
from secondstory.serve.tree import LIVE, TYPES, digest, digest_of, enliven, find

HEARTBEAT = 15.0  # seconds between signs of life, so that a closed browser is noticed
WILDCARDS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 (recognised, not chosen)
# A site on another origin could load our scripts and read what they carry, so none may.
GUARDS = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^\[\]:/?#@\s]+)(?::\d+)?")


class Response(Noun, frozen=True):
    """What goes back to the browser."""

    status: HTTPStatus
    type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def is_ours(host_header: str, host: str) -> bool:
    """Tell whether a Host header names this server.

    A page elsewhere can point its own name at 127.0.0.1 and then read what we serve (DNS
    rebinding), so only our own names count. An address cannot be rebound: it counts where
    the server was told to listen on all of them.
    """
    match = HOST.fullmatch(host_header)
    name = match["name"].strip("[]").lower().rstrip(".") if match else ""
    if name in {"localhost", "127.0.0.1", "::1", host.lower()}:
        return True
    if host not in WILDCARDS:
        return False
    try:
        ip_address(name)
    except ValueError:
        return name == socket.gethostname().lower()
    return True


def respond(shown: Shown, target: str) -> Response:
    """Answer a GET of a request target (path and query) from what is shown."""
    path = target.partition("?")[0]
    if path.startswith(LIVE):
        return _own(path.removeprefix(LIVE))
    try:
        found = find(shown.tree, path)
    except ProjectError as error:  # a template that fails on some page only
        return _plain(HTTPStatus.INTERNAL_SERVER_ERROR, f"{error}\n{error.hint}")
    if isinstance(found, str):
        # Only the path: a target such as `//host/x` must not become a way elsewhere.
        location = f"/{found.lstrip('/')}"
        return _plain(HTTPStatus.MOVED_PERMANENTLY, f"See {location}", {"Location": location})
    if path == "/favicon.ico" and not found.exists:
        # Browsers ask for it unbidden, and would log an error.
        return Response(HTTPStatus.NO_CONTENT, found.type, b"")
    body = found.body
    if found.type == TYPES[".html"]:
        body = enliven(body, digest_of(shown.tree, body))
    status = HTTPStatus.OK if found.exists else HTTPStatus.NOT_FOUND
    return Response(status, found.type, body)


def message(shown: Shown, path: str) -> str:
    """What concerns the browser that shows the page at `path`, as JSON.

    A save that breaks something concerns it each time: only good ones are told apart by
    what they change on the page.
    """
    try:
        page = digest(shown.tree, path)
    except ProjectError as error:
        page = str(error)
    broken = None
    if told := shown.broken:
        broken = {**asdict(told), "lines": [asdict(line) for line in told.lines]}
    return json.dumps({"page": page, "serial": shown.serial if broken else 0, "broken": broken})


class Server(ThreadingHTTPServer):
    """Listens on one address; every request gets a thread."""

    daemon_threads = True

    def __init__(self, board: Board, host: str, port: int) -> None:
        """Open the port (0: any free one). Raises OSError where it cannot be had."""
        self.board = board
        self.host = host
        self.address_family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        super().__init__((host, port), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over browsers that went away: that is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "SecondStory"
    sys_version = ""
    timeout = 60
    disable_nagle_algorithm = True  # else the body waits 40 ms for the browser to confirm the head

    def do_GET(self) -> None:
        """Answer a page, a file or the stream of news."""
        if self._refuse():
            return
        path, _, query = self.path.partition("?")
        if path == f"{LIVE}events":
            self._events(parse_qs(query).get("page", ["/"])[0])
        else:
            self._send(respond(self.server.board.now, self.path), body=True)

    def do_HEAD(self) -> None:
        """Answer as GET would, without the body."""
        if not self._refuse():
            self._send(respond(self.server.board.now, self.path), body=False)

    def log_message(self, *_: object) -> None:
        """Keep the terminal for what a save did."""

    def _refuse(self) -> bool:
        if is_ours(self.headers.get("Host", ""), self.server.host):
            return False
        text = "This preview answers only to its own address."
        self._send(_plain(HTTPStatus.MISDIRECTED_REQUEST, text), body=self.command == "GET")
        return True

    def _send(self, response: Response, *, body: bool) -> None:
        self._head(response.status, response.type, response.headers)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if body:
            self.wfile.write(response.body)

    def _head(self, status: HTTPStatus, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**GUARDS, **headers, "Content-Type": kind}.items():
            self.send_header(name, value)

    def _events(self, page: str) -> None:
        """Tell the browser what became of its page, now and whenever that changes."""
        self.close_connection = True
        self._head(HTTPStatus.OK, "text/event-stream", {"Connection": "close"})
        self.end_headers()
        serial, told = -1, ""
        while shown := self.server.board.after(serial, HEARTBEAT):
            news = message(shown, page) if shown.serial > serial else told
            sign = f"data: {news}" if news != told else ":"
            self.wfile.write(f"retry: 500\n{sign}\n\n".encode())
            serial, told = shown.serial, news


def listen(board: Board, host: str, port: int) -> Server:
    """Open the port (0: any free one). Raises ProjectError where it cannot be had."""
    try:
        return Server(board, host, port)
    except OSError as error:
        raise _refused(error, host, port) from error


def _own(name: str) -> Response:
    assets = _assets()
    if name not in assets:
        return _plain(HTTPStatus.NOT_FOUND, "Not found")
    return Response(HTTPStatus.OK, TYPES[f".{name.rsplit('.', 1)[1]}"], assets[name])


@cache
def _assets() -> Mapping[str, bytes]:
    folder = files("secondstory.serve")
    return {name: (folder / name).read_bytes() for name in ("live.js", "live.css")}


def _plain(status: HTTPStatus, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(status, TYPES[".txt"], f"{text}\n".encode(), headers or {})


def _refused(error: OSError, host: str, port: int) -> ProjectError:
    where = f"port {port} on {host}"
    if error.errno == errno.EADDRINUSE:
        hint = f"Choose another one: secondstory serve --port {port + 1} (0 takes any free one)."
        return ProjectError(f"{where} is in use", hint=hint)
    if error.errno == errno.EACCES:
        return ProjectError(f"{where} is not ours to open", hint="Ports from 1024 up are.")
    return ProjectError(f"{where} cannot be opened: {error.strerror}")
