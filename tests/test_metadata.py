"""Front matter is read as its author wrote it, and what cannot be read is told with its place."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from secondstory.findings import Level
from secondstory.metadata import Metadata, read_metadata

BODY = "# Title\n\nText\n"


def read(front: str, body: str = BODY) -> Metadata:
    """Read a report of front matter and a body."""
    return read_metadata(f"---\n{front}\n---\n{body}", "r.md")


def value(front: str) -> object:
    """The value of the only key."""
    found = read(front)
    assert found.findings == ()
    (only,) = found.values.values()
    return only


def places(found: Metadata) -> list[str]:
    return [f"{f.code} {f.location.line}:{f.location.column}" for f in found.findings]


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "off",
        "Yes",
        "12:30",
        "0123",
        "1e3",
        "0x1F",
        "1_000",
        "1.10",
        "2026-09-14",
        "2025-13-45",
        "2026-09-14T10:00:00Z",
        ".inf",
        "true",
        "SEV2",
        "<script>alert(1)</script>",
        "日本語",
        "=",
        "<<",
    ],
)
def test_a_value_stays_as_written(written: str) -> None:
    """YAML would make false, 750 or 83 of some of these; a report means its words."""
    assert value(f"key: {written}") == written


@pytest.mark.parametrize("written", ["", "null", "~", "None", "N/A", "TBD", "unknown", '"?"', '""'])
def test_a_value_that_says_nothing_is_none(written: str) -> None:
    """Unknown is None, however it is spelled."""
    assert value(f"key: {written}") is None


def test_quotes_are_not_part_of_a_value() -> None:
    """Quoted strings may hold what bare ones may not."""
    assert value('key: "Outage: DNS # not a comment"') == "Outage: DNS # not a comment"
    assert value("key: 'it''s @ana'") == "it's @ana"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("key: [a, no, 0123]", ["a", "no", "0123"]),
        ("key:\n  - a\n  - b: c", ["a", {"b": "c"}]),
        ("key:\n- a\n- b", ["a", "b"]),
        ("key:\n  deep: {er: x}", {"deep": {"er": "x"}}),
        ("key: >-\n  folded\n  text", "folded text"),
        ("key: |\n  kept\n  lines", "kept\nlines"),
        ("key: []", []),
        ("key: [a, ~]", ["a", None]),
        ("key: !!str 0123", "0123"),
    ],
)
def test_structures_are_read(front: str, expected: object) -> None:
    """Lists, mappings and long strings are what YAML says they are."""
    assert value(front) == expected


@pytest.mark.parametrize(
    ("key", "read_as"), [("1", "1"), ("yes", "yes"), ("2026-01-02", "2026-01-02")]
)
def test_keys_stay_as_written(key: str, read_as: str) -> None:
    """A key is a string, too."""
    assert dict(read(f"{key}: x").values) == {read_as: "x"}


def test_keys_and_items_know_their_lines() -> None:
    """Each key has its line in the file, and each item of a list."""
    found = read("title: x\n\n# a comment\ntags:\n  - a\n  - b\ndate: 2026-01-02")

    assert dict(found.lines) == {"title": 2, "tags": 5, "tags[0]": 6, "tags[1]": 7, "date": 8}


def test_the_body_keeps_its_line_numbers() -> None:
    """Blank lines stand in for the front matter, so that positions need no arithmetic."""
    found = read("title: x\ndate: 2026-01-02")

    assert found.body.split("\n")[4] == "# Title"
    assert found.body[:4] == "\n\n\n\n"


# ---------------------------------------------------------------- where front matter is


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nText",
        "",
        "\n---\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "--\ntitle: x\n--\n",
        "Text\n---\ntitle: x\n---\n",
    ],
)
def test_a_report_without_front_matter_is_all_body(text: str) -> None:
    """Front matter begins in the first line or not at all."""
    found = read_metadata(text, "r.md")

    assert (dict(found.values), found.body, found.findings) == ({}, text, ())


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA sentence between two rules.\n\n---\n\nText",
        "---\n\n- a list\n- between them\n\n---\n",
        "---\n---\n",
        "---\n\nText below a rule.",
        "---\n# Title\n\nkey: value",
        "---\n",
    ],
)
def test_a_rule_is_not_front_matter(text: str) -> None:
    """A file may begin with a horizontal rule; its words stay where they are."""
    found = read_metadata(text, "r.md")

    assert (dict(found.values), found.findings) == ({}, ())
    assert [a for a, b in zip_longest(text.split("\n"), found.body.split("\n")) if a != b] in (
        [],
        ["---", "---"],
    )


@pytest.mark.parametrize("front", ["---\n\ntitle: x\n\n---\n", "-----\ntitle: x\n-----\n"])
def test_the_fence_may_be_loose(front: str) -> None:
    """Blank lines inside and longer fences are accepted."""
    found = read_metadata(front + "Text", "r.md")

    assert dict(found.values) == {"title": "x"}
    assert found.body.strip() == "Text"


def test_spaces_behind_the_fence_do_not_matter() -> None:
    """Nobody sees them."""
    assert dict(read_metadata("---  \ntitle: x\n--- \nText", "r.md").values) == {"title": "x"}


def test_windows_line_ends_do_not_matter() -> None:
    """A text that kept its carriage returns has the same values."""
    found = read_metadata("---\r\ntitle: x\r\ntags: [a, b]\r\n---\r\n# Title\r\n", "r.md")

    assert dict(found.values) == {"title": "x", "tags": ["a", "b"]}
    assert found.lines["tags"] == 3


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("front", "place", "values"),
    [
        ("owner: @alice\ndate: 2026-01-02", "SS201 2:8", {"owner": "@alice", "date": "2026-01-02"}),
        ("title: Outage: DNS", "SS201 2:14", {"title": "Outage: DNS"}),
        ("date: x\ntitle: 🔥 Outage: DNS", "SS201 3:16", {"date": "x", "title": "🔥 Outage: DNS"}),
        ("title: 'open\ndate: 2026-01-02", "SS201 4:1", {"title": "open", "date": "2026-01-02"}),
        ("title: x\n\tdate: y", "SS201 3:1", {"title": "x"}),
        ("tags: [a, b\ndate: x", "SS201 3:5", {"tags": ["a", "b"], "date": "x"}),
        ("title: `x`", "SS201 2:8", {"title": "`x`"}),
        ("title: %x", "SS201 2:8", {"title": "%x"}),
        ("title: x\n date: y", "SS201 3:6", {"title": "x"}),
        ("tags: [a, b]\nowner: @x\nteams:\n  - c\n  - d", "SS201 3:8",
         {"tags": ["a", "b"], "owner": "@x", "teams": ["c", "d"]}),
    ],
)  # fmt: skip
def test_broken_front_matter_is_read_line_by_line(
    front: str, place: str, values: dict[str, object]
) -> None:
    """The finding points at the character, and the lines that can be read still count."""
    found = read(front)

    assert places(found) == [place]
    assert dict(found.values) == values
    assert found.findings[0].level is Level.ERROR
    assert found.body.strip() == BODY.strip()


def test_salvaged_keys_know_their_lines() -> None:
    """Values of broken front matter have a place like any others."""
    found = read("date: 2026-01-02\nowner: @alice\ntitle: x")

    assert dict(found.lines) == {"date": 2, "owner": 3, "title": 4}


BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    + ["title: Bomb"]
)


@pytest.mark.parametrize(
    ("front", "place"),
    [
        (BOMB, "SS203 2:5"),
        ("title: x\ncopy: &a [1]\nagain: *a", "SS203 3:7"),
        ("title: x\nself: &s [*s]", "SS203 3:7"),
        ("title: x\nrun: !!python/object/apply:os.system [ls]", "SS203 3:6"),
        ("title: x\nwhen: !custom y", "SS203 3:7"),
        ("title: x\nraw: !!binary aGk=", "SS203 3:6"),
    ],
)
def test_what_could_unfold_is_refused(front: str, place: str) -> None:
    """Aliases and tags are not followed, and the plain lines around them are still read."""
    found = read(front)

    assert places(found) == [place]
    assert set(found.values) == {"title"}


def test_nesting_beyond_reason_is_refused() -> None:
    """Ten thousand brackets are no front matter, and no stack runs out on them."""
    found = read("title: x\ndeep: " + "[" * 10_000 + "]" * 10_000)

    assert [place.split(":")[0] for place in places(found)] == ["SS204 3"]
    assert dict(found.values)["title"] == "x"


def test_length_beyond_reason_is_refused() -> None:
    """A megabyte is no front matter."""
    found = read("title: x\nlong: " + "y" * 1_000_000)

    assert [place.split()[0] for place in places(found)] == ["SS204"]
    assert found.values["title"] == "x"


def test_a_key_may_stand_only_once() -> None:
    """The first one counts, and each repeat is told."""
    found = read("date: 2026-01-02\ntitle: x\ndate: 2026-03-04\ndate: 2026-05-06")

    assert dict(found.values) == {"date": "2026-01-02", "title": "x"}
    assert places(found) == ["SS205 4:1", "SS205 5:1"]
    assert dict(found.lines) == {"date": 2, "title": 3}


@pytest.mark.parametrize("front", ["- title: x\n- date: y", "[title, date]"])
def test_a_list_holds_no_fields(front: str) -> None:
    """Front matter is a mapping; a list between two rules is text."""
    found = read(front)

    assert dict(found.values) == {}
    assert front in found.body


def test_open_front_matter_ends_at_the_first_blank_line() -> None:
    """Without its closing line, fields are read up to the first blank one, the rest is the body."""
    found = read_metadata("---\ntitle: x\ndate: 2026-01-02\n\n# Title\n\nkey: value\n", "r.md")

    assert dict(found.values) == {"title": "x", "date": "2026-01-02"}
    assert places(found) == ["SS206 1:1"]
    assert found.body.split("\n")[4] == "# Title"


def test_open_front_matter_ends_at_a_heading() -> None:
    """A heading cannot be a field."""
    found = read_metadata("---\ntitle: x\n# Title\n\nText\n", "r.md")

    assert dict(found.values) == {"title": "x"}
    assert found.body.split("\n")[2] == "# Title"


def test_an_open_front_matter_does_not_swallow_the_report() -> None:
    """A rule far below is not its end: the text between them is the report."""
    text = "---\ntitle: x\n\n# Title\n\nText, with: a colon\n\n---\n\nThe end\n"

    found = read_metadata(text, "r.md")

    assert dict(found.values) == {"title": "x"}
    assert "Text, with: a colon" in found.body


def test_bold_fields_between_two_rules_are_text() -> None:
    """A header in Markdown between two rules is no YAML, and nothing of it is lost."""
    found = read_metadata("---\n\n**Date:** 2026-01-02\n\n---\n\n# Title\n", "r.md")

    assert found.findings == ()
    assert "**Date:** 2026-01-02" in found.body


# ---------------------------------------------------------------- TOML and JSON


def read_toml(front: str, body: str = BODY) -> Metadata:
    """Read a report whose front matter is TOML."""
    return read_metadata(f"+++\n{front}\n+++\n{body}", "r.md")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"Well ran dry"', "Well ran dry"),
        ("'C:\\pump'", "C:\\pump"),
        ('"""\nTwo\nlines"""', "Two\nlines"),
        ("2026-10-12", "2026-10-12"),
        ("2026-10-12T09:30:00Z", "2026-10-12 09:30:00Z"),
        ("2026-10-12 09:30:00", "2026-10-12 09:30:00"),
        ("2026-10-12T09:30:00+02:00", "2026-10-12 09:30:00+02:00"),
        ("09:30:00", "09:30:00"),
        ("true", "true"),
        ("47", "47"),
        ("1.10", "1.10"),
        ('["a", "b"]', ["a", "b"]),
        ('{ text = "Refill", due = 2026-11-01 }', {"text": "Refill", "due": "2026-11-01"}),
        ('""', None),
        ('"TBD"', None),
    ],
)
def test_toml_gives_the_same_plain_values(written: str, expected: object) -> None:
    """A typed value becomes the words that a reader of YAML would have got."""
    found = read_toml(f"key = {written}")

    assert (dict(found.values), found.findings) == ({"key": expected}, ())


def test_toml_tables_are_read() -> None:
    """Tables nest, lists of tables are lists."""
    found = read_toml(
        '[extra]\nseverity = "SEV2"\n[[actions]]\ntext = "a"\n[[actions]]\ntext = "b"'
    )

    assert dict(found.values) == {
        "extra": {"severity": "SEV2"},
        "actions": [{"text": "a"}, {"text": "b"}],
    }


def test_toml_keys_and_items_know_their_lines() -> None:
    """Comments, strings over several lines and brackets move no line."""
    found = read_toml(
        '# a comment\ntitle = """\none = 1\n"""\ntags = [  # three\n  "a",\n  "b", "c",\n]\n\n'
        '"quoted" = 1\n[extra]\ntags = 1\n[[actions]]\ntext = "a"\n[[actions]]\ntext = "b"'
    )

    assert dict(found.lines) == {
        "title": 3,
        "tags": 6,
        "tags[0]": 7,
        "tags[1]": 8,
        "tags[2]": 8,
        "quoted": 11,
        "extra": 12,
        "actions": 14,
        "actions[0]": 14,
        "actions[1]": 16,
    }


def test_the_body_below_toml_keeps_its_line_numbers() -> None:
    """What follows stands where it stood."""
    assert read_toml("title = 'x'", "Text").body == "\n\n\nText"


@pytest.mark.parametrize(
    ("front", "place", "values"),
    [
        ("owner = @alice\ndate = 2026-01-02", "SS201 2:9",
         {"owner": "@alice", "date": "2026-01-02"}),
        ('date = 2026-01-02\ntitle = Well "old" dry', "SS201 3:9",
         {"date": "2026-01-02", "title": 'Well "old" dry'}),
        ("date = 2025-13-45", "SS201 2:12", {"date": "2025-13-45"}),
        ("title: x\ndate = 2026-01-02", "SS201 2:6", {"date": "2026-01-02"}),
        ('tags = ["a"', "SS201 2:1", {"tags": ["a"]}),
        ("title = 'a'\ntitle = 'b'", "SS201 3:12", {"title": "a"}),
        (f"title = 'a'\nn = {'9' * 5_000}", "SS201 3:1", {"title": "a", "n": "9" * 5_000}),
    ],
)  # fmt: skip
def test_broken_toml_is_read_line_by_line(
    front: str, place: str, values: dict[str, object]
) -> None:
    """The finding points at the character, and the lines that can be read still count."""
    found = read_toml(front)

    assert (places(found), dict(found.values)) == ([place], values)
    assert found.body.strip() == BODY.strip()


@pytest.mark.parametrize("front", [f"a = {'[' * 100}", f"{'a.' * 100}b = 1", f"[{'a.' * 100}b]"])
def test_toml_nested_beyond_reason_is_refused(front: str) -> None:
    """Brackets and dots are counted before anything is built."""
    assert places(read_toml(f"x = 1\n{front}")) == ["SS204 3:1"]


def test_open_toml_ends_at_the_first_blank_line() -> None:
    """The report below is not swallowed."""
    found = read_metadata("+++\ntitle = 'x'\n\n# Title\n", "r.md")

    assert (dict(found.values), places(found)) == ({"title": "x"}, ["SS206 1:1"])
    assert found.body.strip() == "# Title"


@pytest.mark.parametrize(
    "text", ["+++\nWe were live.\n+++\n", "+++\n", "+ a\n+ b\n", "++++\na = 1\n"]
)
def test_plus_signs_alone_are_no_front_matter(text: str) -> None:
    """A drawing or a list with plus signs is text."""
    found = read_metadata(text, "r.md")

    assert (dict(found.values), found.findings, found.body) == ({}, (), text)


def test_a_json_object_at_the_top_is_front_matter() -> None:
    """Some generators of sites take JSON; keys and items know their lines."""
    found = read_metadata('{\n  "title": "x",\n  "tags": [\n    "a"\n  ]\n}\n\n# T\n', "r.md")

    assert (dict(found.values), found.findings) == ({"title": "x", "tags": ["a"]}, ())
    assert dict(found.lines) == {"title": 2, "tags": 3, "tags[0]": 4}
    assert found.body == "\n\n\n\n\n\n\n# T\n"


def test_json_spells_letters_in_halves() -> None:
    """Programs write an emoji as two escapes; half a letter is none, and loses no other field."""
    text = r'{"a": "\ud83d\ude00 \\ud83d", "b": "half \ud800", "c": "d"}'
    values = read_metadata(f"{text}\n# T\n", "r.md").values

    assert values == {"a": "😀 \\ud83d", "b": "half ?", "c": "d"}


@pytest.mark.parametrize("text", ['{"a": \n', "{% include x %}\n", "{}\n", '["a"]\n', '{"a" 1}\n'])
def test_other_brackets_at_the_top_are_text(text: str) -> None:
    """What is no JSON object is the report's own."""
    assert read_metadata(text, "r.md").body == text


