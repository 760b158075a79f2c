"""Whatever a report says, a sheet keeps its lines and a calendar its events."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

from icalendar import Calendar

from factories import a_postmortem, an_action, an_archive
from secondstory.commitments import Commitment, commitments
from secondstory.model import ActionStatus, Site
from secondstory.policy import USUAL
from secondstory.render.actions import COLUMNS, as_document, as_sheet
from secondstory.render.actions.calendar import as_calendar

TEXTS = (
    "\ud800 alone", "a\x00b", "x" * 100_000, "\u202e turned", "\r\nEND:VEVENT\r\nEVIL:1", "a;b\\n",
    "=1+1", "\u3000\uff1dcmd", "\t=x", "\U0001f600" * 80, "", " ", "\u2028+1", '"quoted", twice""',
)  # fmt: skip
LAST = date(9999, 12, 31)


def a_hostile_list() -> tuple[Commitment, ...]:
    """Items of odd texts, on the first and the last day there is."""
    actions = tuple(
        an_action(
            f"{text}{number}",
            status=ActionStatus.OPEN,
            owner=text,
            due="9999-12-31" if number % 2 else "0001-01-01",
            ticket=f"https://git.example.org/issues/{number}",
        )
        for number, text in enumerate(TEXTS)
    )
    title = "\r\nEND:VCALENDAR\r\n"
    report = a_postmortem("s", date="0001-01-01", severity="SEV1", title=title, actions=actions)
    return commitments(an_archive(report), USUAL.fixes, LAST)


def test_a_calendar_stays_one() -> None:
    """Each item is one event, and no text of a report is a property."""
    made = as_calendar(a_hostile_list(), str, Site(title="\r\nEVIL:2"), LAST)
    events = Calendar.from_ical(made.decode()).walk("VEVENT")
    assert len(events) == len(TEXTS)
    assert not any(line.startswith((b"EVIL", b"END:VCALENDAR ")) for line in made.split(b"\r\n"))
    assert made.count(b"END:VCALENDAR\r\n") == 1
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))


def test_a_sheet_keeps_its_lines() -> None:
    """Each item is one line of all columns, and no cell is a formula."""
    rows = list(csv.reader(io.StringIO(as_sheet(a_hostile_list(), str).decode(), newline="")))
    assert len(rows) == 1 + len(TEXTS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    cells = [cell.lstrip() for row in rows for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\uff1d")) for cell in cells)


def test_json_is_json() -> None:
    """It is read back with every item in it."""
    found = a_hostile_list()
    told = json.loads(as_document(found, found, str, LAST))
    assert len(told["commitments"]) == len(TEXTS)
