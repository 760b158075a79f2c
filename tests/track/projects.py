"""A small project that keeps its action items in a tracker: three open, one done, one an idea."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from machine import Result, put, ss
from track.servers import TOKEN, USER

POOL = """\
---
title: The pool ran dry behind the gateway
date: 2026-10-05
---
## Summary

Connections were kept longer than the gateway kept its own.

## Action items

| Action | Owner | Due | Status |
|---|---|---|---|
| Cap the idle time of the pool | @ines-k | 2026-11-30 | open |
| Alert on the age of sockets | | | in progress |
| Write the runbook of the pool | | | done |
| Think about HTTP/3 | | | |
"""
CACHE = """\
---
title: The cache came back empty
date: 2026-10-12
---
## Summary

A restart emptied the cache.

## Action items

- [ ] Warm the cache before it takes load
"""
CAP, ALERT, WARM = (
    "Cap the idle time of the pool",
    "Alert on the age of sockets",
    "Warm the cache before it takes load",
)
OPEN = (WARM, CAP, ALERT)  # by report


def a_project(root: Path, address: str = "", kind: str = "github", lines: str = "") -> Path:
    """A project with a tracker that waits for nobody; `lines` are more of its table."""
    put(root, "postmortems/pool.md", POOL)
    put(root, "postmortems/cache.md", CACHE)
    where = 'repository = "octo/portal"' if kind == "github" else 'project = "OPS"'
    quick = {"timeout": 5, "patience": 20, "settle": 0, "pace": 0}
    stated = {line.partition(" =")[0] for line in lines.splitlines()}
    rest = "\n".join(f"{key} = {value}" for key, value in quick.items() if key not in stated)
    url = f'url = "{address}"\n' if address else ""
    put(root, "secondstory.toml", f'[tracker]\nkind = "{kind}"\n{where}\n{url}{lines}\n{rest}\n')
    return root


def secrets() -> dict[str, str]:
    """The variables that hold what trackers ask for."""
    return {
        "SECONDSTORY_GITHUB_TOKEN": TOKEN,
        "SECONDSTORY_JIRA_USER": USER,
        "SECONDSTORY_JIRA_TOKEN": TOKEN,
        "GITHUB_TOKEN": "",
    }


def actions(root: Path, *arguments: str, **variables: str) -> Result:
    """Run `secondstory actions`."""
    return ss(root, "actions", *arguments, **secrets() | variables)


def sync(root: Path, *arguments: str, **variables: str) -> Result:
    """Run `secondstory actions sync`; nothing that it says holds the token."""
    result = actions(root, "sync", *arguments, **variables)
    assert TOKEN not in result.out + result.err
    return result


def rows(root: Path) -> dict[str, dict[str, Any]]:
    """The rows of the snapshot, by wording."""
    file = root / "actions.json"
    listed = json.loads(file.read_text("utf-8"))["actions"] if file.exists() else []
    return {row["wording"]: row for row in listed}


def steps(root: Path) -> list[str]:
    """The steps in the ledger."""
    file = root / "actions.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [json.loads(line)["step"] for line in lines]


def index(root: Path) -> dict[str, dict[str, Any]]:
    """The action items of the index that a build makes, by their wording."""
    assert ss(root, "build", "--as-of", "2026-11-21").code == 0
    incidents = json.loads((root / "site/index.json").read_text("utf-8"))["incidents"]
    return {item["text"]: item for one in incidents for item in one["action_items"]}
