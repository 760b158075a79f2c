"""Real servers on loopback: one for mail, with TLS, sign-in and moods, and one for webhooks."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD, ASCII = "learning", "päss word", "pass-word"
# How a server takes the n-th attempt for a reader: what it answers, "" for what is usual.
Mood = Callable[[str, int], str]


def friendly(_reader: str, _attempt: int) -> str:
    """Take everything."""
    return ""


@dataclass
class Post:
    """An SMTP server's memory: who was sent what, and its mood.

    The mood is asked `at` "RCPT", at "DATA", or when the mail is "TAKEN" and nothing was said yet.
    """

    mood: Mood = friendly
    at: str = "RCPT"
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    attempts: dict[str, int] = field(default_factory=dict)
    connections: int = 0
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    signed_in: set[bytes] = field(default_factory=set)

    @property
    def readers(self) -> list[str]:
        return sorted(reader for reader, _ in self.taken)

    def __call__(
        self, _server: object, _session: object, _envelope: object, by: str, data: Any
    ) -> Any:
        """Let anybody in who knows the password."""
        known = isinstance(data, LoginPassword) and data.password in (
            PASSWORD.encode(),
            ASCII.encode(),
        )
        if known and by in ("PLAIN", "LOGIN"):
            self.signed_in.add(data.login)
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.attempts[address] = self.attempts.get(address, 0) + 1
        if self.at == "RCPT" and (said := await self._said(server, address)):
            return said
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        (reader,) = envelope.rcpt_tos
        if self.at == "DATA" and (said := await self._said(server, reader)):
            return said
        assert isinstance(envelope.original_content, bytes)
        self.envelopes.append((envelope.mail_from or "", tuple(envelope.rcpt_tos)))
        self.taken.append((reader, envelope.original_content))
        if self.at == "TAKEN":
            await self._said(server, reader)
        return "250 taken"

    async def _said(self, server: SMTP, reader: str) -> str:
        """The answer of its mood; a server that drops says nothing and is gone."""
        said = await asyncio.to_thread(self.mood, reader, self.attempts[reader])
        if said == "slow":
            await asyncio.sleep(3)
        if said == "drop":
            assert server.transport
            server.transport.abort()
            return "421 gone"
        return said


class _Controller(Controller):
    def factory(self) -> SMTP:
        self.handler.connections += 1
        return super().factory()

    def _trigger_server(self) -> None:
        """Ask the server itself for the port that the system chose."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp_server(
    post: Post, context: ssl.SSLContext | None = None, security: str = "plaintext"
) -> Iterator[int]:
    """A server for mail while the body runs; gives its port."""
    options: dict[str, Any] = {}
    if security == "starttls":
        options = {"tls_context": context, "require_starttls": True}
    if security != "plaintext":
        options |= {
            "authenticator": post,
            "auth_required": True,
            "auth_require_tls": security == "starttls",
        }
    controller = _Controller(
        post,
        hostname="127.0.0.1",
        port=0,
        ssl_context=context if security == "tls" else None,
        decode_data=False,
        **options,
    )
    controller.start()
    try:
        post.connections = 0  # that which the start of it made
        yield controller.port
    finally:
        controller.stop()


@dataclass
class Hook:
    """A webhook's memory: what was posted, and what it answers, the last answer for ever."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(200, {})])
    posted: list[tuple[str, bytes]] = field(default_factory=list)
    asked: int = 0


@contextmanager
def webhook_server(hook: Hook) -> Iterator[str]:
    """A server for webhooks while the body runs; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code, headers = hook.answers[min(hook.asked, len(hook.answers) - 1)]
            hook.asked += 1
            if code == 0:  # gone without a word
                hook.posted.append((self.headers["Content-Type"], body))
                self.connection.close()
                return
            if code < 300:
                hook.posted.append((self.headers["Content-Type"], body))
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"ok" if code < 300 else b"no")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/T0/secret-of-the-hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificates(folder: Path, host: str = "127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """A server's certificate of a company's own, and the file that says whom to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Larkspur Freight test")])
    address = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, chain = folder / "company.pem", folder / "server.pem"
    trusted.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    chain.write_bytes(
        trusted.read_bytes()
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context, trusted