# ---------------------------------------------------------------- anything

yamlish = st.lists(
    st.sampled_from(
        [
            *("---", "...", "title: x", "a: [", "- b", "*a", "&a x", "{", "}", "!!x y", "? k"),
            *("'", '"', "key: |", "  deep: y", "\t", "# c", "", "@", "a: b: c", "%YAML 1.1"),
            *("é: ü", "\x07", "tags: [a,", "key:", "\u2028"),
            *('a = "', "b = [1,", "[t]", "[[t]]", "x.y = 1", "'''", '"""', '{"j": 1}', "\\"),
        ]
    )
    | st.text(max_size=8),
    max_size=10,
).map("\n".join)


@settings(max_examples=500, deadline=None)
@given(yamlish | st.text())
@example("a: [\n\u2028\n---")
def test_any_text_is_read(text: str) -> None:
    """Whatever stands there, it is read: places lie in the file and no line moves."""
    fenced = [f"{fence}\n{text}" for fence in ("---", "+++")]
    for whole in (text, *fenced, *(f"{f}\n{f[:3]}\nbody" for f in fenced), f'{{"a": 1}}{text}'):
        found = read_metadata(whole, "r.md")

        height = whole.count("\n") + 1
        assert all(1 <= line <= height for line in found.lines.values())
        assert all(1 <= finding.location.line <= height for finding in found.findings)
        assert {key for key in found.lines if "[" not in key} >= {
            k for k in found.values if "[" not in k
        }
        lines = whole.split("\n")
        assert all(line in {"", lines[n]} for n, line in enumerate(found.body.split("\n")))
