"""A small project and its live preview, for tests: `with serving(root) as served: ...`."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from secondstory.config import load_project
from secondstory.serve import preview

GATEWAY = "/incidents/2026-09-14-gateway.html"
GATEWAY_FILE = "postmortems/2026-09-14-gateway.md"
PATIENCE = 30.0  # seconds after which waiting for an event has failed
REPORT = """\
---
title: {title}
date: 2026-09-14
severity: SEV2
---

# {title}

## Summary

Depot printers were refused.

## Lessons learned

- {lesson}
"""


def a_project(root: Path) -> Path:
    """A project of two reports with a config."""
    (root / "postmortems").mkdir()
    (root / GATEWAY_FILE).write_text(a_report(), "utf-8")
    (root / "postmortems/2026-10-01-dns.md").write_text(a_report("DNS was gone"), "utf-8")
    (root / "secondstory.toml").write_text('[site]\ntitle = "Learning"\n', "utf-8")
    return root


class Preview:
    """A project in a folder, served."""

    def __init__(self, root: Path, url: str, said: list[str]) -> None:
        self.root = root
        self.url = url
        self.said = said

    def save(self, name: str, text: str) -> None:
        """Save as careful editors do: write beside, then rename."""
        path = self.root / name
        beside = path.with_name(f".{path.name}.tmp")
        beside.write_text(text, "utf-8")
        beside.replace(path)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[Any, bytes]:
        with closing(self.connect()) as connection:
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            return response, response.read()

    @contextmanager
    def news(self, path: str = "/") -> Iterator[Callable[[], dict[str, Any]]]:
        """Listen as a browser on a page does; each call waits for the next message."""
        with closing(self.connect()) as connection:
            connection.request("GET", f"/__secondstory/events?page={quote(path)}")
            response = connection.getresponse()
            assert response.headers["Content-Type"] == "text/event-stream"

            def receive() -> dict[str, Any]:
                while True:
                    line = response.readline()
                    assert line, "the stream has ended"
                    if line.startswith(b"data: "):
                        return json.loads(line.removeprefix(b"data: "))

            yield receive


def a_report(title: str = "The gateway kept its certificate", lesson: str = "Probe it.") -> str:
    return REPORT.format(title=title, lesson=lesson)


@contextmanager
def serving(root: Path, **options: Any) -> Iterator[Preview]:
    said: list[str] = []
    with preview(lambda: load_project(root), port=0, log=said.append, **options) as url:
        yield Preview(root, url, said)
