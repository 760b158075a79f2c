"""Suggested tags on a report's page: marked as such, with their reasons, and never as tags."""

from __future__ import annotations

from datetime import date

from factories import a_postmortem, an_archive
from secondstory.model import Site
from secondstory.render import load_theme, render
from secondstory.render.pages.facts import read_from

TODAY = date(2026, 11, 20)


def test_a_suggestion_is_marked_and_gives_its_reason() -> None:
    """The facts name the tag with the words that show it; no tag page comes of it."""
    archive = an_archive(a_postmortem(title="A deadlock <b>in</b> the ledger"))
    files = {str(a.path): a.content for a in render(archive, load_theme(), Site(), TODAY)}
    page = files["incidents/dns.html"].decode()
    assert "<dt>Suggested tags</dt><dd>deadlock (because “deadlock”, l. 42)</dd>" in page
    assert not [path for path in files if path.startswith("tags/deadlock")]


def test_a_report_with_tags_shows_no_suggestions() -> None:
    """Where an author has set tags, nothing is suggested."""
    archive = an_archive(a_postmortem(title="A deadlock", tags=["ledger"]))
    files = {str(a.path): a.content for a in render(archive, load_theme(), Site(), TODAY)}
    assert "Suggested tags" not in files["incidents/dns.html"].decode()


def test_a_suggestion_was_not_read_from_anywhere() -> None:
    """The sum of what was read counts only what the report states."""
    (report,) = an_archive(a_postmortem(title="A deadlock")).postmortems
    assert report.suggested
    assert read_from(report) == "heading 1"
