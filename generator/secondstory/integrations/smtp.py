"""A message and its reader -> the answer of an SMTP server (uses smtplib).

One connection takes many messages, each in an envelope of its own. smtplib's `sendmail` does not
tell whether a connection broke before or after the message was handed over, and that is what
decides whether it may be sent again: so the steps of RFC 5321 are gone one by one.
"""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Self

from secondstory.findings import ProjectError
from secondstory.integrations.answers import (
    ClosedError,
    DownError,
    LaterError,
    NotTakenError,
    RefusedError,
    UnclearError,
)
from secondstory.noun import Noun
from secondstory.portable import shown, visible

_GO_AHEAD = 354
_LET_IN = 235
_LEAVING = 421  # the server ends the connection
_SAID = 200  # characters of an answer that are worth repeating
_BATCH = 100  # messages on one connection: many servers take no more
_DOT = re.compile(rb"(?m)^\.")


class Security(StrEnum):
    """How a connection is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAINTEXT = "plaintext"


class Server(Noun, frozen=True):
    """An SMTP server, and how to talk to it.

    `ca_file` holds certificates that are trusted beside those of the system, `timeout` is in
    seconds.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    timeout: float = 30


class Connection:
    """A connection to a server."""

    def __init__(self, server: Server) -> None:
        """Raise DownError where nobody answers, ClosedError where something has to be mended."""
        self._name = f"{server.host}:{server.port}"
        try:
            self._smtp = _connected(server)
        except OSError as error:  # smtplib's and ssl's are all of this kind
            raise _unreachable(self._name, error) from error

    def close(self) -> None:
        """Say goodbye, where anybody still listens."""
        with suppress(OSError):
            self._smtp.quit()
        self._smtp.close()

    def send(self, sender: str, recipient: str, message: bytes, before: Callable[[], None]) -> str:
        """Hand over a message for one reader; the result is what the server said to it.

        `before` is called when the server has agreed to sender and reader, and has not yet been
        handed the message. Raises RefusedError, LaterError, DownError or UnclearError.
        """
        self._step(lambda: self._smtp.mail(sender))
        self._step(lambda: self._smtp.rcpt(recipient))
        before()
        self._step(lambda: self._smtp.docmd("DATA"))
        try:
            # From here on nobody knows, unless the server says so.
            self._smtp.send(_DOT.sub(b"..", message) + b".\r\n")
            code, said = self._smtp.getreply()
        except OSError as error:
            raise UnclearError(
                f"{self._name} broke off while it was taking the message: {_reason(error)}"
            ) from error
        if code < 200:
            raise UnclearError(f"{self._name} gave no answer that we know: {_answer(code, said)}")
        return self._judged(code, said)

    def _step(self, step: Callable[[], tuple[int, bytes]]) -> None:
        try:
            code, said = step()
        except OSError as error:
            raise DownError(f"{self._name} broke off: {_reason(error)}") from error
        self._judged(code, said)

    def _judged(self, code: int, said: bytes) -> str:
        """What a server said where it agreed; anything else is raised."""
        words = _answer(code, said)
        if 200 <= code < 300 or code == _GO_AHEAD:
            return words
        if code == _LEAVING or code < 200:
            raise DownError(f"{self._name} broke off: {words}")
        with suppress(OSError):
            self._smtp.rset()
        raise LaterError(words) if code < 500 else RefusedError(words)


class Mailer:
    """A server, connected when there is something to send, anew after each hundred and each break.

    To be used in a `with`.
    """

    def __init__(self, server: Server) -> None:
        """Connect to nobody yet."""
        self._server = server
        self._open: Connection | None = None
        self._left = 0

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection, if one is open."""
        self._close()

    def send(self, sender: str, recipient: str, message: bytes, before: Callable[[], None]) -> str:
        """As `Connection.send`; raises ClosedError as well."""
        if not self._left:
            self._close()
        if self._open is None:
            self._open, self._left = Connection(self._server), _BATCH
        self._left -= 1
        try:
            return self._open.send(sender, recipient, message, before)
        except (DownError, UnclearError):
            self._close()
            raise

    def _close(self) -> None:
        if self._open:
            self._open.close()
        self._open = None


def _connected(server: Server) -> smtplib.SMTP:
    """A connection that is as private as it is to be, and knows who we are. Raises OSError."""
    context = None if server.security is Security.PLAINTEXT else _context(server.ca_file)
    smtp: smtplib.SMTP
    if server.security is Security.TLS:
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            _sign_in(smtp, server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _sign_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    if f"{user}{password}".isascii():
        smtp.login(user, password)
        return
    # smtplib's `login` takes ASCII only; RFC 4616 says UTF-8.
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, said = smtp.docmd("AUTH", f"PLAIN {secret}")
    if code != _LET_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


def _context(ca_file: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise ProjectError(
                f"{shown(ca_file)!r} cannot be used: {_reason(error)}",
                hint="mail.ca_file is a file of certificates that begin with BEGIN CERTIFICATE",
            ) from error
    return context


def _unreachable(name: str, error: OSError) -> NotTakenError:
    """Say why there is no connection, and what mends it."""
    said = _reason(error)
    match error:
        case ssl.SSLCertVerificationError():
            return ClosedError(
                f"{name} shows a certificate that cannot be trusted: {said}",
                "check mail.server; mail.ca_file names the certificates of a company",
            )
        case ssl.SSLError():
            return ClosedError(
                f"{name} cannot be talked to privately: {said}",
                'mail.security is "tls" for port 465 and "starttls" for port 587',
            )
        case smtplib.SMTPAuthenticationError():
            said = _answer(error.smtp_code, error.smtp_error)
            return ClosedError(
                f"{name} does not let us in: {said}",
                "check SECONDSTORY_SMTP_USER and SECONDSTORY_SMTP_PASSWORD",
            )
        case smtplib.SMTPNotSupportedError():
            return ClosedError(
                f"{name} cannot do what it has to: {said}",
                'without STARTTLS try mail.security = "tls" and port 465; '
                "without AUTH leave out the user",
            )
        case smtplib.SMTPResponseException():
            said = _answer(error.smtp_code, error.smtp_error)
            return DownError(f"{name} does not take mail from here: {said}")
        case _:
            return DownError(
                f"{name} does not answer: {said}",
                "check mail.server and mail.port, and whether this machine may connect to it",
            )


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return visible(" ".join(f"{code} {words}".split())[:_SAID])


def _reason(error: Exception) -> str:
    said = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    return visible(" ".join(str(said).split())[:_SAID]) or type(error).__name__
