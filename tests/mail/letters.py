"""Letters for tests: of the sample archive, and of reports that are made up."""

from __future__ import annotations

from datetime import date
from functools import cache

from factories import a_lesson, a_postmortem, an_action, an_archive
from render.portals import SAMPLE
from secondstory import pipeline
from secondstory.digest import issues
from secondstory.extract import load_lexicon
from secondstory.model import ActionStatus, Archive, Postmortem, Site
from secondstory.render import load_theme
from secondstory.render.catalogue import catalogue
from secondstory.render.digest import around, view_of
from secondstory.render.letter import letter_of
from secondstory.render.views_letter import Letter

AS_OF = date(2026, 11, 1)
SITE = Site(organisation="Larkspur Freight", base_url="https://learn.example.org/incidents")
THEME = load_theme(letters=True)
HOSTILE = {
    "newline": "One\nBcc: evil@example.org",
    "header": "One\r\nBcc: evil@example.org\r\n\r\n.\r\nQUIT",
    "separator": "One\u2028Bcc: evil\u2029two\x85three",
    "markup": '<img src=x onerror=alert(1)><script>alert(1)</script> & "quotes"',
    "slack": "<!here> <@U123> <https://evil.example|click> & `code` *bold*",
    "markdown": "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "long": "pool " * 60,
    "word": "x" * 300,
    "right to left": "\u202egnitteg \u2066never\u2069 \u200fback",
    "arabic": "انقطعت الخدمة بعد تدوير الشهادة",
    "cjk": "証明書の更新後に接続が切れた" * 8,
    "control": "One\x00\x1b[2J\x07 two",
    "jinja": "{{ 7 * 7 }} {% raw %}",
    "surrogate": "a\ud800b",
}


@cache
def sample() -> Archive:
    """The sample archive."""
    return pipeline.read(SAMPLE, load_lexicon()).archive


def letters(archive: Archive, last: str = "2026-10", site: Site = SITE) -> dict[str, Letter]:
    """The letters of an archive by month."""
    shared = catalogue(archive, site, AS_OF)
    made = {
        issue.month: letter_of(
            view_of(shared, issue, around(archive, issue)), issue.month, site, "leave@example.org"
        )
        for issue in issues(archive, last, archive.edits)
    }
    return {month: letter for month, letter in made.items() if letter}


def a_letter(*reports: Postmortem) -> Letter:
    """The letter of October 2026 for these reports."""
    return letters(an_archive(*reports))["2026-10"]


def a_report(
    slug: str = "pool", words: str = "Expire sockets early", **overrides: object
) -> Postmortem:
    """A report of October that says the same words wherever it says anything."""
    facts: dict[str, object] = {
        "title": words,
        "date": "2026-10-05",
        "published": "2026-10-07",
        "severity": "SEV2",
        "services": ["gateway"],
        "teams": [slug],
        "classes": [f"class {slug}"],
        "summary": words,
        "root_cause": words,
        "lessons": [a_lesson(words, more=words, check=words)],
        "actions": [
            an_action(words, ActionStatus.DONE, verified_by=words),
            an_action(f"{words} soon", ActionStatus.OPEN),
        ],
    }
    return a_postmortem(slug, **{**facts, **overrides})
