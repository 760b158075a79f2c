"""What the rules say of sentences, listed in sentences.txt by the rules that find something."""

from __future__ import annotations

from pathlib import Path

import pytest

from linted import categories, remarks

LISTED = Path(__file__).with_name("sentences.txt")


def sentences() -> tuple[tuple[frozenset[str], str], ...]:
    found: list[tuple[frozenset[str], str]] = []
    rules: frozenset[str] = frozenset()
    for line in LISTED.read_text("utf-8").splitlines():
        if line.startswith("["):
            rules = frozenset(line.strip("[]").split(", ")) - {"nothing"}
        elif line and not line.startswith("# What"):
            found.append((rules, line.replace("⏎", "\n")))
    return tuple(found)


@pytest.mark.parametrize(("rules", "text"), sentences())
def test_the_rules_find_what_the_list_says(rules: frozenset[str], text: str) -> None:
    """A sentence is found by the rules it is listed under, and by no other."""
    assert categories(text) == rules


@pytest.mark.parametrize(("rules", "text"), [case for case in sentences() if "\n" not in case[1]])
def test_how_a_sentence_is_typed_changes_nothing(rules: frozenset[str], text: str) -> None:
    """Hard wraps, Windows line ends and typographic apostrophes find the same."""
    if text.startswith(("-", "|", "1.", "10:")):
        return
    words = text.replace("'", "’").split(" ")
    wrapped = "\r\n".join([" ".join(words[:4]), " ".join(words[4:])]).strip()

    assert categories(wrapped) == rules


@pytest.mark.parametrize(("rules", "text"), [case for case in sentences() if case[0]])
def test_each_finding_points_at_its_words(rules: frozenset[str], text: str) -> None:
    """Line, columns and words of a finding agree with the text, and it offers something."""
    lines = text.split("\n")
    for remark in remarks(text):
        if remark.code.name in rules and remark.line == remark.end_line:
            shown = lines[remark.line - 1][remark.column - 1 : remark.end_column - 1]
            assert shown == remark.words
            assert remark.suggestion
