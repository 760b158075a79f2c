"""Read and judge who is sent the digest, and how: [mail] and the tables below [lists]."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from secondstory.config.project import Post, Recipients
from secondstory.config.shapes import Fault

_SECURITY = ("starttls", "tls", "plaintext")
_CHATS = {"slack": "slack", "msteams": "teams"}
# What SMTP and every header take as it is; an address may hold more, and hardly any does.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+")
_SENDER = re.compile(rf"(?:[^<>\"@,;:\\()\[\]]*<(?P<named>{_ADDRESS.pattern})>|{_ADDRESS.pattern})")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_address(text: str) -> bool:
    """Whether mail can be sent to it."""
    return bool(_ADDRESS.fullmatch(text))


def post_of(root: Path, settings: Mapping[str, Any]) -> Post:
    """How a project sends its digest; paths are relative to its root."""
    mail = settings.get("mail", {})
    lists = settings.get("lists", {})
    return Post(
        sender=mail.get("from", "").strip(),
        server=mail.get("server", "").strip(),
        port=mail.get("port", 0),
        security=mail.get("security", Post().security),
        user=mail.get("user", ""),
        password_file=_path(root, mail.get("password_file")),
        ca_file=_path(root, mail.get("ca_file")),
        leave=mail.get("leave", "").strip(),
        ledger=_path(root, mail.get("ledger")),
        timeout=mail.get("timeout", Post().timeout),
        patience=mail.get("patience", Post().patience),
        lists=tuple(_list(name, table) for name, table in lists.items()),
    )


def post_faults(post: Post, odd: Container[tuple[str, ...]] = ()) -> Iterator[Fault]:
    """Find what no mail can be sent with, from or to; `odd` are tables that are not all read."""
    if post.sender and not _SENDER.fullmatch(post.sender):
        hint = 'for example: from = "Second Story <learning@example.org>"'
        yield Fault(("mail", "from"), f"'from' is no address: {post.sender!r}", hint)
    if post.leave and not is_address(post.leave):
        hint = 'for example: leave = "leave-learning@example.org"'
        yield Fault(("mail", "leave"), f"'leave' is no address: {post.leave!r}", hint)
    if post.security not in _SECURITY:
        near = get_close_matches(post.security.lower(), _SECURITY, 1, 0.5)
        hint = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(_SECURITY)}"
        yield Fault(("mail", "security"), f"'security' cannot be {post.security!r}", hint)
    if post.port > 65535:
        yield Fault(("mail", "port"), f"'port' cannot be {post.port}", "for example: port = 587")
    if not post.timeout:
        message = "'timeout' cannot be 0: no server answers at once"
        yield Fault(("mail", "timeout"), message, "for example: timeout = 30")
    for each in post.lists:
        if ("lists", each.name) in odd:
            continue
        yield from _list_faults(each)


def _list_faults(each: Recipients) -> Iterator[Fault]:
    at = ("lists", each.name)
    if not _NAME.fullmatch(each.name):
        message = f"{each.name!r} cannot be the name of a list"
        yield Fault(at, message, "lower-case letters, digits and hyphens: [lists.payments]")
    for reader in each.readers:
        if not is_address(reader):
            message = f"'recipients' of {each.name!r} holds no address: {reader!r}"
            yield Fault((*at, "recipients"), message, 'only the address: "payments@example.org"')
    if not each.readers and not each.chats:
        message = f"the list {each.name!r} has nobody in it"
        yield Fault(at, message, "name recipients, or a chat (slack, msteams)")
    for chat, variable in each.chats:
        if not _VARIABLE.fullmatch(variable):
            key = next(key for key, name in _CHATS.items() if name == chat)
            # Not shown: it may well be the address, which is a secret.
            message = f"{key!r} of {each.name!r} is no name of an environment variable"
            hint = f'the address of a webhook is a secret: put it into one, {key} = "LEARNINGS"'
            yield Fault((*at, key), message, hint)


def _list(name: str, table: Mapping[str, Any]) -> Recipients:
    return Recipients(
        name=name,
        readers=tuple(reader.strip() for reader in table.get("recipients", ())),
        tags=tuple(table.get("tags", ())),
        services=tuple(table.get("services", ())),
        teams=tuple(table.get("teams", ())),
        chats=tuple((chat, table[key]) for key, chat in _CHATS.items() if key in table),
    )


def _path(root: Path, path: str | None) -> Path | None:
    return None if path is None else Path(os.path.abspath(root / path))  # noqa: PTH100
