"""The bytes of a mail: the same each time, whole for every reader, with nothing smuggled in."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.policy import SMTP, default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.projects import parsed
from secondstory.noun import replace
from secondstory.sending import Heads, line, message

HEADS = Heads(
    sender="Second Story <learning@example.org>",
    name="everyone",
    month="2026-10",
    subject="Learnings, October: Expire pooled sockets before the gateway does",
    language="en",
    sent=date(2026, 11, 1),
    leave="leave@example.org",
)
READER = "ada@example.org"
RTL = "\u202egnitteg\u2066\u200f"


def test_a_mail_says_what_it_is() -> None:
    """Plain text first and HTML second, with the headers of a list and of an automaton."""
    mail, text, html = parsed(message(HEADS, READER, "Plain ä\n", "<p>Märkup</p>\n"))
    assert mail.get_content_type() == "multipart/alternative"
    assert (text, html) == ("Plain ä\n", "<p>Märkup</p>\n")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert {part["Content-Transfer-Encoding"] for part in mail.iter_parts()} == {"quoted-printable"}
    assert dict(mail.items()) == {
        "From": "Second Story <learning@example.org>",
        "To": "ada@example.org",
        "Subject": "Learnings, October: Expire pooled sockets before the gateway does",
        "Date": "Sun, 01 Nov 2026 00:00:00 +0000",
        "Message-ID": "<digest-2026-10.5d67991ae9@example.org>",
        "List-Id": "<everyone.learnings.example.org>",
        "List-Unsubscribe": "<mailto:leave@example.org?subject=leave%20everyone>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": mail["Content-Type"],
        "Content-Language": "en",
    }


def test_the_same_mail_has_the_same_bytes() -> None:
    """Nothing in it is random: neither its number nor the line between its parts."""
    assert message(HEADS, READER, "a", "b") == message(HEADS, READER, "a", "b")


def test_each_list_and_month_has_a_number_of_its_own() -> None:
    """Servers that drop what they have seen drop no other issue, and no list of a reader."""
    others = (HEADS, replace(HEADS, name="edge"), replace(HEADS, month="2026-11"))
    mails = [message(heads, READER, "a", "b") for heads in others]
    mails += [message(HEADS, READER, "a", "b", "1f"), message(HEADS, READER, "a", "b", "2e")]
    assert len({parsed(mail)[0]["Message-ID"] for mail in mails}) == 5
    assert (
        len({parsed(message(HEADS, to, "a", "b"))[0]["Message-ID"] for to in (READER, "b@c")}) == 1
    )


@pytest.mark.parametrize(
    "words",
    [
        "One\nBcc: evil@example.org",
        "One\r\nBcc: evil@example.org\r\n\r\n<p>body</p>",
        "One\u2028Bcc: evil@example.org\u2029\x85x\x0bx\x0cx",
        f"One {RTL} Bcc: evil@example.org",
        "One\x00\x1b[2J\x07 Bcc: evil@example.org",
        "=?utf-8?q?One=0D=0ABcc=3A_evil=40example.org?=",
        "x" * 300,
        "ä" * 300,
        "日本語の題名" * 60,
        "👩‍🚒 " * 60,
        "a\ud800b",
        "",
    ],
)
def test_no_subject_can_add_a_header(words: str) -> None:
    """What a report calls itself is one line of words in one header, at most 150 characters."""
    heads = replace(HEADS, subject=f"Learnings, October: {words}")
    content = message(heads, READER, "a\n", "b\n")
    mail, text, _ = parsed(content)
    plain = parsed(message(HEADS, READER, "a\n", "b\n"))[0]
    assert mail.keys() == plain.keys()
    assert text == "a\n"
    assert len(mail["Subject"]) <= 150
    assert not any(sign in mail["Subject"] for sign in "\r\n\x00\x1b\u2028\u202e\u2066\u200f")
    assert max(map(len, content.split(b"\r\n"))) <= 998


@given(st.text(max_size=200), st.text(max_size=300), st.text(max_size=300))
def test_any_words_come_out_as_they_went_in(subject: str, text: str, html: str) -> None:
    """Whatever the words, a mail is read back as it was written, and no line ends early."""
    subject = f"Learnings: {subject}"
    content = message(replace(HEADS, subject=subject), READER, f"{text}\n", f"{html}\n")
    mail = message_from_bytes(content, policy=default)
    assert mail["To"] == READER
    assert not mail.get_all("Bcc")
    assert " ".join(mail["Subject"].split()) == " ".join(line(subject)[:150].split())
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert content.isascii()
    found = [part.get_content() for part in mail.iter_parts()]
    assert [_lines(part) for part in found] == [_lines(text), _lines(html)]


def _lines(text: str) -> list[str]:
    return text.rstrip("\r\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def test_it_is_what_smtp_wants() -> None:
    """Written anew by the strict policy of SMTP, a mail stays as it is."""
    content = message(HEADS, READER, "Ein Wört\n.\n..\nFrom here\n", "<p>x</p>\n")
    assert message_from_bytes(content, policy=SMTP).as_bytes() == content
