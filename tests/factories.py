"""Small archives for tests: `a_postmortem(title="DNS went away")`, `an_archive(*reports)`.

Everything has a plain default, and every default can be overridden with a plain value:
facts are wrapped, days and severities are read from text. What a test does not mention
is not stated in the report either.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import escape
from typing import Any

from secondstory.archive import build_archive
from secondstory.extract.graded import graded
from secondstory.extract.identity import names
from secondstory.extract.meant import meant
from secondstory.model import (
    Action,
    ActionStatus,
    Archive,
    Due,
    Event,
    Fact,
    Lesson,
    LessonKind,
    Link,
    Moment,
    Origin,
    Other,
    Postmortem,
    Provenance,
    Rich,
    Severity,
)
from secondstory.noun import replace

HERE = Provenance(Origin.HEADING, 42, "Facts")


def a_fact(value: Any, written: str = "", source: Provenance = HERE) -> Fact[Any]:
    """A value read from line 42."""
    return Fact(value, written or str(value), source)


def a_rich(text: str, html: str | None = None) -> Rich:
    """A short text; as HTML it is the same, escaped, unless given."""
    return Rich(text, escape(text, quote=False) if html is None else html)


def a_moment(text: str, zone: str = "UTC") -> Moment:
    """A moment from `2026-09-14 06:00`, or a day from `2026-09-14`."""
    at = datetime.fromisoformat(text)
    return Moment(at, timed=len(text) > 10, zone=zone)


def a_severity(label: str) -> Severity:
    """`SEV2` is level 2; other words fit no scale."""
    level = int(label[3:]) if label.startswith("SEV") and label[3:].isdigit() else None
    return Severity(level, label)


def a_lesson(
    headline: str = "Expire pooled sockets before the gateway does.",
    kind: LessonKind = LessonKind.LESSON,
    more: str | None = None,
    check: str | None = None,
    anchor: str = "",
) -> Lesson:
    """A lesson; its anchor comes from its wording unless given."""
    return Lesson(
        kind,
        a_rich(headline),
        a_rich(more) if more else None,
        a_rich(check) if check else None,
        anchor or f"l-{sum(map(ord, headline)) * 2654435761 % 2**32:08x}",
        HERE,
    )


def an_action(
    text: str = "Cap the idle time of the pool",
    status: ActionStatus | None = None,
    owner: str | None = None,
    due: str | None = None,
    **overrides: Any,
) -> Action:
    """A fix; `due` is a day as YYYY-MM-DD, or words."""
    facts: dict[str, Any] = {
        "text": a_rich(text),
        "owner": a_fact(owner) if owner else None,
        "due": a_fact(_due(due), due) if due else None,
        "status": a_fact(status) if status else None,
        "priority": None,
        "type": None,
        "ticket": None,
        "verified_by": None,
        "reason": None,
        "group": "",
        "anchor": f"a-{sum(map(ord, text)) * 2654435761 % 2**32:08x}",
        "source": HERE,
    }
    if ticket := overrides.pop("ticket", None):
        facts["ticket"] = Link(ticket, ticket.rsplit("/", 1)[-1])
    if proof := overrides.pop("verified_by", None):
        facts["verified_by"] = proof if isinstance(proof, Rich) else a_rich(proof)
    for name in ("priority", "type", "strength"):
        if value := overrides.pop(name, None):
            facts[name] = a_fact(value)
    said = {"action_intent": overrides.pop("intent", "")}
    said |= {name: "stated" for name in ("owner", "due", "ticket") if facts.get(name)}
    said |= {"action_priority": "stated"} if facts["priority"] else {}
    said["action_type"] = facts["type"].written if facts["type"] else ""
    action = Action(**{**facts, **overrides})
    return graded(meant(replace(action, id=action.id or names([text])[0]), said))


def an_event(when: str, text: str = "Something happened.", moment: str | None = None) -> Event:
    """A timeline entry; `moment` is its time as YYYY-MM-DD HH:MM, UTC."""
    return Event(when, a_moment(moment) if moment else None, a_rich(text), HERE)


_TIMES = ("started", "detected", "mitigated", "resolved")
_RICH = ("summary", "impact", "root_cause", "trigger", "detection", "resolution")
_DAYS = ("date", "published")
_LISTS = ("services", "teams", "tags", "suggested", "classes", "errors", "aliases")


def a_postmortem(slug: str = "dns", **overrides: Any) -> Postmortem:
    """A report. Plain values become facts: `severity="SEV2"`, `date="2026-10-02"`."""
    values: dict[str, Any] = {
        "path": f"{slug}.md",
        "title": a_fact(overrides.pop("title", "DNS went away")),
    }
    for name, value in overrides.items():
        values[name] = _wrapped(name, value)
    return Postmortem(slug=slug, **values)


def an_archive(*reports: Postmortem, others: Iterable[Other] = ()) -> Archive:
    """The archive of these reports, assembled as the real one is."""
    return build_archive([*reports, *others])


def _wrapped(name: str, value: Any) -> Any:
    if value is None or isinstance(value, Fact):
        return value
    if name in _TIMES:
        return a_fact(a_moment(value), value)
    if name in _DAYS:
        return a_fact(date.fromisoformat(value), value)
    if name in _RICH:
        return a_fact(value if isinstance(value, Rich) else a_rich(value))
    if name in _LISTS:
        return tuple(a_fact(each) for each in value)
    if name == "contributing":
        return tuple(a_fact(each if isinstance(each, Rich) else a_rich(each)) for each in value)
    if name in ("severity", "severity_initial"):
        return a_fact(a_severity(value), value)
    if name in ("near_miss", "duration", "status", "recurrence"):
        return a_fact(value)
    return tuple(value) if isinstance(value, list) else value


def _due(text: str) -> Due:
    try:
        return Due(date.fromisoformat(text), text)
    except ValueError:
        return Due(None, text)
