"""A source becomes a document: front matter and Markdown together, with what is wrong in them."""

from __future__ import annotations

import pytest

from secondstory.findings import Finding, Level, Location
from secondstory.model import Document, Kind, Source
from secondstory.parse import parse

REPORT = """\
---
title: Dyke gate closed late
tags: [a, b]
---

# Dyke gate closed late

See [the other](../2025/other.md) and ![graph](img/level.png).

## Root cause

A [reference][r].

[r]: https://x.example/why
"""


def a_document(text: str, path: str = "2026/r.md") -> Document:
    return parse(Source(path, text))


def places(document: Document) -> list[str]:
    return [f"{f.code} {f.location}" for f in document.findings]


def test_a_document_has_everything_that_extraction_reads() -> None:
    """Fields, blocks, outline, images and reference targets come out of one pass."""
    document = a_document(REPORT)

    assert dict(document.meta) == {"title": "Dyke gate closed late", "tags": ["a", "b"]}
    assert (document.meta_line("title"), document.meta_line("tags", 1)) == (2, 3)
    assert [block.kind for block in document.blocks] == [
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.PARAGRAPH,
    ]
    assert [heading.plain for heading in document.outline] == ["Root cause"]
    assert document.images == ("2026/img/level.png",)
    assert list(document.links.values()) == ["https://x.example/why"]
    assert document.findings == ()


def test_lines_count_from_the_top_of_the_file() -> None:
    """Front matter does not shift the positions of what follows it."""
    document = a_document(REPORT)

    assert [block.line for block in document.blocks] == [6, 8, 10, 12]
    lines = REPORT.split("\n")
    assert all(block.text in lines[block.line - 1] for block in document.blocks)


def test_links_are_resolved_from_the_report() -> None:
    """A relative link means a file beside the report that holds it."""
    assert 'href="archive:2025/other.md"' in a_document(REPORT).html


def test_a_title_that_is_no_string_names_no_heading() -> None:
    """Front matter may hold anything under `title`; the first heading is the title then."""
    document = a_document("---\ntitle: [a, b]\n---\n# Heading\n\nText")

    assert document.outline == ()


@pytest.mark.parametrize("text", ["", "\n\n", "   \n\t\n"])
def test_an_empty_file_is_told(text: str) -> None:
    """A file without a word is a document without blocks, and a finding."""
    document = a_document(text, "r.md")

    assert document.blocks == ()
    assert places(document) == ["SS210 r.md:1:1"]


def test_front_matter_alone_is_not_empty() -> None:
    """A report may be all fields."""
    document = a_document("---\ntitle: x\n---\n")

    assert (document.blocks, document.findings) == ((), ())


def test_a_dropped_link_is_told_where_it_stands() -> None:
    """The finding points at the link, and names it."""
    document = a_document("# T\n\nText [x](javascript:alert(1)) more", "r.md")

    (finding,) = document.findings
    assert str(finding.location) == "r.md:3:10"
    assert finding.code == "SS211"
    assert "javascript:alert(1)" in finding.message
    assert "javascript" not in document.html


def test_a_long_link_is_named_in_short() -> None:
    """A message is a line, whatever somebody pasted."""
    (finding,) = a_document(f"[x](javascript:{'a' * 5_000})").findings

    assert len(finding.message) < 120


def test_findings_of_the_file_travel_on() -> None:
    """What was wrong with the bytes comes first, then the front matter, then the text."""
    earlier = Finding(Location("r.md"), "SS101", "not UTF-8", Level.WARNING)
    text = "---\nowner: @ana\n---\n[x](javascript:y)"

    codes = [finding.code for finding in parse(Source("r.md", text, (earlier,))).findings]

    assert codes == ["SS101", "SS201", "SS211"]


def test_a_file_that_could_not_be_read_is_not_called_empty() -> None:
    """Where the crawl said why there is no text, nothing is added."""
    earlier = Finding(Location("r.md"), "SS102", "cannot be read", Level.ERROR)

    assert parse(Source("r.md", "", (earlier,))).findings == (earlier,)


def test_a_location_is_never_outside_a_file() -> None:
    """Lines and columns count from 1, whoever asks."""
    document = a_document("x", "r.md")

    assert str(document.locate(0, 0)) == "r.md:1:1"
    assert str(document.locate(3, 4)) == "r.md:3:4"
