"""How long an issue is to read: counted, so that it can be printed and held to."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from secondstory.render.digest.fit import bare, length
from secondstory.render.views_digest import DigestPage, Told

_PACE = 220  # words a minute


def minutes(words: int) -> int:
    """How long so many words take to read, at least one minute."""
    return max(1, round(words / _PACE))


def word_count(page: DigestPage) -> int:
    """The words of an issue: all of it but its headings, marks and links."""
    return sum(length(bare(part)) for part in _parts(page) if part)


def told_words(told: Told) -> int:
    """The words of a lesson as an issue tells it."""
    return sum(length(bare(part)) for part in _lesson(told) if part)


def _parts(page: DigestPage) -> Iterable[str | None]:
    told = (one for one in (page.lead, *page.shorts, page.earlier) if one)
    return (
        page.note,
        *chain.from_iterable(map(_lesson, told)),
        *chain.from_iterable(
            (each.text, each.again.text, each.report.title, each.since, each.fix and each.fix.text)
            for each in (*page.returns, *page.waiting)
        ),
        *((page.held.text, page.held.proof, page.held.report.title) if page.held else ()),
        *((page.caught.title, page.caught_by) if page.caught else ()),
        page.open,
        *chain.from_iterable(
            (aged.fix.text, aged.age, aged.fix.state.text) for aged in page.oldest
        ),
        *chain.from_iterable(page.drill),
        page.counts,
        page.how,
    )


def _lesson(told: Told) -> Iterable[str | None]:
    check = told.lesson.check
    fix = told.fix
    return (
        told.lesson.headline,
        told.mechanism,
        f"Check your code if {check}" if check else None,
        f"{fix.state.text} {fix.text}" if fix else None,
        told.note,
    )
