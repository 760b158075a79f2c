"""The file of classes is read strictly; what is wrong is said with its line, and loses nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.classes import nameless, read_classes
from secondstory.model import FailureClass, Remedy, Source, Taxonomy
from secondstory.noun import replace
from secondstory.privacy import Privacy

GOOD = """\
[[class]]
id = "lock-queue"
statement = "A lock that waits can cause every later query to wait behind it."
parent = "Waiting"
aliases = ["queue behind a lock", "Lock_Queue"]
owner = "data"
exposed = "every migration by day"
fixes = ["LF-12", "2026-02-17-a-b#f-12ab34cd", "Set a lock timeout"]

[[class]]
id = "waiting"

[[class.fixes]]
text = "One queue less"
report = "2026-02-17-a-b.md"
promised = 2026-02-20
shipped = "2026-03-31"
"""


def read(text: str) -> tuple[Taxonomy, list[str]]:
    """The classes of a text, and its findings as `line: code message | hint`."""
    taxonomy, findings = read_classes(Source("classes.toml", text))
    assert all(finding.location.path == "classes.toml" for finding in findings)
    return taxonomy, [f"{f.location.line}: {f.code} {f.message} | {f.hint}" for f in findings]


def test_what_a_project_says_of_its_classes_is_read() -> None:
    """Names, statement, kin, owner, fixes in each of their forms, and where it still can come."""
    taxonomy, findings = read(GOOD)
    assert findings == []
    lock, waiting = taxonomy.classes
    assert lock == FailureClass(
        "lock-queue",
        statement="A lock that waits can cause every later query to wait behind it.",
        parent="waiting",
        aliases=("queue behind a lock",),
        owner="data",
        fixes=(
            Remedy(ticket="LF-12", line=8),
            Remedy(report="2026-02-17-a-b#f-12ab34cd", line=8),
            Remedy("Set a lock timeout", line=8),
        ),
        exposed="every migration by day",
    )
    assert waiting.fixes == (
        Remedy(
            "One queue less",
            "2026-02-17-a-b.md",
            promised=date(2026, 2, 20),
            shipped=date(2026, 3, 31),
            line=13,
        ),
    )
    assert taxonomy.names == {
        "lock queue": "lock-queue",
        "queue behind a lock": "lock-queue",
        "waiting": "waiting",
    }


def test_without_a_file_there_are_no_classes() -> None:
    """No file says nothing, and that is nothing to complain of."""
    assert read_classes(None) == (Taxonomy(), ())
    assert not read_classes(None)[0]


ONE = '[[class]]\nid = "one"\n'
TWO = '[[class]]\nid = "two"\n'


@pytest.mark.parametrize(
    ("text", "finding", "names"),
    [
        ("[[class", "1: SS409 not valid TOML", []),
        ("x = " + "[" * 5000, "1: SS409 not valid TOML", []),
        (f"{ONE}id = 'two'", "3: SS409 not valid TOML: cannot overwrite a value", []),
        (f"{ONE}\ncolour = 1", "4: SS410 unknown key 'colour' | known: id, statement", ["one"]),
        (f"{ONE}owners = 'x'", "3: SS410 unknown key 'owners' | did you mean 'owner'?", ["one"]),
        (f"clas = 1\n{ONE}", "1: SS410 unknown key 'clas' | did you mean 'class'?", ["one"]),
        ("class = 1", "1: SS410 'class' must be a list of tables | write [[class]]", []),
        ('[class]\nid = "one"', "1: SS410 'class' must be a list of tables", []),
        (f"{ONE}[[class]]\nowner = 'x'", "3: SS410 a class without 'id'", ["one"]),
        (f"{ONE}[[class]]\nid = ' - '\n{TWO}", "4: SS410 a class without 'id'", ["one", "two"]),
        ("[[class]]\nid = 3", "2: SS410 'id' must be text", []),
        (f"{ONE}statement = []", "3: SS410 'statement' must be text", ["one"]),
        (f"{ONE}owner = '{'x' * 90}'", "3: SS410 'owner' has 90 characters", ["one"]),
        (f'{ONE}owner = "a\\u0007b"', "3: SS410 'owner' holds a control character", ["one"]),
        (f"{ONE}aliases = 'x'", "3: SS410 'aliases' must be a list of names", ["one"]),
        (f"{ONE}aliases = [2]", "3: SS410 'aliases' must be text", ["one"]),
        (f"{ONE}fixes = 'x'", "3: SS410 'fixes' must be a list of fixes", ["one"]),
        (f"{ONE}fixes = [2]", "3: SS410 'fixes' must be a list of fixes", ["one"]),
        (f"{ONE}[[class.fixes]]\nshipped = 2026-01-01", "3: SS410 a fix without 'text'", ["one"]),
        (f"{ONE}[[class.fixes]]\ntext = 'x'\nday = 1", "5: SS410 unknown key 'day'", ["one"]),
        (f"{ONE}[[class.fixes]]\ntext = 'x'\nshipped = 'soon'", "5: SS410 'shipped' must", ["one"]),
        (f"{ONE}[[class.fixes]]\ntext = 'x'\nshipped = 3", "5: SS410 'shipped' must be", ["one"]),
        (f"{ONE}[[class]]\nid = 'One'", "4: SS411 the class 'One' is there already", ["one"]),
        (f"{ONE}aliases = ['TWO']\n{TWO}", "3: SS411 the alias 'TWO' of 'one'", ["one", "two"]),
        (f"{ONE}parent = 'twoo'\n{TWO}", "3: SS412 the parent 'twoo' of 'one'", ["one", "two"]),
        (f"{ONE}parent = 'one'", "3: SS412 'one' is above its own parent 'one'", ["one"]),
    ],
)  # fmt: skip
def test_a_fault_is_a_finding_with_its_line(text: str, finding: str, names: list[str]) -> None:
    """Each fault names its place and what to write instead; all other classes stand."""
    taxonomy, (found,) = read(text)
    assert found.startswith(finding)
    assert [one.name for one in taxonomy.classes] == names
    assert all(not one.parent for one in taxonomy.classes)


def test_a_near_name_is_offered() -> None:
    """A parent that is nearly a class comes with the class that was meant."""
    assert read(f"{ONE}parent = 'twoo'\n{TWO}")[1][0].endswith("did you mean 'two'?")


def test_aliases_in_a_circle_mean_the_classes_themselves() -> None:
    """Two classes that are each other's alias are told, and both keep their own name."""
    taxonomy, findings = read(f"{ONE}aliases = ['two']\n{TWO}aliases = ['one']")
    assert [found[:9] for found in findings] == ["3: SS411 ", "6: SS411 "]
    assert taxonomy.names == {"one": "one", "two": "two"}


