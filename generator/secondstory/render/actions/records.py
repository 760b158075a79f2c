"""A commitment -> plain values: a line of the sheet, an object of the JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from secondstory.codec import as_json
from secondstory.commitments import ENOUGH, Commitment, Summary, summary
from secondstory.render.body import web_address
from secondstory.render.cards import report_href
from secondstory.render.wellformed import clean

SCHEMA_VERSION = 1
Way = Callable[[str], str]  # from the site's root to an address

# What a line says, in its order, and what that is; docs/actions.md is tied to it.
COLUMNS: Mapping[str, str] = {
    "id": "its name for good: report and item, `slug#id`",
    "text": "what is to be done",
    "state": "late, in progress, open, state not stated, shipped, held, declined or idea",
    "intent": "committed, idea or declined",
    "owner": "who promised it, as written",
    "opened": "the day its clock began",
    "age_days": "the days since",
    "due": "the day that counts",
    "due_by": "who says so: report or policy",
    "due_written": "its deadline as written",
    "late_days": "the days since it was due, of what is late",
    "priority": "as written",
    "type": "as written",
    "purpose": "what it is for: prevent, detect, mitigate, process, docs, architecture",
    "strength": "what it relies on: strong, intermediate, weak",
    "strength_why": "the words that decided, or the author's reason",
    "verified_by": "what shows that it holds",
    "reason": "why it was declined",
    "ticket": "where it is tracked",
    "ticket_url": "its address",
    "tracked": "the day the tracker was asked whose word state, owner and due then are (UTC)",
    "report": "the report, by its permanent name",
    "title": "of the report",
    "source_path": "the file of the report",
    "line": "the line in it",
    "date": "of the incident",
    "severity": "of the incident",
    "near_miss": "whether it was a near miss",
    "services": "of the report",
    "tags": "of the report",
    "also": "the same item in other reports",
    "url": "where it stands on the portal",
}


def record(found: Commitment, way: Way) -> dict[str, Any]:
    """All that is known of an action item, unknown as None; keys are only ever added.

    `way` leads from the site's root to an address.
    """
    report, fix = found.report, found.fix
    ticket, grade = fix.ticket, fix.grade
    why = (grade.reason or ", ".join(grade.words)) if grade else ""
    told: dict[str, Any] = {
        "id": found.name,
        "text": fix.text.text,
        "state": found.state.words.lower(),
        "intent": fix.intent.value,
        "owner": fix.owner,
        "opened": _day(found.opened),
        "age_days": found.age,
        "due": _day(found.due),
        "due_by": found.due_by or None,
        "due_written": fix.due.written if fix.due else None,
        "late_days": found.late or None,
        "priority": fix.priority,
        "type": fix.type,
        "purpose": fix.purpose.value if fix.purpose else None,
        "strength": grade.strength.value if grade else None,
        "strength_why": why or None,
        "verified_by": fix.verified_by.text if fix.verified_by else None,
        "reason": fix.reason,
        "ticket": ticket.text if ticket else None,
        "ticket_url": (web_address(ticket.href) or None) if ticket else None,
        "tracked": _day(fix.seen.day) if fix.seen else None,
        "report": report.slug,
        "title": report.title,
        "source_path": report.path,
        "line": fix.source.line or None,
        "date": _day(report.date),
        "severity": report.severity.label if report.severity else None,
        "near_miss": report.near_miss,
        "services": list(report.services),
        "tags": list(report.tags),
        "also": [slug for slug, _ in found.also],
        "url": way(href_of(found)),
    }
    return {name: _clean(value) for name, value in told.items()}


def href_of(found: Commitment) -> str:
    """Where it stands on the portal, from the site's root."""
    return f"{report_href(found.report.slug)}#{quote(found.fix.anchor)}"


def as_document(
    found: Iterable[Commitment], counted: Iterable[Commitment], way: Way, as_of: date
) -> bytes:
    """Commitments as JSON, with what the `counted` come to; `way` as of `record`."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of.isoformat(),
        "summary": counts(summary(counted)),
        "commitments": [record(one, way) for one in found],
    }
    return as_json(document) + b"\n"


def counts(found: Summary) -> dict[str, Any]:
    """A summary as plain values."""
    return {
        "open": found.open,
        "states": {state.words.lower(): number for state, number in found.states.items()},
        "promised": found.promised,
        "closed": found.closed,
        "closure": None if found.closure is None else round(found.closure, 4),
        "aged": found.aged,
        "median_age_days": found.median,
        "oldest_age_days": found.oldest,
        "enough": ENOUGH,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    return [clean(each) for each in value] if isinstance(value, list) else value
