"""What a portal offers to machines: data beside pages, Markdown twins, feeds, llms.txt, search."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag
from xml.etree.ElementTree import fromstring

import mistune
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from factories import a_lesson, a_postmortem, an_action, an_archive, an_event
from secondstory.model import ActionStatus, Archive, Postmortem, Site
from secondstory.render import load_theme, render
from secondstory.render.feeds import feed_files
from secondstory.render.feeds.json_feed import VERSION
from secondstory.render.index_json import Index, index_artifact
from secondstory.render.opensearch import SEARCH, search_artifacts
from secondstory.render.twins.plain import literal, text
from strategies import archives, sites

TODAY = date(2026, 11, 20)
ADDRESS = "https://portal.example/learn"
ATOM = {"": "http://www.w3.org/2005/Atom"}
SCHEMA = json.loads(
    (Path(__file__).parent.parent / "docs" / "index.schema.json").read_text("utf-8")
)
INCIDENT = Draft202012Validator(
    {"$defs": SCHEMA["$defs"], "$ref": "#/$defs/incident"},
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
THEME = load_theme()
HERE = Site()
HOSTILE = (
    "# A heading of mine",
    "Underlined\n===",
    "Underlined\n---",
    "- a list\n- of mine",
    "1. one\n2. two",
    "> quoted",
    "[click me](https://evil.example)",
    "![see](https://evil.example/pixel.png)",
    "[ref]: https://evil.example\n\n[ref]",
    "<https://evil.example>",
    "<script>alert(1)</script> <!-- hidden",
    "`code` and ``more` ``",
    "```\nfenced\n```",
    "**bold** _slanted_ ~~gone~~",
    "a | b\n--- | ---\nc | d",
    "back\\slash \\[x](https://evil.example)",
    "](https://evil.example) [",
    "&#91;x&#93;(https://evil.example)",
    "\u202e reversed \x1b[2J cleared",
)


def files(archive: Archive, site: Site = HERE) -> dict[str, bytes]:
    """Every file of a site."""
    return {str(file.path): file.content for file in render(archive, THEME, site, TODAY)}


def hostile(words: str) -> Postmortem:
    """A report that says the same everywhere."""
    return a_postmortem(
        "bad",
        title=words,
        date="2026-10-02",
        status=words,
        services=[words],
        teams=[words],
        tags=[words],
        classes=[words],
        summary=words,
        impact=words,
        root_cause=words,
        trigger=words,
        detection=words,
        resolution=words,
        errors=[words],
        lessons=[a_lesson(words, check=words)],
        actions=[
            an_action(words, ActionStatus.OPEN, owner=words, due=words, verified_by=words),
            an_action(words, ActionStatus.DECLINED, reason=words, ticket="javascript:alert(1)"),
        ],
        timeline=[an_event(words, words)],
    )


def tokens(nodes: Any) -> Iterator[Mapping[str, Any]]:
    """All tokens of a Markdown document."""
    for node in nodes:
        yield node
        yield from tokens(node.get("children", ()))


def marked(content: str) -> list[Mapping[str, Any]]:
    """What a Markdown reader makes of a text."""
    read = mistune.create_markdown(renderer="ast", plugins=["table", "strikethrough"])
    return list(tokens(read(content)))


def said(nodes: Any) -> str:
    """What a reader sees."""
    return "".join(node.get("raw", "") for node in nodes)


# ---------------------------------------------------------------- data


@settings(max_examples=60)
@given(archives(), sites)
def test_a_report_has_the_object_of_the_index_beside_its_page(archive: Archive, site: Site) -> None:
    """Whatever it says: the same keys and values, of the same schema."""
    index = json.loads(index_artifact(archive, site, TODAY).content)["incidents"]
    beside = [json.loads(file.content) for file in Index(archive, site, TODAY).files()]

    assert [one["incident"] for one in beside] == index
    for one in beside:
        assert list(one) == ["schema_version", "incident"]
        assert one["schema_version"] == 1
        INCIDENT.validate(one["incident"])


def test_the_data_of_a_report_is_planned_by_what_it_tells() -> None:
    """What is like a report, and what it says, decide about its file, and nothing else does."""
    one, two = a_postmortem("one", tags=["dns"]), a_postmortem("two", date="2026-01-02")

    def shows(*reports: Postmortem) -> dict[str, tuple[object, ...]]:
        made = Index(an_archive(*reports), Site(), TODAY).files()
        return {str(file.path): file.shows for file in made}

    assert shows(one)["incidents/one.json"] == shows(one, two)["incidents/one.json"]


# ---------------------------------------------------------------- twins


@pytest.mark.parametrize("words", HOSTILE)
def test_a_report_cannot_forge_what_a_twin_says(words: str) -> None:
    """No heading, link, image, HTML, code or list of a report's making is in any twin."""
    harmless = files(an_archive(hostile("harmless")), Site(base_url=ADDRESS))
    for path, content in files(an_archive(hostile(words)), Site(base_url=ADDRESS)).items():
        if not path.endswith((".md", "llms.txt")):
            continue
        found = marked(content.decode())
        kinds = {node["type"] for node in found}
        assert kinds <= {
            "heading", "paragraph", "text", "list", "list_item", "block_text", "link",
            "blank_line", "softbreak", "codespan", "strong", "emphasis", "block_quote",
        }, path  # fmt: skip
        for node in found:
            if node["type"] == "link":
                assert node["attrs"]["url"].startswith(ADDRESS), path
            if node["type"] == "block_quote":
                assert path == "llms.txt"
        name = path if path in harmless else re.sub(r"/.*\.md", "/harmless.md", path)
        if name in harmless:
            assert outline(found) == outline(marked(harmless[name].decode())), path


