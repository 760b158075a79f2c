"""`names = "roles"`: roles stand where people stood, and everything else is read as before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machine import put, ss
from secondstory.extract import load_lexicon
from secondstory.model import Postmortem, Source, Study
from secondstory.pipeline import study
from secondstory.privacy import Privacy
from test_leaks import layers, leaks

LEXICON = load_lexicon()
ROLES = Privacy(roles=True)
SAMPLE = Path(__file__).parent.parent / "postmortems"
REPORT = """\
---
title: Cache went cold while @alice slept
authors: [Alice Jansen, "Bob Li"]
teams: [edge]
date: 2026-01-02
---

**Incident commander:** Carla de Vries

## Summary

Alice restarted it; @bob.li and @edge watched, as did @acme/sre. Mail oncall-team@example.org or
carla@example.org. ALICE JANSEN and Alice
Jansen wrote; Carla de Vries agreed. `@decorated by Dana Fox` with Dana Fox.

```text
@cached by Dana Fox, @alice: dana@example.org
```

## Lessons

- Alice's page came late.

## Action items

| Action | Owner | Due |
|---|---|---|
| Do it | alice | 2026-01-03 |
| Do that | @erik-s | 2026-01-03 |
| Do more | Falcon | |
| And more | edge | |

## Timeline

