"""Markdown as people compose it, for property tests: every block form, nested in every other."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import strategies as st

Lines = list[str]

PIECES = [
    "word",
    "two words",
    "**bold** text",
    "`code | pipe`",
    "[link](other.md#h)",
    "![picture](p.png)",
    "~~struck~~",
    "<b>raw</b>",
    "a&amp;b",
    "日本語の文",
    "עברית",
    "2026-01-02",
    "14:05",
    "@ana",
    "**Label:** value",
    "Label: value",
    "tab\tinside",
    "trailing  ",
    "back\\slash",
    "note[^n]",
    "https://host.example/x?y=1",
    "snake_case_word",
    "5 * 3 * 2",
    "#no heading",
    "e.g. this",
    "🚀",
]

# "§" becomes a number of its own, so that no two lines of a report are alike.
phrases = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(
    lambda pieces: " ".join([*pieces, "w§"])
)
# The first line of a paragraph must not begin another block.
paragraphs = st.lists(phrases, min_size=1, max_size=3)
headings = st.builds(lambda level, text: ["#" * level + " " + text], st.integers(1, 6), phrases)
underlined = st.builds(lambda text, mark: [text, mark * 3], phrases, st.sampled_from("=-"))
rules = st.sampled_from([["---"], ["***"], ["_ _ _"]])
code_lines = st.lists(
    st.sampled_from(["x = §", "    deep §", "# hash §", "", "- item §", "\tif §:", "| § |"]),
    max_size=4,
)
fences = st.builds(
    lambda mark, info, lines: [mark + info, *lines, mark],
    st.sampled_from(["```", "~~~", "````"]),
    st.sampled_from(["", "sh", "python title=x"]),
    code_lines,
)
indented = st.builds(lambda lines: ["    " + line for line in lines], st.lists(phrases, min_size=1))
html = st.sampled_from([["<div>", "raw §", "</div>"], ["<!-- §", "comment -->"], ["<hr>"]])
cells = st.sampled_from(["w§", "`c§`", "**b§**", "", "14:05", "a \\| §", "@a§", "x  §", "日本§"])


@st.composite
def tables(draw: st.DrawFn) -> Lines:
    """A table, ragged now and then, with or without pipes at its edges."""
    width = draw(st.integers(2, 4))
    closed = draw(st.booleans())

    def row(words: list[str]) -> str:
        inner = " | ".join(words)
        return f"| {inner} |" if closed else (inner if inner.strip(" |") else f"| {inner}")

    head = draw(st.lists(cells.filter(bool), min_size=width, max_size=width))
    body = draw(st.lists(st.lists(cells, min_size=1, max_size=width + 1), max_size=3))
    rows = [row(words) for words in body if len(words) > 1 or closed]
    return [row(head), row(["---"] * width), *[line for line in rows if "|" in line]]


definitions = st.builds(
    lambda term, texts: [term, *[f": {text}" for text in texts]],
    phrases,
    st.lists(phrases, min_size=1, max_size=2),
)
leaves = st.one_of(
    paragraphs, headings, underlined, rules, fences, indented, html, tables(), definitions
)


def below(blocks: list[Lines]) -> Lines:
    """Blocks one under the other with blank lines between."""
    return [line for block in blocks for line in ("", *block)][1:]


def hung(marker: str, lines: Lines, indent: str) -> Lines:
    """Lines under a list marker; where the marker stands alone they begin below it."""
    first, *rest = lines or [""]
    if first.startswith("two words") and "[" not in marker:
        return [marker.rstrip(), *[indent + line if line else "" for line in lines]]
    return [marker + first, *[indent + line if line else "" for line in rest]]


@st.composite
def lists(draw: st.DrawFn, inner: st.SearchStrategy[list[Lines]]) -> Lines:
    """A bullet, numbered or task list whose items hold blocks."""
    marker, indent = draw(
        st.sampled_from(
            [
                ("- ", "  "),
                ("* ", "  "),
                ("1. ", "   "),
                ("10) ", "    "),
                ("- [ ] ", "  "),
                ("- [x] ", "  "),
                ("-\t", "\t"),
            ]
        )
    )
    items = draw(st.lists(inner, min_size=1, max_size=3))
    loose = draw(st.booleans())
    hang = [hung(marker, below(blocks), indent) for blocks in items]
    return below(hang) if loose else [line for item in hang for line in item]


@st.composite
def quotes(draw: st.DrawFn, inner: st.SearchStrategy[list[Lines]]) -> Lines:
    """A block quote, whose last paragraph may go on without its mark."""
    mark = draw(st.sampled_from(["> ", ">"]))
    lines = [mark + line for line in below(draw(inner))]
    lazy = draw(st.booleans()) and lines[-1].endswith("w§")
    return [*lines, "lazily §"] if lazy else lines


def nested(inner: st.SearchStrategy[Lines]) -> st.SearchStrategy[Lines]:
    some = st.lists(inner, min_size=1, max_size=2)
    return lists(some) | quotes(some)


blocks = st.recursive(leaves, nested, max_leaves=6)
front_matter = st.sampled_from(
    [
        [],
        ["---", "title: A title", "tags: [a, b]", "---"],
        ["---", "title: broken: yaml", "owner: @ana", "---", ""],
        ["---", "", "severity: SEV2", "", "---"],
    ]
)
footnotes = st.sampled_from([[], ["", "[^n]: A note §", "    that goes on §"]])


def numbered(text: str) -> str:
    numbers = count(1)
    return re.sub("§", lambda _: str(next(numbers)), text)


reports = st.builds(
    lambda head, body, notes: numbered("\n".join([*head, *below(body), *notes])),
    front_matter,
    st.lists(blocks, min_size=1, max_size=6),
    footnotes,
)
