"""Every key of a TOML text is found in its line, whatever stands between the keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from secondstory.toml_lines import key_lines

KEYS = st.text("ab-_1", min_size=1, max_size=3) | st.text("ab .#=\"'\\é]", max_size=4)
VALUES = st.recursive(
    st.integers() | st.booleans() | st.text("ab\n\"'#[]{}=,\\ ", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=6,
)


def quoted(text: str) -> str:
    escapes = {"\n": "\\n", '"': '\\"', "\\": "\\\\"}
    return '"' + "".join(escapes.get(character, character) for character in text) + '"'


def toml(value: Any) -> str:
    """A value in TOML, lists over several lines with comments that look like keys."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str() if "'" not in value and "\\" not in value and not value.endswith('"'):
            return f"'''\n{value}'''"
        case str():
            return quoted(value)
        case list():
            items = ",\n".join(toml(item) for item in value)
            return f"[ # a = [\n{items}]"
    pairs = ", ".join(f"{quoted(key)} = {toml(item)}" for key, item in value.items())
    return f"{{ {pairs} }}"


def lines_of(document: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table, values in document.items():
        yield f"[{quoted(table)}] # x = 1", (table,)
        for key, value in values.items():
            yield f"  {quoted(key)}={toml(value)}", (table, key)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4), max_size=4))
def test_every_key_is_placed_in_its_line(document: Mapping[str, Any]) -> None:
    """Whatever values stand between them, keys and tables are found in the line they begin in."""
    lines, expected, line = [], {}, 1
    for text, path in lines_of(document):
        lines.append(text)
        expected[path] = line
        line += text.count("\n") + 1
    text = "\n".join(lines)
    assert tomllib.loads(text) == document
    found = key_lines(text)
    assert {path: found[path] for path in expected} == expected


def test_dotted_keys_and_inline_tables_are_placed() -> None:
    """A key is placed by its whole path, however it is written."""
    found = key_lines('a.b = 1\n[ c . "d e" ]\nf = { g = [1, {h = 2}], i = 3 }\n[[j]]\nk = 1')
    assert found[("a", "b")] == 1
    assert found[("c", "d e")] == 2
    assert found[("c", "d e", "f", "i")] == 3
    assert found[("j", "k")] == 5


def test_tables_of_a_list_are_placed_by_their_number() -> None:
    """Each table of a list, and each key in it, has a place; the first keeps the plain name."""
    found = key_lines(
        "[[a]]\nb = 1\n[[a.c]]\nd = 1\n\n[[a]]\nb = 2\n[[a.c]]\nd = 3\n[[a.c]]\nd = 4"
    )
    assert [found["a", "0"], found["a", "0", "b"], found["a", "0", "c", "0", "d"]] == [1, 2, 4]
    assert [found["a", "1"], found["a", "1", "b"]] == [6, 7]
    assert [found["a", "1", "c", n] for n in "01"] == [8, 10]
    assert [found["a", "1", "c", n, "d"] for n in "01"] == [9, 11]
    assert [found["a",], found["a", "b"], found["a", "c", "d"]] == [1, 2, 4]
