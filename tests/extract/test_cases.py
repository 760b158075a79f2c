"""What the Markdown files beside this one say of a report is what is read from it.

`README.md` there describes the form.
not yet mended; it is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from secondstory.crawl.decode import decode
from secondstory.extract import load_lexicon
from secondstory.model import (
    Action,
    Event,
    Fact,
    Lesson,
    LessonKind,
    Moment,
    Other,
    Postmortem,
    Severity,
    Source,
    Study,
)
from secondstory.pipeline import study

HERE = Path(__file__).parent
LEXICON = load_lexicon()
NOT_CASES = {"README.md", "pending.md"}
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Case:
    """One rule: `told` says whom it serves, `expected` maps facts to what they must be."""

    place: str
    name: str
    told: str
    source: Source
    expected: Mapping[str, Any]


def read_cases(path: Path) -> Iterator[Case]:
    text = path.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    outside = [
        heading
        for heading in re.finditer(r"^## (?P<name>.+)\n", text, re.MULTILINE)
        if not any(block.start() < heading.start() < block.end() for block in blocks)
    ]
    for number, heading in enumerate(outside):
        end = outside[number + 1].start() if number + 1 < len(outside) else len(text)
        place = f"{path.name}:{text.count(chr(10), 0, heading.start()) + 1}"
        here = [block for block in blocks if heading.end() <= block.start() < end]
        assert len(here) == 2, f"{place}: a case is one report and one yaml block"
        report, facts = here
        name, *flags = report["info"].removeprefix("markdown report=").split()
        body = report["text"].replace("\n", "\r\n") if "crlf" in flags else report["text"]
        assert facts["info"] == "yaml", f"{place}: the second block is the expected facts, in yaml"
        yield Case(
            place,
            heading["name"],
            text[heading.end() : report.start()].strip(),
            Source(name, *decode(body.encode(), name)),
            # BaseLoader: dates and numbers stay the words that the case holds.
            yaml.load(facts["text"], Loader=yaml.BaseLoader),
        )


CASES = [
    case
    for path in sorted(HERE.glob("*.md"))
    if path.name not in NOT_CASES
    for case in read_cases(path)
]


def said(value: object) -> object:
    """A value as cases write it: words, lists of words, None for what is not stated."""
    match value:
        case Fact():
            return said(value.value)
        case tuple():
            return [said(entry) for entry in value]
        case Moment():
            stamp = value.at.strftime("%Y-%m-%d %H:%M" if value.timed else "%Y-%m-%d")
            return f"{stamp} {value.zone}".strip()
        case Severity():
            return value.label
        case bool():
            return str(value).lower()
        case None:
            return None
    return str(getattr(value, "text", value))  # Rich, enums, dates, numbers


def lesson(entry: Lesson, wanted: object) -> object:
    if isinstance(wanted, Mapping):
        return {part: said(getattr(entry, part)) for part in wanted}
    return entry.text


def action(entry: Action, wanted: object) -> object:
    """As much of an action as the case names; owner, due date and status always."""
    due = entry.due.value if entry.due else None
    stated = {
        "owner": said(entry.owner),
        "due": str(due.day or due.written) if due else None,
        "status": said(entry.status),
        "ticket": (entry.ticket.href or entry.ticket.text) if entry.ticket else None,
    }
    always = {part: stated[part] for part in ("owner", "due", "status") if stated[part]}
    if isinstance(wanted, Mapping):
        named = {part: stated.get(part, said(getattr(entry, part))) for part in wanted}
        return {**named, **always}
    return {"text": entry.text.text, **always} if always else entry.text.text


def event(entry: Event) -> str:
    return f"{entry.when} | {entry.text.text}".strip()


def listed(
    show: Callable[[Any, object], object], entries: tuple[Any, ...], wanted: object
) -> list[object]:
    """Each entry as its neighbour in the expected list asks for it."""
    asked: list[object] = list(wanted) if isinstance(wanted, list) else []
    asked += [None] * (len(entries) - len(asked))
    return [show(entry, want) for entry, want in zip(entries, asked, strict=False)]


def read(found: Study, name: str, wanted: object) -> object:
    """One named fact of a report, in the form in which the case expects it."""
    if name == "incident":
        return said(isinstance(found, Postmortem))
    if name == "findings":
        return [f"{f.code} {f.location.line}:{f.location.column}" for f in found.findings]
    if isinstance(found, Other):
        return said(getattr(found, name, f"no incident: {found.reason}"))
    if name.startswith(("lessons", "went_", "lucky")):
        kind = LessonKind(name.replace("_", "-").replace("lessons", "lesson"))
        return listed(lesson, found.learned(kind), wanted)
    match name:
        case "actions":
            return listed(action, found.actions, wanted)
        case "timeline" if isinstance(wanted, list):
            return [event(entry) for entry in found.timeline]
        case "timeline":
            return str(len(found.timeline))
        case "moments":
            return [said(entry.moment) or "?" for entry in found.timeline]
        case "level":
            return said(found.severity.value.level) if found.severity else None
        case "written":
            return found.severity.written if found.severity else None
        case "references":
            return [reference.path for reference in found.references]
        case "from":
            assert isinstance(wanted, Mapping)
            return {fact: provenance(getattr(found, fact)) for fact in wanted}
    return said(getattr(found, name))


def provenance(value: Any) -> object:
    if isinstance(value, tuple):
        return [str(entry.source) for entry in value]
    return str(value.source) if value is not None else None


def unknown(value: object) -> object:
    """The expected value, with None for every `~` in it."""
    match value:
        case list():
            return [unknown(entry) for entry in value]
        case dict():
            return {name: unknown(entry) for name, entry in value.items()}
    return None if value == "~" else value


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c.place}-{c.name}") for c in CASES])
def test_the_facts_of_a_report_are_read(case: Case) -> None:
    """Every fact that the case names is read as it says, and nothing else of that kind."""
    found = study(case.source, LEXICON)

    wanted = {name: unknown(value) for name, value in case.expected.items()}
    assert {name: read(found, name, value) for name, value in wanted.items()} == wanted, case.place


def test_every_case_says_whom_it_serves() -> None:
    """A case without a word on its kind of document, or with a name taken, is no documentation."""
    assert [case.place for case in CASES if len(case.told.split()) < 4] == []
    names = [(case.place.split(":")[0], case.name) for case in CASES]
    assert sorted(names) == sorted(set(names))
