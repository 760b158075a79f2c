"""A small project that sends its digest: two reports of October 2026, and lists."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from machine import Result, put, ss

AS_OF = ("--as-of", "2026-11-01")
READERS = ("ada@example.org", "ben@example.org", "cyd@example.org")
POOL = """\
---
title: The pool ran dry behind the gateway
date: 2026-10-05
severity: SEV2
services: [gateway]
tags: [postgres]
teams: [edge]
classes: [pool-exhaustion]
---
## Summary

Connections were kept longer than the gateway kept its own, so each of them failed once.

## Root cause

The pool handed out sockets that the gateway had closed a minute before, and nobody had noticed.

## Lessons learned

- Expire pooled sockets before the gateway does. Check your code if it pools connections to a proxy.

## Action items

| Action | Status | Verified by |
|---|---|---|
| Cap the idle time of the pool at half of the gateway's | done | A drill on 20 October |
"""
CACHE = """\
---
title: The cache came back empty
date: 2026-10-12
severity: SEV3
services: [search]
tags: [cache]
teams: [discovery]
classes: [cold-cache]
---
## Summary

A restart emptied the cache, and the database took all of the load at once.

## Lessons learned

- Warm caches before you trust them with the load of a day.
"""


def a_project(
    root: Path, mail: str = "", lists: str = "", site: str = "", readers: tuple[str, ...] = READERS
) -> Path:
    """A project with a list of readers; `mail`, `lists` and `site` are lines of its config."""
    put(root, "postmortems/pool.md", POOL)
    put(root, "postmortems/cache.md", CACHE)
    recipients = ", ".join(f'"{reader}"' for reader in readers)
    everyone = f"[lists.everyone]\nrecipients = [{recipients}]\n" if readers else ""
    config = f"""\
[site]
title = "Learning"
{site or 'base_url = "https://learn.example.org"'}
[mail]
from = "Second Story <learning@example.org>"
{mail}
{everyone}{lists}
"""
    put(root, "secondstory.toml", config)
    return root


def by_smtp(port: int, *lines: str, security: str = "plaintext") -> str:
    """The lines of [mail] for a server on loopback that waits for nobody."""
    here = f'server = "127.0.0.1"\nport = {port}\nsecurity = "{security}"\ntimeout = 2'
    patience = "" if any(line.startswith("patience") for line in lines) else "patience = 0"
    return "\n".join((here, patience, *lines))


def send(root: Path, *arguments: str, **variables: str) -> Result:
    """Run `secondstory digest send` on the day after October."""
    return ss(root, "digest", "send", *AS_OF, *arguments, **variables)


def parsed(content: bytes) -> tuple[EmailMessage, str, str]:
    """A mail as its readers have it: its headers, its plain text and its HTML."""
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    text, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    return mail, text, html
