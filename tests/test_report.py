"""Findings as people and machines read them."""

from __future__ import annotations

import json
import re

from secondstory.findings import Finding, Level, Location
from secondstory.report import (
    Report,
    as_digest,
    as_json,
    as_table,
    as_text,
    catalogue,
    sentence,
)
from secondstory.report.formats import FORMATS


def a_finding(
    path: str = "a.md",
    line: int = 1,
    code: str = "SS101",
    message: str = "not UTF-8",
    level: Level = Level.WARNING,
    hint: str = "",
) -> Finding:
    return Finding(Location(path, line), code, message, level, hint)


def a_report(*findings: Finding, reports: int = 2, others: int = 1) -> Report:
    return Report(findings, reports, others, folder="docs/pm")


def test_findings_stand_by_place_with_their_hints() -> None:
    """Each finding has the spelling that editors open, its hint below it, sorted by place."""
    report = a_report(
        a_finding("b.md", 7, hint="save it anew"), a_finding("a.md", 10), a_finding("a.md", 9)
    )
    assert as_text(report) == (
        "docs/pm/a.md:9:1: SS101 not UTF-8\n"
        "docs/pm/a.md:10:1: SS101 not UTF-8\n"
        "docs/pm/b.md:7:1: SS101 not UTF-8\n"
        "  hint: save it anew\n"
    )


def test_no_findings_are_no_text() -> None:
    """Silence means that all is well."""
    assert as_text(a_report()) == as_digest(a_report()) == ""


def test_a_finding_cannot_play_tricks_on_a_terminal() -> None:
    """Names and messages come from reports: they move no cursor and forge no line."""
    report = a_report(a_finding("a\x1b[2J\n.md", message="x\rSS999 \u202eeslaf\x9b", hint="\x07"))
    assert as_text(report) == (
        "docs/pm/a\\x1b[2J\\n.md:1:1: SS101 x\\rSS999 \\u202eeslaf\\x9b\n  hint: \\x07\n"
    )


def test_paint_is_put_on_places_codes_and_hints() -> None:
    """Whoever prints decides on colours; the text stays the same."""
    report = a_report(a_finding(hint="h", level=Level.ERROR))
    painted = as_text(report, lambda words, role: f"<{role} {words}>")
    assert painted == ("<place docs/pm/a.md:1:1:> <error SS101> not UTF-8\n  <hint hint: h>\n")


def test_few_findings_are_shown_in_full() -> None:
    """A handful needs no digest."""
    report = a_report(a_finding(), a_finding(line=2))
    assert as_digest(report) == as_text(report)


def test_many_findings_are_counted_by_kind() -> None:
    """The gravest and most frequent kinds come first, each with one place to begin."""
    report = a_report(
        *(a_finding("a.md", n, "SS101") for n in range(1, 9)),
        a_finding("z.md", 3, "SS103", level=Level.ERROR),
        a_finding("b.md", 4, "SS102"),
        a_finding("b.md", 5, "SS102"),
    )
    assert as_digest(report) == (
        "    1  SS103 too-large           docs/pm/z.md:3\n"
        "    8  SS101 not-utf8            docs/pm/a.md:1 and 7 more\n"
        "    2  SS102 control-characters  docs/pm/b.md:4 and 1 more\n"
    )


def test_the_sentence_counts() -> None:
    """One line says what was read and what was found, in good English."""
    assert sentence(a_report(reports=1, others=0)) == "1 report, 0 other files, no findings"
    one = a_report(a_finding())
    assert sentence(one) == "2 reports, 1 other file, 1 finding (1 warning)"
    mixed = [a_finding(level=level) for level in (Level.NOTE, Level.NOTE, Level.ERROR)]
    assert sentence(a_report(*mixed, reports=1234)) == (
        "1,234 reports, 1 other file, 3 findings (1 error, 2 notes)"
    )


def test_json_says_everything() -> None:
    """Machines read the same findings, sorted, with the names of their kinds and all counts."""
    report = Report(
        (a_finding("é.md", 2, hint="h"), a_finding("a.md", code="SSX", level=Level.NOTE)),
        reports=2,
        others=1,
        folder="pm",
        site="site/index.html",
        files={"written": 3, "kept": 2, "removed": 1},
    )
    document = json.loads(as_json(report))
    assert document.pop("generator")["name"] == "secondstory"
    assert document == {
        "schema_version": 1,
        "reports": 2,
        "others": 1,
        "drafts": 0,
        "site": "site/index.html",
        "files": {"written": 3, "kept": 2, "removed": 1},
        "levels": {"error": 0, "warning": 1, "note": 1},
        "findings": [
            {
                "path": "pm/a.md",
                "line": 1,
                "column": 1,
                "code": "SSX",
                "name": None,
                "level": "note",
                "message": "not UTF-8",
                "hint": None,
            },
            {
                "path": "pm/é.md",
                "line": 2,
                "column": 1,
                "code": "SS101",
                "name": "not-utf8",
                "level": "warning",
                "message": "not UTF-8",
                "hint": "h",
            },
        ],
    }
    assert "é.md" in as_json(report)


def test_every_format_takes_every_report() -> None:
    """The formats share one signature, so that another is one more function."""
    report = a_report(a_finding(), a_finding(level=Level.ERROR))
    for form in FORMATS.values():
        assert "SS101" in form(report, lambda words, _role: words)


def test_the_catalogue_knows_every_kind_once() -> None:
    """Codes and names are distinct, well formed and say why and what to do."""
    codes = catalogue()
    assert [code.code for code in codes] == sorted({code.code for code in codes})
    assert len({code.name for code in codes}) == len(codes)
    for code in codes:
        assert re.fullmatch(r"SS\d{3}", code.code)
        assert re.fullmatch(r"[a-z][a-z0-9-]+", code.name)
        assert code.why.endswith(".")
        assert code.mend
        assert not code.mend.endswith(".")


def test_the_table_explains_each_kind() -> None:
    """A kind is explained by its level and name, its reason and its cure."""
    (code,) = (code for code in catalogue() if code.code == "SS103")
    assert as_table([code]) == f"SS103 too-large (error)\n  {code.why}\n  mend: {code.mend}\n"
