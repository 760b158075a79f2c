"""A view of an issue -> the same in three to four minutes: 600 to 800 words.

Where a month has little, its parts tell more of their reports, one after the other, until that is
enough; where it has much, they tell less. Nothing is added that its reports do not say, so an
archive that has no more to say has shorter issues.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.digest import SHORTS
from secondstory.model import Issue
from secondstory.noun import replace
from secondstory.render.catalogue import Catalogue
from secondstory.render.digest.fit import bare, length
from secondstory.render.digest.length import told_words, word_count
from secondstory.render.digest.told import EARLIER, LEAD, SHORT, caught_by, drill, made_for, told
from secondstory.render.views_digest import DigestPage, Told
from secondstory.render.views_parts import Html

FEWEST, MOST = 600, 800  # words


def filled(shared: Catalogue, issue: Issue, page: DigestPage) -> DigestPage:
    """A page with as many words as an issue should have, if its reports have them.

    Each step is smaller than the span from the fewest to the most.
    """
    words = word_count(page)
    steps = _wider(shared, issue, page) if words < FEWEST else _tighter(shared, issue, page)
    while not FEWEST <= words <= MOST and (step := next(steps, None)):
        page, words = step, word_count(step)
    return page


def _wider(shared: Catalogue, issue: Issue, page: DigestPage) -> Iterator[DigestPage]:
    """A page that tells more and more: what is news to most readers first."""
    for place, each in enumerate(issue.shorts):
        shorts = page.shorts
        more = _fuller(shorts[place], told(shared, issue, each, SHORT, wide=True))
        page = replace(page, shorts=(*shorts[:place], more, *shorts[place + 1 :]))
        yield page
    if issue.drill:
        page = replace(page, drill=drill(shared.report(issue.drill), wide=True))
        yield page
    if issue.held:
        report = shared.report(issue.held.slug)
        if page.held:
            page = replace(page, held_for=_longer(page.held_for, made_for(report, wide=True)))
        else:
            page = replace(page, caught_by=_longer(page.caught_by, caught_by(report, wide=True)))
        yield page
    if issue.earlier and page.earlier:
        more = told(shared, issue, issue.earlier, EARLIER, wide=True)
        page = replace(page, earlier=_fuller(page.earlier, more))
        yield page
    if issue.lead and page.lead:
        more = told(shared, issue, issue.lead, LEAD, wide=True)
        yield replace(page, lead=_fuller(page.lead, more))


def _fuller(now: Told, then: Told) -> Told:
    """The lesson that tells more: whole sentences are at times less than the part of a long one."""
    return then if told_words(then) > told_words(now) else now


def _longer(now: Html | None, then: Html | None) -> Html | None:
    return then if length(bare(then or "")) > length(bare(now or "")) else now


def _tighter(shared: Catalogue, issue: Issue, page: DigestPage) -> Iterator[DigestPage]:
    """A page that tells less and less: what is not of the month goes first."""
    if issue.earlier:
        page = replace(page, earlier=told(shared, issue, issue.earlier, SHORT))
        yield page
    page = replace(page, held_for=None)
    yield page
    page = replace(page, earlier=None, earlier_when="")
    yield page
    page = replace(page, oldest=page.oldest[:1])
    yield page
    page = replace(page, drill=(), answer="")
    yield page
    for most in range(len(page.shorts) - 1, SHORTS - 1, -1):
        yield replace(page, shorts=page.shorts[:most])
