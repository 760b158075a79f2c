"""How a project says whom the digest goes to: read, and judged with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondstory.config import Post, Recipients, load_project
from secondstory.findings import ProjectError


def project(folder: Path, text: str) -> Post:
    """What the config of a folder says about sending."""
    (folder / "secondstory.toml").write_text(text, "utf-8")
    return load_project(folder).post


def test_everything_is_read(tmp_path: Path) -> None:
    """Each key has its place; paths are relative to the config."""
    post = project(
        tmp_path,
        """
        [mail]
        from = "Second Story <learning@example.org>"
        server = "smtp.example.org"
        port = 2525
        security = "tls"
        user = "learning"
        password_file = "/run/secrets/smtp"
        ca_file = "certificates/company.pem"
        leave = "leave@example.org"
        ledger = "kept/sent.jsonl"
        timeout = 5
        patience = 0
        [lists.everyone]
        recipients = ["all@example.org", " two@example.org "]
        slack = "SLACK"
        [lists.payments]
        tags = ["postgres"]
        services = ["checkout"]
        teams = ["payments"]
        msteams = "TEAMS"
        """,
    )
    assert post == Post(
        sender="Second Story <learning@example.org>",
        server="smtp.example.org",
        port=2525,
        security="tls",
        user="learning",
        password_file=Path("/run/secrets/smtp"),
        ca_file=tmp_path / "certificates/company.pem",
        leave="leave@example.org",
        ledger=tmp_path / "kept/sent.jsonl",
        timeout=5,
        patience=0,
        lists=(
            Recipients(
                "everyone", ("all@example.org", "two@example.org"), chats=(("slack", "SLACK"),)
            ),
            Recipients(
                "payments", (), ("postgres",), ("checkout",), ("payments",), (("teams", "TEAMS"),)
            ),
        ),
    )


def test_nothing_has_to_be_said(tmp_path: Path) -> None:
    """A project that sends nothing needs no table for it."""
    assert project(tmp_path, "[mail]\n[lists]\n") == Post()


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("[mail]\nfrom = 'nobody'", "2:1: 'from' is no address: 'nobody'", "Second Story <"),
        ("[mail]\nfrom = 'A <a@b.org>, B <b@b.org>'", "2:1: 'from' is no address", "for example"),
        ("[mail]\nfrom = '''A\nBcc: x <a@b.org>'''", "2:1: 'from' holds a control", "escape"),
        ("[mail]\nleave = 'a b@c.org'", "2:1: 'leave' is no address", "leave-learning@"),
        ("[mail]\nsecurity = 'startls'", "2:1: 'security' cannot be", 'did you mean "starttls"?'),
        ("[mail]\nsecurity = 'none'", "2:1: 'security' cannot be", "known: starttls, tls, plain"),
        ("[mail]\nport = 70000", "2:1: 'port' cannot be 70000", "port = 587"),
        ("[mail]\nport = '587'", "2:1: 'port' must be a whole number, not text", "port = 587"),
        ("[mail]\ntimeout = -1", "2:1: 'timeout' must be a whole number, not -1", "timeout = 30"),
        ("[mail]\ntimeout = 0", "2:1: 'timeout' cannot be 0", "timeout = 30"),
        ("[mail]\npassword = 'x'", "2:1: unknown key 'password' in [mail]", "'password_file'"),
        ("[lists]\nall = ['a@b.org']", "2:1: 'all' in [lists] must be a table", "[lists."),
        ("[lists.a]\nrecipient = []", "2:1: unknown key 'recipient' in [lists.a]", "recipients"),
        ("[lists.a]\nrecipients = 'a@b.org'", "2:1: 'recipients' must be a list", '["payments@'),
        ("[lists.a]\nrecipients = ['A <a@b.org>']", "2:1: 'recipients' of 'a' holds", "only the"),
        ("[lists.a]\nrecipients = ['ä@b.org']", "2:1: 'recipients' of 'a' holds", "only the"),
        ("[lists.a]\nrecipients = ['-@.org']", "2:1: 'recipients' of 'a' holds", "only the"),
        ("[lists.a]\ntags = ['x']", "1:1: the list 'a' has nobody in it", "name recipients"),
        ("[lists.'A b']\nrecipients = ['a@b.org']", "'A b' cannot be the name", "lower-case"),
        ("[lists.a]\nslack = 'https://hooks.example.org/T/s3cret'", "'slack' of 'a'", "a secret"),
        ("[lists.a]\nmsteams = 'has space'", "'msteams' of 'a' is no name", "msteams ="),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, text: str, said: str, hint: str
) -> None:
    """A complaint names the place, what is wrong, and what to write; a secret is in none."""
    with pytest.raises(ProjectError) as caught:
        project(tmp_path, text)
    first = getattr(caught.value, "errors", (caught.value,))[0]
    assert said in str(first)
    assert hint in first.hint
    assert "s3cret" not in f"{caught.value}{first.hint}"
