"""The addresses of headings, lessons and fixes: what they survive, and that no two are one."""

from __future__ import annotations

from secondstory.extract import load_lexicon
from secondstory.model import Postmortem, Source
from secondstory.pipeline import study

LEXICON = load_lexicon()


def read(*lines: str) -> Postmortem:
    """What is read from a report of these lines."""
    found = study(Source("2026-01-02-a.md", "\n".join(("# A", *lines))), LEXICON)
    assert isinstance(found, Postmortem)
    return found


def lessons(*entries: str) -> dict[str, str]:
    """The anchors of lessons by their words."""
    found = read("", "## Lessons", "", *(f"- {entry}" for entry in entries))
    return {lesson.headline.text: lesson.anchor for lesson in found.lessons}


def test_an_address_survives_order_and_company() -> None:
    """Entries may be moved, and others put in between or taken away."""
    one, two = "Warm caches first.", "Probe every listener."
    assert lessons(one, two) == lessons(two, one)
    assert lessons(one)[one] == lessons("A new lesson.", two, one)[one]


def test_an_address_survives_dress() -> None:
    """Case, marks, emphasis, links and line breaks are not part of it."""
    plain = lessons("Warm caches first")
    dressed = lessons("**Warm** [caches](https://x.example/),\n  first!")
    assert set(plain.values()) == set(dressed.values())


def test_a_name_survives_any_wording() -> None:
    """The name is not shown, and is found by links of this report and of others."""
    for words in ("Warm caches first.", "Never trust a cold cache."):
        assert lessons(f"{words} {{#Warm-Caches}}") == {words: "h-warm-caches"}


def test_a_name_is_read_wherever_an_entry_ends() -> None:
    """On the last line of it, in a cell, behind a fix with owner and date."""
    found = read(
        *("## Lessons", "", "- Warm caches", "  first. {#warm}", "", "## Action items", ""),
        *("- [ ] Cap it (owner: @a, due: 2026-03-01) {#cap}", "", "## Follow-ups", ""),
        *("| Action | Owner |", "|---|---|", "| Drill it {#drill} | @b |"),
    )
    assert [lesson.anchor for lesson in found.lessons] == ["h-warm"]
    assert [(fix.text.text, fix.anchor) for fix in found.actions] == [
        ("Cap it", "h-cap"),
        ("Drill it", "h-drill"),
    ]
    assert "{#" not in found.body


def test_a_name_is_given_once() -> None:
    """A heading keeps its own; of two entries the second goes by its wording."""
    found = read("## Lessons {#main}", "", "- One. {#x}", "- Two. {#x}", "- Three. {#main}")
    anchors = [lesson.anchor for lesson in found.lessons]
    assert found.outline[0].anchor == "h-main"
    assert anchors[0] == "h-x"
    assert [anchor[:2] for anchor in anchors] == ["h-", "l-", "l-"]
    assert len(set(anchors)) == 3


def test_what_names_nothing_stays() -> None:
    """A mark without words before it, in code, or in the midst of words."""
    body = read("", "Use `{#x}`", "", "{#y}", "", "so {#z} it is").body
    assert all(mark in body for mark in ("<code>{#x}</code>", "{#y}", "{#z}"))


def test_one_wording_of_two_kinds_has_two_addresses() -> None:
    """What went well may be a lesson, too: both stand on the page of the report."""
    found = read("## Lessons", "", "- It held.", "", "## What went well", "", "- It held.")
    first, second = (lesson.anchor for lesson in found.lessons)
    assert first != second
