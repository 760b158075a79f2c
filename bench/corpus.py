"""Make an archive of generated postmortems: any number, the same bytes for the same seed.

    python bench/corpus.py 1000 FOLDER [--seed 1]

Reports come in five house styles (see `STYLES`), over twelve years, with about 700 words, and
refer to earlier ones. What they say (corpus.toml) makes no sense. Compared with 320 reports of
15 real archives:

- Different words, ours 12,000 and theirs 16,000, grow with the power 0.61 and 0.63 of all
  words: names of modules, hosts and settings are old ones again or new by the rule of Pitman
  and Yor (pen.py). So search data grow as those of a real archive do.
- A word takes 1.9 bytes under gzip, theirs 2.9: sizes of texts are too kind by a third.
- Every report has its day, lessons and actions with owners; of theirs, few have them all.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from pen import ARCHIVE, FORMS, Coinage, Pen

FIRST_DAY, DAYS = date(2014, 1, 6), 12 * 365


@dataclass(frozen=True)
class Action:
    """What is to be done, by whom, until when, and whether it is."""

    text: str
    owner: str
    due: date
    done: bool
    ticket: str


@dataclass(frozen=True)
class Report:
    """An incident before it is written down in some style."""

    number: int
    day: date
    title: str
    severity: int
    minutes: int
    services: tuple[str, ...]
    team: str
    tags: tuple[str, ...]
    classes: tuple[str, ...]
    lessons: tuple[str, ...]
    actions: tuple[Action, ...]
    events: tuple[tuple[str, str], ...]
    earlier: tuple[str, ...]  # links in Markdown

    @property
    def name(self) -> str:
        """Its path in the archive."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:60]
        return f"{self.day.year}/{self.day}-{self.number:05}-{slug}.md"


