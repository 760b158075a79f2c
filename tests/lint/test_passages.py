"""Where the linter looks, and that it points at the right place: odd Markdown, odd bytes, size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linted import categories, remarks
from secondstory.lint.masks import mask

BLAME = "The operator forgot the valve"


def places(text: str) -> list[tuple[str, int, int]]:
    return [(remark.code.name, remark.line, remark.column) for remark in remarks(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{BLAME}\n```",
        f"    {BLAME}",
        f"Text `{BLAME}` text.",
        f"Text ``{BLAME} ` too`` text.",
        f"> {BLAME}",
        f"<!-- {BLAME} -->",
        f"<!--\n{BLAME}\n-->",
        f'He wrote: "{BLAME}."',
        f"He wrote: “{BLAME}.”",
        f"He wrote: ‘{BLAME}.’",
        f"He wrote: '{BLAME}.'",
        f"❌ {BLAME}",
        f"Avoid: *{BLAME}*",
        f"Words such as {BLAME} judge.",
        f"| Instead of | Write |\n|---|---|\n| {BLAME} | The panel hides the valve |",
        f"---\nsummary: {BLAME}\n---\n\nText.",
        f'See [the report](https://example.org/The-operator-forgot-the-valve "{BLAME}").',
        f"~~~\n{BLAME}",
        f"10:12 RK: {BLAME}",
    ],
)
def test_what_is_not_the_authors_own_voice_is_left_alone(text: str) -> None:
    """Code, quotes, comments, advice, mentions, links and chat judge nobody."""
    assert not categories(text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"{BLAME}.", 1, 14),
        (f"---\ntitle: x\n---\n\n{BLAME}.", 5, 14),
        (f"- one\n- two\n  {BLAME}.", 3, 16),
        (f"1. one\n\n   - {BLAME}", 3, 19),
        (f"| A | B |\n|---|---|\n| x | {BLAME} |", 3, 20),
        (f"Ünïcödé 🎈 — {BLAME}.", 1, 26),
        (f"**Cause:** {BLAME}.", 1, 25),
        ("The operator\nforgot the valve.", 2, 1),
        ("The operator\r\nforgot the valve.\r\n", 2, 1),
        (f"Text[^1].\n\n[^1]: {BLAME}.\n", 3, 20),
        (f"## {BLAME}", 1, 17),
        (f'An open " quote. {BLAME}.', 1, 31),
        (f"`open code. {BLAME}.", 1, 26),
    ],
)
def test_a_finding_stands_where_its_words_stand(text: str, line: int, column: int) -> None:
    """Line and column are those of the words, in lists, cells, notes and behind odd marks."""
    assert ("blame", line, column) in places(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Techniker hat vergessen, das Ventil zu schließen, und niemand war schuld.",
        "Le technicien a oublié de fermer la vanne; erreur humaine.",
        "担当者がバルブを閉め忘れた。人為的ミス。",
        "El operador no comprobó la válvula. Fue un error humano.",
    ],
)
def test_other_languages_yield_nothing(text: str) -> None:
    """What the rules cannot read they leave alone, action lists included."""
    assert remarks(f"# X\n\n## Action items\n\n- {text} {text} {text}\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\x01\x02" * 500,
        "\ud800 forgot",
        '"' * 5001,
        "`" * 5001,
        "(" * 5001,
        "> " * 500 + BLAME,
        "should have " * 3000,
        "if had " * 3000,
        "the of " * 3000,
        "a, " * 5000 + BLAME,
        "forgot to " * 3000,
        "'" * 3000 + " forgot " + "“" * 3000,
        "<!-- lint: allow" * 500,
    ],
)
def test_any_text_is_read(text: str) -> None:
    """Nothing that can stand in a file stops the linter."""
    for remark in remarks(text):
        assert 1 <= remark.line <= text.count("\n") + 1


@given(st.text(alphabet="ab `\"'“”‘’<>!-[](){}#*_|\n\\~.:@0", max_size=200))
def test_a_mask_keeps_every_place(text: str) -> None:
    """Masked words stand where they stood, whatever the marks around them."""
    masked = mask(text)

    assert len(masked) == len(text)
    assert [n for n, c in enumerate(masked) if c == "\n" and text[n] != "\n"] == []


def test_a_line_of_five_megabytes_is_read() -> None:
    """A pasted log is no reason to stop; what stands behind it is found."""
    found = places("x" * 5_000_000 + f"\n\n{BLAME}.\n")

    assert found == [("blame", 3, 14)]
