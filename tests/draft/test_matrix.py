"""Every draft, as it is begun and as it is left: clean, and with no question on any page."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine import ss
from secondstory.blueprints import load_blueprints
from secondstory.draft import NEAR_MISS, types

SEVERITIES = ("SEV1", "SEV2", "SEV3", "SEV4")
TYPES = types(load_blueprints())
DAY = "2026-11-20"
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_WORDS = re.compile(r"[a-z]+(?: [a-z]+){4}")


def layers(content: bytes) -> Iterator[bytes]:
    """A file's bytes, and all that is compressed in it."""
    yield content
    packed = [content] if content.startswith(b"\x1f\x8b") else []
    packed += [base64.b64decode(found) for found in re.findall(rb"H4sI[A-Za-z0-9+/]+=*", content)]
    for each in packed:
        yield from layers(gzip.decompress(each))


def asked(text: str) -> set[str]:
    """Five words from each line of the comments of a draft."""
    lines = (line for comment in _COMMENT.findall(text) for line in comment.lower().split("\n"))
    return {found[0] for line in lines if (found := _WORDS.search(line))}


def told(site: Path) -> str:
    """All that a site says, in lower case, compressed data included."""
    files = (path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file())
    return b"\n".join(layer for each in files for layer in layers(each)).decode("utf-8", "replace")


def said(site: Path) -> str:
    return " ".join(told(site).lower().split())


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_new_report_is_clean_and_its_questions_show_nowhere(
    tmp_path: Path, severity: str, kind: str
) -> None:
    """As a draft it is left out; with --drafts, and when it is published as it is, no question."""
    arguments = ("--severity", severity, "--type", kind, "--date", DAY, "--service", "edge")
    made = ss(tmp_path, "new", "Zanzibar went away", *arguments)
    assert (made.code, made.out) == (0, f"made  postmortems/{DAY}-zanzibar-went-away.md\n")
    checked = ss(tmp_path, "check", "--strict")
    assert (checked.code, checked.out) == (0, "")
    assert "no findings" in checked.err
    linted = ss(tmp_path, "lint")
    assert (linted.code, linted.out) == (0, "")

    built = ss(tmp_path, "build", "--strict", "--as-of", DAY)
    assert built.code == 0
    assert "1 draft left out" in built.err
    assert "zanzibar" not in said(tmp_path / "site")

    file = tmp_path / f"postmortems/{DAY}-zanzibar-went-away.md"
    text = file.read_text("utf-8")
    questions = asked(text)
    assert len(questions) >= 3
    assert ss(tmp_path, "build", "--strict", "--drafts", "--as-of", DAY).code == 0
    shown = said(tmp_path / "site")
    assert "zanzibar" in shown
    assert "not approved yet" in shown
    assert {words for words in questions if words in shown} == set()

    file.write_text(text.replace("status: draft", "status: published"), "utf-8")
    left = ss(tmp_path, "check")
    assert left.code == 1
    assert "questions have no answer, the first of them here" in left.out
    assert ss(tmp_path, "build", "--as-of", DAY).code == 0
    shown = said(tmp_path / "site")
    assert "zanzibar" in shown
    assert {words for words in questions if words in shown} == set()


def test_a_near_miss_has_three_questions(tmp_path: Path) -> None:
    """However bad it could have been."""
    for severity in ((), ("--severity", "SEV1")):
        text = ss(tmp_path, "new", "Nearly", "--type", NEAR_MISS, "--output", "-", *severity).out
        assert text.count("<!-- ask:") == 3
        assert "near_miss: true" in text


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {NEAR_MISS}))
def test_each_type_adds_questions_at_each_depth(tmp_path: Path, kind: str) -> None:
    """A SEV1 of a type asks more than a SEV4 of it, and the types ask for different things."""
    texts = [
        ss(tmp_path, "new", "X", "--severity", each, "--type", kind, "--output", "-").out
        for each in SEVERITIES
    ]
    counts = [text.count("<!-- ask:") for text in texts]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[3]
    other = "security" if kind == "availability" else "availability"
    for severity, text in zip(SEVERITIES, texts, strict=True):
        like = ("--severity", severity, "--type", other, "--output", "-")
        assert asked(text) - asked(ss(tmp_path, "new", "X", *like).out)
