"""Trackers on loopback, with state and with moods: GitHub's and Jira's APIs in their own shapes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "tok-3n-of-the-tracker"
USER = "sync@example.org"
HTML = "<!doctype html><title>Sign in</title><h1>Please sign in</h1>"
GONE = 0  # the status of a server that says nothing and is gone


@dataclass
class Mood:
    """How the next request of a kind is answered; what it asks is `done` before that, or not."""

    status: int
    method: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"message": "try again"}'
    done: bool = False


@dataclass
class Server:
    """A tracker's memory: its issues, what it was asked, and its moods, first come first served."""

    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    moods: list[Mood] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    before: Callable[[str], None] = lambda _method: None
    after: Callable[[str], None] = lambda _method: None
    page: int = 2
    address: str = ""
    number: int = 0

    @property
    def made(self) -> int:
        """How many issues were asked for."""
        return sum(method == "POST" and self.makes(path) for method, path in self.asked)

    def makes(self, path: str) -> bool:
        raise NotImplementedError

    def answer(
        self, method: str, path: str, query: dict[str, str], body: Any
    ) -> tuple[int, dict[str, str], Any]:
        raise NotImplementedError


class GitHub(Server):
    """The issues of octo/portal, as GitHub's REST API shows them."""

    moved: dict[int, str] | None = None
    deleted: frozenset[int] = frozenset()
    labels: bool = True  # whether whoever asks may set them

    def makes(self, path: str) -> bool:
        return path == "/repos/octo/portal/issues"

    def answer(
        self, method: str, path: str, query: dict[str, str], body: Any
    ) -> tuple[int, dict[str, str], Any]:
        parts = path.strip("/").split("/")
        if parts[:1] == ["repositories"]:
            return 200, {}, self.issue(int(parts[-1]), "octo/elsewhere")
        if parts[:3] != ["repos", "octo", "portal"] or parts[3:4] != ["issues"]:
            return 404, {}, {"message": "Not Found", "status": "404"}
        if method == "POST":
            self.number += 1
            self.issues[self.number] = self.new(**body | ({} if self.labels else {"labels": []}))
            return 201, {}, self.issue(self.number)
        if len(parts) == 5:
            number = int(parts[4])
            if number in (self.moved or {}):
                target = f"{self.address}/repositories/77/issues/{number}"
                return 301, {"Location": target}, {"message": "Moved Permanently"}
            if number in self.deleted:
                return 410, {}, {"message": "This issue was deleted"}
            if number not in self.issues:
                return 404, {}, {"message": "Not Found"}
            return 200, {}, self.issue(number)
        return self.listed(query)

    def listed(self, query: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        assert (query["state"], query["per_page"]) == ("all", "100")
        found = [
            self.issue(number)
            for number, issue in sorted(self.issues.items())
            if ("since" in query or query["labels"] in issue["labels"])
            and number not in self.deleted
        ]
        page = int(query.get("page", "1"))
        part = found[(page - 1) * self.page : page * self.page]
        headers = {}
        if page * self.page < len(found):
            rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
            here = f"{self.address}/repos/octo/portal/issues?{rest}&page={page + 1}"
            headers["Link"] = f'<{here}>; rel="next", <{here}>; rel="last"'
        return 200, headers, part

    def new(self, title: str, body: str = "", labels: Any = (), **more: Any) -> dict[str, Any]:
        return {
            "title": title, "body": body, "labels": list(labels), "state": "open",
            "state_reason": None, "closed_at": None, "assignees": [], **more,
        }  # fmt: skip

    def add(self, title: str, **more: Any) -> int:
        self.number += 1
        self.issues[self.number] = self.new(title, **{"labels": ["postmortem"], **more})
        return self.number

    def edit(self, number: int, **values: Any) -> None:
        self.issues[number] |= values

    def issue(self, number: int, repository: str = "octo/portal") -> dict[str, Any]:
        known = self.issues[number]
        people = [{"login": name, "id": 1, "type": "User"} for name in known["assignees"]]
        return {
            **known,
            "id": 4000 + number,
            "number": number,
            "html_url": f"{self.address}/{repository}/issues/{number}",
            "url": f"{self.address}/repos/{repository}/issues/{number}",
            "labels": [{"name": name, "color": "d73a4a"} for name in known["labels"]],
            "assignee": people[0] if people else None,
            "assignees": people,
            "milestone": None,
            "comments": 0,
        }


STATES = {
    "new": {"id": "1", "name": "Zu erledigen", "statusCategory": {"id": 2, "key": "new"}},
    "indeterminate": {
        "id": "3", "name": "In Arbeit", "statusCategory": {"id": 4, "key": "indeterminate"}
    },
    "done": {"id": "6", "name": "Fertig", "statusCategory": {"id": 3, "key": "done"}},
}  # fmt: skip


class Jira(Server):
    """The project OPS of a site, as Jira Cloud's REST API of version 3 shows it."""

    renamed: dict[str, str] | None = None

    def makes(self, path: str) -> bool:
        return path == "/rest/api/3/issue"

    def answer(
        self, method: str, path: str, _query: dict[str, str], body: Any
    ) -> tuple[int, dict[str, str], Any]:
        if path == "/rest/api/3/search":
            return 410, {}, {"errorMessages": ["The requested API has been removed."]}
        if path == "/rest/api/3/search/jql":
            return self.found(body)
        if path == "/rest/api/3/issue" and method == "POST":
            fields = body["fields"]
            assert set(fields) == {"project", "issuetype", "summary", "description", "labels"}
            if fields["issuetype"]["name"] != "Task":
                told = {"issuetype": "Specify a valid issue type"}
                return 400, {}, {"errorMessages": [], "errors": told}
            self.number += 1
            self.issues[self.number] = self.new(fields["summary"], fields["labels"], body=fields)
            key = f"OPS-{self.number}"
            made = {"id": str(10000 + self.number), "key": key, "self": f"{self.address}{path}/1"}
            return 201, {}, made
        key = path.rpartition("/")[2]
        key = (self.renamed or {}).get(key, key)
        number = int(key.rpartition("-")[2])
        if number not in self.issues:
            told = "Issue does not exist or you do not have permission to see it."
            return 404, {}, {"errorMessages": [told], "errors": {}}
        return 200, {}, self.issue(number, key)

    def found(self, body: Any) -> tuple[int, dict[str, str], Any]:
        assert body["jql"].startswith('project = "OPS" AND labels = "postmortem"')
        assert body["fields"], "only ids come without fields"
        every = [
            self.issue(number, f"OPS-{number}")
            for number, issue in sorted(self.issues.items())
            if "postmortem" in issue["labels"] and not issue.get("hidden")
        ]
        begin = int(body.get("nextPageToken", "at-0").removeprefix("at-"))
        part = every[begin : begin + self.page]
        last = begin + self.page >= len(every)
        more = {} if last else {"nextPageToken": f"at-{begin + self.page}"}
        return 200, {}, {"issues": part, "isLast": last, **more}

    def new(self, summary: str, labels: Any = ("postmortem",), **more: Any) -> dict[str, Any]:
        return {
            "summary": summary, "labels": list(labels), "status": "new", "resolution": None,
            "assignee": None, "duedate": None, "resolutiondate": None, **more,
        }  # fmt: skip

    def add(self, summary: str, **more: Any) -> int:
        self.number += 1
        self.issues[self.number] = self.new(summary, **more)
        return self.number

    def edit(self, number: int, **values: Any) -> None:
        self.issues[number] |= values

    def issue(self, number: int, key: str) -> dict[str, Any]:
        known = self.issues[number]
        person = {"accountId": "5b10", "displayName": known["assignee"], "active": True}
        resolution = {"id": "10001", "name": known["resolution"]}
        return {
            "id": str(10000 + number),
            "key": key,
            "self": f"{self.address}/rest/api/3/issue/{10000 + number}",
            "fields": {
                "summary": known["summary"],
                "labels": known["labels"],
                "duedate": known["duedate"],
                "resolutiondate": known["resolutiondate"],
                "status": STATES[known["status"]],
                "assignee": person if known["assignee"] else None,
                "resolution": resolution if known["resolution"] else None,
            },
        }


@contextmanager
def serving(server: Server) -> Iterator[str]:
    """A tracker while the body runs; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.reply("GET", None)

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self.reply("POST", json.loads(content))

        def reply(self, method: str, body: Any) -> None:
            url = urlsplit(self.path)
            server.asked.append((method, url.path))
            server.headers.append(dict(self.headers.items()))
            query = {name: values[-1] for name, values in parse_qs(url.query).items()}
            makes = method == "POST" and server.makes(url.path)
            kind = "MAKE" if makes else method
            server.before(kind)
            mood = next((one for one in server.moods if one.method in ("", kind)), None)
            if mood:
                server.moods.remove(mood)
            status, headers, data = 0, dict[str, str](), None
            if mood is None or mood.done:
                status, headers, data = server.answer(method, url.path, query, body)
            server.after(kind)
            if mood:
                status, headers, text = mood.status, mood.headers, mood.body
            else:
                text = json.dumps(data)
            if status == GONE:
                self.close_connection = True
                self.connection.close()
                return
            content = text.encode()
            self.send_response(status)
            kind_of = "text/html" if text.startswith("<") else "application/json"
            for name, value in {"Content-Type": kind_of, **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Listener(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Whoever asked was killed."""

    listener = Listener(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{listener.server_port}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.address
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
