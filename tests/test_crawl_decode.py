"""Bytes to text: every file has lines, and what had to be replaced is said with its place."""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machine import put
from secondstory.crawl import crawl
from secondstory.crawl.decode import decode
from secondstory.findings import Finding
from secondstory.model import Source


def read(folder: Path, content: bytes | str) -> Source:
    """The one source of a folder with one file."""
    put(folder, "x.md", content)
    (source,) = crawl(folder).sources
    return source


def the(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def test_marks_of_encodings_are_dropped(tmp_path: Path) -> None:
    """A byte order mark is no text, whichever encoding it announces."""
    text = "# Störung\n"
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        put(tmp_path, f"{encoding}.md", text.encode(encoding))
    put(tmp_path, "big-endian.md", BOM_UTF16_BE + text.encode("utf-16-be"))
    put(tmp_path, "twice.md", b"\xef\xbb\xbf\xef\xbb\xbf# St\xc3\xb6rung\n")
    folder = crawl(tmp_path)
    assert {source.text for source in folder.sources} == {text}
    assert {source.findings for source in folder.sources} == {()}


def test_bytes_that_are_no_utf8_are_shown_and_placed(tmp_path: Path) -> None:
    """A Windows-1252 letter is read as what it is, and the finding has its line and column."""
    source = read(tmp_path, b"one\r\nd\xc3\xa9j\xc3\xa0 caf\xe9 \xa35\n")
    assert source.text == "one\ndéjà café £5\n"
    assert str(the(source.findings)) == "x.md:2:9: SS101 not UTF-8: 0xE9 was read as 'é'"


def test_broken_utf16_is_a_finding(tmp_path: Path) -> None:
    """A lone surrogate in UTF-16 is replaced, and its place is named."""
    source = read(tmp_path, b"\xff\xfea\x00\n\x00\x00\xd8b\x00")
    assert source.text == "a\n�b"
    assert the(source.findings).location.line == 2
    assert "not UTF-16: 0x00 0xD8" in the(source.findings).message


def test_a_binary_file_is_a_source_without_control_characters(tmp_path: Path) -> None:
    """NUL bytes are replaced one by one, so that columns still count."""
    source = read(tmp_path, b"# T\nab\0\0c\x1b[31m")
    assert source.text == "# T\nab��c�[31m"
    assert str(the(source.findings)) == "x.md:2:3: SS102 a NUL byte: is this a binary file?"


def test_terminal_colours_are_a_finding_with_a_hint(tmp_path: Path) -> None:
    """An escape character pasted from a terminal says where it stands and where it comes from."""
    finding = the(read(tmp_path, "ok\n  \x1b[31mFATAL").findings)
    assert str(finding) == "x.md:2:3: SS102 a control character (U+001B)"
    assert "colour codes" in finding.hint


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_ending_becomes_a_line_feed(tmp_path: Path, newline: str) -> None:
    """A file has the same lines whichever system it was written on."""
    source = read(tmp_path, newline.join(["a", "", "b", ""]))
    assert source.text == "a\n\nb\n"


def test_odd_line_breaks_do_not_shift_lines(tmp_path: Path) -> None:
    """U+2028 and its kin, at which Python splits and editors do not, become spaces."""
    source = read(tmp_path, "a\u2028b\u2029c\x0bd\x0ce\x85f\ng")
    assert source.text == "a b c d e f\ng"
    assert source.findings == ()


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_decode_to_plain_lines(data: bytes) -> None:
    """Whatever the bytes: no exception, lines at line feeds only, valid text, true positions."""
    text, findings = decode(data, "x.md")
    assert text.splitlines() == text.removesuffix("\n").split("\n") or text in {"", "\n"}
    assert text.encode().decode() == text
    lines = text.split("\n")
    for finding in findings:
        assert 1 <= finding.location.line <= len(lines)
        assert 1 <= finding.location.column <= len(lines[finding.location.line - 1]) + 1
