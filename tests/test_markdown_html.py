"""Markdown becomes HTML and an outline that can do no harm."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from secondstory.markdown import parse_markdown, rich, rich_block
from secondstory.model import Heading


def body(text: str, path: str = "r.md") -> str:
    return parse_markdown(text, path).html


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a piece of HTML as a browser sees them."""
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    reader = Reader()
    reader.feed(html)
    reader.close()
    return found


def names(html: str) -> set[str]:
    return {name for name, _ in tags(html)}


def hrefs(html: str) -> list[str | None]:
    return [attributes.get("href") for name, attributes in tags(html) if name == "a"]


def test_the_title_is_left_out_of_the_body() -> None:
    """The page prints the title itself, so the heading that is the title is not repeated."""
    assert names(body("# Title\n\nText")) == {"p"}
    assert [h.plain for h in parse_markdown("# Title\n\n## One").outline] == ["One"]


def test_a_heading_that_differs_from_the_title_stays() -> None:
    """Where front matter names another title, the first heading is part of the text."""
    found = parse_markdown("# Report\n\nText", title="Another title")

    assert [heading.plain for heading in found.outline] == ["Report"]
    assert parse_markdown("# A  *title*", title="A title").outline == ()


def test_heading_levels_have_no_gaps() -> None:
    """Below the page's own headings the report's begin at h3 and leave out no level."""
    html = body("# Title\n\n### Deep\n\n##### Deeper\n\n### Again")

    assert re.findall(r"<h(\d)", html) == ["3", "4", "3"]


def test_headings_have_distinct_anchors() -> None:
    """Equal headings get numbered anchors, each prefixed so that it shadows nothing of the page."""
    outline = parse_markdown("# T\n\n## Same\n\n## Same\n\n## Ünï & çö").outline

    assert outline == (
        Heading(2, "Same", "h-same"),
        Heading(2, "Same", "h-same-1"),
        Heading(2, "Ünï & çö", "h-ünï--çö"),
    )


def test_anchors_stay_distinct_when_a_heading_looks_numbered() -> None:
    """A heading called like the anchor of another's repeat does not take it."""
    outline = parse_markdown("# T\n\n## A\n\n## A 1\n\n## A\n\n## A-1").outline

    anchors = [heading.anchor for heading in outline]
    assert len(set(anchors)) == len(anchors)


def test_every_anchor_of_the_outline_is_in_the_body() -> None:
    """The table of contents leads somewhere, whatever the headings hold."""
    found = parse_markdown("# T\n\n## 🔥\n\n## 日本語\n\n## <b>x</b> `y`\n\n## !!!\n\nx\n===")

    ids = {attributes.get("id") for _, attributes in tags(found.html)}
    assert {heading.anchor for heading in found.outline} <= ids


def test_an_id_stands_once() -> None:
    """HTML of the author's that claims the anchor of a heading, or one twice, shadows nothing."""
    html = body('# T\n\n## Main\n\n<b id="h-main">x</b><i id=h-x>y</i> <i id="h-x">`id="h-x"`</i>')

    assert re.findall(r"<\w+ id=[^>]*>", html) == ['<h3 id="h-main">', '<i id="h-x">']
    assert '<code>id="h-x"</code>' in html


def test_links_to_other_reports_are_marked() -> None:
    """A relative link becomes a path inside the archive, resolved from the linking report."""
    html = body("[x](../2025/other.md#root-cause) [y](./near.md)", "2026/here.md")

    assert hrefs(html) == ["archive:2025/other.md#root-cause", "archive:2026/near.md"]


def test_links_within_a_report_lead_to_its_headings() -> None:
    """An anchor as other hosts make it leads to ours."""
    html = body("# T\n\n[down](#root-cause)\n\n## Root cause")

    assert hrefs(html) == ["#h-root-cause"]
    assert 'id="h-root-cause"' in html


@pytest.mark.parametrize(
    "target",
    [
        "../../secret.md",
        "/etc/passwd",
        "//host.example/x",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "archive:../../x",
        "http://[broken",
    ],
)
def test_links_that_lead_out_are_words(target: str) -> None:
    """What is neither the web nor a file of the archive is shown without its link."""
    html = body(f"[words](<{target}>)", "a/b.md")

    assert [href for href in hrefs(html) if href is not None] == []
    assert "words" in html


