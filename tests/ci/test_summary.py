"""The summary for a pull request: what to mend, what came back, and nothing that pings or links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_lesson, a_postmortem, an_action, an_archive
from machine import REPORT, put, ss
from secondstory.findings import Finding, Level, Location
from secondstory.model import ActionStatus, Archive, Postmortem, Site
from secondstory.report import Report
from secondstory.report.quoted import quoted
from secondstory.report.summary import MARK, as_summary

TODAY = date(2026, 11, 20)
CLASS = {"classes": ["retry-storm"], "services": ["payments"]}
# What GitHub or GitLab finds in a text that Markdown has been made of, and acts upon.
PINGS = (
    "@all", "@octo/team", "a@b.example", "#12", "GH-12", "owner/repo#3", "ABC-7", "!4", "$5", "&6",
    "%7", '%"next release"', '~"bug"', "~bug", "^alert#1", ":tada:", "[[wiki]]", "[x](//evil)",
    "https://evil.example", "www.evil.example", "//evil.example", "deadbeef", "1234567",
    "a5c3785ed8d6a35868bc169f07e40e889087fd2e", "<img src=x onerror=alert(1)>", "<!-- x", "-->",
    "| a | b |", "\u2028# h", "```\nx\n```", "`", "``", "*b*", "_i_", "~~s~~", "![i](x)", "> q",
    "# h", "$`x`$", "\\", "&lt;b&gt;", "a&amp;b", "[ ] task", "\x1b[2J", "\u202eevil", "![", "](",
    "{{ x }}", "::error::x",
)  # fmt: skip
# What means something at the begin of a line only.
LEADS = (
    "- x",
    "1. x",
    "1) x",
    "+ x",
    "===",
    "---",
    "a\n/close",
    "a\r\n/close",
    "/close",
    "a\n\n    x",
)


# The same as a pattern, for text that stands beside words of our own.
ACTS = re.compile(r"[@#$~^<>|\[\]\\*_`{}]|[!%&]\w|www\.|//|\b[0-9a-f]{7,}\b|[A-Z]{2,}-\d|:\w+:")


def a_summary(
    *changed: Postmortem,
    others: Iterable[Postmortem] = (),
    findings: Iterable[Finding] = (),
    site: Site | None = None,
    archive: Archive | None = None,
    asked: bool = True,
) -> str:
    """The summary of a pull request that changes some reports of an archive."""
    known = archive or an_archive(*changed, *others)
    report = Report(tuple(findings), 1, 0, "pm", asked=len(changed) if asked else None)
    return as_summary(report, changed, known, TODAY, site or Site())


def a_story(slug: str = "now", day: str = "2026-11-18", **facts: Any) -> Postmortem:
    """A report with a class and a service."""
    return a_postmortem(slug, date=day, **{"title": "Checkout stalled", **CLASS, **facts})


def inline(words: str) -> list[dict[str, Any]]:
    """What Markdown takes words in a list for: the pieces of its one line."""
    (listed,) = mistune.create_markdown(
        renderer="ast", plugins=["url", "table", "strikethrough", "footnotes", "math"]
    )(f"- {words}")
    (item,) = listed["children"]
    (block,) = item["children"]
    assert block["type"] in {"block_text", "paragraph"}
    return list(block["children"])


def test_a_summary_begins_with_its_mark() -> None:
    """The comment is found again by its first line."""
    text = a_summary(a_story())
    assert text.startswith(f"{MARK}\n### Second Story: 1 report changed, 0 findings\n")


def test_findings_and_gaps_stand_with_their_report() -> None:
    """Each changed report has what is to mend, with its line, and what a reader would miss."""
    finding = Finding(Location("now.md", 4), "SS303", "the date is odd", hint="mend it")
    text = a_summary(a_story(), findings=[finding])
    assert "#### Checkout stalled\n\n`pm/now.md`\n\n**To mend**\n" in text
    assert "- line 4: SS303 the date is odd; mend it\n" in text
    assert '**A reader would miss**\n- **lessons**: a section "Lessons learned": ' in text
    assert "- ... and 3 more\n" in text


def test_a_class_that_came_back_is_told_with_its_fixes() -> None:
    """How often the class came back, the earlier reports, and which fix never shipped."""
    first = a_story("one", "2025-03-04", title="Retries piled up", actions=[
        an_action("Cap the retries", ActionStatus.OPEN), an_action("Alert", ActionStatus.DONE)
    ])  # fmt: skip
    second = a_story("two", "2026-01-09", title="Retries again", actions=[
        an_action("Jitter", ActionStatus.DONE)
    ])  # fmt: skip
    text = a_summary(a_story(recurrence="known fix not shipped"), others=[first, second])
    told = text.partition("**The 3rd incident of class retry-storm (known fix not shipped)**\n")[2]
    assert told.startswith(
        "- 2026-01-09 Retries again. 1 fix closed.\n"
        "- 2025-03-04 Retries piled up. **1 of 2 fixes not shipped**: Cap the retries.\n"
    )
    assert "Similar earlier" not in text


def test_a_similar_report_says_why_and_what_it_taught() -> None:
    """Likeness is never claimed without its reason; the lesson saves a click."""
    like = a_story(
        "old",
        "2026-02-03",
        title="Payments hung",
        classes=[],
        errors=["ECONNRESET by peer"],
        lessons=[a_lesson("Cap the idle time.", more="Or not.")],
    )
    rest = [a_postmortem(f"x{n}", title=f"Other {n}", date="2026-01-01") for n in range(8)]
    text = a_summary(a_story(errors=["ECONNRESET by peer"]), others=[like, *rest])
    assert (
        "**Similar earlier incidents**\n- 2026-02-03 Payments hung"
        " (error ECONNRESET by peer, service payments). Learned: Cap the idle time.\n"
    ) in text


def test_what_came_later_is_not_called_earlier() -> None:
    """A correction to an old report is not told of what happened after it."""
    later = a_story("later", "2026-11-19", title="After")
    text = a_summary(a_story(day="2026-11-18"), others=[later])
    assert "After" not in text


def test_titles_lead_to_their_pages_where_the_portal_has_an_address() -> None:
    """Links are absolute, since a comment is read elsewhere; without an address there are none."""
    site = Site(base_url="https://learn.example.org/pm")
    link = "[Checkout stalled](https://learn.example.org/pm/incidents/now.html)"
    assert f"#### {link}\n" in a_summary(a_story(), site=site)
    assert "](" not in a_summary(a_story())


@pytest.mark.parametrize("words", PINGS)
def test_words_that_would_ping_or_link_are_code(words: str) -> None:
    """In a code span neither Markdown nor what a host does after it finds anything."""
    for text in (words, f"see {words}", f"({words})", f"a {words} b"):
        (only,) = inline(quoted(text))
        assert only["type"] == "codespan"


@pytest.mark.parametrize("words", LEADS)
def test_words_that_would_begin_a_block_begin_none(words: str) -> None:
    """Behind the mark of a list stands one line, and no command of GitLab begins a line."""
    (only,) = inline(quoted(words))
    assert only["type"] in {"text", "codespan"}
    assert "\n" not in quoted(words)
    assert not quoted(words).startswith("/")


@pytest.mark.parametrize(
    "words",
    [
        "DNS went away", "A timer on the full minute: jitter helps", "100% of 3,000",
        "Größe, façade & 停电", "What's “this”? (really) 3/4 + 1 = 2 …", "'quoted' words",
        "write `date: 2026-09-14` in the front matter, or `@day`; mend it", "`only` then prose",
        'the tag "dns" is on 7 of 9 reports', "2026 was worse, 2025-11-19 too",
    ],
)  # fmt: skip
def test_prose_stays_prose(words: str) -> None:
    """What nobody finds anything in is not dressed as code."""
    assert quoted(words) == words


@given(st.text(min_size=1) | st.text("@#`ab1 $!%&:;,/<>[](){}*_~\n\\|-+.'\"^", min_size=1))
def test_any_words_are_one_line_of_text_or_code(words: str) -> None:
    """Whatever a report says is one line of text and code; no other markup comes of it."""
    told = quoted(words)
    assert not set(told) & set("\n\r\u2028\u2029\x85")
    for piece in inline(told):
        assert piece["type"] in {"text", "codespan"}
        assert piece["type"] == "codespan" or not ACTS.search(piece["raw"])
    if "`" not in told:
        assert told in {" ".join(words.split()), "(nothing)"} or told.endswith("…")


@pytest.mark.parametrize("words", [*PINGS, *LEADS])
def test_no_field_of_a_report_acts_in_a_summary(words: str) -> None:
    """Title, class, service, fix, lesson, path, message and hint are told, and do nothing."""
    facts: dict[str, Any] = {"title": f"T {words}", "classes": [words], "services": [words, "s"]}
    fix = an_action(words, ActionStatus.OPEN)
    old = a_postmortem("old", date="2026-01-02", actions=[fix], lessons=[a_lesson(words)], **facts)
    like = a_postmortem("like", date="2026-01-03", **(facts | {"classes": []}))
    now = a_postmortem("now", date="2026-11-18", path=f"{words}.md", **facts)
    finding = Finding(Location(f"{words}.md", 1), "SS303", words, Level.WARNING, words)
    text = a_summary(now, others=[old, like], findings=[finding],
                     site=Site(base_url="https://l.example"))  # fmt: skip
    kinds = set()
    for kind, told in pieces(text):
        kinds.add(kind)
        assert kind != "text" or not ACTS.search(told), told
        assert kind != "link" or told.startswith("https://l.example/incidents/")
        assert kind != "block_html" or told.strip() == MARK
    assert kinds <= {"text", "codespan", "link", "block_html"}


def pieces(text: str) -> list[tuple[str, str]]:
    """All that a text comes to: text, code, HTML, and the addresses of links and images."""
    found: list[tuple[str, str]] = []

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            if "raw" in node:
                found.append((node["type"], node["raw"]))
            if "url" in (attributes := node.get("attrs") or {}):
                found.append((node["type"], attributes["url"]))
            walk(node.get("children") or [])

    walk(mistune.create_markdown(renderer="ast", plugins=["url", "table"])(text))
    return found


SECRET = "zanzibarquill"
RESTRICTED = REPORT.replace("Cache restart", SECRET).replace("Warm caches", f"{SECRET} caches")
FACETS = "services: [payments]\nclasses: [retry-storm]\ntags: [dns]\nseverity"


@pytest.mark.parametrize("arguments", [(), ("--audience", "restricted")])
def test_a_restricted_report_is_never_called_similar(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Whoever runs the check, what not everybody may read is not told to a pull request."""
    new = REPORT.replace("09-14", "10-14")
    for name, text in (("new.md", new), ("old.md", RESTRICTED)):
        put(tmp_path, f"postmortems/{name}", text.replace("severity", FACETS))
    told = ss(tmp_path, "check", "postmortems/new.md", "--summary", "-", *arguments).out
    assert "The 2nd incident" in told
    assert SECRET in told
    hidden = RESTRICTED.replace("severity", f"visibility: restricted\n{FACETS}")
    put(tmp_path, "postmortems/old.md", hidden)
    told = ss(tmp_path, "check", "postmortems/new.md", "--summary", "-", *arguments).out
    assert "Cache restart" in told
    assert "incident" not in told.replace("-incident", "")
    assert SECRET not in told


