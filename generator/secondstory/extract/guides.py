"""Document -> the runbooks and decision records that a report links to, wherever they lie.

Most lie beside the archive and not in it, so that the portal cannot lead there; that a report
names them is worth knowing all the same. Their addresses say what they are.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from secondstory.model import Block, Document, Guide, GuideKind, Kind

_HINT = re.compile(r"run-?book|play-?book|adr|decision", re.IGNORECASE)
# The targets of Markdown links, of HTML links, and addresses that stand alone.
_TARGET = re.compile(
    r"\]\(\s*<?(?P<link>[^)\s>]+)|\bhref=[\"'](?P<html>[^\"'\s>]+)|(?P<bare>https?://[^\s)>\]\"'`]+)"
)
_CODE = re.compile(r"`+[^`]*`+")
# In a name of a folder or a file, by itself or at either end of a compound: "dns-runbook.md".
_RUNBOOK = re.compile(r"(?:^|[^a-z])(?:run|play)[-_ ]?books?(?:$|[^a-z])", re.IGNORECASE)
_DECISION = re.compile(
    r"(?:^|/)(?:(?:architecture|architectural|design)[-_ ]?)?decisions?(?:[-_ ]?(?:records?|log))?/"
    r"|(?:^|[^a-z])adrs?(?:$|[^a-z])",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of an address
_MOST = 40  # in a report


def find_guides(document: Document, leaves: Iterable[Block]) -> tuple[Guide, ...]:
    """The runbooks and decision records that a report links to, each once, in its order."""
    if not _HINT.search(document.source.text):
        return ()
    folder = posixpath.dirname(document.source.path)
    found: dict[str, Guide] = {}
    for leaf in leaves:
        if leaf.kind is Kind.CODE or not _HINT.search(leaf.text + leaf.html):
            continue
        # Links by reference stand in the HTML only, those out of the archive in the text only.
        for match in _TARGET.finditer(f"{_CODE.sub('', leaf.text)} {leaf.html}"):
            target = _target(match["link"] or match["html"] or match["bare"], folder)
            kind = _kind(target)
            if kind and len(found) < _MOST:
                found.setdefault(target, Guide(kind, target, leaf.line))
    return tuple(found.values())


def _target(written: str, folder: str) -> str:
    """An address, or a path from the folder of the archive, without what follows a `#`."""
    try:
        parts = urlsplit(written.removeprefix("archive:").rstrip(".,;:"))
    except ValueError:
        return ""
    if parts.scheme in {"http", "https"} and parts.hostname:
        # Neither a user name nor a query: there a password or a token may stand.
        port = f":{parts.netloc.rpartition(':')[2]}" if re.search(r":\d+$", parts.netloc) else ""
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
    name = unquote(parts.path)
    if parts.scheme or parts.netloc or not name or not name.isprintable():
        return ""
    if written.startswith("archive:") or name.startswith("/"):
        return posixpath.normpath(name)
    return posixpath.normpath(posixpath.join(folder, name))


def _kind(target: str) -> GuideKind | None:
    if not target or len(target) > _LONGEST:
        return None
    path = urlsplit(target).path if "://" in target else target
    if _RUNBOOK.search(path):
        return GuideKind.RUNBOOK
    return GuideKind.DECISION if _DECISION.search(path) else None
