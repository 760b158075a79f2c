"""What is wrong with a report's facts, as findings: odd dates, ends before starts and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.extract.dates import Order, first_day, moment
from secondstory.extract.due import CODES as DUE_CODES
from secondstory.extract.due import due_findings
from secondstory.extract.fields import Field, Fields
from secondstory.extract.meant import CODES as PROMISE_CODES
from secondstory.extract.meant import promise_findings
from secondstory.extract.prompts import CODES as PROMPT_CODES
from secondstory.extract.prompts import unanswered_finding
from secondstory.extract.residue import is_blank
from secondstory.extract.stage import CODES as STAGE_CODES
from secondstory.extract.visibility import CODES as VISIBILITY_CODES
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import Document, Origin, Postmortem
from secondstory.noun import replace

NO_DATE = Code(
    "SS302",
    "date-not-stated",
    Level.WARNING,
    "Without a date a report cannot be placed among the others.",
    "write `date: 2026-09-14` in the front matter, or begin the file name with the day",
)
ODD_DATE = Code(
    "SS303",
    "date-unreadable",
    Level.WARNING,
    "A date that does not exist, or can be read two ways, counts as not stated.",
    "write it as 2026-09-14",
)
BACKWARDS = Code(
    "SS304",
    "ends-before-start",
    Level.WARNING,
    "The incident ends before it starts, so no duration is derived.",
    "check the two times, their days and zones",
)
ODD_SEVERITY = Code(
    "SS305",
    "severity-unknown",
    Level.NOTE,
    "The severity is kept as written; it fits no scale, so the report is not filed by severity.",
    "write SEV1 to SEV4, or map the word under [severities] in secondstory.toml",
)
NO_TITLE = Code(
    "SS306",
    "title-not-stated",
    Level.NOTE,
    "The report has no title, so the words of its file name stand in.",
    "begin with `# What happened, in one line`",
)
CODES = (
    *VISIBILITY_CODES,
    *STAGE_CODES,
    *PROMPT_CODES,
    *PROMISE_CODES,
    NO_DATE,
    ODD_DATE,
    BACKWARDS,
    ODD_SEVERITY,
    NO_TITLE,
    *DUE_CODES,
)

_LOOKS_DATED = re.compile(r"\d{1,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}")


def notices(
    found: Postmortem, document: Document, fields: Fields, order: Order | None
) -> Postmortem:
    """Add the findings about a report's facts to it."""
    return replace(found, findings=(*found.findings, *_look(found, document, fields, order)))


def _look(
    found: Postmortem, document: Document, fields: Fields, order: Order | None
) -> Iterator[Finding]:
    here = Location(document.source.path)
    for family in ("date", "started", "detected", "mitigated", "resolved", "published"):
        for field in fields.all(family):
            if (
                _LOOKS_DATED.search(field.text)
                and first_day(field.text, order) is None
                and moment(field.text, order) is None
            ):
                yield ODD_DATE.at(
                    _where(document, field), f"the date {field.text[:60]!r} cannot be read"
                )
    due = document.meta.get("report_due")
    if found.report_due is None and isinstance(due, str) and not is_blank(due):
        where = document.locate(document.meta_line("report_due"))
        yield ODD_DATE.at(where, f"the date {due[:60]!r} cannot be read")
    if found.date is None:
        yield NO_DATE.at(here, "the report states no date")
    started, resolved = found.started, found.resolved
    if (
        started
        and resolved
        and resolved.value.at < started.value.at
        and started.value.zone == resolved.value.zone
    ):
        where = Location(document.source.path, max(1, resolved.source.line))
        yield BACKWARDS.at(
            where,
            f"resolved ({resolved.written[:40]}) lies before started ({started.written[:40]})",
        )
    if (
        found.severity
        and found.severity.value.level is None
        and not is_blank(found.severity.written)
    ):
        where = Location(document.source.path, max(1, found.severity.source.line))
        yield ODD_SEVERITY.at(where, f"the severity {found.severity.written[:40]!r} fits no scale")
    if found.title.source.origin is Origin.FILE_NAME:
        yield NO_TITLE.at(here, "the report has no title")
    yield from due_findings(document, found.actions, found.date.value if found.date else None)
    yield from unanswered_finding(document, found.stage, found.unanswered)
    yield from promise_findings(document.source.path, found.actions)


def _where(document: Document, field: Field) -> Location:
    line = max(1, field.source.line)
    lines = document.source.text.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    return Location(document.source.path, line, max(0, text.find(field.text[:20])) + 1)
