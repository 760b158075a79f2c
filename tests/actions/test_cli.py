"""`secondstory actions` prints every action item, nothing lost, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from icalendar import Calendar

from machine import put, ss
from secondstory.cli.actions import VIEWS
from secondstory.cli.table import width_of
from secondstory.commitments import View
from secondstory.render.actions import COLUMNS

DAY = ("--as-of", "2026-11-20")
REPORT = """\
---
title: The pool kept dead sockets
date: 2026-10-01
resolved: 2026-10-02
severity: SEV2
services: [checkout]
tags: [pools]
---

## Action items

| Action | Owner | Due | Status | Type | Ticket |
|---|---|---|---|---|---|
| Cap the idle time of the pool | @ines-k | 2026-11-12 | open | prevent | PAY-12 |
| Alert on sockets that hang | | next sprint | in progress | detect | |
| Write the runbook | sre@example.org, Payments team | Q3 | done | | |
| Buy another gateway | | ? | declined | | |
| 2 weeks of quiet | Alex, Sam | 2 weeks | open | | |
| Ask the vendor | vendor | 2019 | open | | |
| =HYPERLINK("https://evil.example") | @mallory | 2027-01-01 | open | | |
"""
BARE = "# Disks filled\n\n**Date:** 2099-01-01\n\n## Action items\n\n- Rotate the logs\n- Quotas\n"


def a_project(root: Path) -> Path:
    """Seven items with every kind of day and owner, and two ideas of an incident to come."""
    put(root, "postmortems/2026-10-01-pool.md", REPORT)
    put(root, "postmortems/2099-01-01-disks.md", BARE)
    return root


def listed(root: Path, *options: str) -> list[dict[str, object]]:
    """What is printed as JSON."""
    result = ss(root, "actions", *DAY, "--format", "json", *options)
    assert result.code == 0
    found: list[dict[str, object]] = json.loads(result.out)["commitments"]
    return found


def test_nothing_is_lost_whatever_a_deadline_says(tmp_path: Path) -> None:
    """Words that are no day stand as they were; then the day of the policy counts, and says so."""
    found = {str(one["text"]): one for one in listed(a_project(tmp_path))}
    assert len(found) == 9
    told = {text: (one["due"], one["due_by"], one["due_written"]) for text, one in found.items()}
    assert told["Cap the idle time of the pool"] == ("2026-11-12", "report", "2026-11-12")
    assert told["Alert on sockets that hang"] == ("2026-11-01", "policy", "next sprint")
    assert told["Write the runbook"] == (None, None, "Q3")
    assert told["2 weeks of quiet"] == ("2026-11-01", "policy", "2 weeks")
    assert told["Ask the vendor"] == ("2026-11-01", "policy", "2019")
    assert told["Rotate the logs"] == (None, None, None)
    assert found["Write the runbook"]["owner"] == "sre@example.org, Payments team"
    assert found["Rotate the logs"]["age_days"] is None
    assert found["Rotate the logs"]["state"] == "idea"


def test_the_late_come_first_in_a_table(tmp_path: Path) -> None:
    """A heading for each state, a row for each item, what is late with its days."""
    out = ss(a_project(tmp_path), "actions", *DAY, COLUMNS="100").out
    assert out.startswith("As of 2026-11-20: 5 open, 4 of them late; ")
    assert "1 of 6 commitments are closed (17%)." in " ".join(out.split())
    assert "Apart: 1 declined, 2 ideas." in " ".join(out.split())
    headings = [line for line in out.splitlines() if line.endswith(")") and line[0].isalpha()]
    assert headings == ["Late (4)", "Still to do (1)", "Shipped (1)", "Declined (1)", "Idea (2)"]
    assert "19 d late" in out
    assert "by policy" in out


@pytest.mark.parametrize("columns", ["20", "50", "80", "100", "200"])
def test_a_table_keeps_to_the_terminal(tmp_path: Path, columns: str) -> None:
    """No line is wider than the terminal (48 columns at least), whatever the texts are."""
    text = "長い名前の設定を確認する" * 4 + " " + "x" * 300
    put(tmp_path, "postmortems/a.md", f"# A\n\n## Action items\n\n- [ ] {text} (@owner)\n")
    out = ss(a_project(tmp_path), "actions", *DAY, COLUMNS=columns).out
    widest = max(map(width_of, out.splitlines()))
    assert widest <= max(48, min(int(columns), 160))
    assert out.replace("\n", "").replace(" ", "").count("x" * 300) == 1


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        (("--view", "overdue", "--type", "prevent"), {"Cap the idle time of the pool"}),
        (("--view", "orphans"), {"Alert on sockets that hang"}),
        (("--view", "unverified"), {"Write the runbook"}),
        (("--view", "declined"), {"Buy another gateway"}),
        (("--view", "ideas"), {"Rotate the logs", "Quotas"}),
        (("--owner", "@INES-K"), {"Cap the idle time of the pool"}),
        (("--owner", "@ines-k", "--owner", "vendor", "--state", "late", "--service", "checkout"),
         {"Cap the idle time of the pool", "Ask the vendor"}),
        (("--tag", "pools", "--severity", "sev2", "--state", "shipped"), {"Write the runbook"}),
        (("--severity", "none"), {"Rotate the logs", "Quotas"}),
    ],
)  # fmt: skip
def test_views_and_filters_narrow_it(
    tmp_path: Path, options: tuple[str, ...], texts: set[str]
) -> None:
    """A view answers a question; filters of a kind add up, those of several kinds narrow."""
    assert {one["text"] for one in listed(a_project(tmp_path), *options)} == texts


def test_a_value_that_nothing_has_is_said(tmp_path: Path) -> None:
    """An empty list is no riddle: what was asked for and is nowhere is named, with a guess."""
    result = ss(a_project(tmp_path), "actions", *DAY, "--service", "chekout")
    assert result.code == 0
    assert "There is nothing to show." in result.out
    assert "No action item has --service 'chekout'; did you mean 'checkout'?" in result.err


def test_only_strict_fails_where_something_is_late(tmp_path: Path) -> None:
    """The exit code is 1 with --strict and a late item among those asked for, else 0."""
    a_project(tmp_path)
    assert ss(tmp_path, "actions", *DAY).code == 0
    assert ss(tmp_path, "actions", *DAY, "--strict").code == 1
    assert ss(tmp_path, "actions", *DAY, "--strict", "--state", "open").code == 0
    assert ss(tmp_path, "actions", "--as-of", "2026-10-05", "--strict").code == 0


def test_the_day_is_frozen(tmp_path: Path) -> None:
    """The same archive and day give the same bytes, in every format."""
    a_project(tmp_path)
    for form in ("text", "json", "csv", "ics"):
        once, again = (ss(tmp_path, "actions", *DAY, "--format", form).out for _ in range(2))
        assert once == again
        assert once


def test_a_sheet_is_safe_to_open(tmp_path: Path) -> None:
    """A line for each item as RFC 4180 has it; what a spreadsheet would run gets an apostrophe."""
    target = tmp_path / "a.csv"
    assert (
        ss(a_project(tmp_path), "actions", *DAY, "--format", "csv", "--output", "a.csv").code == 0
    )
    raw = target.read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") == 10
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert list(rows[0]) == list(COLUMNS)
    texts = {row["text"]: row for row in rows}
    assert texts['\'=HYPERLINK("https://evil.example")']["owner"] == "'@mallory"
    assert texts["Cap the idle time of the pool"]["late_days"] == "8"
    assert texts["Rotate the logs"]["due"] == ""
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


def test_a_calendar_has_the_days_of_what_waits(tmp_path: Path) -> None:
    """An event of a day for each open item with a day; folded, with names that stay."""
    a_project(tmp_path)
    put(tmp_path, "secondstory.toml", '[site]\nbase_url = "https://learn.example.org"\n')
    out = ss(tmp_path, "actions", *DAY, "--format", "ics").out
    calendar = Calendar.from_ical(out)
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {
        "Cap the idle time of the pool", "Alert on sockets that hang", "2 weeks of quiet",
        "Ask the vendor", '=HYPERLINK("https://evil.example")',
    }  # fmt: skip
    cap = events["Cap the idle time of the pool"]
    assert cap.decoded("dtstart").isoformat() == "2026-11-12"
    assert cap.decoded("dtstamp").isoformat() == "2026-11-20T00:00:00+00:00"
    assert str(cap["uid"]).startswith("2026-10-01-pool#a-")
    assert str(cap["url"]).startswith("https://learn.example.org/incidents/2026-10-01-pool.html#f-")
    assert "Due by policy; the report says 'next sprint'" in str(
        events["Alert on sockets that hang"]["description"]
    )
    assert "ATTENDEE" not in out
    later = ss(tmp_path, "actions", "--as-of", "2026-11-21", "--format", "ics").out
    uids = [
        {str(e["uid"]) for e in Calendar.from_ical(text).walk("VEVENT")} for text in (out, later)
    ]
    assert uids[0] == uids[1]
    assert all(len(line.encode()) <= 75 for line in out.splitlines())


def test_restricted_reports_are_in_no_list(tmp_path: Path) -> None:
    """What few may read is in no format, but for the audience that asks."""
    secret = REPORT.replace("severity:", "visibility: restricted\naudience: security\nseverity:")
    put(tmp_path, "postmortems/2026-10-02-secret.md", secret.replace("idle time", "blast radius"))
    put(tmp_path, "secondstory.toml", "[audiences]\nsecurity = []\n")
    a_project(tmp_path)
    for form in ("text", "json", "csv", "ics"):
        assert "blast radius" not in ss(tmp_path, "actions", *DAY, "--format", form).out
    mine = ss(tmp_path, "actions", *DAY, "--format", "csv", "--audience", "security").out
    assert "blast radius" in mine


@pytest.mark.parametrize("target", ["nowhere/a.csv", "postmortems"])
def test_a_file_that_cannot_be_written_is_a_complaint(tmp_path: Path, target: str) -> None:
    """A wrong --output ends with 2 and words, and never with a traceback."""
    result = ss(a_project(tmp_path), "actions", *DAY, "--format", "csv", "--output", target)
    assert result.code == 2
    assert "Traceback" not in result.err
    assert target in result.err


def test_an_archive_without_items_has_an_empty_list(tmp_path: Path) -> None:
    """No report, or none with an action item: every format says so in its own way."""
    put(tmp_path, "postmortems/a.md", "# Nothing to do\n\n**Date:** 2026-01-01\n")
    assert "There is nothing to show." in ss(tmp_path, "actions", *DAY).out
    assert listed(tmp_path) == []
    assert ss(tmp_path, "actions", *DAY, "--format", "csv").out.count("\n") == 1
    empty = Calendar.from_ical(ss(tmp_path, "actions", *DAY, "--format", "ics").out)
    assert empty.walk("VEVENT") == []


def test_the_views_of_the_command_are_those_there_are() -> None:
    """The names in its help are those of the code behind it."""
    assert tuple(view.value for view in View) == VIEWS
