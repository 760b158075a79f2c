"""Sections that the record repeats fold to their headings; everything else stays open."""

from __future__ import annotations

from secondstory.render.folding import fold

STORY = "<p>" + "Something happened that takes a while to tell. " * 60 + "</p>\n"
TIMELINE = (
    '<h3 id="h-timeline">Timeline</h3>\n<ul>\n<li>06:00 The <a href="https://x.example">pool</a>,'
    " full.</li>\n<li>06:21 The page came.</li>\n</ul>\n"
)
PIECES = ("06:00", "The pool, full.", "06:21", "The page came.")


def test_a_repeated_section_folds() -> None:
    """Its heading is the summary and keeps its address; its words stay in the page."""
    html = fold(f'<h3 id="h-a">A</h3>\n{STORY}{TIMELINE}', PIECES)
    assert '<details class="fold"><summary><h3 id="h-timeline">Timeline</h3>' in html
    assert html.count("<details") == 1
    assert "The page came." in html
    assert html.startswith('<h3 id="h-a">A</h3>')


def test_folding_adds_and_loses_nothing() -> None:
    """Without the fold's own markup, the body is what it was."""
    body = f'{STORY}{TIMELINE}<h3 id="h-b">B</h3>\n{STORY}<section class="footnotes">n</section>'
    html = fold(body, PIECES)
    bare = html.replace('<details class="fold"><summary>', "").replace("</details>\n", "")
    bare = bare.replace(" <span>in the record below</span></summary>", "")
    assert "".join(bare.split()) == "".join(body.split())
    assert html.endswith('<section class="footnotes">n</section>')


def test_a_section_with_more_to_say_stays_open() -> None:
    """Where most of the words are not in the record, nothing is hidden."""
    more = TIMELINE + "<p>" + "And here is why that took so long. " * 9 + "</p>"
    assert "<details" not in fold(STORY + more, PIECES)


def test_a_short_report_is_read_whole() -> None:
    """A near miss of three lines has nothing to fold."""
    assert fold(TIMELINE, PIECES) == TIMELINE


def test_headings_inside_other_blocks_cut_nothing() -> None:
    """A heading in a quote is no section: folding there would break the quote."""
    quote = '<blockquote><h3 id="h-q">Q</h3><p>The page came.</p></blockquote>'
    assert fold(STORY + quote, PIECES) == STORY + quote


def test_elements_without_an_end_open_nothing() -> None:
    """Breaks, rules, images and boxes before a heading leave it outside of other blocks."""
    void = (
        '<p>One<br>two<img src="archive:a.png" alt="&lt;/p&gt;"></p><hr><ul><li><input></li></ul>'
    )
    assert fold(void + STORY + TIMELINE, PIECES).count("<details") == 1
