"""What an issue tells of a report -> its words, as many as there is room for.

In a room that is `wide`, more of the report is told: what it says itself of how it came about and
how it ended, as far as that was not said already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from secondstory.brief import ENOUGH
from secondstory.digest import opening, plain
from secondstory.model import Brief, FixState, Issue, Learning, LessonKind
from secondstory.noun import Noun, replace
from secondstory.render.body import words
from secondstory.render.catalogue import Catalogue
from secondstory.render.digest.fit import (
    bare,
    cut,
    fitted,
    length,
    line,
    sentences,
    whole,
    without_stop,
)
from secondstory.render.views_digest import Told
from secondstory.render.views_parts import FixRow, Html, LessonCard, Named, ReportRow

TITLE, FIX = 16, 20  # words
_HEADLINE, _NAME, _PROOF, _EVENT = 20, 4, 20, 26
_ADDED = 35  # of what a lesson adds to its headline, where its story is told as well
_OWNED = re.compile(r"\s*\((?:owner|assignee|responsible)\b[^()]*\)?", re.IGNORECASE)
_CHECK = "Check your code if"
_WORD, _STEM = re.compile(r"\w{4,}"), 5
_DONE = (FixState.HELD, FixState.SHIPPED, FixState.IN_PROGRESS, FixState.OPEN, FixState.LATE)
_CAUGHT = (LessonKind.WENT_WELL, LessonKind.LUCKY)


class Room(Noun, frozen=True):
    """How many words a lesson has in all, and its check and its fix of them."""

    all: int
    check: int
    fix: int


# One from the archive stands alone, and most readers have never met its report.
LEAD, SHORT, EARLIER = Room(120, 30, 24), Room(45, 20, 17), Room(100, 30, 24)
STORY, WIDE_STORY = 45, 90  # words of how that came about which held or was caught
EVENTS, WIDE_EVENTS = 3, 5  # of a drill


def headline(each: Learning) -> Html:
    """The words above a lesson."""
    return without_stop(fitted(each.headline.html, _HEADLINE))


def told(
    shared: Catalogue, issue: Issue, each: Learning, room: Room, *, wide: bool = False
) -> Told:
    """A lesson in so many words: its headline, whom it concerns, its fix; how it came about."""
    card = _card(shared, each, room)
    left = room.all - length(bare(card.headline))
    left -= length(bare(f"{_CHECK} {card.check}")) if card.check else 0
    fix = _best_fix(shared, each, min(room.fix, left - 2))
    left -= length(bare(f"{fix.state.text} {fix.text}")) if fix else 0
    day = shared.report(each.slug).published or shared.report(each.slug).date
    return Told(
        card,
        _mechanism(shared.report(each.slug), each, left, story=room is not SHORT, wide=wide),
        fix,
        line(each.note),
        older=day is None or day.isoformat()[:7] != issue.month,
    )


def caught_by(report: Brief, *, wide: bool = False) -> Html | None:
    """What caught a near miss, else how it went; where there is room, both."""
    first = next(iter(report.learned(*_CAUGHT)), None)
    if wide:
        begin = [first.text] if first else []
        if said := _each(begin, _on(report, *begin), WIDE_STORY, wide=True):
            return words(said)
    if first:
        return fitted(first.headline.html, STORY)
    return words(cut(report.summary, STORY)) if report.summary else None


def made_for(report: Brief, *, wide: bool = False) -> Html | None:
    """How a report came about, in its words; where there is room, also how it ended."""
    if wide and (said := _each((), _on(report), WIDE_STORY, wide=True)):
        return words(said)
    happened = report.cause or report.summary
    return words(cut(happened, STORY)) if happened else None


def drill(report: Brief, *, wide: bool = False) -> tuple[tuple[str, str], ...]:
    """When and what, of the beginning of a report's story."""
    begin = opening(report.story, WIDE_EVENTS if wide else EVENTS)
    return tuple((line(when), cut(what, _EVENT)) for when, what in begin)


