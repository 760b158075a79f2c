"""Markdown becomes blocks, each with its source, its words and its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from secondstory.markdown import parse_markdown
from secondstory.model import Block, Kind


def leaves(text: str, kind: Kind) -> list[Block]:
    """The blocks of one kind, wherever they stand."""
    return [
        leaf for block in parse_markdown(text).blocks for leaf in block.walk() if leaf.kind is kind
    ]


def only(text: str, kind: Kind) -> Block:
    (found,) = leaves(text, kind)
    return found


def test_a_paragraph_keeps_its_source_its_words_and_its_html() -> None:
    """A leaf has the text as written, as read and as HTML, and the place of each line's words."""
    block = only("Some *marked*\n  `text`", Kind.PARAGRAPH)

    assert block.text == "Some *marked*\n  `text`"
    assert block.plain == "Some marked\ntext"
    assert block.html == "Some <em>marked</em>\n<code>text</code>"
    assert (block.line, block.columns) == (1, (1, 3))


@pytest.mark.parametrize(
    ("text", "level"), [("## Two", 2), ("###### Six", 6), ("One\n===", 1), ("Two\n---", 2)]
)
def test_headings_have_levels(text: str, level: int) -> None:
    """Hashes and underlines both make headings."""
    assert only(text, Kind.HEADING).level == level


def test_a_list_holds_items_that_hold_blocks() -> None:
    """Items contain their words and the lists below them."""
    (block,) = parse_markdown("1. one\n   - deeper\n2. two").blocks

    assert (block.kind, block.level) == (Kind.LIST, 1)
    first, second = block.children
    assert [child.kind for child in first.children] == [Kind.PARAGRAPH, Kind.LIST]
    assert (second.kind, second.line) == (Kind.ITEM, 3)


@pytest.mark.parametrize(
    ("marker", "state"),
    [("- [ ] ", False), ("- [x] ", True), ("- [X] ", True), ("-[x] ", True), ("1. [x] ", True)],
)
def test_a_task_has_a_state(marker: str, state: bool) -> None:  # noqa: FBT001
    """Boxes are read, with a forgotten space and in any kind of list."""
    item = only(f"{marker}Mend the door", Kind.ITEM)

    assert item.checked is state
    assert item.children[0].plain == "Mend the door"


def test_an_item_without_a_box_has_no_state() -> None:
    """Brackets that are no box are words."""
    item = only("- [y] no box", Kind.ITEM)

    assert item.checked is None
    assert item.children[0].plain == "[y] no box"


def test_code_in_a_fence_is_untouched() -> None:
    """Fenced code keeps its spaces, its marks and its language."""
    block = only("```sh -x\n# no heading\n\n  - no item\n```", Kind.CODE)

    assert block.text == "# no heading\n\n  - no item"
    assert (block.line, block.info) == (2, "sh -x")


def test_an_unclosed_fence_ends_with_the_file() -> None:
    """What follows an opened fence is code, to the last line."""
    blocks = parse_markdown("a\n\n```\n# b\n\nc").blocks

    assert [block.kind for block in blocks] == [Kind.PARAGRAPH, Kind.CODE]
    assert blocks[1].text == "# b\n\nc"


def test_a_quote_holds_blocks() -> None:
    """Quotes nest, and a line without its mark still belongs to the paragraph."""
    (quote,) = parse_markdown("> one\ntwo\n> > three").blocks

    assert quote.kind is Kind.QUOTE
    assert [leaf.plain for leaf in quote.walk() if leaf.kind is Kind.PARAGRAPH] == [
        "one\ntwo",
        "three",
    ]


def rows(text: str) -> list[list[str]]:
    return [[cell.plain for cell in row.children] for row in leaves(text, Kind.ROW)]


def test_a_table_has_a_head_and_rows() -> None:
    """The first row is the head, and each row knows its line."""
    table = "| a | b |\n|---|---|\n| c | d |"

    assert [(row.header, row.line) for row in leaves(table, Kind.ROW)] == [(True, 1), (False, 3)]
    assert rows(table) == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    "table",
    [
        "a | b\n--- | ---\nc | d",
        "| a | b\n|---|---\n| c | d",
        "a | b |\n---|---|\nc | d |",
        "| a | b |\n| - | - |\n| c | d |",
        "| a | b |\n|:---|\n| c | d |",
    ],
)
def test_a_table_may_lack_its_edges(table: str) -> None:
    """Pipes at the edges, long dashes and one column of dashes too few make no difference."""
    assert rows(table) == [["a", "b"], ["c", "d"]]


