"""An action item -> the ticket that is made of it: its words, where it comes from, its mark."""

from __future__ import annotations

from secondstory.integrations.trackers import Draft
from secondstory.model import Brief, Fix, Site
from secondstory.render.cards import report_href
from secondstory.render.marks import source_link


def draft_of(report: Brief, fix: Fix, name: str, site: Site) -> Draft:
    """The draft of a ticket; whoever makes it sees to it that words of reports do nothing."""
    facts = (
        f"Owner in the report: {fix.owner}" if fix.owner else "",
        f"Due in the report: {fix.due.written}" if fix.due else "",
        f"Priority in the report: {fix.priority}" if fix.priority else "",
    )
    return Draft(
        id=name,
        said=_line(fix.text.text),
        facts=tuple(_line(fact) for fact in facts if fact),
        origin=_line(report.title),
        link=_link(report, fix, site),
        place=_line(report.path),
    )


def _link(report: Brief, fix: Fix, site: Site) -> str:
    if site.base_url:
        return f"{site.base_url}/{report_href(report.slug)}#{fix.anchor}"
    return source_link(site.source_url, report.path, fix.source.line)


def _line(words: str) -> str:
    return " ".join(words.encode("utf-8", "replace").decode().split())
