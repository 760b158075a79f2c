"""Archive -> `llms.txt` (https://llmstxt.org): where a language model finds what, in Markdown.

It is a table of contents of the Markdown twins, and short: the groups with most reports and
the newest reports; the libraries lead to everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

from secondstory.digest import plain
from secondstory.model import Pending
from secondstory.render.address import outward
from secondstory.render.catalogue import Catalogue, group_href, group_words
from secondstory.render.digest import digest_href
from secondstory.render.feeds.digest import Shown
from secondstory.render.twins.lines import QUOTED, report_line, twin_href
from secondstory.render.twins.plain import joined, link, section, text
from secondstory.render.words import count, month_words

_PATH = "llms.txt"
_GROUPS = 60
_NEWEST = 40
_KINDS = (
    ("Services", "services"),
    ("Classes of failure", "classes"),
    ("Tags", "tags"),
)
_LIBRARIES = (
    ("Lessons", "lessons/index.md", "what each report says it taught, newest first"),
    ("Commitments", "actions/index.md", "what was promised, how old it is and by when it is due"),
    ("Fixes", "fixes/index.md", "what was changed after each incident, and whether it holds"),
    ("Incidents", "incidents/index.md", "the reports, newest first"),
)
_LEARNING = ("Learning", "metrics/index.md", "whether the same thing breaks twice, promises hold")


def llms_file(shared: Catalogue, issues: Sequence[Shown] = ()) -> Pending:
    """The file to make, of the catalogue of all reports and the issues of the digest."""
    lines = tuple(_lines(shared, issues))
    return Pending(PurePosixPath(_PATH), lines, partial(joined, lines))


def _lines(shared: Catalogue, issues: Sequence[Shown]) -> Iterator[str]:
    site = shared.site
    whose = f" at {text(site.organisation)}" if site.organisation else ""
    found = f"{count(len(shared.filed), 'report')}, {shared.lesson_words(shared.filed)}"
    yield f"# {text(site.title)}"
    yield ""
    yield f"> What was learned from incidents{whose}: {found}."
    yield ""
    yield (
        "Each page has a Markdown twin: the same name, `.md` for `.html`. Each incident has its"
        f" facts as JSON: `incidents/<slug>.json`. {QUOTED}"
    )
    yield ""
    yield from section("Libraries", (_line(shared, *library) for library in _LIBRARIES))
    yield from section("State of learning", [_line(shared, *_LEARNING)])
    yield from section("Digest", _issues(shared, issues))
    for heading, kind in _KINDS:
        yield from section(heading, _groups(shared, kind))
    newest = islice(shared.filed.values(), _NEWEST)
    reports = (report_line(filed.brief, site, root="") for filed in newest)
    yield from section("Newest incidents", reports)
    yield from section(
        "Optional",
        (
            _line(shared, "index.json", "index.json", "every fact of every report"),
            _line(shared, "feed.json", "feed.json", "the newest reports"),
            _line(shared, "digest/feed.json", "digest/feed.json", "the issues of the digest"),
        ),
    )


def _line(shared: Catalogue, words: str, href: str, about: str) -> str:
    return f"- {link(words, outward(shared.site, href, ''))}: {about}"


def _issues(shared: Catalogue, issues: Sequence[Shown]) -> Iterator[str]:
    """The list of all issues, and the last one by its headline."""
    if not issues:
        return
    yield _line(shared, "Digest", "digest/index.md", "what was learned, month by month")
    issue = issues[-1][1]
    if issue.lead:
        href, said = twin_href(digest_href(issue.month)), text(plain(issue.lead.headline.text))
        yield _line(shared, month_words(issue.month), href, said)


def _groups(shared: Catalogue, kind: str) -> Iterator[str]:
    """The groups with most reports, by name."""
    groups = shared.kinds[kind]
    most = sorted(groups, key=lambda group: (-len(group.members), group.slug))[:_GROUPS]
    for group in sorted(most, key=lambda group: group.slug):
        href = outward(shared.site, twin_href(group_href(kind, group)), "")
        yield f"- {link(group_words(kind, group), href)}: {count(len(group.members), 'report')}"
