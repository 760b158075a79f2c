"""An issue -> its view: the words of its reports, as many as there is room for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.digest import plain
from secondstory.model import (
    Archive,
    Commitments,
    FixState,
    Issue,
    Learning,
    LessonKind,
    Recurrence,
    Return,
)
from secondstory.noun import Noun, replace
from secondstory.render.body import words
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.digest.fit import bare, cut, fitted, length, line, whole, without_stop
from secondstory.render.digest.length import minutes, word_count
from secondstory.render.marks import recurrence_mark
from secondstory.render.views_digest import Aged, DigestPage, Returned, Told
from secondstory.render.views_parts import FixRow, Html, LessonCard, Named, ReportRow
from secondstory.render.words import count, month_words, spoken

_HEADLINE, _TITLE, _NAME, _FIX, _PROOF, _EVENT = 20, 16, 4, 20, 20, 26  # words
_ADDED = 35  # of what a lesson adds to its headline, where its story is told as well
_OWNED = re.compile(r"\s*\((?:owner|assignee|responsible)\b[^()]*\)?", re.IGNORECASE)
_CHECK = "Check your code if"
_WORD, _STEM = re.compile(r"\w{4,}"), 5
_DONE = (FixState.HELD, FixState.SHIPPED, FixState.IN_PROGRESS, FixState.OPEN, FixState.LATE)
_CAUGHT = (LessonKind.WENT_WELL, LessonKind.LUCKY)
HOW = (
    "Lessons score for parts that other reports share, for a class that is new or came back, for a"
    " fix that is more than a hope, for a headline that stands alone, and a little for severity."
    " At most one of a report, a class and a team; nothing twice within twelve months unless"
    " its class came back."
)


class Around(Noun, frozen=True):
    """What stands around an issue: the pages of classes, and the months beside it, "" for none."""

    classes: dict[str, str]
    newer: str = ""
    older: str = ""


class _Room(Noun, frozen=True):
    """How many words a lesson has in all, and its check and its fix of them."""

    all: int
    check: int
    fix: int


# One from the archive stands alone, and most readers have never met its report.
_LEAD, _SHORT, _EARLIER = _Room(120, 30, 24), _Room(45, 20, 17), _Room(100, 30, 24)


def around(archive: Archive, issue: Issue, newer: str = "", older: str = "") -> Around:
    """What stands around an issue of an archive."""
    back = {each.class_name for each in (*issue.returns, *issue.waiting)}
    hrefs = {group.name: group_href("classes", group) for group in archive.classes}
    pages = {name: hrefs.get(name, "classes/index.html") for name in sorted(back)}
    return Around(pages, newer, older)


def digest_href(month: str) -> str:
    """The page of an issue."""
    return f"digest/{month}/index.html"


def shown_in(issue: Issue) -> tuple[str, ...]:
    """The reports that an issue shows something of, by slug, each once."""
    return tuple(dict.fromkeys(_slugs(issue)))


def view_of(shared: Catalogue, issue: Issue, beside: Around) -> DigestPage:
    """An issue in words; `shared` holds at least the reports of `shown_in`.

    Everything in it is one line without control characters. What is `Html` may stand in a page as
    it is, all else has to be escaped; links lead from the site's root.
    """
    held = issue.held
    fix = shared.fixes[held.slug][held.place] if held and held.place is not None else None
    caught = held.slug if held and held.place is None else ""
    earlier = issue.earlier
    page = DigestPage(
        title=month_words(issue.month),
        stand="",
        note=line(issue.note),
        lead=_told(shared, issue, issue.lead, _LEAD) if issue.lead else None,
        shorts=tuple(_told(shared, issue, each, _SHORT) for each in issue.shorts),
        returns=tuple(_returned(shared, each, beside) for each in issue.returns),
        waiting=tuple(_returned(shared, each, beside) for each in issue.waiting),
        held=_fix(fix, _FIX) if fix else None,
        held_for=_story(shared, held.slug) if held and fix else None,
        caught=_row(shared.rows[caught]) if caught else None,
        caught_by=_caught_by(shared, caught) if caught else None,
        open=_open(issue.commitments),
        oldest=tuple(
            Aged(_fix(shared.fixes[each.slug][each.place], _FIX), count(each.days, "day"))
            for each in issue.commitments.oldest
        ),
        earlier=_told(shared, issue, earlier, _EARLIER) if earlier else None,
        earlier_when=_when(shared, earlier.slug) if earlier else "",
        drill=tuple(
            (line(when), cut(what, _EVENT)) for when, what in shared.report(issue.drill).story
        )
        if issue.drill
        else (),
        answer=report_href(issue.drill) if issue.drill else "",
        counts="",
        how=HOW,
        newer=_beside(beside.newer),
        older=_beside(beside.older),
    )
    page = replace(page, counts=_counts(page, issue))
    return replace(page, stand=_stand(issue, word_count(page)))


def headline(each: Learning) -> Html:
    """The words above a lesson."""
    return without_stop(fitted(each.headline.html, _HEADLINE))


def _slugs(issue: Issue) -> Iterator[str]:
    learnings = (issue.lead, *issue.shorts, issue.earlier)
    yield from (each.slug for each in learnings if each)
    for each in (*issue.returns, *issue.waiting):
        yield each.slug
        yield from (each.fix.slug,) if each.fix else ()
    yield from (each.slug for each in issue.commitments.oldest)
    yield from (slug for slug in (issue.held.slug if issue.held else "", issue.drill) if slug)


def _told(shared: Catalogue, issue: Issue, each: Learning, room: _Room) -> Told:
    """A lesson in so many words: its headline, whom it concerns, its fix; how it came about."""
    card = _card(shared, each, room)
    left = room.all - length(bare(card.headline))
    left -= length(bare(f"{_CHECK} {card.check}")) if card.check else 0
    fix = _best_fix(shared, each, min(room.fix, left - 2))
    left -= length(bare(f"{fix.state.text} {fix.text}")) if fix else 0
    day = shared.report(each.slug).published or shared.report(each.slug).date
    return Told(
        card,
        _mechanism(shared, each, left, story=room is not _SHORT),
        fix,
        line(each.note),
        older=day is None or day.isoformat()[:7] != issue.month,
    )


def _mechanism(shared: Catalogue, each: Learning, room: int, *, story: bool) -> Html | None:
    """How it came about, in its report's words; nothing where there is no room for a sentence."""
    report = shared.report(each.slug)
    lesson = report.lessons[each.place]
    own = _unsaid(lesson.headline.text, each.headline.text)
    more = [lesson.more.text] if lesson.more else []
    happened = [report.cause or report.summary]
    if story:
        added = whole(more, _ADDED)
        said = " ".join((whole((*own, *happened), room - length(added)), added)).strip()
    else:
        said = whole((*own, *more, *(() if lesson.check else happened)), room)
    first = next(filter(None, (*own, *more, *happened)), "")
    if not said and first and (story or lesson.check is None):
        said = cut(first, room)
    return words(said) if said else None


