"""Read and judge which tracker holds the action items of a project: [tracker]."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from secondstory.config.project import TRACKERS, Track
from secondstory.config.shapes import Fault

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,60})/[A-Za-z0-9._-]{1,100}")
_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,30}")
_LABELS = {
    "github": re.compile(r'[^\s,"\\][^,"\\]{0,48}'),
    "jira": re.compile(r'[^\s,"\\]{1,200}'),
}


def track_of(root: Path, settings: Mapping[str, Any]) -> Track:
    """Where a project's tracker is and what it is asked for; paths are relative to its root."""
    stated = settings.get("tracker", {})
    default = Track()
    return Track(
        kind=stated.get("kind", default.kind),
        repository=stated.get("repository", "").strip().strip("/"),
        project=stated.get("project", "").strip(),
        url=stated.get("url", "").strip().rstrip("/"),
        label=stated.get("label", default.label).strip(),
        issue_type=stated.get("issue_type", default.issue_type).strip(),
        proxy=stated.get("proxy", "").strip(),
        ca_file=_path(root, stated.get("ca_file")),
        snapshot=_path(root, stated.get("snapshot")),
        timeout=stated.get("timeout", default.timeout),
        patience=stated.get("patience", default.patience),
        settle=stated.get("settle", default.settle),
        pace=stated.get("pace", default.pace),
    )


def track_faults(track: Track) -> Iterator[Fault]:
    """Find what no tracker can be asked with."""
    if track.kind and track.kind not in TRACKERS:
        near = get_close_matches(track.kind.lower(), TRACKERS, 1, 0.5)
        hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(TRACKERS)}"
        yield _fault("kind", f"'kind' cannot be {track.kind!r}", hint)
    if track.kind == "github":
        if not _REPOSITORY.fullmatch(track.repository):
            message = f"'repository' is no repository of GitHub: {track.repository!r}"
            yield _fault("repository", message, 'for example: repository = "octo-org/postmortems"')
    elif track.kind == "jira":
        if not _PROJECT.fullmatch(track.project):
            message = f"'project' is no key of a Jira project: {track.project!r}"
            yield _fault("project", message, 'capital letters: project = "OPS"')
        if not track.url:
            hint = 'for example: url = "https://example.atlassian.net"'
            yield _fault("url", "'url' is missing: each site of Jira has its own", hint)
    if track.url and (wrong := _wrong(track.url)):
        # Not shown: it may hold a token.
        yield _fault("url", f"'url' {wrong}", 'for example: url = "https://ghe.example.org/api/v3"')
    if track.proxy and (wrong := _wrong(track.proxy, proxy=True)):
        hint = 'for example: proxy = "http://proxy.example.org:3128"; with a password: HTTPS_PROXY'
        yield _fault("proxy", f"'proxy' {wrong}", hint)
    if track.kind in _LABELS and not _LABELS[track.kind].fullmatch(track.label):
        message = f"'label' cannot be {track.label!r}"
        yield _fault("label", message, 'a word without commas: label = "postmortem"')
    if not track.timeout:
        message = "'timeout' cannot be 0: no server answers at once"
        yield _fault("timeout", message, "for example: timeout = 30")


def _fault(key: str, message: str, hint: str) -> Fault:
    return Fault(("tracker", key), message, hint)


def _wrong(address: str, *, proxy: bool = False) -> str:
    """What is wrong with an address, without the address; "" where nothing is."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return "is no address"
    if not host or not address.isascii() or any(map(str.isspace, address)):
        return "is no address"
    if "@" in parts.netloc:
        return "holds a user name or a password, which belong into the environment"
    if parts.query or parts.fragment:
        return "has a part behind ? or #"
    if proxy:
        return "" if parts.scheme in {"http", "https"} else "does not begin with http://"
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
        return "does not begin with https://, and a token is not sent where anybody can read it"
    return ""


def _path(root: Path, path: str | None) -> Path | None:
    return None if path is None else Path(os.path.abspath(root / path))  # noqa: PTH100
