"""A payload -> the answer of a webhook, such as Slack's or that of Teams (uses urllib).

The address is a secret, since whoever knows it can post: no message of ours shows it. A proxy
that the environment names (`https_proxy`) is used.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from email.message import Message
from http.client import HTTPException
from typing import IO, NoReturn, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from secondstory import __version__
from secondstory.integrations.answers import (
    ClosedError,
    DownError,
    LaterError,
    RefusedError,
    UnclearError,
)
from secondstory.portable import visible

_LONGEST = 300.0  # seconds that we let a server have us wait
_SAID = 200  # characters of an answer that are worth repeating
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_AGAIN = frozenset({408, 425, 429})
_RENEW = "make the webhook anew, and put its address into the environment"


def webhook_fault(address: str) -> str:
    """What is wrong with an address, without the address; empty where nothing is."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return "is no address"
    if not host or not address.isascii() or any(map(str.isspace, address)):
        return "is no address"
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
        return "does not begin with https://"
    return ""


def post(address: str, payload: bytes, timeout: float = 30) -> str:
    """Post a payload of JSON; the result is what the server said to it.

    Raises RefusedError, LaterError, DownError, ClosedError or UnclearError.
    """
    headers = {"Content-Type": "application/json", "User-Agent": f"secondstory/{__version__}"}
    request = Request(address, payload, headers, method="POST")  # noqa: S310 - see webhook_fault
    try:
        with build_opener(_Stay).open(request, timeout=timeout) as answer:
            return _answer(answer.status, answer)
    except HTTPError as error:
        with error:
            _judge(error)
    except URLError as error:
        _unsent(error.reason)
    except (OSError, HTTPException) as error:
        raise UnclearError("the connection broke before the webhook answered") from error


class Readable(Protocol):
    """What an answer is read from."""

    def read(self, amount: int, /) -> bytes:
        """Give at most so many bytes."""


class _Stay(HTTPRedirectHandler):
    """Follows nowhere: a page to sign in at takes no payload."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Answer no."""


def _judge(error: HTTPError) -> NoReturn:
    said = _answer(error.code, error)
    if error.code in _AGAIN or error.code >= 500:
        raise LaterError(said, after=_wait(error.headers.get("Retry-After", ""))) from error
    gone = error.code in (401, 403, 404, 410)
    raise RefusedError(said, _RENEW if gone else "") from error


def _unsent(reason: str | BaseException) -> NoReturn:
    cause = reason if isinstance(reason, BaseException) else None
    if isinstance(reason, ssl.SSLError):
        raise ClosedError(
            "the webhook's certificate cannot be trusted",
            "the variable SSL_CERT_FILE names the certificates of a company",
        ) from cause
    if isinstance(reason, ConnectionResetError | BrokenPipeError):
        raise UnclearError("the connection broke while the webhook was asked") from cause
    raise DownError("the webhook does not answer") from cause


def _wait(asked: str) -> float:
    return min(_LONGEST, float(asked)) if asked.strip().isdecimal() else 0


def _answer(code: int, body: Readable) -> str:
    """What a server said: its code is the answer, and its words are read where they come."""
    said = b""
    with suppress(OSError, HTTPException):
        said = body.read(_SAID)
    return visible(" ".join(f"{code} {said.decode('utf-8', 'replace')}".split()))
