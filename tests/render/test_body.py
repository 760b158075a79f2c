"""Links and images of a report lead where the portal has them, and nowhere else."""

from __future__ import annotations

import pytest

from secondstory.render.body import Targets, linked, story, unlinked, web_address

TARGETS = Targets(
    {"2026/a b.md": "a-b", "old.md": "a-b"},
    {"a-b": frozenset({"h-impact", "l-12345678"})},
    frozenset({"img/x y.png"}),
)


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("archive:2026/a b.md", "../incidents/a-b.html"),
        ("archive:old.md", "../incidents/a-b.html"),
        ("archive:2026/a b.md#impact", "../incidents/a-b.html#h-impact"),
        ("archive:2026/a b.md#Impact", "../incidents/a-b.html#h-impact"),
        ("archive:2026/a b.md#l-12345678", "../incidents/a-b.html#l-12345678"),
        ("archive:2026/a b.md#gone", "../incidents/a-b.html"),
        ("archive:img/x y.png", "../incidents/files/img/x%20y.png"),
    ],
)
def test_links_inside_the_archive_lead_to_pages(href: str, target: str) -> None:
    """A report's file becomes its page, with the place where it exists; an image its copy."""
    assert story(f'<p><a href="{href}" rel="x">see</a></p>', TARGETS) == (
        f'<p><a href="{target}">see</a></p>'
    )


@pytest.mark.parametrize("href", ["archive:secret.md", "archive:secret.md#x", "archive:x.sh"])
def test_a_link_to_what_is_not_there_keeps_its_words_only(href: str) -> None:
    """The path is never printed: it could name a report that not everybody may see."""
    html = story(f'<p>see <a href="{href}">the <em>other</em> report</a>.</p>', TARGETS)
    assert html == "<p>see the <em>other</em> report.</p>"
    assert linked(f'<a href="{href}">it</a>', TARGETS) == "it"


def test_links_to_the_web_and_within_the_report_stay() -> None:
    """Absolute links and places in the same report are left alone."""
    for link in ('<a href="https://a.example/?x=1&amp;y=2" rel="x">a</a>', '<a href="#h-x">b</a>'):
        assert story(link, TARGETS) == link


def test_entities_in_a_link_are_read_as_a_browser_reads_them() -> None:
    """`&amp;` in an attribute is an ampersand of the path."""
    targets = Targets({"a&b.md": "ab"}, {"ab": frozenset()}, frozenset())
    assert (
        story('<a href="archive:a&amp;b.md">x</a>', targets)
        == '<a href="../incidents/ab.html">x</a>'
    )


def test_images_show_their_copy_or_their_words() -> None:
    """A copied image is shown; one that is missing leaves its description."""
    shown = story('<img src="archive:img/x y.png" alt="Load" loading="lazy">', TARGETS)
    assert shown == '<img src="../incidents/files/img/x%20y.png" alt="Load" loading="lazy">'
    assert (
        story('<img src="archive:no.png" alt="Load">', TARGETS) == '<span class="unk">Load</span>'
    )
    assert story('<img src="archive:no.png" alt="">', TARGETS) == ""


def test_wide_tables_scroll_in_a_region_of_their_own() -> None:
    """The region has a name and takes the keyboard."""
    table = '<div class="scroll"><table></table></div>'
    html = story(table + table, TARGETS)
    assert html.startswith('<div class="scroll" role="region" aria-label="Table 1" tabindex="0">')
    assert 'aria-label="Table 2"' in html


def test_a_line_loses_what_stands_in_the_body_already() -> None:
    """Ids and footnote marks belong to the body: printed twice they would be wrong."""
    html = 'a <sup class="footnote-ref" id="fnref-1"><a href="#fn-1">1</a></sup><b id="h-x">c</b>'
    assert linked(html, TARGETS) == "a <b>c</b>"
    assert unlinked(html + ' <a href="https://x.example">d</a>') == "a <b>c</b> d"


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://t.example/LF-1", True),
        ("HTTP://t.example", True),
        ("mailto:a@b.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//t.example", False),
        ("LF-1", False),
        ("", False),
    ],
)
def test_a_stated_address_is_followed_only_where_it_is_one(href: str, *, kept: bool) -> None:
    """Tickets link to the web or stay words."""
    assert bool(web_address(href)) is kept