def test_ragged_rows_are_filled_and_their_words_kept() -> None:
    """A short row gets empty cells; what a stray pipe cut off stays in the last."""
    table = "| a | b |\n|---|---|\n| short |\n| c | d | e |\n| |"

    assert rows(table) == [["a", "b"], ["short", ""], ["c", "d | e"], ["", ""]]


def test_a_pipe_may_be_escaped() -> None:
    """An escaped pipe is a character of its cell."""
    assert rows(r"| a \| b | c |" + "\n|---|---|") == [["a | b", "c"]]


def test_a_table_ends_where_another_block_begins() -> None:
    """A heading or a blank line below a table is not a row of it."""
    blocks = parse_markdown("| a | b |\n|---|---|\n| c | d |\n# Heading | with pipe").blocks

    assert [block.kind for block in blocks] == [Kind.TABLE, Kind.HEADING]


def test_two_dashes_under_a_line_are_no_table() -> None:
    """A pipe in prose above a rule makes no table."""
    assert leaves("this | that\n\n---", Kind.TABLE) == []


def test_a_definition_list_has_terms_and_definitions() -> None:
    """Terms are paragraphs of the list, definitions its items."""
    (block,) = parse_markdown("Term\n: what it is\n: and more").blocks

    assert block.kind is Kind.LIST
    assert [(child.kind, child.line) for child in block.children] == [
        (Kind.PARAGRAPH, 1),
        (Kind.ITEM, 2),
        (Kind.ITEM, 3),
    ]


def test_footnotes_are_blocks_where_they_are_written() -> None:
    """A note that is cited is read, at its own line."""
    blocks = parse_markdown("Text[^1].\n\n[^1]: The note.").blocks

    assert [(block.kind, block.line) for block in blocks] == [(Kind.PARAGRAPH, 1), (Kind.ITEM, 3)]
    assert blocks[0].plain == "Text."
    assert blocks[1].children[0].plain == "The note."


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("[words](http://x.example) ![alt](p.png)", "words alt"),
        ("a<br>b", "a\nb"),
        ("~~old~~ **new**", "old new"),
        ("`a  b`", "a  b"),
        ("<b>bold</b>", "bold"),
        (r"\*stars\*", "*stars*"),
    ],
)
def test_plain_text_is_what_a_reader_sees(text: str, plain: str) -> None:
    """Marks, entities and tags are gone, their words stay."""
    assert only(text, Kind.PARAGRAPH).plain == plain


# ---------------------------------------------------------------- size


def test_five_thousand_quotes_do_not_run_out_of_stack() -> None:
    """Nesting has a limit, and what lies deeper is still text."""
    found = parse_markdown("> " * 5_000 + "deep")

    assert "deep" in found.html


def test_deep_lists_do_not_run_out_of_stack() -> None:
    """Four hundred levels of bullets, each with its indent."""
    found = parse_markdown("\n".join("  " * depth + "- x" for depth in range(400)))

    assert found.blocks[0].kind is Kind.LIST


def test_ten_thousand_lines_of_list_are_ten_thousand_items() -> None:
    """No item is lost or moved in a long list."""
    items = leaves("\n".join(f"- item {n}" for n in range(1, 10_001)), Kind.ITEM)

    assert len(items) == 10_000
    assert [(item.line, item.children[0].plain) for item in (items[0], items[-1])] == [
        (1, "item 1"),
        (10_000, "item 10000"),
    ]


def nested(block: Block) -> Iterator[int]:
    yield from (1 + max((0, *nested(child))) for child in block.children)


def test_depth_is_bounded() -> None:
    """However deep a file nests, its blocks do so no deeper than can be walked and pickled."""
    found = parse_markdown("- > " * 2_000 + "x")

    assert max((0, *(max((0, *nested(block))) for block in found.blocks))) < 100
