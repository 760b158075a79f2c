"""A report -> its Markdown twin: what its page says in its card and in its record.

The story itself is left out: it is the file that the report was read from, whose path is
named, and its HTML would have to be trusted or taken apart again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from secondstory.commitments import Standing
from secondstory.model import Event, LessonKind, Postmortem, Recurrence, Related, Site
from secondstory.render.address import outward
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Filed
from secondstory.render.marks import recurrence_mark, repeat_words
from secondstory.render.pages.facts import when_words
from secondstory.render.twins.lines import (
    fix_line,
    group_links,
    headline,
    lesson_line,
    report_link,
)
from secondstory.render.twins.plain import joined, link, literal, paragraphs, section, text
from secondstory.render.words import span

_LEARNED = (
    ("Lessons", LessonKind.LESSON),
    ("What went poorly", LessonKind.WENT_POORLY),
    ("What went well", LessonKind.WENT_WELL),
    ("Where we got lucky", LessonKind.LUCKY),
)
_GROUPS = (("Services", "services"), ("Teams", "teams"), ("Classes", "classes"), ("Tags", "tags"))


def twin(
    site: Site,
    report: Postmortem,
    filed: Filed,
    similar: Iterable[Related],
    others: Mapping[str, Filed],
    standings: Iterable[Standing],
) -> bytes:
    """The twin of a report's page; `others` are the `similar` reports by slug.

    `standings` say how its fixes stand.
    """
    page = report_href(report.slug)
    href = outward(site, page)
    lines = [*headline(report.title.value, site, page), *_facts(report, filed, site)]
    for name, fact in (("Summary", report.summary), ("Impact", report.impact)):
        lines += section(name, paragraphs(fact.value.text) if fact else ())
    lines += section("Causes", _causes(report))
    for name, kind in _LEARNED:
        lines += section(name, (lesson_line(found, href) for found in report.learned(kind)))
    told = zip(filed.brief.actions, standings, strict=True)
    fixes = (fix_line(fix, standing, href) for fix, standing in told)
    lines += section("Fixes", fixes)
    lines += section("Timeline", map(_event, report.timeline))
    errors = dict.fromkeys(fact.value for fact in report.errors)
    lines += section("Error strings", (f"- {literal(error)}" for error in errors))
    lines += section("Similar incidents", (_similar(others, each, site) for each in similar))
    return joined(lines)


def _facts(report: Postmortem, filed: Filed, site: Site) -> Iterator[str]:
    first = report.severity_initial
    severity = report.severity.value.label if report.severity else ""
    if first and severity and first.value.label != severity:
        severity += f"; first called {first.value.label}"
    data = outward(site, f"{report_href(report.slug).removesuffix('.html')}.json")
    facts = (
        ("Stage", f"{report.stage.value}, not approved yet" if report.stage.is_open else ""),
        ("When", text(when_words(report))),
        ("Duration", span(report.duration.value) if report.duration else ""),
        ("Severity", text(severity)),
        ("Near miss", "yes" if filed.brief.near_miss else ""),
        ("Status", text(report.status.value) if report.status else ""),
        *((name, group_links(kind, filed.groups.get(kind, ()), site)) for name, kind in _GROUPS),
        ("Suggested tags", ", ".join(text(fact.value) for fact in report.suggested)),
        ("Suggested classes", ", ".join(text(fact.value) for fact in report.suggested_classes)),
        ("Came back", "; ".join(text(_again(found)) for found in filed.again)),
        ("Published", report.published.value.isoformat() if report.published else ""),
        ("Report", literal(report.path)),
        ("Data", link("JSON", data)),
    )
    yield from (f"- {name}: {value}" for name, value in facts if value)
    yield ""


def _similar(others: Mapping[str, Filed], found: Related, site: Site) -> str:
    """Which one and why; the rest is a click away."""
    title = report_link(others[found.slug].brief, site)
    return f"- {title}: {text('; '.join(found.reasons))}"


def _again(found: Recurrence) -> str:
    return f"{found.class_name}, {recurrence_mark(found).text}. {repeat_words(found)}".rstrip(". ")


def _causes(report: Postmortem) -> Iterator[str]:
    for name, fact in (
        ("Root cause", report.root_cause),
        ("Trigger", report.trigger),
        ("Detection", report.detection),
        ("Resolution", report.resolution),
    ):
        if fact:
            yield f"- {name}: {text(fact.value.text)}"
    yield from (f"- Contributing: {text(fact.value.text)}" for fact in report.contributing)


def _event(event: Event) -> str:
    return (
        f"- {text(event.when)}: {text(event.text.text)}"
        if event.when
        else f"- {text(event.text.text)}"
    )