def row_of(row: ReportRow) -> ReportRow:
    """A report in a line."""
    severity = row.severity
    return replace(
        row,
        title=cut(row.title, TITLE),
        effect=line(row.effect),
        severity=replace(severity, text=line(severity.text)) if severity else None,
        services=tuple(Named(cut(each.text, _NAME), each.href) for each in row.services),
    )


def fix_of(row: FixRow, room: int = FIX) -> FixRow:
    """A fix in so many words; nobody is named in an issue, whoever owns what."""
    proof = fitted(row.proof, _PROOF) if row.proof else None
    text = without_stop(fitted(_OWNED.sub("", row.text), room))
    return replace(row, text=text, proof=proof, owner=None, report=row_of(row.report))


def _mechanism(report: Brief, each: Learning, room: int, *, story: bool, wide: bool) -> Html | None:
    """How it came about, in its report's words; nothing where there is no room for a sentence."""
    lesson = report.lessons[each.place]
    own = _unsaid(lesson.headline.text, each.headline.text)
    more = [lesson.more.text] if lesson.more else []
    happened = [report.cause or report.summary]
    if wide:
        happened = _on(report, lesson.text)
    if story:
        added = whole(more, _ADDED)
        said = " ".join((_each(own, happened, room - length(added), wide=wide), added)).strip()
    else:
        also = () if lesson.check and not wide else happened
        said = _each((*own, *more), also, room, wide=wide)
    first = next(filter(None, (*own, *more, *happened)), "")
    if not said and first and (story or lesson.check is None):
        said = cut(first, room)
    return words(said) if said else None


def _each(begin: Sequence[str], then: Sequence[str], room: int, *, wide: bool) -> str:
    """Whole sentences of some texts, in order; where it is wide, some of each of those after."""
    if not wide:
        return whole((*begin, *then), room)
    told = [whole(begin, room)]
    for text in then:
        told.append(whole([text], room - sum(map(length, told))))
    return " ".join(filter(None, told))


def _on(report: Brief, *said: str) -> list[str]:
    """How a report came about, and on: what else happened, and how it ended.

    Of the latter only the sentences that say something new.
    """
    happened = report.cause or report.summary
    told, known = [" ".join(_ended(happened))], _stems(happened, *said)
    for text in (report.summary, report.resolution):
        news = []
        for sentence in _ended(text):
            stems = _stems(sentence)
            if 2 * len(stems & known) < len(stems):
                news.append(sentence)
                known |= stems
        told.append(" ".join(news))
    return told


def _ended(text: str) -> list[str]:
    """The sentences of a text of a brief, which may break off in the last of them."""
    found = sentences(text)
    return found[:-1] if len(text) >= ENOUGH else found


def _unsaid(lesson: str, headline: str) -> list[str]:
    """What a headline leaves out of its lesson: nothing, the rest of it, or all."""
    lesson, headline = plain(lesson), plain(headline)
    rest = lesson.removeprefix(headline).lstrip(" .!?:;–—-,")
    return [f"{rest[:1].upper()}{rest[1:]}."] if rest else []


def _card(shared: Catalogue, each: Learning, room: Room) -> LessonCard:
    card = shared.lessons[each.slug][each.place]
    return replace(
        card,
        headline=headline(each),
        long=False,
        check=fitted(card.check, room.check) if card.check else None,
        report=row_of(card.report),
        fix=None,  # the one that says most stands below
    )


def _best_fix(shared: Catalogue, each: Learning, room: int) -> FixRow | None:
    """The fix of a report that has come furthest; of several the one that speaks of its lesson."""
    report, states = shared.report(each.slug), shared.states(each.slug)
    lesson = report.lessons[each.place]
    stems = _stems(lesson.text, lesson.check.text if lesson.check else "")
    found = [
        (_DONE.index(state), -len(stems & _stems(fix.text.text)), place)
        for place, (fix, state) in enumerate(zip(report.actions, states, strict=True))
        if state in _DONE
    ]
    return fix_of(shared.fixes[each.slug][min(found)[2]], room) if found else None


def _stems(*texts: str) -> set[str]:
    """How the longer words of some texts begin."""
    return {word[:_STEM] for text in texts for word in _WORD.findall(text.casefold())}
