"""Archive -> the pages of the monthly digest: an issue for each month, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from secondstory.digest import issues, last_month
from secondstory.model import (
    Archive,
    Brief,
    Commitments,
    Issue,
    Learning,
    LessonKind,
    Recurrence,
)
from secondstory.noun import Noun, replace
from secondstory.render.body import unlinked, words
from secondstory.render.cards import report_href
from secondstory.render.catalogue import Catalogue, group_href
from secondstory.render.marks import FixState, recurrence_mark
from secondstory.render.page import Page
from secondstory.render.views_digest import (
    Aged,
    DigestPage,
    DigestsPage,
    IssueRow,
    Returned,
    Told,
)
from secondstory.render.views_parts import FixRow, Html, LessonCard, Named
from secondstory.render.words import count, month_words, opening, spoken

_MECHANISM = 420  # characters: the lead is a hundred words in all
_BRIEFLY = 200
_PACE = 220  # words a minute
_DONE = (FixState.HELD, FixState.SHIPPED, FixState.IN_PROGRESS, FixState.OPEN, FixState.LATE)
HOW = (
    "Lessons score for parts that other reports share, for a class that is new or came back, for a"
    " fix that is more than a hope, for a headline that stands alone, and a little for severity."
    " At most one of a report, a class and a team; nothing twice within twelve months unless"
    " its class came back. They are chosen by the day of publication, so that a late report is"
    " not lost."
)


class Setting(Noun, frozen=True):
    """What stands around an issue: the links of classes, and the issues beside it."""

    classes: dict[str, str]
    newer: str
    older: str


def pages(archive: Archive, shared: Catalogue) -> Iterator[Page]:
    """The list of issues, and a page for each."""
    made = issues(archive, last_month(shared.as_of))
    months = ["", *(issue.month for issue in made), ""]
    hrefs = {group.name.casefold(): group_href("classes", group) for group in archive.classes}
    rows = tuple(_row(issue) for issue in reversed(made))
    if not made:
        return
    about = "What was learned, month by month: one lesson to lead with and a few in short."
    yield Page("digest/index.html", "Digest", about, "digest", DigestsPage(rows))
    for older, issue, newer in zip(months, made, months[2:], strict=False):
        some = shared.only(dict.fromkeys(_slugs(issue)))
        classes = {each.class_name: hrefs[each.class_name.casefold()] for each in issue.returns}
        setting = Setting(classes, newer, older)
        title = f"Digest, {month_words(issue.month)}"
        lead = issue.lead.headline.text if issue.lead else "Nothing was published yet."
        path = digest_href(issue.month)
        yield Page(path, title, lead, "digest", (some, issue, setting), compose=_view)


def digest_href(month: str) -> str:
    """The page of an issue."""
    return f"digest/{month}/index.html"


def _slugs(issue: Issue) -> Iterator[str]:
    """The reports that an issue shows something of."""
    learnings = (issue.lead, *issue.shorts, issue.earlier)
    yield from (each.slug for each in learnings if each)
    yield from (each.slug for each in issue.returns)
    yield from (each.slug for each in issue.commitments.oldest)
    yield from (slug for slug in (issue.held.slug if issue.held else "", issue.drill) if slug)


def _row(issue: Issue) -> IssueRow:
    back = count(len(issue.returns), "class came back", "classes came back")
    note = f"{len(issue.shorts)} more in short" + (f", {back}" if issue.returns else "")
    headline = _without_stop(unlinked(issue.lead.headline.html)) if issue.lead else None
    return IssueRow(
        month_words(issue.month),
        digest_href(issue.month),
        headline,
        f"From the archive; {note}" if issue.quiet else note,
    )


def _view(shared: Catalogue, issue: Issue, setting: Setting) -> DigestPage:
    lead = _told(shared, issue, issue.lead, _MECHANISM) if issue.lead else None
    shorts = tuple(_told(shared, issue, each, _BRIEFLY) for each in issue.shorts)
    held = issue.held
    proven = held is not None and held.place is not None
    caught = shared.report(held.slug) if held and held.place is None else None
    page = DigestPage(
        title=month_words(issue.month),
        stand="",
        note=issue.note,
        lead=lead,
        shorts=shorts,
        returns=tuple(
            Returned(
                spoken(each.class_name),
                setting.classes[each.class_name],
                recurrence_mark(Recurrence(each.class_name, each.nth, each.disease, ())),
                shared.rows[each.slug],
            )
            for each in issue.returns
        ),
        held=shared.fixes[held.slug][held.place or 0] if held and proven else None,
        caught=shared.rows[caught.slug] if caught else None,
        caught_by=_caught_by(caught) if caught else None,
        open=_open(issue.commitments),
        oldest=tuple(
            Aged(shared.fixes[each.slug][each.place], count(each.days, "day"))
            for each in issue.commitments.oldest
        ),
        earlier=_card(shared, issue.earlier) if issue.earlier else None,
        earlier_when=_when(shared.report(issue.earlier.slug)) if issue.earlier else "",
        drill=shared.report(issue.drill).story if issue.drill else (),
        answer=report_href(issue.drill) if issue.drill else "",
        how=HOW,
        newer=_beside(setting.newer),
        older=_beside(setting.older),
    )
    return replace(page, stand=_stand(issue, minutes(page)))


def _told(shared: Catalogue, issue: Issue, each: Learning, limit: int) -> Told:
    report = shared.report(each.slug)
    lesson = report.lessons[each.place]
    how = lesson.more.text if lesson.more else report.cause
    day = report.published or report.date
    return Told(
        _card(shared, each),
        words(opening(how, limit)) if how else None,
        _best_fix(shared, each.slug),
        each.note,
        older=day is None or f"{day:%Y-%m}" != issue.month,
    )


def _card(shared: Catalogue, each: Learning) -> LessonCard:
    headline = _without_stop(unlinked(each.headline.html))
    return replace(shared.lessons[each.slug][each.place], headline=headline)


def _without_stop(html: Html) -> Html:
    return html if html.endswith("..") else Html(html.removesuffix("."))


def _best_fix(shared: Catalogue, slug: str) -> FixRow | None:
    """The fix of a report that has come furthest."""
    states = shared.states[slug]
    places = [place for place, state in enumerate(states) if state in _DONE]
    best = min(places, key=lambda place: _DONE.index(states[place]), default=None)
    return None if best is None else shared.fixes[slug][best]


def _caught_by(report: Brief) -> Html | None:
    kinds = (LessonKind.WENT_WELL, LessonKind.LUCKY)
    first = next(iter(report.learned(*kinds)), None)
    return unlinked(first.headline.html) if first else None


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


def _when(report: Brief) -> str:
    return month_words(f"{report.date:%Y-%m}") if report.date else ""


def _beside(month: str) -> Named | None:
    return Named(month_words(month), digest_href(month)) if month else None


def _stand(issue: Issue, reading: int) -> str:
    """Which issue it is, how long it takes, what it was chosen from."""
    published = month_words(issue.month).split(" ", maxsplit=1)[0]
    pool = f"{count(issue.pool, 'lesson')} published in {published}"
    chosen = (
        f"A quiet month: {pool}, so this is from the archive"
        if issue.quiet
        else (f"Chosen from {pool}")
    )
    return f"Issue {issue.number}. {count(reading, 'minute')}. {chosen}."


def minutes(page: DigestPage) -> int:
    """How long an issue takes to read, at 220 words a minute, at least one."""
    return max(1, round(len(_spoken(page).split()) / _PACE))


def _spoken(page: DigestPage) -> str:
    learnings = [told for told in (page.lead, *page.shorts) if told]
    parts: Sequence[str | None] = (
        page.note,
        page.open,
        page.how,
        page.caught_by,
        page.earlier.headline if page.earlier else "",
        page.held.text if page.held else "",
        *(aged.fix.text for aged in page.oldest),
        *chain.from_iterable(page.drill),
        *(f"{each.text} {each.again.text} {each.report.title}" for each in page.returns),
        *(
            part
            for told in learnings
            for part in (
                told.lesson.headline,
                told.mechanism,
                told.lesson.check,
                told.fix.text if told.fix else "",
                told.note,
            )
        ),
    )
    return " ".join(part for part in parts if part)
