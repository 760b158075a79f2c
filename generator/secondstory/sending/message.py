"""The parts of a mail -> its bytes: the same for the same parts, on every machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from secondstory.noun import Noun

# A subject is words and nothing else: `EmailMessage` refuses some of these, and readers obey others.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # of Persian, of Indic scripts and of emoji
_LONGEST = 150  # characters of a subject


class Heads(Noun, frozen=True):
    """What stands above a mail. `name` is of the list, `month` of the issue ("2026-10").

    `sender` is an address, with a name before it or without; `leave` the address where readers
    ask to be left out, if any.
    """

    sender: str
    name: str
    site: str
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
    mail = EmailMessage(policy=SMTP)
    name, address = parseaddr(heads.sender)
    mail["From"] = Address(line(name), addr_spec=address)
    mail["To"] = Address(addr_spec=recipient)
    mail["Subject"] = line(heads.subject)[:_LONGEST]
    mail["Date"] = format_datetime(datetime.combine(heads.sent, time(), UTC))
    mail["Message-ID"] = number
    mail["List-Id"] = f"<{heads.name}.learnings.{heads.domain}>"
    if heads.leave:
        # No List-Unsubscribe-Post: RFC 8058 wants an https address that takes a POST.
        mail["List-Unsubscribe"] = f"<mailto:{heads.leave}?subject=leave%20{heads.name}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = heads.language
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    # The usual one is random. Neither part can hold "=_", as both are quoted-printable.
    digest = hashlib.sha256("\0".join((number, text, html)).encode("utf-8", "replace"))
    mail.set_boundary(f"=_{digest.hexdigest()[:32]}")
    return mail.as_bytes()


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