- 10:00 Bob sees it
"""


def read(text: str, privacy: Privacy = ROLES, path: str = "a.md") -> Study:
    return study(Source(path, text), LEXICON, privacy)


def shown(text: str, privacy: Privacy = ROLES) -> str:
    """What a page shows of some lines, without its tags."""
    found = read(f"# Title\n\n## Summary\n\n{text}\n", privacy)
    assert isinstance(found, Postmortem)
    return found.plain.partition("\n")[2].partition("\n")[2]


def test_names_are_as_written_unless_the_project_says_otherwise() -> None:
    """The default changes nothing, whomever the config lists."""
    listed = Privacy(people={"Alice Jansen": "a role"})
    assert read(REPORT, listed) == read(REPORT, Privacy())


def test_people_become_roles_everywhere() -> None:
    """In title, prose, lessons, owners, timeline, addresses; one person is one role in a report."""
    found = read(REPORT, Privacy(roles=True, people={"Dana Fox": "on-call engineer"}))
    assert isinstance(found, Postmortem)
    assert found.title.value == "Cache went cold while @engineer-alpha slept"
    assert found.summary is not None
    assert found.summary.value.text == (
        "Engineer Alpha restarted it; @engineer-bravo and @edge watched, as did @acme/sre. Mail"
        " oncall-team@example.org or @engineer-charlie. Engineer Alpha and Engineer Alpha wrote;"
        " Engineer Charlie agreed. @decorated by on-call engineer with on-call engineer."
    )
    owners = [action.owner.value if action.owner else None for action in found.actions]
    assert owners == ["Engineer Alpha", "@engineer-delta", "Engineer Echo", "edge"]
    assert found.lessons[0].text == "Engineer Alpha's page came late."
    assert found.timeline[0].text.text == "Engineer Bravo sees it"


def test_code_keeps_what_only_looks_like_a_handle() -> None:
    """In code listed names and mail addresses are replaced, decorators and the like are not."""
    found = read(REPORT, Privacy(roles=True, people={"Dana Fox": ""}))
    assert isinstance(found, Postmortem)
    assert "@cached by Engineer Delta, @alice: @engineer-delta" in found.code
    listed = read(REPORT, Privacy(roles=True, people={"@alice": "", "Dana Fox": ""}))
    assert isinstance(listed, Postmortem)
    assert ", @engineer-alpha: @engineer-" in listed.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@here, @org/team, @sre-oncall, a@b, x@1.2.3, @1.2", None),
        ("git@github.com and noreply@example.org", None),
        ("Owner: SRE. Owner: Payments team", None),
        ("@Test(timeout) runs", None),
        ("Owner: Falcon", "Owner: Engineer Alpha"),
        ("担当: 田中\n\n田中が再起動した", "担当: Engineer Alpha\nEngineer Alphaが再起動した"),
        ("Owner: Ann Lee (SRE), Bo Ray\n\nAnn met Bo Ray", None),
    ],
)
def test_what_is_no_person_stays(text: str, expected: str | None) -> None:
    """Groups, packages, versions and machines keep their names."""
    if "Ann" in text:
        expected = "Owner: Engineer Alpha (SRE), Engineer Bravo\nEngineer Alpha met Engineer Bravo"
    assert shown(text) == (expected or text)


def test_what_the_project_keeps_stays() -> None:
    """`keep` names what is no person, as a handle and as a name."""
    text = "Owner: Falcon and @falcon"
    assert shown(text, Privacy(roles=True, keep=("@Falcon",))) == text


def test_every_fact_is_read_as_before_and_from_its_line() -> None:
    """Over the sample archive owners, lessons, days and lines are those of the names as written."""
    for file in sorted(SAMPLE.rglob("*.md")):
        text, path = file.read_text("utf-8"), file.relative_to(SAMPLE).as_posix()
        before, after = read(text, Privacy(), path), read(text, ROLES, path)
        assert type(before) is type(after)
        if not (isinstance(before, Postmortem) and isinstance(after, Postmortem)):
            continue
        for one, other in zip(before.actions, after.actions, strict=True):
            assert (one.owner is None) == (other.owner is None)
            assert one.source.line == other.source.line
            assert (one.due and one.due.value) == (other.due and other.due.value)
        for name in ("lessons", "timeline"):
            lines = [[each.source for each in getattr(report, name)] for report in (before, after)]
            assert lines[0] == lines[1]
        assert (before.date, before.severity, before.services) == (
            after.date,
            after.severity,
            after.services,
        )


@given(
    st.lists(st.sampled_from([*REPORT.split(" "), "\n", "@", "`", "```\n", "\ud800", "@a.b@c.de"]))
)
def test_lines_stay_and_any_text_is_read(words: list[str]) -> None:
    """Whatever stands together, no line comes or goes, and the same text gives the same result."""
    text = " ".join(words)
    privacy = Privacy(roles=True, people={"Alice Jansen": "", "Bob": "editor"})
    found = read(text, privacy)
    assert read(text, privacy) == found


def test_no_byte_of_the_site_names_a_listed_person(tmp_path: Path) -> None:
    """Handles, owners, mail addresses and names are in no page, feed, index or search data."""
    put(
        tmp_path,
        "secondstory.toml",
        '[privacy]\nnames = "roles"\n[people]\n"Zanzibar Quill" = "lead"\n',
    )
    report = REPORT.replace("Alice Jansen", "Zanzibar Quill").replace("alice", "zanzibar")
    put(tmp_path, "postmortems/a.md", report.replace("Alice", "Zanzibar"))
    put(tmp_path, "classes.toml", '[[class]]\nid = "stale"\nowner = "Zanzibar Quill"\n')
    assert ss(tmp_path, "build").code == 0
    assert leaks(tmp_path / "site") == set()
    assert "lead restarted it" in (tmp_path / "site/incidents/a.html").read_text("utf-8")
    assert '"owner":"lead"' in (tmp_path / "site/index.json").read_text("utf-8").replace(" ", "")


def test_a_path_with_a_name_is_reported(tmp_path: Path) -> None:
    """A path is an address and stays; its author is told to rename it."""
    put(tmp_path, "secondstory.toml", '[privacy]\nnames = "roles"\n[people]\n"Alice Jansen" = ""\n')
    put(tmp_path, "postmortems/2026-01-02-alice-jansen.md", REPORT)
    assert "2026-01-02-alice-jansen.md:1:1: SS112" in ss(tmp_path, "check").out


def test_the_setting_is_noticed_by_the_next_build(tmp_path: Path) -> None:
    """What was remembered under names as written is not shown under roles."""
    put(tmp_path, "postmortems/a.md", REPORT)
    ss(tmp_path, "build")
    assert b"erik-s" in (tmp_path / "site/index.json").read_bytes()
    put(tmp_path, "secondstory.toml", '[privacy]\nnames = "roles"\n')
    ss(tmp_path, "build")
    assert all(
        b"erik-s" not in layer
        for file in (tmp_path / "site").rglob("*.*")
        if file.is_file()
        for layer in layers(file.read_bytes())
    )


def test_another_value_is_refused(tmp_path: Path) -> None:
    """A typing error would leave names where none are wanted."""
    put(tmp_path, "secondstory.toml", '[privacy]\nnames = "role"\n')
    result = ss(tmp_path, "build", "--source", ".")
    assert result.code == 2
    assert "secondstory.toml:2:1: 'names' cannot be 'role'" in result.err