def test_dropped_links_are_told() -> None:
    """Links that could run code are listed, so that a finding can name them."""
    found = parse_markdown("[x](javascript:alert(1)) [y](z.md) [x](javascript:alert(1))")

    assert found.harmful == ("javascript:alert(1)",)


@pytest.mark.parametrize("target", ["https://x.example/a?b=1", "mailto:ana@x.example"])
def test_links_to_the_web_stay(target: str) -> None:
    """The web is linked, and told nothing about where its visitors come from."""
    ((_, attributes),) = [tag for tag in tags(body(f"[x]({target})")) if tag[0] == "a"]

    assert attributes["href"] == target
    assert attributes["rel"] == "noreferrer noopener"


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("see https://x.example/a_b.", "https://x.example/a_b"),
        ("<https://x.example>", "https://x.example"),
        ("[x][r]\n\n[r]: https://x.example", "https://x.example"),
        ('<a href="https://x.example">x</a>', "https://x.example"),
        ('<a href="near.md">x</a>', "archive:near.md"),
    ],
)
def test_every_kind_of_link_is_one(text: str, href: str) -> None:
    """Bare addresses, angle brackets, references and raw HTML make links."""
    assert hrefs(body(text)) == [href]


def test_reference_targets_are_kept_for_pieces_of_the_text() -> None:
    """A lesson that uses a reference link can be rendered by itself."""
    links = parse_markdown("[x][r]\n\n[r]: https://x.example").links

    assert hrefs(rich("see [x][r]", "r.md", links).html) == ["https://x.example"]


def test_images_of_the_archive_are_shown() -> None:
    """An image beside the report is loaded late and listed once."""
    found = parse_markdown("![graph](img/a.png) ![again](img/a.png)", "2026/r.md")

    images = [attributes for name, attributes in tags(found.html) if name == "img"]
    assert found.images == ("2026/img/a.png",)
    assert images[0] == {"src": "archive:2026/img/a.png", "alt": "graph", "loading": "lazy"}


def test_images_of_the_web_are_links() -> None:
    """No page loads anything from elsewhere, so a remote image becomes a link to it."""
    html = body("![graph](https://x.example/a.png)")

    assert "img" not in names(html)
    assert hrefs(html) == ["https://x.example/a.png"]


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://x.example/a.png">',
        '<img src="//x.example/a.png">',
        '<img src="data:image/svg+xml,x">',
        '<img src="../../a.png">',
        '<img srcset="https://x.example/a.png 2x">',
    ],
)
def test_raw_images_load_nothing_from_elsewhere(image: str) -> None:
    """Raw HTML is held to the same rule."""
    sources = [a.get("src") or a.get("srcset") for _, a in tags(body(image, "a/r.md"))]

    assert [source for source in sources if source] == []


def test_an_alternative_text_is_plain() -> None:
    """Marks in the words of an image do not end up in its attribute."""
    ((_, attributes),) = [t for t in tags(body('![a *b* "c" <i>](p.png)')) if t[0] == "img"]

    assert attributes["alt"] == 'a b "c" '


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<iframe src=x></iframe>",
        "<object data=x></object>",
        "<form action=x><button>b</button></form>",
        "<style>p{}</style>",
        "<svg onload=x></svg>",
        "<meta http-equiv=refresh>",
        "<base href=x>",
        "<link rel=stylesheet href=x>",
        "<template><b>x</b></template>",
    ],
)
def test_active_elements_are_gone(markup: str) -> None:
    """No element that runs, loads or submits anything is left."""
    assert names(body(f"before\n\n{markup}\n\nafter {markup}")) <= {"p", "b"}


def test_attributes_that_act_are_gone() -> None:
    """No handler, no style, no id or class of the author's own is left."""
    html = body('<p onclick="x" style="color:red" id="search" class="card h-x">text</p>')

    assert tags(html) == [("p", {})]


def test_a_title_attribute_cannot_break_out() -> None:
    """Quotes in the hint of a link stay within it."""
    ((_, attributes),) = [
        t for t in tags(body("""[x](y.md 'a" onmouseover="alert(1)')""")) if t[0] == "a"
    ]

    assert attributes["title"] == 'a" onmouseover="alert(1)'
    assert "onmouseover" not in attributes


def test_harmless_html_stays() -> None:
    """Details, line breaks, keys and small tables by hand are shown."""
    html = body("<details><summary>Log</summary>\n\ntext<br>\n<kbd>q</kbd>\n\n</details>")

    assert {"details", "summary", "br", "kbd"} <= names(html)