def test_a_changed_report_that_is_restricted_is_named_and_not_told(tmp_path: Path) -> None:
    """Its path is in the pull request anyway; its words go into no comment and no mail."""
    text = RESTRICTED.replace("severity: SEV2", f"visibility: restricted\nseverity: {SECRET}")
    put(tmp_path, "postmortems/old.md", text)
    told = ss(tmp_path, "check", "postmortems/old.md", "--summary", "-", "--audience", "restricted")
    assert "#### `postmortems/old.md`\n\nRestricted: " in told.out
    assert "1 finding, in the log." in told.out
    assert "**A reader would miss**" in told.out
    assert SECRET not in told.out


def test_a_restricted_file_that_is_no_incident_is_not_told_either(tmp_path: Path) -> None:
    """An index or a template may be restricted too, and what is wrong in it may quote it."""
    text = f"---\nvisibility: {SECRET}\n---\n# Index\n\n- [{SECRET}]({SECRET}.md)\n"
    put(tmp_path, "postmortems/README.md", text)
    told = ss(tmp_path, "check", "postmortems", "--summary", "-")
    assert told.code == 1
    assert "#### `postmortems/README.md`\n\nRestricted: " in told.out
    assert SECRET not in told.out
    put(tmp_path, "postmortems/README.md", "")
    assert "SS210" in ss(tmp_path, "check", "postmortems", "--summary", "-").out


