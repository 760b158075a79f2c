"""What a template leaves behind is no lesson, action or event."""

from __future__ import annotations

from secondstory.archive import build_archive
from secondstory.brief import whole_of
from secondstory.extract import load_lexicon
from secondstory.model import Other, Postmortem, Source
from secondstory.pipeline import study

LEXICON = load_lexicon()
TEMPLATE = """\
# Template for retrospectives of the lighthouse

## Timeline

- 09:00 The lamp of our example goes out

## Lessons learned

- A lesson stands alone and tells others what to check.

## Action items

- Each item has an owner and a day; link its ticket.
"""
REPORT = TEMPLATE.replace("Template for retrospectives of the lighthouse", "Lamp 3 went out")


def read(path: str, text: str) -> Postmortem | Other:
    return study(Source(path, text), LEXICON)


def test_the_words_of_a_template_are_nobodys() -> None:
    """Examples that an author left in place are dropped; the author's own words stay."""
    own = REPORT.replace("## Action items\n", "## Action items\n\n- Buy a second lamp")
    archive = build_archive(
        [read("TEMPLATE.md", TEMPLATE), read("2026-03-01-lamp.md", own.replace("9:00", "9:01"))]
    )
    report = whole_of(archive, archive.briefs[0])

    assert [action.text.text for action in report.actions] == ["Buy a second lamp"]
    assert (report.lessons, report.timeline) == ((), ())


def test_without_a_template_the_same_words_count() -> None:
    """Only what a template of the same archive says is residue."""
    archive = build_archive([read("2026-03-01-lamp.md", REPORT)])
    report = whole_of(archive, archive.briefs[0])

    assert (len(report.lessons), len(report.actions), len(report.timeline)) == (1, 1, 1)


def test_what_a_machine_said_in_quotation_marks_is_found() -> None:
    """Quoted messages are error strings; what people said is not."""
    text = """\
# Lamp 3 went out

The panel said "lamp controller: connection refused (111)". The keeper said "it was dark out there".
"""
    report = read("2026-03-01-lamp.md", text)

    assert isinstance(report, Postmortem)
    assert [fact.value for fact in report.errors] == ["lamp controller: connection refused (111)"]
