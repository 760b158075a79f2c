"""How long an issue is to read: counted, so that it can be printed and held to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from secondstory.render.digest.fit import bare, length
from secondstory.render.views_digest import DigestPage, Told

_PACE = 220  # words a minute
_ASKED = "What would you look at first? See what it was"


def minutes(words: int) -> int:
    """How long so many words take to read, at least one minute."""
    return max(1, round(words / _PACE))


def word_count(page: DigestPage) -> int:
    """The words of an issue as somebody reads it, its headings and marks included."""
    return sum(_counted(part) for part in _parts(page) if part)


@lru_cache(maxsize=1_000)  # an issue is counted after each of its changes
def _counted(part: str) -> int:
    return length(bare(part))


def told_words(told: Told) -> int:
    """The words of a lesson as an issue tells it, without the marks below it."""
    return sum(length(bare(part)) for part in _lesson(told) if part)


def _parts(page: DigestPage) -> Iterator[str | None]:
    yield page.note
    for told in (page.lead, *page.shorts, page.earlier):
        if told:
            yield from _lesson(told)
            yield from _marks(told)
    yield "In short" if page.shorts else None
    for each in page.returns or page.waiting:
        yield from (each.text, each.again.text, each.report.title, each.since)
        yield each.fix.text if each.fix else None
    yield "Class watch" if page.returns or page.waiting else None
    if page.held:
        yield from ("It held", page.held.text, page.held.proof, "After", page.held.report.title)
        yield page.held_for
    if page.caught:
        yield from ("Well caught", page.caught.title, page.caught_by)
    yield from ("Commitments", page.open)
    for aged in page.oldest:
        yield from (aged.fix.text, aged.age, aged.fix.state.text)
    yield f"From the archive {page.earlier_when}" if page.earlier else None
    if page.drill:
        yield from ("One-minute drill", *chain.from_iterable(page.drill), _ASKED)
    yield from ("How it was chosen", page.counts, page.how)


def _lesson(told: Told) -> Iterator[str | None]:
    check, fix = told.lesson.check, told.fix
    yield from (told.lesson.headline, told.mechanism)
    yield f"Check your code if {check}" if check else None
    yield f"{fix.state.text} {fix.text}" if fix else None
    yield told.note


def _marks(told: Told) -> Iterator[str]:
    report = told.lesson.report
    yield told.lesson.ref
    yield from (chip.text for chip in (report.severity, report.again) if chip)
    yield from (named.text for named in report.services[:3])
