"""`secondstory mcp`, asked by a real client of the SDK over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client

from machine import REPORT, put, ss
from secondstory.ask import Shelf
from secondstory.ask.assistants import serve
from secondstory.findings import ProjectError

SECRET = "zanzibarquill"
POOL = """\
---
title: Stale connections
date: 2026-03-04
services: [Booking API]
---
## Summary

`java.net.SocketException: Connection reset` filled the logs.

## Lessons learned

- Close idle connections before the gateway does.

## Action items

- [ ] Cap the idle time (owner: @ines, due: 2026-05-01)
- [x] Tell the gateway team
"""
HIDDEN = f"""\
---
title: {SECRET}
date: 2026-05-05
visibility: restricted
services: [{SECRET}]
---
## Lessons learned

- Never say {SECRET}.
"""

Answers = list[tuple[bool, Any]]


def a_project(root: Path) -> Path:
    """Two reports that all may read, and one that few may."""
    put(root, "secondstory.toml", 'source = "postmortems"\n')
    put(root, "postmortems/cache.md", REPORT)
    put(root, "postmortems/pool.md", POOL)
    put(root, "postmortems/secret.md", HIDDEN)
    return root


def ask(folder: Path, *calls: tuple[str, Mapping[str, Any]]) -> Answers:
    """Start the server as an assistant does, and call some tools: whether it erred, and what."""

    async def session() -> Answers:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "secondstory", "mcp", "--as-of", "2026-11-20"],
            env=dict(os.environ),
            cwd=folder,
        )
        found: Answers = []
        async with Client(server) as client:
            tools = {tool.name for tool in (await client.list_tools()).tools}
            assert tools == {"search", "get_incident", "lessons_for_service"}
            for tool, arguments in calls:
                answer = await client.call_tool(tool, dict(arguments))
                found.append((bool(answer.is_error), answer.structured_content or answer.content))
        return found

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(asyncio.wait_for(session(), 60))).result()


@pytest.mark.parametrize("built", [False, True], ids=["from the reports", "from the portal"])
def test_an_assistant_is_told_what_the_archive_says(tmp_path: Path, *, built: bool) -> None:
    """A pasted error finds its report, a slug its facts, a service its lessons; secrets nothing."""
    project = a_project(tmp_path)
    if built:
        assert ss(project, "build", "--quiet", "--as-of", "2026-11-20").code == 0
    pasted = "2026-03-04 ERROR java.net.SocketException: Connection reset\n  at Pool.get(Pool.java)"
    answers = ask(
        project,
        ("search", {"query": pasted}),
        ("search", {"query": "warm caches", "limit": 1}),
        ("get_incident", {"slug": "pool"}),
        ("lessons_for_service", {"service": "booking_api"}),
        ("get_incident", {"slug": "nope"}),
        ("search", {"query": SECRET}),
        ("get_incident", {"slug": "secret"}),
        ("lessons_for_service", {"service": SECRET}),
    )
    assert [erred for erred, _ in answers] == [False] * 4 + [True, False, True, True]
    seen, warm, pool, service, nope, secret = (answer for _, answer in answers[:6])

    assert (seen["results"][0]["slug"], seen["results"][0]["match"]) == ("pool", "word for word")
    assert [one["slug"] for one in warm["results"]] == ["cache"]
    assert warm["results"][0]["why"][0]["kind"] == "lesson"
    assert pool["title"] == "Stale connections"
    assert pool["lessons"][0]["text"] == "Close idle connections before the gateway does."
    assert service["service"] == "Booking API"
    assert [(fix["text"], fix["late"]) for fix in service["open_fixes"]] == [
        ("Cap the idle time", True)
    ]
    assert "there is no report 'nope'" in nope[0].text
    assert secret["found"] == 0
    assert SECRET not in json.dumps([seen, warm, pool, service])


def test_a_portal_that_is_built_anew_is_taken_up(tmp_path: Path) -> None:
    """The next question is answered from what lies in the folder then."""
    project = a_project(tmp_path)
    ss(project, "build", "--quiet")
    shelf = Shelf(project / "site" / "index.json", lambda: b"")
    before = shelf.archive().search("resolver")["found"]

    put(project, "postmortems/dns.md", "# DNS\n\nDate: 2026-01-02\n\n## Lessons\n\n- Resolver!\n")
    ss(project, "build", "--quiet")

    assert (before, shelf.archive().search("resolver")["found"]) == (0, 1)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"schema_version": 1}', b'{"schema_version": 9}']
)
def test_an_index_of_somebody_else_is_refused(tmp_path: Path, content: bytes) -> None:
    """What is wrong is said in one sentence that names the file."""
    (tmp_path / "index.json").write_bytes(content)
    with pytest.raises(ProjectError, match=r"index\.json"):
        Shelf(tmp_path / "index.json", lambda: b"").archive()


def test_without_the_extra_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the SDK is missing there is no traceback but the command that installs it."""
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    with pytest.raises(ProjectError) as raised:
        serve(Shelf(None, lambda: b""))
    assert "pip install 'secondstory[mcp]'" in raised.value.hint