def test_one_alias_of_two_classes_is_the_first_ones() -> None:
    """The later class that asks for it is told, and loses nothing else."""
    taxonomy, (found,) = read(f"{ONE}aliases = ['x y']\n{TWO}aliases = ['X_Y', 'z']")
    assert found.startswith("6: SS411 the alias 'X_Y' of 'two' means 'one'")
    assert [one.aliases for one in taxonomy.classes] == [("x y",), ("z",)]


def test_parents_in_a_circle_are_no_parents() -> None:
    """Each class of a circle stands alone; one below it keeps its parent."""
    text = f"{ONE}parent = 'two'\n{TWO}parent = 'one'\n[[class]]\nid = 'low'\nparent = 'one'"
    taxonomy, findings = read(text)
    assert [found[:9] for found in findings] == ["3: SS412 ", "6: SS412 "]
    assert [one.parent for one in taxonomy.classes] == ["", "", "one"]


def test_line_ends_of_windows_count_as_one() -> None:
    """The line of a finding is that of the editor, whatever ends the lines."""
    text = f"{ONE}colour = 1".replace("\n", "\r\n")
    assert read(text)[1][0].startswith("3: SS410 ")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever stands in a file of classes, it is findings at most."""
    for line in read(text)[1]:
        assert int(line.partition(":")[0]) <= text.count("\n") + 2


_VALUES = st.recursive(
    st.sampled_from(['"x"', '"one"', '""', "1", "2026-01-01", "true", "nan"]),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda each: f"[{', '.join(each)}]")
        | inner.map(lambda each: f"{{ text = {each}, shipped = {each} }}")
    ),
    max_leaves=4,
)
_KEYS = ("id", "statement", "parent", "aliases", "owner", "fixes", "exposed", "other")


@given(st.lists(st.dictionaries(st.sampled_from(_KEYS), _VALUES), max_size=4))
def test_no_values_break_the_reading(tables: list[dict[str, str]]) -> None:
    """Whatever kinds of values the keys have, each name stands for one class that is there."""
    lines = ["[[class]]\n" + "".join(f"{k} = {v}\n" for k, v in one.items()) for one in tables]
    taxonomy, _ = read("".join(lines))
    names = {one.name for one in taxonomy.classes}
    assert set(taxonomy.names.values()) == names
    assert all(one.parent in {"", *names} for one in taxonomy.classes)


def test_roles_stand_for_people_who_own_classes() -> None:
    """A team is named, as is the role that the project gives; nobody else is."""
    owners = ["Payments team", "Harbour", "Dana Ruiz", "Sam Field", "wharf", ""]
    taxonomy = Taxonomy(
        "classes.toml",
        tuple(FailureClass(f"c{n}", owner=owner) for n, owner in enumerate(owners)),
    )
    privacy = Privacy(roles=True, people={"Dana Ruiz": "Release manager"}, keep=("Wharf",))

    told = [one.owner for one in nameless(taxonomy, privacy, ["harbour"]).classes]

    assert told == ["Payments team", "Harbour", "Release manager", "", "wharf", ""]
    assert nameless(taxonomy, replace(privacy, roles=False), []) is taxonomy
