"""Whatever form a team chooses for what it says, the same facts are read from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from secondstory.extract import load_lexicon
from secondstory.extract.lexicon import lowered
from secondstory.model import Action, ActionStatus, LessonKind, Postmortem, Severity, Source
from secondstory.pipeline import study

LEXICON = load_lexicon()
DAY = date(2026, 3, 9)


def read(*lines: str) -> Postmortem:
    found = study(
        Source("2026-03-09-crane.md", "\n".join(["# Crane stopped", "", *lines])), LEXICON
    )
    assert isinstance(found, Postmortem)
    return found


# ---------------------------------------------------------------- action items


@dataclass(frozen=True, slots=True)
class Fix:
    """What a team says of one action item; None where it says nothing."""

    text: str
    owner: str | None
    due: date | None
    status: ActionStatus | None


VERBS = [
    "Add",
    "Replace",
    "Open",
    "Close",
    "Test",
    "Document",
    "Fix",
    "Complete",
    "Monitor",
    "Review",
]
THINGS = ["the limit switch", "a second rope", "every brake", "`crane.conf`", "alarms for wind",
          "the 5 MB log", "winter tests", "who may lift what"]  # fmt: skip
ENDS = ["", " at start", " for all cranes", " after lunch", " in `main()`", " before it freezes"]
OWNERS = ["@mo", "@mo-vos", "Mo", "Mo Vos", "crane team", "Noor and Mo"]
WORDS = {
    ActionStatus.DONE: ["done", "Done", "DONE", "completed", "shipped"],
    ActionStatus.OPEN: ["open", "TODO", "to do", "not started", "Planned"],
    ActionStatus.IN_PROGRESS: ["in progress", "In Progress", "WIP", "ongoing"],
    ActionStatus.DECLINED: ["declined", "won't do"],
}
texts = st.builds("{} {}{}".format, st.sampled_from(VERBS), st.sampled_from(THINGS),
                  st.sampled_from(ENDS))  # fmt: skip
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
fixes = st.builds(
    Fix,
    texts,
    st.none() | st.sampled_from(OWNERS),
    st.none() | days,
    st.none() | st.sampled_from(ActionStatus),
)
lists_of_fixes = st.lists(fixes, min_size=1, max_size=5, unique_by=lambda fix: fix.text)
spelled: list[Callable[[date], str]] = [
    lambda day: day.isoformat(),
    lambda day: f"{day.day} {day:%B} {day.year}",
    lambda day: f"{day:%b} {day.day}, {day.year}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day:%Y/%m/%d}",
]


def facts_of(action: Action) -> tuple[object, ...]:
    return (
        action.text.text,
        action.owner.value if action.owner else None,
        action.due.value.day if action.due else None,
        action.status.value if action.status else None,
    )


def expected(fixes: list[Fix]) -> list[tuple[object, ...]]:
    return [(fix.text.replace("`", ""), fix.owner, fix.due, fix.status) for fix in fixes]


def pairs(fix: Fix, spell: Callable[[date], str], word: int) -> dict[str, str]:
    """What is said of a fix, by label."""
    said: dict[str, str] = {}
    if fix.owner:
        said["Owner"] = fix.owner
    if fix.due:
        said["Due"] = spell(fix.due)
    if fix.status:
        words = WORDS[fix.status]
        said["Status"] = words[word % len(words)]
    return said


def in_brackets(text: str, said: dict[str, str]) -> list[str]:
    inner = ", ".join(f"{label.lower()}: {words}" for label, words in said.items())
    return [f"- {text} ({inner})" if said else f"- {text}"]


def behind_bars(text: str, said: dict[str, str]) -> list[str]:
    return ["- " + " | ".join([text, *[f"{label}: {words}" for label, words in said.items()]])]


def behind_dashes(text: str, said: dict[str, str]) -> list[str]:
    bold = [f"**{label}:** {words}" for label, words in said.items()]
    return ["* " + " — ".join([text, *bold])]


def in_bullets_below(text: str, said: dict[str, str]) -> list[str]:
    return [f"1. {text}", *[f"   - **{label}**: {words}" for label, words in said.items()]]


FORMS = [in_brackets, behind_bars, behind_dashes, in_bullets_below]


@settings(max_examples=200, deadline=None)
@given(lists_of_fixes, st.sampled_from(FORMS), st.sampled_from(spelled), st.integers(0, 9))
def test_actions_are_read_from_any_list(
    fixes: list[Fix],
    form: Callable[[str, dict[str, str]], list[str]],
    spell: Callable[[date], str],
    word: int,
) -> None:
    """Brackets, bars, dashes and sub-bullets state the same, and nothing that was not said."""
    lines = [line for fix in fixes for line in form(fix.text, pairs(fix, spell, word))]

    found = read("## Action items", "", *lines)

    assert [facts_of(action) for action in found.actions] == expected(fixes)


@settings(max_examples=200, deadline=None)
@given(
    lists_of_fixes,
    st.permutations(["Action", "Owner", "Due", "Status"]),
    st.booleans(),
    st.sampled_from(spelled),
    st.sampled_from(["", "-", "N/A", "TBD", "?"]),
    st.integers(0, 9),
)
def test_actions_are_read_from_any_table(
    fixes: list[Fix],
    columns: list[str],
    closed: bool,  # noqa: FBT001
    spell: Callable[[date], str],
    blank: str,
    word: int,
) -> None:
    """Columns in any order, with or without pipes at the edges, empty cells in any spelling."""
    edge = "|" if closed or columns[0] != "Action" else ""

    def row(cells: list[str]) -> str:
        return f"{edge} {' | '.join(cells)} {edge}".strip()

    rows = [
        row([{"Action": fix.text, **pairs(fix, spell, word)}.get(name, blank) for name in columns])
        for fix in fixes
    ]

    found = read("## Action items", "", row(columns), row(["---"] * 4), *rows)

    assert [facts_of(action) for action in found.actions] == expected(fixes)


@settings(max_examples=100, deadline=None)
@given(lists_of_fixes, st.sampled_from(["- [{}] ", "-[{}] ", "1. [{}] ", "* [{}] "]))
def test_boxes_are_read_in_any_list(fixes: list[Fix], box: str) -> None:
    """A box is a state; a handle behind the text is an owner."""
    marks = {ActionStatus.DONE: "x", ActionStatus.OPEN: " "}
    ticked = [fix.status if fix.status in marks else ActionStatus.OPEN for fix in fixes]
    handled = [
        Fix(fix.text, "@mo" if fix.owner else None, None, status)
        for fix, status in zip(fixes, ticked, strict=True)
    ]
    lines = [
        box.format(marks[status]) + fix.text + (f" {fix.owner}" if fix.owner else "")
        for fix, status in zip(handled, ticked, strict=True)
    ]

    found = read("## Next steps", "", *lines)

    assert [facts_of(action) for action in found.actions] == expected(handled)


# ---------------------------------------------------------------- timelines

steps = st.lists(st.integers(1, 300), min_size=2, max_size=8)
seen = st.sampled_from(["alarm rings", "Rope slips, 3 m", "`brake.service` restarts", "all clear"])


@st.composite
def events(draw: st.DrawFn) -> list[tuple[datetime, str]]:
    """Entries up to five hours apart, which may pass midnight."""
    at = datetime(DAY.year, DAY.month, DAY.day, draw(st.integers(6, 22)), draw(st.integers(0, 59)))
    found = []
    for number, minutes in enumerate(draw(steps)):
        found.append((at, f"{draw(seen)} {number}"))
        at += timedelta(minutes=minutes)
    return found


TIMES: list[tuple[str, str]] = [
    ("- {at:%H:%M} {text}", ""),
    ("- {at:%H:%M} - {text}", ""),
    ("- **{at:%H:%M}** – {text}", ""),
    ("- {at:%H:%M}: {text}", ""),
    ("- [{at:%H:%M}] {text}", ""),
    ("- `{at:%H:%M}` | {text}", ""),
    ("* {at:%H:%M} UTC - {text}", "UTC"),
    ("- {at:%Y-%m-%d %H:%M} UTC: {text}", "UTC"),
    ("- {at:%Y-%m-%dT%H:%M:00Z} {text}", "UTC"),
    ("- {at:%b} {at.day}, {at:%Y} {at:%H:%M} CET - {text}", "CET"),
    ("1. {at:%H:%M} {text}", ""),
    ("\n{at:%H.%M} {text}", ""),
    ("\n**{at:%H:%M}** {text}", ""),
    ("\n### {at:%H:%M} {text}", ""),
    ("\n### {at:%Y-%m-%d %H:%M} UTC\n\n{text}", "UTC"),
    ("- {at:%I:%M %p} {text}", ""),
    ("- {at:%H:%M:%S} {text}", ""),
]


@settings(max_examples=250, deadline=None)
@given(events(), st.sampled_from(TIMES), st.sampled_from(["", " (UTC)", " (all times in UTC)"]))
def test_timelines_are_read_in_any_form(
    entries: list[tuple[datetime, str]], form: tuple[str, str], heading: str
) -> None:
    """The same points in time, in the zone that is named, midnight included."""
    pattern, zone = form
    lines = [pattern.format(at=at, text=text) for at, text in entries]

    found = read(f"## Timeline{heading}", "", *lines)

    assert [event.text.text for event in found.timeline] == [t.replace("`", "") for _, t in entries]
    moments = [event.moment for event in found.timeline]
    assert [moment and moment.at for moment in moments] == [at for at, _ in entries]
    named = zone or ("UTC" if heading else "")
    assert {moment.zone for moment in moments if moment} == {named}


@settings(max_examples=100, deadline=None)
@given(events(), st.booleans(), st.booleans(), st.sampled_from(["Time", "Time (UTC)", "When"]))
def test_timelines_are_read_from_any_table(
    entries: list[tuple[datetime, str]],
    dated: bool,  # noqa: FBT001
    sourced: bool,  # noqa: FBT001
    head: str,
) -> None:
    """With a column for the day or without, and with columns that say something else."""
    columns = [*(["Date"] if dated else []), head, *(["Source"] if sourced else []), "Event"]
    rows = [
        [*([f"{at:%Y-%m-%d}"] if dated else []), f"{at:%H:%M}", *(["log"] if sourced else []), text]
        for at, text in entries
    ]
    table = [columns, ["---"] * len(columns), *rows]

    found = read("## Timeline", "", *[f"| {' | '.join(row)} |" for row in table])

    assert [event.moment and event.moment.at for event in found.timeline] == [
        at for at, _ in entries
    ]
    assert [event.text.text for event in found.timeline] == [t.replace("`", "") for _, t in entries]


# ---------------------------------------------------------------- lessons

sentences = st.builds(
    "{} {} {}.".format,
    st.sampled_from(["A rope", "Every alarm", "One switch", "`brake`"]),
    st.sampled_from(["is a promise", "needs an owner", "can be *wrong*", "ages"]),
    st.sampled_from(["in winter", "even so", "without a test", "at night"]),
)
LISTS = ["- {}", "* {}", "1. {}", "\n{}\n", "- {}\n"]
HEADINGS = {
    LessonKind.LESSON: ["## Lessons learned", "## 5. Key takeaways", "**What we learned**"],
    LessonKind.WENT_WELL: ["## What went well", "### What went right?", "**What worked:**"],
    LessonKind.WENT_POORLY: ["## What went wrong", "### 🔥 Pain points", "**What didn't go well**"],
    LessonKind.LUCKY: ["## Where we got lucky", "### Luck"],
}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(sentences, min_size=1, max_size=5, unique=True),
    st.sampled_from(LISTS),
    st.sampled_from(LessonKind),
    st.integers(0, 9),
)
def test_lessons_are_read_in_any_form(
    lessons: list[str], form: str, kind: LessonKind, word: int
) -> None:
    """Bullets, numbers and paragraphs under any name of the kind are lessons of that kind."""
    heading = HEADINGS[kind][word % len(HEADINGS[kind])]

    found = read(heading, "", *[form.format(lesson) for lesson in lessons])

    plain = [lesson.replace("`", "").replace("*", "") for lesson in lessons]
    assert [(lesson.kind, lesson.text) for lesson in found.lessons] == [(kind, p) for p in plain]


# ---------------------------------------------------------------- fields

FIELDS = [
    "**{}:** {}",
    "**{}**: {}",
    "- **{}**: {}",
    "- {}: {}",
    "{}: {}",
    "* __{}:__ {}",
    "## {}\n\n{}\n",
    "> **{}:** {}",
]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(FIELDS),
    days,
    st.sampled_from(spelled),
    st.integers(1, 4),
    st.integers(1, 600),
    st.sampled_from(["{} minutes", "{} min", "{}m", "{} mins"]),
)
def test_fields_are_read_in_any_form(
    form: str, day: date, spell: Callable[[date], str], level: int, minutes: int, length: str
) -> None:
    """Bold labels, bullets, plain lines, quotes and short sections state the same."""
    said = {
        "Date": spell(day),
        "Severity": f"SEV{level}",
        "Duration": length.format(minutes),
        "Status": "Resolved",
    }

    found = read(*[form.format(label, words) for label, words in said.items()])

    facts = (found.date, found.severity, found.duration, found.status)
    assert [fact and fact.value for fact in facts] == [
        day,
        Severity(level, f"SEV{level}"),
        minutes,
        "Resolved",
    ]


# ---------------------------------------------------------------- how words are compared


@given(st.text(st.characters() | st.sampled_from("İIıKßΣ"), max_size=40))
def test_lower_case_keeps_every_character_where_it_stood(text: str) -> None:
    """What is found in the lower case of a text stands at the same place in the text."""
    lower = lowered(text)
    assert len(lower) == len(text)
    assert all(a.casefold() == b.casefold() for a, b in zip(text, lower, strict=True))