def _unsaid(lesson: str, headline: str) -> list[str]:
    """What a headline leaves out of its lesson: nothing, the rest of it, or all."""
    lesson, headline = plain(lesson), plain(headline)
    rest = lesson.removeprefix(headline).lstrip(" .!?:;–—-,")
    return [f"{rest[:1].upper()}{rest[1:]}."] if rest else []


def _card(shared: Catalogue, each: Learning, room: _Room) -> LessonCard:
    card = shared.lessons[each.slug][each.place]
    return replace(
        card,
        headline=headline(each),
        long=False,
        check=fitted(card.check, room.check) if card.check else None,
        report=_row(card.report),
        fix=None,  # the one that says most stands below
    )


def _row(row: ReportRow) -> ReportRow:
    severity = row.severity
    return replace(
        row,
        title=cut(row.title, _TITLE),
        effect=line(row.effect),
        severity=replace(severity, text=line(severity.text)) if severity else None,
        services=tuple(Named(cut(each.text, _NAME), each.href) for each in row.services),
    )


def _fix(row: FixRow, room: int) -> FixRow:
    proof = fitted(row.proof, _PROOF) if row.proof else None
    text = without_stop(fitted(_OWNED.sub("", row.text), room))
    # Nobody is named in an issue, whoever owns what.
    return replace(row, text=text, proof=proof, owner=None, report=_row(row.report))


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
    return _fix(shared.fixes[each.slug][min(found)[2]], room) if found else None


