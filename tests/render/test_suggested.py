"""Suggested tags on a report's page: marked as such, with their reasons, and never as tags."""

from __future__ import annotations

import re
from datetime import date

from factories import a_postmortem, an_archive
from secondstory.brief import whole_of
from secondstory.model import Site
from secondstory.render import load_theme, render
from secondstory.render.pages.facts import read_from

TODAY = date(2026, 11, 20)


def test_a_suggestion_is_marked_and_gives_its_reason() -> None:
    """The page names the tag, the words that show it and their line; it makes no tag page."""
    archive = an_archive(a_postmortem(title="A deadlock <b>in</b> the ledger"))
    files = {str(a.path): a.content for a in render(archive, load_theme(), Site(), TODAY)}
    page = files["incidents/dns.html"].decode()
    (line,) = [line for line in page.splitlines() if "Suggested tags" in line]
    words = " ".join(re.sub(r"<[^>]*>", "", line).split())
    assert words.startswith("Suggested tags: deadlock for “deadlock”")
    assert "42" in words
    assert not [path for path in files if path.startswith("tags/deadlock")]


def test_a_report_with_tags_shows_no_suggestions() -> None:
    """Where an author has set tags, nothing is suggested."""
    archive = an_archive(a_postmortem(title="A deadlock", tags=["ledger"]))
    files = {str(a.path): a.content for a in render(archive, load_theme(), Site(), TODAY)}
    assert "Suggested tags" not in files["incidents/dns.html"].decode()


def test_a_suggestion_was_not_read_from_anywhere() -> None:
    """The sum of what was read counts only what the report states."""
    archive = an_archive(a_postmortem(title="A deadlock"))
    report = whole_of(archive, archive.briefs[0])
    assert report.suggested
    assert read_from(report) == "heading 1"