def test_an_open_comment_hides_nothing_of_the_page() -> None:
    """A comment that nobody closed does not reach the page."""
    assert "<!--" not in body("text\n\n<!-- open\n\nmore")


def test_open_elements_are_closed() -> None:
    """What an author left open cannot swallow the rest of the page."""
    html = body("<div><details><b>open")

    assert html.count("<div>") == html.count("</div>")
    assert html.count("<details>") == html.count("</details>")


def test_task_lists_show_boxes_that_cannot_be_ticked() -> None:
    """A box shows the state, and is no control."""
    html = body("- [x] done\n- [ ] open")

    boxes = [attributes for name, attributes in tags(html) if name == "input"]
    assert [("checked" in box, "disabled" in box, box["type"]) for box in boxes] == [
        (True, True, "checkbox"),
        (False, True, "checkbox"),
    ]


def test_raw_inputs_are_boxes_at_most() -> None:
    """A text field of the author's own could ask for a password."""
    inputs = [
        a for n, a in tags(body('<input type="password" name="p" value="x">')) if n == "input"
    ]

    assert all("name" not in box and box.get("type") in {None, "checkbox"} for box in inputs)


def test_footnotes_lead_there_and_back() -> None:
    """The mark leads to the note and the note back to the mark."""
    html = body("Text[^a].\n\n[^a]: The note.")

    assert hrefs(html) == ["#fn-1", "#fnref-1"]
    assert {"fn-1", "fnref-1"} <= {attributes.get("id") for _, attributes in tags(html)}


def test_a_footnote_without_its_note_is_text() -> None:
    """A mark that leads nowhere stays what was typed."""
    assert body("Text[^a].").strip() == "<p>Text[^a].</p>"


def test_definition_lists_are_lists_of_definitions() -> None:
    """Terms and definitions have elements of their own."""
    assert names(body("Term\n: what it is")) >= {"dl", "dt", "dd"}


def test_columns_are_aligned_by_class() -> None:
    """Alignment is a class, since the page's policy forbids style attributes."""
    html = body("| a | b | c |\n|:--|--:|:-:|\n| d | e | f |")

    assert "style" not in html
    assert re.findall(r'<td class="([^"]+)"', html) == ["align-left", "align-right", "align-center"]


def test_strikethrough_is_deletion() -> None:
    """Struck text is marked as deleted, which screen readers can say."""
    assert body("~~old~~").strip() == "<p><del>old</del></p>"


def test_code_is_coloured_by_classes() -> None:
    """Known languages are highlighted with class names and nothing else."""
    html = body('```python\ndef f():\n    return "<b>"\n```')

    assert '<span class="k">def</span>' in html
    assert "style=" not in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize("info", ["", "no-such-language", "text", "{.python}", "<script>"])
def test_code_of_any_language_is_shown(info: str) -> None:
    """An unknown language is plain text, and markup in code is text."""
    html = body(f"```{info}\n<script>x</script>\n```")

    assert "script" not in names(html)
    assert re.sub("<[^>]*>", "", html).strip() == "&lt;script&gt;x&lt;/script&gt;"


def test_entities_are_decoded_once() -> None:
    """Text that talks about HTML shows what it talks about."""
    assert body("&lt;b&gt; &amp;lt;").strip() == "<p>&lt;b&gt; &amp;lt;</p>"


# ---------------------------------------------------------------- pieces


def test_a_piece_is_rendered_like_the_whole() -> None:
    """A value behind a label is text and inline HTML, without a paragraph around it."""
    found = rich("a *b*\n `c`", "2026/r.md")

    assert (found.text, found.html) == ("a b c", "a <em>b</em>\n<code>c</code>")
    assert hrefs(rich("[x](y.md)", "2026/r.md").html) == ["archive:2026/y.md"]


def test_a_piece_has_no_blocks() -> None:
    """Headings, images and active elements in a piece lose their tags."""
    found = rich("# <h1>x</h1> <script>y</script> ![z](p.png) <p id=q>w</p>")

    assert names(found.html) == set()


def test_a_block_is_a_piece_without_parsing_it_again() -> None:
    """A block's own words as text and HTML."""
    found = rich_block(parse_markdown("a **b**\nc").blocks[0])

    assert (found.text, found.html) == ("a b c", "a <strong>b</strong>\nc")
