"""Nothing of a report that few may read reaches what others get: no byte, no file name.

A word that nobody else uses stands in every field, name and image of such reports. The site is
looked through for it, compressed search data included, and so is what builds remember.
"""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine import put, ss
from secondstory.model import SEARCH_ENGINES

WORD = "zanzibar"  # what is left of the canaries where a search engine has stemmed them
CANARY = f"{WORD}quill"
FOLDER = f"{CANARY}-folder"
CONFIG = f'[audiences]\n{CANARY} = ["{FOLDER}"]\n[search]\nengine = "%s"\n'
FIELDS = f"""\
slug: {CANARY}-slug
date: 2026-10-03
severity: {CANARY}-severity (SEV1)
status: {CANARY}-status
visibility: restricted
owner: "@{CANARY}"
author: {CANARY} <{CANARY}@example.org>
services: [{CANARY}-service, edge]
teams: [{CANARY}-team]
tags: [{CANARY}-tag, postgres]
classes: [{CANARY}-class, stale-cache]
aliases: [{CANARY}-alias]
recurrence: {CANARY} known fix not shipped
summary: "{CANARY}-summary"
{CANARY}_key: {CANARY}-value
"""
BODY = f"""
# {CANARY}-heading

{CANARY}-lead. `ERROR: {CANARY}-error` and [a link]({CANARY}-link.md "{CANARY}") and
[an open one](../2026-01-02-open.md). <details><summary>{CANARY}-fold</summary>x</details>
![{CANARY}-image]({CANARY}.png)

## Impact

{CANARY}-impact

## Root cause

{CANARY}-cause

## Lessons

- {CANARY}-lesson. Check your code if {CANARY}-check.

## Action items

| Action | Owner | Due | Ticket | Verified by |
|---|---|---|---|---|
| {CANARY}-action | @{CANARY} | 2026-12-01 | [{CANARY}-1](https://{CANARY}.example) | {CANARY} |

## Timeline

- 10:00 {CANARY}-event

```{CANARY}
{CANARY}-code: connection refused
```
"""
OPEN = f"""\
---
title: Openly
date: 2026-01-02
services: [edge]
classes: [stale-cache]
tags: [postgres]
---

See [the other]({FOLDER}/{CANARY}.md#{CANARY}), [its image]({FOLDER}/{CANARY}.png) and [a guide](
{FOLDER}/README.md "x").

## Lessons

- Watch the cache.
"""
OTHER = f"---\nvisibility: restricted\n---\n# Template {CANARY}\n\n<what {CANARY} asked for>\n"


def an_archive(root: Path, engine: str) -> None:
    """Reports that few may read among others: restricted by themselves, and by their folder."""
    put(root, "secondstory.toml", CONFIG % engine)
    put(root, "postmortems/2026-01-02-open.md", OPEN)
    put(root, "postmortems/2026-01-03-again.md", OPEN.replace("Openly", "Again"))
    for path, front in ((f"{FOLDER}/{CANARY}.md", FIELDS), (f"{CANARY}-2.md", FIELDS)):
        put(root, f"postmortems/{path}", f"---\ntitle: {CANARY}-title\n{front}---\n{BODY}")
    ruled = FIELDS.replace("visibility: restricted\n", "").replace("-slug", "-third")
    put(root, f"postmortems/{FOLDER}/third.md", f"---\n{ruled}---\n{BODY}")
    put(root, f"postmortems/{FOLDER}/README.md", OTHER)
    put(root, f"postmortems/{FOLDER}/{CANARY}.png", b"\x89PNG\r\n\x1a\n" + CANARY.encode())


def layers(content: bytes) -> Iterator[bytes]:
    """A file's bytes, and all that is compressed in it."""
    yield content
    packed = [content] if content.startswith(b"\x1f\x8b") else []
    packed += [base64.b64decode(found) for found in re.findall(rb"H4sI[A-Za-z0-9+/]+=*", content)]
    for each in packed:
        yield from layers(gzip.decompress(each))


def leaks(folder: Path) -> set[str]:
    """The files of a folder that hold the canary in their name or in any layer."""
    found = set()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes() if path.is_file() else b""
        if any(WORD.encode() in layer.lower() for layer in (name.encode(), *layers(content))):
            found.add(name)
    return found


@pytest.mark.parametrize("engine", SEARCH_ENGINES)
def test_no_byte_and_no_name_tells_of_what_few_may_read(tmp_path: Path, engine: str) -> None:
    """Not the first time, and not when it is built once more."""
    an_archive(tmp_path, engine)
    for base in ((), ("--base-url", "https://learn.example")):
        assert ss(tmp_path, "build", "--as-of", "2026-11-20", *base).out == ""
        assert leaks(tmp_path / "site") == set()
    assert "Openly" in (tmp_path / "site/index.json").read_text("utf-8")


@pytest.mark.parametrize("engine", SEARCH_ENGINES)
def test_a_leak_would_be_found(tmp_path: Path, engine: str) -> None:
    """In a copy for their audience the canary is where it belongs, in compressed data as well."""
    an_archive(tmp_path, engine)
    done = ss(tmp_path, "build", "--audience", CANARY, "--audience", "restricted")
    assert done.code == 0
    found = leaks(tmp_path / "site")
    assert {"index.json", "feed.xml", f"incidents/{CANARY}-slug.html"} <= found
    packed = [name for name in found if name.startswith(("search/", "pagefind/"))]
    assert any(name.endswith((".js", ".pf_fragment")) for name in packed)
    assert f"This copy includes reports for: restricted, {CANARY}." in (
        tmp_path / "site/index.html"
    ).read_text("utf-8")


def test_builds_do_not_remember_what_few_may_read(tmp_path: Path) -> None:
    """Neither words nor paths, whomever a copy is for (what open reports say is theirs)."""
    an_archive(tmp_path, "lunr")
    for name in ("2026-01-02-open.md", "2026-01-03-again.md"):
        put(tmp_path, f"postmortems/{name}", OPEN.partition("See")[0])
    for asked in ((), ("--audience", CANARY), ()):
        assert ss(tmp_path, "build", *asked).code == 0
        assert (tmp_path / ".secondstory/cache").is_dir()
        assert leaks(tmp_path / ".secondstory") == set()


def test_a_copy_for_all_replaces_one_for_few(tmp_path: Path) -> None:
    """Built into the folder where a copy for an audience was, the site for all is clean."""
    an_archive(tmp_path, "lunr")
    ss(tmp_path, "build")
    ss(tmp_path, "build", "--audience", CANARY, "--audience", "restricted")
    assert leaks(tmp_path / "site")
    ss(tmp_path, "build")
    assert leaks(tmp_path / "site") == set()
