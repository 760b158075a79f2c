"""The about page keeps its word: its example is read as it says."""

from __future__ import annotations

from html import unescape

from render.sites import ARCHIVES, a_site, read
from secondstory.extract.lexicon import load_lexicon
from secondstory.model import ActionStatus, LessonKind, Postmortem, Source
from secondstory.pipeline import study

PAGE = read(a_site(ARCHIVES["varied"])["about/index.html"])


def examples() -> list[str]:
    """The Markdown that the page offers for copying."""
    return [unescape(block.text) for block in PAGE.all("pre")]


def read_report(text: str) -> Postmortem:
    """Study a text as a file of the archive."""
    found = study(Source("2026-10-28-example.md", text), load_lexicon())
    assert isinstance(found, Postmortem)
    return found


def test_the_example_is_read_as_promised() -> None:
    """Every fact, lesson and fix of the example arrives."""
    report = read_report(examples()[0])
    assert report.title.value == "Retries at four layers turned 3 tries into 81"
    assert report.date
    assert report.date.value.isoformat() == "2026-10-28"
    assert report.severity
    assert report.severity.value.level == 2
    assert [service.value for service in report.services] == ["rate-quote", "edge-gateway"]
    assert [name.value for name in report.classes] == ["retry-multiplication"]
    assert report.impact
    assert report.root_cause
    assert len(report.timeline) == 3
    lesson, well = report.lessons
    assert lesson.kind is LessonKind.LESSON
    assert lesson.check
    assert lesson.check.text.startswith("it retries a call")
    assert well.kind is LessonKind.WENT_WELL


def test_the_fixes_of_the_example_have_owner_date_and_state() -> None:
    """Done with proof, open with a date, declined with a reason."""
    held, promised, declined = read_report(examples()[0]).actions
    assert held.status
    assert held.status.value is ActionStatus.DONE
    assert held.verified_by
    assert promised.status
    assert promised.status.value is ActionStatus.OPEN
    assert promised.owner
    assert promised.owner.value == "@platform"
    assert promised.due
    assert promised.due.written == "2026-12-01"
    assert declined.status
    assert declined.status.value is ActionStatus.DECLINED
    assert declined.reason == "the cap makes it needless"


def test_the_other_examples_are_read_too() -> None:
    """The snippet with lessons and the table with fixes."""
    lessons = read_report(f"# X\n\n{examples()[1]}").lessons
    assert len(lessons) == 1
    assert lessons[0].headline.text.startswith("Watch the certificate")
    assert lessons[0].check
    held, doing = read_report(f"# X\n\n{examples()[2]}").actions
    assert held.verified_by
    assert doing.status
    assert doing.status.value is ActionStatus.IN_PROGRESS


def test_what_was_left_out_is_listed_with_its_reason() -> None:
    """Nothing disappears silently; findings are counted."""
    text = PAGE.text()
    assert "README.md an index: it links to other files of the folder" in text
    assert "1 finding in 1 file to mend" in text
