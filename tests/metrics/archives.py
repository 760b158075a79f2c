"""Folders of made-up reports with all that the state of learning counts, and what it must not."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from machine import put

TODAY = date(2026, 11, 20)
_TEXTS = (
    "Make the pool refuse a dead peer by default",
    "CI blocks a config without an owner",
    "Remind everybody to be careful with the flag",
    "Write a page about the failover in the handbook",
    "Train the on-call engineers in restores",
    "Alert on the age of the oldest message",
    "Look at the queue once more",
)
_DONE = ("open", "in progress", "done", "", "declined: needless")
_GUIDES = ("../runbooks/a.md", "https://wiki.example/adr/7", "../decisions/b.md")
_TEAMS = ("Payments", "payments", "platform", "Search", "edge team", "Edge-Team")
_ROLES = ("service owner", "on-call lead", "SRE")
_TAGS = ("dns", "retries", "cache", "deploys", "quota")
_OFTEN = 0.8
_WHY = ("known fix not shipped", "fix did not hold", "")


def a_folder(root: Path, reports: int, seed: int = 1) -> Path:
    """A project with so many reports: gaps, contradictions, near misses, days to come."""
    source = Random(seed)
    for number in range(reports):
        put(root, f"postmortems/{number:04}.md", _report(source, number))
    return root


def _report(source: Random, number: int) -> str:
    day = TODAY - timedelta(days=source.randrange(-20, 900))
    stated = _stated(source, day)
    actions = [_action(source, day, number, item) for item in range(source.randrange(4))]
    meta = {
        "title": f"Report {number} of something that failed",
        **{name: value for name, value in stated.items() if source.random() < _OFTEN},
        "action_items": actions,
    }
    lines = [
        "---",
        json.dumps(meta),
        "---",
        f"# Report {number}",
        "",
        "## Summary",
        "",
        "It broke.",
    ]
    if source.random() < _OFTEN:
        lines += ["", "## Lessons learned", "", f"- Look at part {number} before you trust it."]
    if source.random() < 0.4:
        lines += ["", f"We followed [the guide]({source.choice(_GUIDES)})."]
    return "\n".join(lines) + "\n"


def _stated(source: Random, day: date) -> dict[str, object]:
    """What a report could state, of which each leaves something out."""
    begun = datetime.combine(day, datetime.min.time()) + timedelta(minutes=source.randrange(1200))
    seen = begun + timedelta(minutes=source.choice((-3, 0, 2, 9, 45, 700)))
    over = begun + timedelta(minutes=source.choice((-30, 20, 90, 400, 9000)))
    found: dict[str, object] = {
        "date": day.isoformat(),
        "started": begun.isoformat(timespec="minutes") + source.choice(("Z", "Z", " CET", "")),
        "detected": seen.isoformat(timespec="minutes") + source.choice(("Z", "")),
        "resolved": over.isoformat(timespec="minutes") + "Z",
        "published": (day + timedelta(days=source.randrange(-2, 40))).isoformat(),
        "severity": f"SEV{source.randrange(1, 5)}",
        "severity_initial": f"SEV{source.randrange(1, 5)}",
        "near_miss": source.random() < 0.2,
        "classes": [f"class-{source.randrange(16)}" for _ in range(source.randrange(1, 3))],
        "recurrence": source.choice(_WHY),
        "services": [f"service-{source.randrange(9)}"],
        "teams": source.sample(_TEAMS, source.randrange(1, 4)),
        "reviewed_by": source.sample(_ROLES, 2),
        "retro": (day + timedelta(days=source.randrange(-1, 30))).isoformat(),
        "tags": source.sample(_TAGS, 2),
    }
    if source.random() < 0.3:
        found["duration"] = f"{source.randrange(5, 500)} minutes"
    return found


def _action(source: Random, day: date, number: int, item: int) -> dict[str, object]:
    found: dict[str, object] = {"text": f"{source.choice(_TEXTS)} ({number}.{item})"}
    if status := source.choice(_DONE):
        found["status"] = status
    if source.random() < 0.6:
        found["owner"] = source.choice(("edge", "platform"))
    if source.random() < 0.6:
        due = day + timedelta(days=source.randrange(5, 300))
        found["due"] = source.choice((due.isoformat(), due.isoformat(), "Q3"))
    if source.random() < 0.3:
        found["type"] = source.choice(("prevent", "process", "docs", "detect"))
    if source.random() < 0.3:
        found["strength"] = source.choice(("strong", "weak", "intermediate"))
    return found
