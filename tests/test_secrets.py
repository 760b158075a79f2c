"""What looks like a secret is masked before it is read, and what only looks odd is not."""

from __future__ import annotations

import json
import random
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machine import REPORT, put, ss
from secondstory.model import Source
from secondstory.privacy.masking import MASK, masked
from test_leaks import layers

ALL = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


def odd(length: int, letters: str = ALL) -> str:
    """Letters as a generator of keys would choose them, the same each time; never in this file."""
    chance = random.Random(length)
    return "".join(chance.choice(letters) for _ in range(length))


AWS = odd(16, string.ascii_uppercase + "234567")
JWT = f"{odd(20)}.eyJ{odd(40)}.{odd(43)}"
KEY = f"MIIE{odd(60)}\n{odd(64)}\n{odd(20)}=="
# Each with what stands for it.
SECRETS = {
    f"AKIA{AWS}": f"AKIA{MASK}",
    f"the key `AKIA{AWS}`.": f"the key `AKIA{MASK}`.",
    f"ghp_{odd(36)}": f"ghp_{MASK}",
    f"github_pat_{odd(22)}_{odd(59)}": f"github_pat_{MASK}",
    f"glpat-{odd(20)}": f"glpat-{MASK}",
    f"xoxb-123456789012-{odd(24)}": f"xoxb-{MASK}",
    f"https://hooks.slack.com/services/T1234567/B1234567/{odd(24)}": (
        f"https://hooks.slack.com/services/T1234567/B1234567/{MASK}"
    ),
    f"sk_live_{odd(24)}": f"sk_live_{MASK}",
    f"AIza{odd(35)}": f"AIza{MASK}",
    f"ya29.{odd(60)}": f"ya29.{MASK}",
    f"npm_{odd(36)}": f"npm_{MASK}",
    f"SG.{odd(22)}.{odd(43)}": f"SG.{MASK}",
    f"sk-ant-{odd(40)}": f"sk-ant-{MASK}",
    f"hvs.{odd(24)}": f"hvs.{MASK}",
    f"eyJ{JWT}": f"eyJ{MASK}",
    f"Authorization: Bearer {odd(40)}": f"Authorization: Bearer {MASK}",
    "Authorization: Basic dXNlcjpodW50ZXIyMQ==": f"Authorization: Basic {MASK}",
    f"curl -H 'X-Api-Key: {odd(32)}'": f"curl -H 'X-Api-Key: {MASK}'",
    f"a bearer {odd(40)}": f"a bearer {MASK}",
    "DB_PASSWORD=hunter2": f"DB_PASSWORD={MASK}",
    "password=letmein": f"password={MASK}",
    '"password": "letmein"': f'"password": "{MASK}"',
    "**Password:** hunter2": f"**Password:** {MASK}",
    "the password: hunter2, it was": f"the password: {MASK}, it was",
    "secret: s3cr3t-value": f"secret: {MASK}",
    f"os.environ['SECRET_KEY'] = '{odd(30)}'": f"os.environ['SECRET_KEY'] = '{MASK}'",
    f"aws_secret_access_key = {odd(40)}": f"aws_secret_access_key = {MASK}",
    f"`token`: `{odd(30)}`": f"`token`: `{MASK}`",
    "postgres://app:hunter2@db.internal:5432/app": f"postgres://app:{MASK}@db.internal:5432/app",
    "redis://:p4ssw0rd@cache:6379": f"redis://:{MASK}@cache:6379",
    f"-----BEGIN RSA PRIVATE KEY-----\n{KEY}\n-----END RSA PRIVATE KEY-----": (
        f"-----BEGIN RSA PRIVATE KEY-----\n{MASK}\n{MASK}\n{MASK}\n-----END RSA PRIVATE KEY-----"
    ),
    f"-----BEGIN PRIVATE KEY-----\n{KEY}\n\nAnd so it went on.": (
        f"-----BEGIN PRIVATE KEY-----\n{MASK}\n{MASK}\n{MASK}\n\nAnd so it went on."
    ),
}
HARMLESS = (
    "password: unknown",
    "Password: the reset mail was slow",
    "token=$TOKEN and password=${DB_PASSWORD} and secret=<secret>",
    "password = os.getenv('PASSWORD')",
    "AKIAIOSFODNN7EXAMPLE",
    f"ghp_{'x' * 36}",
    "api_key: YOUR_API_KEY",
    "https://user:password@example.org/",
    "Authorization: Bearer <token>",
    "max_tokens=4096000000",
    "secret: payments-db-2",
    "credentials: aws-prod-eu1",
    "password_file=/etc/secret/x1",
    "token_url: https://auth.example.org/t1",
    "token: 2021-03-04T10:00:00Z",
    "token: v2.3.1",
    f"nextPageToken={odd(24)}",
    f"commit {odd(40, HEX)}",
    f"image@sha256:{odd(64, HEX)}",
    f"trace_id={odd(32, HEX)}",
    "550e8400-e29b-41d4-a716-446655440000",
    f"primary key: {odd(20, HEX)}",
    f'etag="{odd(40, HEX)}"',
    f"-----BEGIN PUBLIC KEY-----\n{KEY}\n-----END PUBLIC KEY-----",
    "git@github.com:org/repo.git",
    f"https://example.org/blob/{odd(40)}/a.md",
)