def test_a_summary_of_everything_fits_into_a_comment() -> None:
    """GitHub takes 65,536 characters: what is beyond is counted, and stands in the log."""
    stories = [a_story(f"s{n}", title=f"Stall {n}", day="2026-01-01") for n in range(200)]
    text = a_summary(*stories, asked=False)
    assert 50_000 < len(text) < 65_000
    left = 200 - text.count("#### ")
    assert text.endswith(f"\n... and {left} more files: the log has them all.\n")
    assert text.startswith(f"{MARK}\n### Second Story: 200 reports read, 0 findings\n")


def test_a_pull_request_without_reports_says_so() -> None:
    """The comment of an earlier push is brought up to date even where nothing is left to tell."""
    assert a_summary() == f"{MARK}\n### Second Story: 0 reports changed, 0 findings\n"


def test_a_sound_report_is_told_to_be_sound(tmp_path: Path) -> None:
    """Where there is nothing to mend, that is said."""
    ss(tmp_path, "init")
    told = ss(tmp_path, "check", "--summary", "-").out
    assert "Nothing to mend, and nothing that a reader would miss." in told


def test_a_summary_goes_to_its_file_beside_the_findings(tmp_path: Path) -> None:
    """Findings and exit code are those of every check; the file is the Markdown."""
    put(tmp_path, "postmortems/a.md", "# Outage\n\n## Summary\n\nIt broke.\n")
    plain = ss(tmp_path, "check")
    result = ss(tmp_path, "check", "--summary", "summary.md")
    assert (result.code, result.out, result.err) == (plain.code, plain.out, plain.err)
    assert (tmp_path / "summary.md").read_text("utf-8") == (
        ss(tmp_path, "check", "--summary", "-").out
    )
    assert result.code == 1
    lost = ss(tmp_path, "check", "--summary", "not/there.md")
    assert lost.code == 2
    assert "cannot write 'not/there.md'" in lost.err