def _stems(*texts: str) -> set[str]:
    """How the longer words of some texts begin."""
    return {word[:_STEM] for text in texts for word in _WORD.findall(text.casefold())}


def _returned(shared: Catalogue, each: Return, beside: Around) -> Returned:
    found = each.fix
    fix = _fix(shared.fixes[found.slug][found.place], _FIX) if found else None
    since = ""
    if found and fix:
        done = shared.states(found.slug)[found.place] in (FixState.HELD, FixState.SHIPPED)
        since = f"{'Shipped after' if done else 'Promised in'} {_when(shared, found.slug)}"
    return Returned(
        cut(spoken(each.class_name), _TITLE),
        beside.classes[each.class_name],
        recurrence_mark(Recurrence(each.class_name, each.nth, each.disease, ())),
        _row(shared.rows[each.slug]),
        fix,
        since,
    )


def _caught_by(shared: Catalogue, slug: str) -> Html | None:
    """What caught a near miss, else how it went."""
    report = shared.report(slug)
    first = next(iter(report.learned(*_CAUGHT)), None)
    if first:
        return fitted(first.headline.html, _SHORT.all)
    return words(cut(report.summary, _SHORT.all)) if report.summary else None


def _story(shared: Catalogue, slug: str) -> Html | None:
    """How a report came about, in its words."""
    report = shared.report(slug)
    said = report.cause or report.summary
    return words(cut(said, _SHORT.all)) if said else None


def _open(commitments: Commitments) -> str:
    """How many are open, and their age: `19 open, median age 34 days (n = 17; 2 undated)`."""
    if not commitments.open:
        return "No fix is stated to be open."
    said = f"{commitments.open:,} open"
    if commitments.median is None:
        return f"{said}; no report of theirs states a day."
    undated = commitments.open - commitments.aged
    n = f"n = {commitments.aged:,}" + (f"; {undated:,} undated" if undated else "")
    return f"{said}, median age {commitments.median:.0f} days ({n})."


def _when(shared: Catalogue, slug: str) -> str:
    day = shared.report(slug).date
    return month_words(day.isoformat()[:7]) if day else ""


def _beside(month: str) -> Named | None:
    return Named(month_words(month), digest_href(month)) if month else None


def _stand(issue: Issue, length: int) -> str:
    """Which issue it is, and how long it takes."""
    reading = f"{count(length, 'word')}, {count(minutes(length), 'minute')}"
    quiet = " A quiet month, so this is from the archive." if issue.quiet else ""
    return f"Issue {issue.number}. {reading}.{quiet}"


def _counts(page: DigestPage, issue: Issue) -> str:
    """How many there were to choose from, and what became of them."""
    published = month_words(issue.month).split(" ", maxsplit=1)[0]
    told = [each for each in (page.lead, *page.shorts) if each]
    older = sum(each.older for each in told)
    own = len(told) - older
    came = f"{count(issue.reports, 'report')} with {count(issue.pool, 'lesson')}"
    if not own:
        came = f"{came} came out in {published}" if issue.reports else f"No report in {published}"
        return f"{came}; all that is told is from before."
    before = f", and {older} from before" if older else ""
    return f"{came} came out in {published}; {own} {_are(own)} told here{before}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
