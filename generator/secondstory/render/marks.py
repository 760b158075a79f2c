"""Facts -> marks: severity, fix state, recurrence, and where a fact was read.

Colour means something or it is absent: three families, each with a shape and a word.
"""

from __future__ import annotations

from urllib.parse import quote

from secondstory.model import (
    Basis,
    Brief,
    Cure,
    Disease,
    FixState,
    Provenance,
    Recurrence,
    Seen,
    Severity,
    Stage,
)
from secondstory.model import Origin as Place
from secondstory.render.views_parts import Chip, Origin
from secondstory.render.words import ordinal, short_day, shortened

NEAR_MISS = Chip("near", "near", "Near miss")
_LABEL_LIMIT = 32
_TRACKERS = {"github": "GitHub", "jira": "Jira", "csv": "Table"}
_WHY = {
    Disease.NOT_SHIPPED: ("n", "known fix not shipped"),
    Disease.DID_NOT_HOLD: ("h", "fix did not hold"),
    Disease.UNKNOWN: ("u", "reason not stated"),
}


def state_mark(state: FixState, text: str = "") -> Chip:
    """The mark of a state; one that nobody states has words and no drawing."""
    return Chip(state.value, "" if state is FixState.UNSTATED else state.value, text or state.words)


def seen_words(seen: Seen) -> str:
    """Who said so and when, of which parts, and what the report says otherwise."""
    name = _TRACKERS.get(seen.tracker, seen.tracker)
    if seen.note:
        return f"{name}: {seen.note}, {short_day(seen.day)}"
    parts = f": {', '.join(seen.parts)}" if seen.parts else ""
    stated = f"; the report says {seen.stated}" if seen.stated else ""
    return f"{name}, {short_day(seen.day)}{parts}{stated}"


def severity_mark(severity: Severity) -> Chip:
    """Floors filled from the ground; only the two worst levels take the colour."""
    label = shortened(severity.label, _LABEL_LIMIT)
    if severity.level is None:
        return Chip("mild", "", label)
    return Chip("sev" if severity.level <= 2 else "mild", f"sev{severity.level}", label)


def report_mark(report: Brief) -> Chip | None:
    """The mark of a report in lists: a draft is one before it is a near miss or a severity."""
    if report.stage.is_open:
        return stage_mark(report.stage)
    if report.near_miss:
        return NEAR_MISS
    return severity_mark(report.severity) if report.severity else None


def stage_mark(stage: Stage) -> Chip:
    """How far the write-up of a report has come."""
    return Chip("mild", "", stage.value.capitalize())


def recurrence_mark(recurrence: Recurrence) -> Chip:
    """Tally strokes, at most five, the last one saying why; the words give the number."""
    letter, why = _WHY[recurrence.disease]
    strokes = min(recurrence.nth, 5)
    by = ", by its dates" if recurrence.basis is Basis.DERIVED else ""
    return Chip("again", f"t{strokes}{letter}", f"{ordinal(recurrence.nth)} time: {why}{by}")


def repeat_words(recurrence: Recurrence) -> str:
    """What tells why a class came back, in a sentence; the fix that tells it is to follow."""
    fix = recurrence.fix
    match recurrence.basis:
        case Basis.STATED:
            return (
                f"Stated in the report. The fix, {_days_of(fix)}:"
                if fix
                else "Stated in the report."
            )
        case Basis.DERIVED:
            return f"By the dates of a fix, {recurrence.why}:" if fix else ""
        case Basis.UNKNOWN:
            return f"Not known why: {recurrence.why}." if recurrence.why else ""


def _days_of(cure: Cure) -> str:
    """The days of a fix, as far as they are known."""
    days = (("promised", cure.promised), ("shipped", cure.shipped))
    said = [f"{name} {short_day(day)}" for name, day in days if day]
    state = "" if cure.shipped else cure.state.value
    return ", ".join(filter(None, (*said, state)))


def origin_mark(source: Provenance, path: str, source_url: str) -> Origin:
    """Where a fact was read: its line, or the kind of place that has no lines."""
    text = f"l. {source.line}" if source.line else source.origin.value
    href = source_link(source_url, path, source.line) if source.line else ""
    return Origin(text, str(source), href, source.origin is Place.DERIVED)


def source_link(source_url: str, path: str, line: int = 1) -> str:
    """The address of a line on the code host, "" where the project does not give one."""
    if not source_url:
        return ""
    if not source_url.casefold().startswith(("https://", "http://")):
        return ""
    return source_url.replace("{path}", quote(path, errors="replace")).replace(
        "{line}", str(max(1, line))
    )
