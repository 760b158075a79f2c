"""The parts of a mail -> its bytes: the same for the same parts, on every machine.

This is `email` as it was before EmailMessage. That one reads what is given to it as a subject: it
decodes encoded words, so that `=?utf-8?q?a=0D=0ABcc:_...?=` in a title became a header, and it
drops spaces beside letters beyond ASCII when it folds the line.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, date, datetime, time
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any

from secondstory.noun import Noun

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # of Persian, of Indic scripts and of emoji
_LONGEST = 150  # characters of a subject
_SMTP = compat32.clone(linesep="\r\n", mangle_from_=False)
_READABLE = Charset("utf-8")
_READABLE.body_encoding = QP


class Heads(Noun, frozen=True):
    """What stands above a mail. `name` is of the list, `month` of the issue ("2026-10").

    `sender` is an address, with a name before it or without; `leave` the address where readers
    ask to be left out, if any.
    """

    sender: str
    name: str
    month: str
    subject: str
    language: str
    sent: date
    leave: str = ""

    @property
    def domain(self) -> str:
        """Where the mail comes from."""
        return parseaddr(self.sender)[1].rpartition("@")[2]


def message(heads: Heads, recipient: str, text: str, html: str, test: str = "") -> bytes:
    """A mail of two alternatives for one reader.

    `test` makes another message of it: servers drop one whose Message-ID they have seen.
    """
    number = message_id(heads, test)
    # The usual boundary is random. Neither part can hold "=_", as both are quoted-printable.
    digest = hashlib.sha256(f"{number}\0{text}\0{html}".encode("utf-8", "replace"))
    mail: Message[Any, Any] = MIMEMultipart("alternative", f"=_{digest.hexdigest()[:32]}")
    name, address = parseaddr(heads.sender)
    mail["From"] = formataddr((line(name), address))
    mail["To"] = recipient
    mail["Subject"] = _subject(heads.subject)
    mail["Date"] = format_datetime(datetime.combine(heads.sent, time(), UTC))
    mail["Message-ID"] = number
    mail["List-Id"] = f"<{heads.name}.learnings.{heads.domain}>"
    if heads.leave:
        # No List-Unsubscribe-Post: RFC 8058 wants an https address that takes a POST.
        mail["List-Unsubscribe"] = f"<mailto:{heads.leave}?subject=leave%20{heads.name}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = heads.language
    for kind, content in (("plain", text), ("html", html)):
        lines = content.replace("\r\n", "\n").replace("\r", "\n")
        part = MIMENonMultipart("text", kind)
        part.set_payload(lines, _READABLE)
        del part["MIME-Version"]  # which the whole of it has
        mail.attach(part)
    return mail.as_bytes(policy=_SMTP)


def _subject(words: str) -> Header:
    """A subject as words and nothing else."""
    words = line(words)[:_LONGEST].rstrip()
    plain = words.isascii() and "=?" not in words
    return Header(words, "us-ascii" if plain else "utf-8", header_name="Subject")


def message_id(heads: Heads, test: str = "") -> str:
    """What an issue of a list is called: the same in each attempt, so that servers can tell."""
    listed = hashlib.sha256(heads.name.encode()).hexdigest()[:10]
    return f"<digest-{heads.month}.{listed}{test and f'.test-{test}'}@{heads.domain}>"


def line(text: str) -> str:
    """A text on one line, without what breaks a header or turns the way it is read."""
    kept = "".join(
        " " if unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS else sign
        for sign in text
    )
    return " ".join(kept.split())