def outline(found: list[Mapping[str, Any]]) -> list[str]:
    """The headings below the title."""
    headings = [node for node in found if node["type"] == "heading"]
    assert [node["attrs"]["level"] for node in headings[:1]] == [1]
    return [said(tokens(node["children"])) for node in headings[1:]]


@pytest.mark.parametrize("words", HOSTILE)
def test_text_is_read_as_it_was_written(words: str) -> None:
    """Escaped, not changed: a Markdown reader shows the words of the report."""
    line = " ".join(words.split())
    if line.isprintable():
        assert said(marked(f"- {text(words)}\n")) == line
        (span,) = [node for node in marked(f"- {literal(words)}\n") if node["type"] == "codespan"]
        assert span["raw"] == line


@settings(max_examples=60, deadline=None)  # the first one loads the library of charts
@given(archives(), sites)
def test_any_archive_gives_twins_with_one_title(archive: Archive, site: Site) -> None:
    """Whatever the reports say, a twin is text with one title, and each page links to its own."""
    made = files(archive, site)
    for path, content in made.items():
        if path.endswith(".md"):
            found = marked(content.decode("utf-8"))
            assert [n for n in found if n["type"] == "heading" and n["attrs"]["level"] == 1][
                1:
            ] == []
            assert b'type="text/markdown"' in made[path.removesuffix(".md") + ".html"], path


def test_the_twin_of_a_report_tells_what_it_says() -> None:
    """Facts, causes, lessons with permalinks, fixes with their state, timeline, error strings."""
    lesson = a_lesson("Warm caches first.", anchor="l-1")
    fix = an_action("Restart one by one", ActionStatus.OPEN, owner="ines", due="2026-10-01")
    report = a_postmortem(
        date="2026-09-14", severity="SEV2", summary="It was empty.\n\nAll of it.",
        root_cause="A restart.", lessons=[lesson], actions=[fix], errors=["READONLY `x`"],
        timeline=[an_event("06:00", "Pages are slow.")],
    )  # fmt: skip
    twin = files(an_archive(report), Site(base_url=ADDRESS))["incidents/dns.md"].decode()
    page = f"{ADDRESS}/incidents/dns.html"

    assert twin.startswith(f"# DNS went away\n\n[The page]({page}). What follows is quoted")
    late = "- **Late**: Restart one by one; owner ines; due 2026-10-01"
    for line in (
        "- Severity: SEV2",
        f"- Data: [JSON]({ADDRESS}/incidents/dns.json)",
        "It was empty.\n\nAll of it.",
        "- Root cause: A restart.",
        f"- Warm caches first. ([permalink]({page}#l-1))",
        f"{late} ([permalink]({page}#{fix.anchor}))",
        "- 06:00: Pages are slow.",
        "- `` READONLY `x` ``",
    ):
        assert f"\n{line}\n" in twin


@pytest.mark.parametrize("path", ["tags/dns.md", "services/edge.md"])
def test_the_twin_of_a_group_tells_what_fixed_its_incidents(path: str) -> None:
    """What stopped each and what was changed; where that is not stated, it says so."""
    groups: dict[str, list[str]] = {"tags": ["dns"], "services": ["edge"]}
    done = an_action("Sign twice a day.", ActionStatus.DONE)
    still = an_action("Raise the alarm", ActionStatus.OPEN)
    reports = (
        a_postmortem("one", date="2026-03-01", resolution="A restart.", actions=[still], **groups),
        a_postmortem("two", date="2026-02-01", actions=[still, done], **groups),
        a_postmortem("mum", date="2026-01-01", actions=[still], **groups),
    )
    twin = files(an_archive(*reports))[path].decode()
    _, _, told = twin.partition("\n## What fixed it\n\n")
    one, two, after, *_ = told.split("\n")

    assert one.endswith(
        "(../incidents/one.md): stopped by: A restart; changed: nothing yet, 1 still open"
    )
    assert two.endswith("stopped by: not stated; changed: Sign twice a day (shipped)")
    assert after == ""


