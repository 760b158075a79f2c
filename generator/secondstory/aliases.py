"""Former names of reports -> where each leads: no two reports answer to one name.

A name is that of a page, `incidents/<slug>.html`. A page that stands is never taken from its
report, so an alias gives way to a slug; of two equal aliases the first in path order counts.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from secondstory.extract.naming import slug_once
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import Brief, Fact
from secondstory.noun import replace

TAKEN = Code(
    "SS405",
    "alias-taken",
    Level.WARNING,
    "A former name that another report has, or had too, leads to that one.",
    "remove it from `aliases`, or give the other report a `slug:` of its own",
)
CODES = (TAKEN,)

REPORTS = (".md", ".markdown")


def settle(reports: Sequence[Brief]) -> list[Brief]:
    """Leave each report, in path order, the aliases that lead to it; tell of the others."""
    owners = {report.slug: report.path for report in reports}
    standing = frozenset(owners)
    settled: list[Brief] = []
    for report in reports:
        kept: list[Fact[str]] = []
        taken: list[Finding] = []
        for alias in report.aliases:
            owner = owners.setdefault(alias.value, report.path)
            if owner == report.path:
                # Its own name: a file that moved between folders kept it.
                kept += [alias] if alias.value not in standing else []
            else:
                had = "is the name of" if alias.value in standing else "is an alias of"
                where = Location(report.path, max(1, alias.source.line))
                taken.append(TAKEN.at(where, f"the alias {alias.value!r} {had} {owner}"))
        same = len(kept) == len(report.aliases)
        settled.append(
            report
            if same
            else replace(report, aliases=tuple(kept), findings=(*report.findings, *taken))
        )
    return settled


def renamed(reports: Iterable[Brief], files: Container[str]) -> Mapping[str, str]:
    """The report that each link to a file that is gone leads to: its slug, by that path.

    `files` are those of the archive. What lies there and may not be shown leads nowhere.
    """
    reports = list(reports)
    former = {alias.value: report.slug for report in reports for alias in report.aliases}
    if not former:
        return {}
    gone = {
        path: slug_once(path)
        for report in reports
        for path in report.links
        if path not in files and path.casefold().endswith(REPORTS)
    }
    return {path: former[slug] for path, slug in sorted(gone.items()) if slug in former}