@pytest.mark.parametrize(("text", "shown"), SECRETS.items())
def test_a_secret_is_masked_and_reported(text: str, shown: str) -> None:
    """What its issuer or its name makes a secret is hidden, and the finding does not repeat it."""
    found = masked(Source("a.md", f"one\ntwo {text}\n"))
    assert found.text == f"one\ntwo {shown}\n"
    (finding,) = found.findings
    assert str(finding).startswith("a.md:2:")
    assert (finding.code, finding.message.split(" like ")[0]) == ("SS111", "what looks")
    hidden = [word for word in text.replace(shown.partition(MASK)[0], "").split() if len(word) > 5]
    assert not [word for word in hidden if word in f"{finding} {finding.hint}"]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_secret_stays(text: str) -> None:
    """Hashes, identifiers, digests, variables and examples are left as they are."""
    source = Source("a.md", f"{text}\n")
    assert masked(source) is source


def test_the_place_is_that_in_the_file() -> None:
    """Line and column count in the file as it is, also behind another secret of the line."""
    text = f"# A\n\nFirst password=hunter2 and then password=hunter3.\nAKIA{AWS}\n"
    places = [str(finding.location) for finding in masked(Source("a.md", text)).findings]
    assert places == ["a.md:3:16", "a.md:3:42", "a.md:4:5"]


def test_a_masked_text_holds_no_secret() -> None:
    """What was masked is not reported again."""
    text = "\n".join(SECRETS)
    once = masked(Source("a.md", text))
    again = masked(Source("a.md", once.text))
    assert (again.text, again.findings) == (once.text, ())


@given(st.lists(st.sampled_from([*SECRETS, *HARMLESS, "\n", " ", "ü", "İ", "\ud800", "password:"])))
def test_lines_stay_and_any_text_is_read(parts: list[str]) -> None:
    """Masking takes and adds no line, whatever stands together."""
    text = "".join(parts)
    assert masked(Source("a.md", text)).text.count("\n") == text.count("\n")


def test_no_output_holds_a_secret(tmp_path: Path) -> None:
    """From front matter, title, prose, table or log: it is in no byte of the site or the cache."""
    secret = odd(36)
    token = f"ghp_{secret}"
    report = REPORT.replace("Cache restart", f"Cache {token} restart").replace(
        "The cache came back empty.", f"It was {token}.\n\n```\nERROR token={token}\n```\n"
    )
    put(tmp_path, "postmortems/a.md", report.replace("| Restart", f"| {token} restart"))
    result = ss(tmp_path, "build", "--json")
    found = [finding["code"] for finding in json.loads(result.out)["findings"]]
    assert found == ["SS111"] * 4
    for folder in ("site", ".secondstory"):
        for file in (tmp_path / folder).rglob("*"):
            if file.is_file():
                assert not any(secret.encode() in layer for layer in layers(file.read_bytes()))
    assert secret not in result.out + result.err + ss(tmp_path, "check").out
    assert f"ghp_{MASK}" in (tmp_path / "site/incidents/a.html").read_text("utf-8")