def make_report(number: int, of: int, pen: Pen, earlier: Sequence[Report]) -> Report:
    """Think of an incident; `earlier` are those it may refer to."""
    rng = pen.rng
    day = FIRST_DAY + timedelta(days=number * DAYS // of)
    services = tuple(rng.sample(ARCHIVE["services"], rng.choice((1, 1, 2, 2, 3))))
    minutes = int(10 ** rng.uniform(0.8, 2.6))
    pen.about = {
        "service": services[0],
        "other": rng.choice(ARCHIVE["services"]),
        "error": pen.names["error"].draw().upper(),
        "minutes": str(minutes),
    }
    people = rng.sample(ARCHIVE["people"], 4)
    actions = tuple(
        Action(
            pen.say("action").rstrip("."),
            rng.choice(people),
            day + timedelta(days=rng.randint(7, 120)),
            rng.random() < 0.6,
            f"RAIL-{number * 8 + place}",
        )
        for place in range(rng.randint(2, 5))
    )
    begin = rng.randrange(6 * 60, 15 * 60)
    steps = sorted(rng.sample(range(max(minutes, 12) + 10), rng.randint(5, 9)))
    clocks = [f"{(begin + step) // 60 % 24:02}:{(begin + step) % 60:02}" for step in steps]
    recent = rng.sample(earlier, min(len(earlier), rng.choice((0, 0, 1, 1, 2))))
    return Report(
        number,
        day,
        pen.say("heading").rstrip("."),
        rng.choices((1, 2, 3, 4), (1, 3, 5, 2))[0],
        minutes,
        services,
        rng.choice(ARCHIVE["teams"]),
        tuple(rng.sample(ARCHIVE["tags"], rng.randint(2, 4))),
        tuple(rng.sample(ARCHIVE["classes"], rng.choice((0, 1, 1, 2)))),
        tuple(pen.several("lesson", 2, 4)),
        actions,
        tuple((clock, pen.say("event").rstrip(".")) for clock in clocks),
        tuple(f"[{one.title}](../{one.name})" for one in recent),
    )


def front_matter(report: Report, pen: Pen) -> str:
    """Facts as front matter, actions as a list of tasks."""
    listed = {"services": report.services, "tags": report.tags, "class": report.classes}
    head = [
        f"title: {report.title!r}",
        f"date: {report.day}",
        f"severity: SEV{report.severity}",
        f"duration_minutes: {report.minutes}",
        f"team: {report.team}",
        *(f"{name}: [{', '.join(words)}]" for name, words in listed.items()),
    ]
    sections = {
        "Summary": pen.say("impact") + " " + pen.say("sentence"),
        "Impact": " ".join(pen.several("impact", 1, 2)),
        "What happened": pen.paragraphs(290),
        "Root cause": " ".join(pen.several("cause", 1, 3)),
        "Timeline": _bullets(f"{clock} {text}" for clock, text in report.events),
        "Lessons learned": _bullets(report.lessons),
        "What went well": _bullets(pen.several("well", 1, 3)),
        "What went poorly": _bullets(pen.several("poorly", 1, 3)),
        "Action items": _tasks(report),
    }
    return "\n".join(["---", *head, "---"]) + f"\n\n{_sections(sections)}{_related(report)}"


def bold_fields(report: Report, pen: Pen) -> str:
    """Facts as bold labels, actions as a table."""
    fields = {
        "Date": report.day.isoformat(),
        "Severity": f"SEV{report.severity}",
        "Duration": f"{report.minutes} minutes",
        "Services": ", ".join(report.services),
        "Team": report.team,
        "Tags": ", ".join(report.tags),
        "Class": ", ".join(report.classes) or "none",
        "Summary": pen.say("impact"),
        "Impact": pen.say("impact"),
        "Root cause": " ".join(pen.several("cause", 1, 2)),
        "Trigger": pen.say("trigger"),
        "Detection": pen.say("detection"),
        "Resolution": pen.say("resolution"),
    }
    head = "\n\n".join(f"**{name}:** {text}" for name, text in fields.items())
    sections = {
        "Background": f"{pen.paragraphs(270)}\n\n{_log(pen)}",
        "Action items": _action_table(report),
        "Lessons learned": _bullets(report.lessons),
        "Where we got lucky": _bullets(pen.several("lucky", 1, 2)),
        "Timeline": _bullets(f"**{clock}** {text}" for clock, text in report.events),
    }
    return f"# {report.title}\n\n{head}\n\n{_sections(sections)}{_related(report)}"


def field_table(report: Report, pen: Pen) -> str:
    """Facts as a table of two columns, the timeline as another."""
    fields = {
        "Date": f"{report.day:%d %B %Y}",
        "Severity": ("Critical", "Major", "Moderate", "Minor")[report.severity - 1],
        "Affected services": ", ".join(report.services),
        "Duration": f"{report.minutes // 60} h {report.minutes % 60} min",
        "Owning team": report.team,
        "Labels": ", ".join(report.tags),
    }
    sections = {
        "1. Overview": pen.say("impact"),
        "2. Sequence of events": _table(("Time (UTC)", "Event"), report.events),
        "3. Analysis": f"{pen.paragraphs(310)}\n\n{_log(pen)}",
        "4. Contributing factors": _bullets(pen.several("cause", 2, 4)),
        "5. Resolution": " ".join(pen.several("resolution", 1, 2)),
        "6. Takeaways": _bullets(report.lessons),
        "7. Corrective actions": _action_table(report),
    }
    head = _table(("Field", "Value"), fields.items())
    title = f"# Incident {report.number}: {report.title}"
    return f"{title}\n\n{head}\n\n{_sections(sections)}{_related(report)}"


def headings_only(report: Report, pen: Pen) -> str:
    """No fields: the day is in the title, the rest under headings."""
    sections = {
        "What happened": f"{pen.say('impact')} {pen.paragraphs(290)}",
        "Why it happened": " ".join(pen.several("cause", 2, 3)),
        "How we fixed it": " ".join(pen.several("resolution", 1, 2)),
        "Chronology": "\n\n".join(f"{clock} - {text}" for clock, text in report.events),
        "What we learned": "".join(
            f"### {text.rstrip('.')}\n\n{pen.say('sentence')} {pen.say('sentence')}\n\n"
            for text in report.lessons
        ).strip(),
        "What worked": _bullets(pen.several("well", 1, 2)),
        "Next steps": _bullets(
            f"{one.text}. Owner: @{one.owner}, due {one.due}" for one in report.actions
        ),
    }
    day = f"{report.day:%B} {report.day.day}, {report.day.year}"
    return f"# {report.title} ({day})\n\n{_sections(sections)}{_related(report)}"


def prose(report: Report, pen: Pen) -> str:
    """An essay with few headings: severity and services stand in its sentences."""
    opening = f"On {report.day:%d %B %Y} we had an incident of severity {report.severity}."
    actions = [f"{one.text} (owner: {one.owner}, due {one.due:%d %B %Y})" for one in report.actions]
    return "\n\n".join(
        [
            f"# {report.title}",
            f"*{report.day:%d %B %Y}, by the {report.team} team*",
            f"{opening} {pen.say('impact')} {pen.say('trigger')}",
            pen.paragraphs(430),
            f"> {pen.say('detection')}",
            _log(pen),
            "## What did we learn?",
            "\n\n".join(report.lessons),
            "## What we will do",
            "\n".join(f"{place}. {text}" for place, text in enumerate(actions, 1)),
            _related(report),
        ]
    )


STYLES: dict[Callable[[Report, Pen], str], int] = {  # and how many of 20 are written so
    front_matter: 3,
    bold_fields: 5,
    field_table: 4,
    headings_only: 5,
    prose: 3,
}


def write_corpus(count: int, folder: Path, seed: int = 1) -> list[Report]:
    """Write so many reports into a folder."""
    rng = Random(seed)
    pen = Pen(rng, {slot: Coinage(rng, form) for slot, form in FORMS.items()})
    written: list[Report] = []
    for number in range(count):
        report = make_report(number, count, pen, written)
        style = rng.choices(list(STYLES), list(STYLES.values()))[0]
        file = folder / report.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"{style(report, pen).strip()}\n".encode())
        written.append(report)
    return written


def _sections(sections: dict[str, str]) -> str:
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in sections.items()) + "\n"


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _tasks(report: Report) -> str:
    return "\n".join(
        f"- [{'x' if one.done else ' '}] {one.text} "
        f"(owner: @{one.owner}, due: {one.due}, {one.ticket})"
        for one in report.actions
    )


def _action_table(report: Report) -> str:
    rows = [
        (one.text, one.owner, one.due.isoformat(), one.ticket, "done" if one.done else "open")
        for one in report.actions
    ]
    return _table(("Action", "Owner", "Due", "Ticket", "Status"), rows)


def _log(pen: Pen) -> str:
    lines = [pen.fill("{clock}:{clock} {host} {service} {error} {noun} {verb}") for _ in range(4)]
    return "\n".join(["```text", *lines, "```"])


def _related(report: Report) -> str:
    return f"\n## See also\n\n{_bullets(report.earlier)}\n" if report.earlier else ""


def main() -> None:
    """Write an archive as the command line says."""
    parser = argparse.ArgumentParser(description="Make an archive of generated postmortems.")
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    written = write_corpus(chosen.count, chosen.folder, chosen.seed)
    print(f"{len(written)} reports in {chosen.folder}")


if __name__ == "__main__":
    main()
