"""Panels -> lists of the rows that their numbers count, cut into pages where they are long."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import quote

from secondstory.model import Brief
from secondstory.model.metrics import Panel, Row, Rows, Shape, State, Unit
from secondstory.noun import Noun, replace
from secondstory.render.cards import report_href
from secondstory.render.learning.words import amount, column_name, line_name
from secondstory.render.words import count, shortened

LEARNING = "metrics/index.html"
ALL, UNKNOWN, ODD = "all", "unknown", "contradictory"
_ROOM = 2000  # rows of a page
_FIX = 140  # characters of a fix


class Section(Noun, frozen=True):
    """The rows of a number, or so many of them as stand on a page: from `start` on of `of`."""

    id: str
    title: str
    start: int
    of: int
    rows: Rows


class Part(Noun, frozen=True):
    """A page of rows of a panel; the first is number 1."""

    key: str
    title: str
    counted: str
    unit: Unit | None
    number: int
    last: bool
    sections: tuple[Section, ...]

    @property
    def href(self) -> str:
        """Where it lies."""
        return part_href(self.key, self.number)


class Fixed(Noun, frozen=True):
    """A fix: its anchor on the page of its report, and its words."""

    anchor: str
    text: str


class Told(Noun, frozen=True):
    """A report as a row: its title, its day, its language, and its fixes by id."""

    title: str
    day: str
    lang: str
    fixes: Mapping[str, Fixed]


Names = Mapping[str, Told]


def part_href(key: str, number: int) -> str:
    """A page of rows of a panel."""
    return f"metrics/rows/{key}{f'-{number}' if number > 1 else ''}.html"


def reports_panel(state: State) -> Panel:
    """The reports themselves, as a panel: those of the period, without a day, and ahead of it."""
    return Panel(
        key="reports",
        title="Reports",
        what="report",
        counted="The reports of this time, by the day of their incident. Those without a day and"
        " those of a day to come have no place in it.",
        gamed="",
        shape=Shape.NONE,
        sample=state.reports,
        unknown=state.undated,
        odd=state.ahead,
    )


def names_of(part: Part, reports: Mapping[str, Brief], known: dict[str, Told]) -> Names:
    """What the rows of a page say of their reports, given these by slug, and of no others.

    `known` keeps what was told before of reports whose fixes are not asked for.
    """
    wanted: dict[str, set[str]] = {}
    for section in part.sections:
        for row in section.rows:
            fixes = wanted.setdefault(row.slug, set())
            if row.fix:
                fixes.add(row.fix)
    found: dict[str, Told] = {}
    for slug, fixes in wanted.items():
        told = known.get(slug) or known.setdefault(slug, _told(reports[slug]))
        found[slug] = replace(told, fixes=_fixes(reports[slug], fixes)) if fixes else told
    return found


def _told(report: Brief) -> Told:
    day = report.date.isoformat() if report.date else ""
    return Told(report.title, day, report.language, {})


def _fixes(report: Brief, wanted: Collection[str]) -> Mapping[str, Fixed]:
    return {
        fix.id: Fixed(fix.anchor, shortened(fix.text.text, _FIX))
        for fix in report.actions
        if fix.id in wanted
    }


def parts(panel: Panel, state: State) -> tuple[Part, ...]:
    """The pages of rows of a panel: one, unless there are very many."""
    pages: list[list[Section]] = [[]]
    room = _ROOM
    for section in _sections(panel, state):
        rest, start = section.rows, 0
        while rest:
            if room <= 0:
                pages.append([])
                room = _ROOM
            some, rest = rest[:room], rest[room:]
            pages[-1].append(Section(section.id, section.title, start, section.of, some))
            start, room = start + len(some), room - len(some)
    return tuple(
        Part(
            panel.key,
            panel.title,
            panel.counted,
            panel.unit,
            number,
            number == len(pages),
            tuple(sections),
        )
        for number, sections in enumerate(pages, start=1)
    )


def places(found: Sequence[Part]) -> Mapping[str, str]:
    """Where each number's rows begin, by the id of its section."""
    where: dict[str, str] = {}
    for part in found:
        for section in part.sections:
            where.setdefault(section.id, f"{part.href}#{section.id}")
    return where


def cell_id(line: int, column: int) -> str:
    """The section of a number of the table, counted from 0."""
    return f"line-{line + 1}-{column + 1}"


def fact_id(number: int) -> str:
    """The section of another number of a panel, counted from 0."""
    return f"fact-{number + 1}"


def _sections(panel: Panel, state: State) -> Iterator[Section]:
    def section(name: str, title: str, rows: Rows) -> Section:
        return Section(name, title, 0, len(rows), rows)

    yield section(ALL, "All that is counted", panel.sample)
    yield section(UNKNOWN, "Unknown", panel.unknown)
    yield section(ODD, "Contradictory, or of a day to come", panel.odd)
    for number, (name, _, rows) in enumerate(panel.facts):
        yield section(fact_id(number), f"Name one of the {name}", rows)
    for at, line in enumerate(panel.lines):
        name = line_name(panel, line, state)
        for place, cell in enumerate(line.cells):
            title = f"{name}: {column_name(panel, panel.columns[place], state)}"
            yield section(cell_id(at, place), title, cell)


def row_href(row: Row, told: Told | None) -> str:
    """Where a row stands in the portal."""
    fix = told.fixes.get(row.fix) if told and row.fix else None
    return report_href(row.slug) + (f"#{quote(fix.anchor)}" if fix else "")


def row_note(row: Row, unit: Unit | None) -> str:
    """What a number takes from a row, and what else there is to tell."""
    if row.value is None:
        return row.note
    value = amount(row.value, unit) if unit else count(row.value, "day")
    return f"{value}, {row.note}" if row.note else value
