"""The examples beside the phrases: each `flag` is found by its group, no `leave` by any rule."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linted import categories
from secondstory.lint import LANGUAGE
from secondstory.lint.words import forms, wordlist

LISTS = {
    "blame": "blame",
    "hindsight": "hindsight",
    "human_error": "human-error-cause",
    "surface_fix": "surface-fix",
}


def examples(kind: str) -> Iterator[tuple[str, str, str]]:
    for name, category in LISTS.items():
        for group in wordlist(name)["group"]:
            for text in group[kind]:
                yield category, group["name"], text


@pytest.mark.parametrize(("category", "group", "text"), tuple(examples("flag")))
def test_an_example_is_found(category: str, group: str, text: str) -> None:
    """What a group of phrases gives as an example of itself is found."""
    assert category in categories(text, plan=category == "surface-fix"), group


@pytest.mark.parametrize(("category", "group", "text"), tuple(examples("leave")))
def test_a_counterexample_is_left_alone(category: str, group: str, text: str) -> None:
    """What a group gives as its opposite is found by no rule."""
    assert not categories(text, plan=category == "surface-fix"), group


def test_every_group_has_both_kinds_of_examples() -> None:
    """No phrase is judged without an example and a counterexample beside it."""
    lacking = [
        group["name"]
        for name in LISTS
        for group in wordlist(name)["group"]
        if not (group.get("flag") and group.get("leave"))
    ]

    assert lacking == []


def test_every_list_belongs_to_a_rule() -> None:
    """The lists name rules that there are."""
    assert set(LISTS.values()) <= LANGUAGE


@pytest.mark.parametrize(
    ("base", "bent"),
    [
        ("drop", "drop drops dropping dropped"),
        ("forget", "forget forgets forgetting forgot forgotten"),
        ("ignore", "ignore ignores ignoring ignored"),
        ("rely", "rely relies relying relied"),
        ("panic", "panic panics panicking panicked"),
        ("double-check", "double-check double-checks double-checking double-checked"),
    ],
)
def test_verbs_bend(base: str, bent: str) -> None:
    """A verb of a phrase is found in all its forms."""
    assert sorted(set(forms(base))) == sorted(bent.split())
