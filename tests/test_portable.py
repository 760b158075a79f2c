"""Paths that travel: said for every file system, and short for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondstory.portable import folded, shown, unportable, visible


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("", "is empty or absolute"),
        ("/a", "is empty or absolute"),
        ("a/../b", 'leaves its folder ("..")'),
        ("a//b", "has an empty part"),
        ("a/.", "has an empty part"),
        ("a:b", "holds the character ':', which Windows does not allow in a name"),
        ("a/b. ", "has a part that ends in a dot or a space, which Windows drops"),
        ("x/Aux.txt", "holds 'Aux.txt', which Windows takes for a device"),
        ("lpt¹", "holds 'lpt¹', which Windows takes for a device"),
        ("é" * 128, "has a part of 256 bytes; file systems allow 255"),
        ("\udc80", "is not Unicode text"),
    ],
)
def test_what_does_not_travel_is_said_in_words(path: str, wrong: str) -> None:
    """The reason completes a sentence about the path."""
    assert unportable(path) == wrong


@pytest.mark.parametrize(
    "path", ["a", "a b/c.d", ".hidden", "auxiliary/com", "日本/è.png", "x" * 255]
)
def test_ordinary_paths_travel(path: str) -> None:
    """Spaces, dots, accents and other scripts are fine."""
    assert unportable(path) is None


def test_one_key_for_what_may_be_one_file() -> None:
    """Case and the spelling of accents do not tell files apart everywhere."""
    assert folded("Caf\u00e9/X") == folded("cafe\u0301/x") != folded("cafe/x")


def test_a_path_is_shown_as_one_would_type_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near paths are relative to the working folder, far ones absolute."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert shown(tmp_path / "here" / "site") == "site"
    assert shown(tmp_path / "site") == str(Path("..", "site"))
    assert shown(Path("/far/away")) == "/far/away"


def test_what_a_terminal_would_obey_is_escaped() -> None:
    """Cursor moves, line breaks and reversed order become visible; scripts and emoji stay."""
    assert visible("a\x1b[2J\r\n\u202eb\x9b\ud800") == "a\\x1b[2J\\r\\n\\u202eb\\x9b\\ud800"
    assert visible("naïve 日本 👩\u200d🚒 قهوة") == "naïve 日本 👩\u200d🚒 قهوة"
