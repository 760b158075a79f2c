"""An issue -> its view: the words of its reports, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import Archive, Commitments, FixState, Issue, Recurrence, Return
from secondstory.noun import Noun, replace
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.digest.amount import filled
from secondstory.render.digest.fit import cut, line
from secondstory.render.digest.length import minutes, word_count
from secondstory.render.digest.told import (
    EARLIER,
    LEAD,
    SHORT,
    TITLE,
    caught_by,
    drill,
    fix_of,
    made_for,
    row_of,
    told,
)
from secondstory.render.marks import recurrence_mark
from secondstory.render.views_digest import Aged, DigestPage, Returned
from secondstory.render.views_parts import Named
from secondstory.render.words import count, month_words, spoken

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
        lead=told(shared, issue, issue.lead, LEAD) if issue.lead else None,
        shorts=tuple(told(shared, issue, each, SHORT) for each in issue.shorts),
        returns=tuple(_returned(shared, each, beside) for each in issue.returns),
        waiting=tuple(_returned(shared, each, beside) for each in issue.waiting),
        held=fix_of(fix) if fix else None,
        held_for=made_for(shared.report(held.slug)) if held and fix else None,
        caught=row_of(shared.rows[caught]) if caught else None,
        caught_by=caught_by(shared.report(caught)) if caught else None,
        open=_open(issue.commitments),
        oldest=tuple(
            Aged(fix_of(shared.fixes[each.slug][each.place]), count(each.days, "day"))
            for each in issue.commitments.oldest
        ),
        earlier=told(shared, issue, earlier, EARLIER) if earlier else None,
        earlier_when=_when(shared, earlier.slug) if earlier else "",
        drill=drill(shared.report(issue.drill)) if issue.drill else (),
        answer=report_href(issue.drill) if issue.drill else "",
        counts="",
        how=HOW,
        newer=_beside(beside.newer),
        older=_beside(beside.older),
    )
    page = filled(shared, issue, replace(page, counts=_counts(page, issue)))
    page = replace(page, counts=_counts(page, issue))  # of what is still told
    return replace(page, stand=_stand(issue, word_count(page)))


def _slugs(issue: Issue) -> Iterator[str]:
    learnings = (issue.lead, *issue.shorts, issue.earlier)
    yield from (each.slug for each in learnings if each)
    for each in (*issue.returns, *issue.waiting):
        yield each.slug
        yield from (each.fix.slug,) if each.fix else ()
    yield from (each.slug for each in issue.commitments.oldest)
    yield from (slug for slug in (issue.held.slug if issue.held else "", issue.drill) if slug)


def _returned(shared: Catalogue, each: Return, beside: Around) -> Returned:
    found = each.fix
    fix = fix_of(shared.fixes[found.slug][found.place]) if found else None
    since = ""
    if found and fix:
        done = shared.states(found.slug)[found.place] in (FixState.HELD, FixState.SHIPPED)
        since = f"{'Shipped after' if done else 'Promised in'} {_when(shared, found.slug)}"
    return Returned(
        cut(spoken(each.class_name), TITLE),
        beside.classes[each.class_name],
        recurrence_mark(Recurrence(each.class_name, each.nth, each.disease, (), each.basis)),
        row_of(shared.rows[each.slug]),
        fix,
        since,
    )


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
    lessons = [each for each in (page.lead, *page.shorts) if each]
    older = sum(each.older for each in lessons)
    own = len(lessons) - older
    came = f"{count(issue.reports, 'report')} with {count(issue.pool, 'lesson')}"
    if not own:
        came = f"{came} came out in {published}" if issue.reports else f"No report in {published}"
        return f"{came}; all that is told is from before."
    before = f", and {older} from before" if older else ""
    return f"{came} came out in {published}; {own} {_are(own)} told here{before}."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
