"""Links that lead nowhere: found in reports and in pages, and none in what we make."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from machine import put, ss
from render.sites import ARCHIVES, DEFAULT, IMAGES, TODAY
from secondstory.links import Web
from secondstory.model import Site
from secondstory.render import render

SAMPLE = Path(__file__).parent.parent / "postmortems"


def lost(files: dict[str, str], base: str = "") -> list[str]:
    """What a site has no place for: file, line, column, address, what there is instead."""
    web = Web(base)
    for path, content in files.items():
        web.add(path, content.encode())
    return [
        f"{one.place.path}:{one.place.line}:{one.place.column} {one.href} ({one.there})"
        for one in web.lost()
    ]


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize("base", ["", "https://learn.example/deep"])
def test_every_link_of_our_pages_leads_somewhere(name: str, base: str) -> None:
    """Whatever the archive holds: hostile texts, no reports, former names; at any address."""
    web = Web("/deep" if base else "")
    for file in render(ARCHIVES[name], DEFAULT, Site(base_url=base), TODAY, IMAGES):
        web.add(str(file.path), file.content)
    assert list(web.lost()) == []


def test_the_sample_archive_has_no_lost_link(tmp_path: Path) -> None:
    """The command says so, and exits with 0."""
    assert ss(tmp_path, "check", "--links", "--source", str(SAMPLE)).code == 0


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "#top",
        "#TOP",
        "#here",
        "#h%C3%A9re",
        "#here:~:text=words",
        "a.html",
        "./a.html?x=1#here",
        "../deep/a.html",
        "b/c.html?q=%22x#y",
        "with%20space.png",
        "https://elsewhere.example/x.html",
        "//elsewhere.example/x.html",
        "mailto:a@b.example",
        "/base/deep/a.html#here",
    ],
)
def test_what_leads_somewhere_is_not_told(href: str) -> None:
    """Places in the page, other pages, queries, escapes, other hosts, the site's own address."""
    files = {
        "deep/a.html": f'<p id="here"><b id="hére">x</b><a href="{href}">x</a>',
        "deep/b/c.html": "<a name=y>",
        "deep/with space.png": "",
    }
    assert lost(files, "/base/") == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<a href=b.html>", "a.html:1:1 b.html ()"),
        ("\n <a href='#gone'>", "a.html:2:2 #gone (a.html has no such place)"),
        ('<a href="A.html">', "a.html:1:1 A.html (there is a.html)"),
        ('<img src="x.png">', "a.html:1:1 x.png ()"),
        ('<img srcset="x.png 1x, a.html 2x">', "a.html:1:1 x.png ()"),
        ('<script src="x.js?v=1"></script>', "a.html:1:1 x.js?v=1 ()"),
        ('<link rel="stylesheet" href="x.css">', "a.html:1:1 x.css ()"),
        ('<svg><use href="#i-x"/></svg>', "a.html:1:6 #i-x (a.html has no such place)"),
        ('<form action="x"></form>', "a.html:1:1 x ()"),
        ('<meta http-equiv="refresh" content="0; url=x.html">', "a.html:1:1 x.html ()"),
        ('<a href="/a.html">', "a.html:1:1 /a.html ()"),
        ('<a href="../a.html">', "a.html:1:1 ../a.html ()"),
        ('<a href="a.html/">', ""),
        ('<a href="http://[x">', "a.html:1:1 http://[x ()"),
        ('<!-- <a href="x"> -->&lt;a href="x">', ""),
    ],
)
def test_what_leads_nowhere_is_told_with_its_place(html: str, told: str) -> None:
    """Links, images, scripts, styles, icons, forms and refreshes, by line and column."""
    assert lost({"a.html": html}) == ([told] if told else [])


def test_a_style_is_followed_too() -> None:
    """A font or an image that a style sheet names has to be there."""
    files = {"static/x.css": 'a{}\n@font-face { src: url("a.woff2") } b { background: url(b.png) }'}
    assert lost({**files, "static/a.woff2": ""}) == ["static/x.css:2:52 b.png ()"]


def test_an_address_is_told_once() -> None:
    """The first file in order of paths stands for all that link to it."""
    web = Web()
    for path in ("c.html", "a.html", "b.html"):
        web.add(path, b"<a href=x><a href=x>")
    assert [(one.place.path, one.files) for one in web.lost()] == [("a.html", 3)]


@given(st.text())
@example("<![0")
@example("<![0]><a href=x>")
@example("<![CDATA[<a href=x>")
def test_any_page_can_be_followed(text: str) -> None:
    """No text makes it fail."""
    lost({"a.html": text, "b.html": f"<a href='{text}' src={text}>", "c.css": f"url({text}"})


def test_a_lost_place_is_told_where_its_author_wrote_it(tmp_path: Path) -> None:
    """Of the own report, of another one, and images; by line and column of the report."""
    put(
        tmp_path,
        "postmortems/2026-01-02-a.md",
        "---\ndate: 2026-01-02\n---\n# A\n\n## Impact\n\nSee [here](#impact), [gone](#nowhere),\n"
        "[b](b.md#why), [b too](b.md#Lost-Place)\n\nand ![a graph](images/none.png).\n",
    )
    put(tmp_path, "postmortems/b.md", "---\ndate: 2026-01-03\n---\n# B\n\n## Why\n\nSo.\n")
    done = ss(tmp_path, "check", "--links")
    told = [line.removeprefix("postmortems/") for line in done.out.splitlines()[::2]]
    assert done.code == 1
    assert told == [
        "2026-01-02-a.md:8:29: SS406 the link to '#nowhere' leads to no place in this report",
        "2026-01-02-a.md:9:28: SS406 b.md has no place 'Lost-Place'",
        "2026-01-02-a.md:11:23: SS407 the image 'images/none.png' is not there",
    ]
    assert ss(tmp_path, "check").code == 0


def test_a_report_may_link_to_its_own_lessons(tmp_path: Path) -> None:
    """By the anchor that its page shows, as others may."""
    put(
        tmp_path,
        "postmortems/2026-01-02-a.md",
        "# A\n\nSee [the lesson](#l-de5bce65).\n\n## Lessons\n\n- Warm caches first.\n",
    )
    assert ss(tmp_path, "check", "--links").out == ""


def test_a_lost_link_of_a_template_names_the_page(tmp_path: Path) -> None:
    """What no report says is the fault of the theme: an error, with page, line and how many."""
    put(tmp_path, "postmortems/2026-01-02-a.md")
    put(tmp_path, "secondstory.toml", '[theme]\nfolder = "ours"\n')
    text = '{% extends "default/base.html" %}{% block styles %}<link href="x.css">{% endblock %}'
    put(tmp_path, "ours/templates/base.html", text)
    done = ss(tmp_path, "check", "--links")
    assert done.code == 1
    assert "SS408 the link to 'x.css' in 404.html, line 1" in done.out.replace("\n", "")[:99999]
