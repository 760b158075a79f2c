"""Parts -> timeline: one event for each row, bullet, time-stamped line or heading.

Days are carried from date lines, headings and date columns; a clock that jumps back
by more than six hours without a date means that midnight has passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from itertools import islice

from secondstory.extract.dates import (
    Order,
    at_clock,
    clocks,
    days,
    first_day,
    lead_clock,
    whole_day,
    zone_in,
)
from secondstory.extract.items import Item, items, own_words
from secondstory.extract.lexicon import TIMES, Lexicon
from secondstory.extract.residue import is_prompt
from secondstory.extract.sections import Part, walk
from secondstory.extract.stamps import Stamp, is_chronicle, read_stamp
from secondstory.extract.updates import find_updates, marked_updates
from secondstory.markdown import rich, rich_block
from secondstory.model import Block, Document, Event, Kind, Moment, Origin, Provenance, Rich
from secondstory.noun import replace

_JUMP = timedelta(hours=6)
_MOST = 2_000
_FEW = 2  # entries: fewer make no timeline of a table
_LOOK = 40  # lines of a code block tell what it is
_YEAR = re.compile(r"\b(20\d\d)\b")
_DAY = re.compile(r"\bday\b", re.IGNORECASE)


@dataclass(slots=True)
class _Clock:
    """What is known while reading down a timeline: the day, the zone, the last time seen."""

    day: date | None
    order: Order | None
    zone: str
    last: datetime | None = None
    stamped: bool = False  # whether entries in this timeline begin with times
    start: date | None = None  # the day on which the incident is known to begin

    def moment(self, day: date | None, clock: time | None, zone: str) -> Moment | None:
        if day is not None and self.start is not None and self.start - day > timedelta(days=1):
            # A cause from long before: the clock times below it are the incident's again.
            self.day, self.last = self.start, None
            return at_clock(day, clock, zone or self.zone)
        if day is not None:
            self.day, self.last = day, None
        if self.day is None:
            return None
        if clock is None:
            return whole_day(day) if day else None
        at = datetime.combine(self.day, clock)
        if day is None and self.last is not None and self.last - at > _JUMP:
            at += timedelta(days=1)
            self.day = at.date()
        self.last = at
        return Moment(at, timed=True, zone=zone or self.zone)


def find_timeline(
    document: Document,
    parts: tuple[Part, ...],
    lexicon: Lexicon,
    order: Order | None,
    start: date | None,
) -> tuple[Event, ...]:
    """The events of a report in its own order. `start` is the day it is known to begin on."""
    found: list[Event] = []
    here = list(walk(parts, "timeline")) or _responses(parts)
    if not here:
        return (
            find_updates(document, order)
            or _marked(document, order, start)
            or _tabled(document, parts, lexicon, _Clock(start, order, "", start=start))
        )
    state = _Clock(start, order, "", stamped=_mostly_stamped(here), start=start)
    for part in here:
        if part.named:
            state.zone = zone_in(part.heading) or _zone_of(part) or state.zone
            state.day = first_day(part.heading, order, start.year if start else None) or state.day
        found.extend(_events(part, document, lexicon, state))
    return tuple(event for event in found[:_MOST] if event.text.text or event.when)


def _responses(parts: tuple[Part, ...]) -> list[Part]:
    """What tells of the response by the minute, where no section is called a timeline.

    Else what tells of the whole incident so: "What happened", as a list of times.
    """
    told = [part for part in walk(parts, "resolution") if _mostly_stamped([part])]
    return told or [part for part in walk(parts, "summary") if any(map(is_chronicle, part.blocks))]


def _marked(document: Document, order: Order | None, start: date | None) -> tuple[Event, ...]:
    """The time-stamped updates within the prose of a report that has no timeline."""
    state = _Clock(start, order, "", start=start)
    return tuple(
        _entry(lead, line, document, state)
        for line, words in marked_updates(document)
        if (lead := read_stamp(words, order, start)) is not None and lead.timed
    )


def _tabled(
    document: Document, parts: tuple[Part, ...], lexicon: Lexicon, state: _Clock
) -> tuple[Event, ...]:
    """The first table of times and events in a report that has no section for them."""
    for part in parts:
        for block in part.blocks if part.family not in {"actions", "appendix"} else ():
            heads = [cell.plain for row in block.children[:1] for cell in row.children]
            named = {_column(head, lexicon) for head in heads if block.kind is Kind.TABLE}
            if "event" not in named or named.isdisjoint({"time", "date"}):
                continue
            found = tuple(_rows(block, document, lexicon, state))
            clocked = sum(1 for event in found if next(clocks(event.when), None))
            if clocked >= _FEW and clocked * 2 > len(found):
                return found
    return ()


def _mostly_stamped(here: list[Part]) -> bool:
    """Whether the entries that are no headings begin with times, at least two of them."""
    lines = (
        line
        for part in here
        for block in part.blocks
        if block.kind is not Kind.CODE  # what a machine wrote belongs to the entry above it
        for line in (_item_words(block) if block.kind is Kind.LIST else block.plain.split("\n"))
    )
    return len(tuple(islice(filter(_stamped, lines), 2))) == 2


def _zone_of(part: Part) -> str:
    """The zone that an introduction ("all times in CET") or a column head names."""
    said: list[str] = []
    for block in part.blocks[:3]:
        if block.kind is Kind.PARAGRAPH and "time" in block.plain.casefold():
            said.append(block.plain)
        elif block.kind is Kind.TABLE and block.children:
            said += [cell.plain for cell in block.children[0].children]
    return next(filter(None, map(zone_in, said)), "")


def _events(part: Part, document: Document, lexicon: Lexicon, state: _Clock) -> Iterator[Event]:
    if not part.named and part.head is not None:
        lead = read_stamp(part.heading, state.order, state.day)
        day_above = lead is not None and lead.only_day and not part.blocks
        below = day_above or _has_entries(part, state)
        if lead and (lead.timed or not below):
            if event := _headed(part, lead, document, state, alone=not below):
                yield event
            if not below:
                return
        elif day := first_day(part.heading, state.order, state.day.year if state.day else None):
            state.day, state.last = day, None
    for block in part.blocks:
        # Between time-stamped entries a list or table without times belongs to one of them.
        loose = state.stamped and not _is_stamped(block, lexicon)
        if block.kind is Kind.TABLE and not loose:
            yield from _rows(block, document, lexicon, state)
        elif block.kind is Kind.LIST and not loose:
            yield from _bullets(block, document, state)
        elif block.kind is Kind.PARAGRAPH or (not state.stamped and _is_log(block)):
            yield from _lines(block, document, state)


def _is_log(block: Block) -> bool:
    """Whether a code block holds a timeline: most of its lines begin with times."""
    lines = [line for line in block.text.split("\n") if line.strip()]
    timed = sum((stamp := read_stamp(line)) is not None and stamp.timed for line in lines[:_LOOK])
    return block.kind is Kind.CODE and timed >= 2 and timed * 2 > len(lines[:_LOOK])


def _has_entries(part: Part, state: _Clock) -> bool:
    """Whether entries of their own stand below a heading."""
    return any(
        (block.kind in {Kind.LIST, Kind.TABLE} and not state.stamped)
        or (block.kind is Kind.LIST and any(_stamped(i) for i in _item_words(block)))
        or (block.kind is Kind.PARAGRAPH and any(map(_stamped, block.plain.split("\n"))))
        for block in part.blocks
    )


def _is_stamped(block: Block, lexicon: Lexicon) -> bool:
    """Whether a list or table states times."""
    if block.kind is Kind.TABLE:
        heads = [cell.plain for row in block.children[:1] for cell in row.children]
        return any(_column(head, lexicon) in {"time", "date"} for head in heads)
    return any(map(_stamped, _item_words(block)))


def _item_words(block: Block) -> Iterator[str]:
    return (words.plain for item in block.children if (words := own_words(item)))


def _headed(
    part: Part, lead: Stamp, document: Document, state: _Clock, *, alone: bool
) -> Event | None:
    """The event of a time-stamped heading, told by what follows the time and the text below."""
    text = rich(lead.rest, document.source.path, document.links)
    body = next((b for b in part.blocks if b.kind is Kind.PARAGRAPH), None) if alone else None
    if body is not None:
        told = rich_block(body)
        if is_prompt(told.text):
            return None
        text = Rich(f"{text.text}: {told.text}", f"{text.html}: {told.html}") if text.text else told
    if not alone and not text.text:
        return None
    moment = state.moment(lead.day, lead.clock, lead.zone)
    return Event(lead.when, moment, text, Provenance(Origin.HEADING, part.line, part.heading))


def _stamped(line: str) -> bool:
    return read_stamp(line) is not None


def _entry(
    lead: Stamp, line: int, document: Document, state: _Clock, *, code: bool = False
) -> Event:
    source = Provenance(Origin.LIST, line)
    moment = state.moment(lead.day, lead.clock, lead.zone)
    return Event(lead.when, moment, _told(lead.rest, document, code=code), source)


def _told(words: str, document: Document, *, code: bool) -> Rich:
    """The words of an entry; marks in a block of code are words too."""
    if code:
        plain = " ".join(words.split())
        return Rich(plain, escape(plain, quote=False))
    return rich(words, document.source.path, document.links)


def _bullets(block: Block, document: Document, state: _Clock) -> Iterator[Event]:
    for item in block.children:
        words = own_words(item)
        if words is None or is_prompt(words.plain):
            continue
        nested = [child for child in item.children if child.kind is Kind.LIST]
        lead = read_stamp(words.text, state.order, state.day)
        if nested and lead is not None and lead.only_day:
            state.day, state.last = lead.day or state.day, None
            for child in nested:
                yield from _bullets(child, document, state)
            continue
        if lead is None:
            yield Event("", None, rich_block(words), Provenance(Origin.LIST, words.line))
        else:
            yield _entry(lead, words.line, document, state)
        for child in nested:  # sub-bullets with times of their own are entries too
            stamped = [c for c in child.children if (w := own_words(c)) and _stamped(w.plain)]
            if len(stamped) == len(child.children) and stamped:
                yield from _bullets(child, document, state)


def _lines(block: Block, document: Document, state: _Clock) -> Iterator[Event]:
    """Paragraph lines: a time begins an entry, a day alone sets the day, the rest continues."""
    current: Event | None = None
    code = block.kind is Kind.CODE
    for offset, line in enumerate(block.text.split("\n")):
        lead = read_stamp(line, state.order, state.day)
        if lead is not None:
            if current:
                yield current
                current = None
            if lead.only_day:
                state.day, state.last = lead.day or state.day, None
            else:
                current = _entry(lead, block.line + offset, document, state, code=code)
        elif current is not None:
            more = _told(line, document, code=code)
            current = replace(
                current,
                text=Rich(f"{current.text.text} {more.text}", f"{current.text.html} {more.html}"),
            )
    if current:
        yield current


def _rows(table: Block, document: Document, lexicon: Lexicon, state: _Clock) -> Iterator[Event]:
    heads = [cell.plain for row in table.children[:1] for cell in row.children]
    families = [_column(head, lexicon) for head in heads]
    if "time" not in families and "date" not in families:
        families = ["time", *families[1:]] if families else families
    for zone in filter(None, map(zone_in, heads)):
        state.zone = zone
    year = first_day(" ".join(heads), state.order)
    stated = _YEAR.search(" ".join(heads))
    default = int(stated[1]) if stated else (year or state.day or date(2000, 1, 1)).year
    for item in items(Part(None, "", (), 0, table.line, (table,))):
        if event := _row_event(item, families, default, document, state):
            yield event


def _column(head: str, lexicon: Lexicon) -> str:
    family = lexicon.family(head, TIMES)
    return family or ("date" if _DAY.search(head) else "")


def _row_event(
    item: Item, families: list[str], year: int, document: Document, state: _Clock
) -> Event | None:
    del document
    day, clock, zone, when, texts = None, None, "", [], []
    for number, (_, cell) in enumerate(item.cells):
        words = " ".join(cell.plain.split())
        family = families[number] if number < len(families) else ""
        if family in {"time", "date"}:
            known = state.day is not None or year != 2000
            day = next(
                (d.day for d in days(words, state.order, year) if d.year_stated or known), day
            )
            clock = clock or next((c for c, _, _ in clocks(words)), None)
            if clock is None and (lead := lead_clock(words)):
                clock = lead[0]
            zone = zone_in(words) or zone
            when.append(words)
        elif words:
            texts.append((family == "event", len(words), cell))
    if not texts:
        return None
    best = max(texts, key=lambda entry: (entry[0], entry[1]))[2]
    text = rich_block(best)
    if is_prompt(text.text):
        return None
    moment = state.moment(day, clock, zone)
    return Event(
        " ".join(filter(None, when)), moment, text, Provenance(Origin.TABLE, item.block.line)
    )
