"""How a mail server is talked to: privately, as somebody it knows, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from machine import put, ss
from mail.projects import READERS, a_project, by_smtp, send
from mail.servers import ASCII, PASSWORD, USER, Post, certificates, smtp_server
from secondstory.integrations.smtp import Mailer, Security, Server

# Of aiosmtpd, which takes TLS from the start for none.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

SIGNED = {"SECONDSTORY_SMTP_USER": USER, "SECONDSTORY_SMTP_PASSWORD": PASSWORD}


def test_a_line_of_dots_ends_no_message() -> None:
    """What SMTP would take for the end of a message, or drop, comes as it was."""
    post, content = Post(), b"Subject: x\r\n\r\n.\r\n..\r\n.x\r\nRCPT TO:<a@b>\r\n.\r\n"
    with smtp_server(post) as port:
        server = Server("127.0.0.1", port, Security.PLAINTEXT)
        with Mailer(server) as mailer:
            said = mailer.send("me@example.org", READERS[0], content, lambda: None)

    assert said == "250 taken"
    assert post.taken == [(READERS[0], content)]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_privately_with_user_and_password(tmp_path: Path, security: str) -> None:
    """TLS from the start or by STARTTLS, with a certificate of the company and a sign-in."""
    context, _ = certificates(tmp_path)
    post = Post()
    with smtp_server(post, context, security) as port:
        mail = by_smtp(port, 'ca_file = "company.pem"', security=security)
        result = send(a_project(tmp_path, mail), **SIGNED)

    assert (result.code, result.err) == (0, "3 sent, 0 left.\n")
    assert post.signed_in == {USER.encode()}
    assert post.readers == list(READERS)


def test_the_password_may_lie_in_a_file(tmp_path: Path) -> None:
    """A file of the machine that runs the job holds it, the config only says where."""
    context, _ = certificates(tmp_path)
    put(tmp_path, "secret", f"{ASCII}\n")
    lines = ('ca_file = "company.pem"', f'user = "{USER}"', 'password_file = "secret"')
    with smtp_server(Post(), context, "tls") as port:
        result = send(a_project(tmp_path, by_smtp(port, *lines, security="tls")))

    assert (result.code, result.err) == (0, "3 sent, 0 left.\n")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_unknown_certificate_is_trusted_by_nobody(tmp_path: Path, security: str) -> None:
    """Where we cannot know who the server is, it gets neither password nor mail."""
    context, _ = certificates(tmp_path)
    post = Post()
    with smtp_server(post, context, security) as port:
        result = send(a_project(tmp_path, by_smtp(port, security=security)), **SIGNED)

    assert result.code == 1
    assert "shows a certificate that cannot be trusted: self-signed certificate" in result.err
    assert "mail.ca_file" in result.err
    assert (post.signed_in, post.taken) == (set(), [])


def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    """A certificate that is trusted, and is somebody else's, is no certificate."""
    context, _ = certificates(tmp_path, "mail.example.org")
    with smtp_server(Post(), context, "tls") as port:
        mail = by_smtp(port, 'ca_file = "company.pem"', security="tls")
        result = send(a_project(tmp_path, mail), **SIGNED)

    assert result.code == 1
    assert "IP address mismatch" in result.err


def test_a_server_without_starttls_gets_nothing(tmp_path: Path) -> None:
    """Nothing is sent in the clear because somebody in between says that there is no STARTTLS."""
    post = Post()
    with smtp_server(post) as port:
        result = send(a_project(tmp_path, by_smtp(port, security="starttls")))

    assert result.code == 1
    assert "STARTTLS extension not supported" in result.err
    assert 'security = "tls"' in result.err
    assert post.taken == []


def test_the_wrong_kind_of_port_is_told(tmp_path: Path) -> None:
    """TLS spoken to a port that begins in the clear says which setting goes with which port."""
    with smtp_server(Post()) as port:
        result = send(a_project(tmp_path, by_smtp(port, security="tls"), readers=READERS[:1]))

    assert result.code == 1
    assert "cannot be talked to privately" in result.err
    assert '"starttls" for port 587' in result.err


def test_a_wrong_password_is_told_once_and_not_shown(tmp_path: Path) -> None:
    """All stay unsent, what to check is said, and the password is in no message."""
    context, _ = certificates(tmp_path)
    post = Post()
    with smtp_server(post, context, "starttls") as port:
        mail = by_smtp(port, 'ca_file = "company.pem"', "patience = 1", security="starttls")
        secret = {**SIGNED, "SECONDSTORY_SMTP_PASSWORD": "not-that-one"}
        result = send(a_project(tmp_path, mail), **secret)

    assert result.code == 1
    assert "does not let us in: 535" in result.err
    assert result.err.count("hint: check SECONDSTORY_SMTP_USER") == 1
    assert "not-that-one" not in result.err
    assert post.connections == 1


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('user = "me"',), "there is no password for the user 'me' of 127.0.0.1"),
        (('user = "me"', 'password_file = "gone"'), "'gone' cannot be read: no such file"),
        (('user = "me"', 'password_file = "here"'), "a password is not sent over a connection"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_asked(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    """A password that is not there, or would go in the clear, ends the run with 2."""
    put(tmp_path, "here", "x")
    result = send(a_project(tmp_path, by_smtp(9, *lines)))

    assert result.code == 2
    assert said in result.err


def test_a_file_that_holds_no_certificates_is_named(tmp_path: Path) -> None:
    """`ca_file` has to be one, and says so."""
    context, _ = certificates(tmp_path)
    put(tmp_path, "company.pem", "not one")
    with smtp_server(Post(), context, "tls") as port:
        mail = by_smtp(port, 'ca_file = "company.pem"', security="tls")
        result = send(a_project(tmp_path, mail))

    assert result.code == 2
    assert "'company.pem' cannot be used" in result.err


SITE = "[site]\nbase_url = 'https://x.org'\n"
LIST = "[lists.a]\nrecipients = ['a@b.org']\n"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (LIST, "the links of a mail need the address"),
        (SITE, "there is nobody to send the digest to"),
        (SITE + LIST, "nobody is named that the mail comes from"),
        (SITE + "[mail]\nfrom = 'a@b.org'\n" + LIST, "no mail server is named"),
    ],
)
def test_a_config_that_lacks_something_teaches_it(tmp_path: Path, config: str, said: str) -> None:
    """What a mail needs is asked for with the line that says it."""
    put(a_project(tmp_path), "secondstory.toml", config)
    result = send(tmp_path)

    assert result.code == 2
    assert said in result.err
    assert "hint: " in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--month", "2026-13"), "'2026-13' is no month; write it as 2026-10."),
        (("--to", "a@b\nBcc: c@d"), "is no mail address."),
        (("--list", "everyon"), "there is no list 'everyon'"),
        (("--month",), "Option '--month' requires an argument."),
    ],
)
def test_a_slip_of_the_command_line_is_told(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """A month, an address and a list that are none end the run with 2."""
    result = send(a_project(tmp_path), *arguments)

    assert result.code == 2
    assert said in result.err


def test_options_of_send_stand_behind_it(tmp_path: Path) -> None:
    """An option of `digest` before `send` would mean nothing, and is refused."""
    result = ss(a_project(tmp_path), "digest", "--month", "2026-09", "send", "--dry-run")

    assert result.code == 2
    assert "The options of `digest send` stand behind it." in result.err
