"""Commitments -> a calendar of their days (iCalendar, RFC 5545; uses icalendar).

An open commitment whose day is known is an event of that day. Calendars that subscribe to an
address show events and pass over to-dos, so it is one; it takes nobody's time, invites nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from icalendar import Calendar, Event

from secondstory import __version__
from secondstory.commitments import POLICY, Commitment, waits
from secondstory.model import Site
from secondstory.render.actions.records import Way, href_of
from secondstory.render.body import web_address
from secondstory.render.wellformed import clean
from secondstory.render.words import shortened

_TITLE = 140  # characters


def as_calendar(found: Iterable[Commitment], way: Way, site: Site, as_of: date) -> bytes:
    """The days of those that wait and have one; `way` leads from the site's root outside."""
    calendar = Calendar()
    calendar.add("prodid", f"-//secondstory//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(f"Commitments · {site.title}"))
    made = datetime.combine(as_of, time(), UTC)
    waiting = [(one.due, one) for one in found if one.due and waits(one)]
    for day, one in sorted(waiting, key=lambda each: (each[0], each[1].name)):
        calendar.add_component(_event(one, day, way, made))
    return bytes(calendar.to_ical())


def _event(one: Commitment, day: date, way: Way, made: datetime) -> Event:
    event = Event()
    event.add("uid", _line(f"{one.name}@secondstory"))
    event.add("dtstamp", made)
    event.add("dtstart", day)
    event.add("summary", _line(shortened(one.fix.text.text, _TITLE)))
    event.add("description", "\n".join(map(_line, _told(one))))
    event.add("transp", "TRANSPARENT")
    href = way(href_of(one))
    if href.startswith(("https://", "http://")):
        event.add("url", href)
    return event


def _told(one: Commitment) -> Iterator[str]:
    """What a calendar says of it below its title."""
    report, fix = one.report, one.fix
    yield f"From: {report.title}" + (f" ({report.severity.label})" if report.severity else "")
    yield f"State: {one.state.words.lower()}"
    if one.due_by == POLICY:
        stated = f"; the report says {fix.due.written!r}" if fix.due else ""
        yield f"Due by policy{stated}"
    if fix.owner:
        yield f"Owner: {fix.owner}"
    if fix.ticket:
        yield f"Ticket: {web_address(fix.ticket.href) or fix.ticket.text}"


def _line(text: str) -> str:
    """One line, of what the format can hold."""
    return " ".join(clean(text).split())