# ---------------------------------------------------------------- feeds, llms.txt, search


@settings(max_examples=60)
@given(archives(), sites)
def test_both_forms_of_a_feed_tell_the_same(archive: Archive, site: Site) -> None:
    """For all, each tag and each service: well-formed, the same entries under the same ids."""
    made = {str(file.path): file.content for file in feed_files(archive, site, TODAY)}
    names = [name.removesuffix(".xml") for name in made if name.endswith(".xml")]
    kinds = [("tags", archive.tags), ("services", archive.services)]
    groups = [f"{kind}/{group.slug}" for kind, found in kinds for group in found]
    assert names == ["feed", *groups]
    for name in names:
        feed = json.loads(made[f"{name}.json"])
        assert feed["version"] == VERSION
        assert isinstance(feed["title"], str)
        entries = fromstring(made[f"{name}.xml"]).findall("entry", ATOM)
        ids = [item["id"] for item in feed["items"]]
        assert ids == [entry.findtext("id", namespaces=ATOM) for entry in entries]
        assert len(set(ids)) == len(ids) <= 30
        for item in feed["items"]:
            assert item["url"]
            assert isinstance(item["content_html"], str)


def test_a_group_has_the_feed_of_its_reports_only() -> None:
    """Who follows a service hears of it and of nothing else; its page links to the feed."""
    mine = a_postmortem("mine", date="2026-10-02", services=["edge"])
    other = a_postmortem("other", date="2026-10-03", services=["mail"])
    made = files(an_archive(mine, other))

    (item,) = json.loads(made["services/edge.json"])["items"]
    assert item["url"] == "../incidents/mine.html"
    assert (
        b'type="application/feed+json" title="edge" href="../services/edge.json"'
        in (made["services/edge.html"])
    )


@pytest.mark.parametrize("base_url", ["", ADDRESS])
def test_each_link_for_machines_leads_somewhere(base_url: str) -> None:
    """Of llms.txt, the twins and the heads of pages: to a file of the site."""
    reports = [
        a_postmortem(
            f"r{n}", date=f"202{n % 7}-0{n % 9 + 1}-01", services=["a b", "ü"], tags=["dns"],
            teams=["net"], classes=["stale"], lessons=[a_lesson(f"Lesson {n}.")],
            actions=[an_action(f"Fix {n}", ActionStatus.OPEN)], errors=[f"error {n}"],
        )
        for n in range(90)
    ]  # fmt: skip
    made = files(an_archive(*reports), Site(base_url=base_url))
    seen = 0
    for path, content in made.items():
        page = content.decode("utf-8", "replace")
        if path.endswith((".md", "llms.txt")):
            targets = [n["attrs"]["url"] for n in marked(page) if n["type"] == "link"]
        elif path.endswith(".html"):
            targets = re.findall(r'<link rel="(?:alternate|search)"[^>]* href="([^"]*)"', page)
        else:
            continue
        for target in targets:
            inside = target.removeprefix(f"{ADDRESS}/")
            folder = posixpath.dirname(path) if inside == target else ""
            if path == "404.html" and inside.startswith("/learn/"):
                folder, inside = "", inside.removeprefix("/learn/")
            aim = posixpath.normpath(posixpath.join(folder, unquote(urldefrag(inside)[0])))
            assert aim in made, f"{path}: {target}"
            seen += 1
    assert seen > len(reports)
    assert made["llms.txt"].startswith(b"# ")


def test_browsers_are_told_of_the_search_where_the_address_is_known() -> None:
    """A description needs absolute addresses; without them there is none, and no link to one."""
    site = Site(title='Lessons & "more"', base_url=ADDRESS)
    (description,) = search_artifacts(site)
    root = fromstring(description.content)
    url = root.find(f"{{{SEARCH}}}Url")

    assert url is not None
    assert url.attrib["template"] == f"{ADDRESS}/search/index.html?q={{searchTerms}}"
    assert len(root.findtext(f"{{{SEARCH}}}ShortName") or "") <= 16
    assert list(search_artifacts(Site())) == []
    assert b'rel="search"' in files(an_archive(), site)["index.html"]
    assert b'rel="search"' not in files(an_archive())["index.html"]
