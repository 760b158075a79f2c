"""Words about an action item -> the day on which it was done, where that is stated.

`Done 21 June` and `shipped: 2026-03-31` state it. The day until which it was wanted does not, nor
does one on which it was seen to work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from secondstory.extract.dates import Day, Order, days, lead_day
from secondstory.extract.lexicon import Lexicon
from secondstory.model import Action, ActionStatus, Fact
from secondstory.noun import replace

KEYS = ("done", "done_on", "shipped", "shipped_on", "completed", "completed_on", "closed")
_READ = 200  # characters
_BETWEEN = re.compile(r"[\s:：;,(\[–—-]*(?:✓|✅)?\s*(?:on|at|in|as of|since|by)?\s*", re.IGNORECASE)


def with_done_days(
    actions: Iterable[Action], lexicon: Lexicon, opened: date | None, order: Order | None
) -> tuple[Action, ...]:
    """Actions with the days on which they were done; `opened` is the day of their report."""
    return tuple(_dated(action, lexicon, opened, order) for action in actions)


def day_since(text: str, since: date | None, order: Order | None = None) -> date | None:
    """The first day of a text; one without a year is the next of its name after `since`."""
    found = next(days(text[:_READ], order, since.year if since else None), None)
    return _completed(found, since)


def _dated(action: Action, lexicon: Lexicon, opened: date | None, order: Order | None) -> Action:
    status, due = action.status, action.due
    if action.done or status is None or status.value is not ActionStatus.DONE:
        return action
    for fact in (status, due):
        if fact and (found := _said(fact.written[:_READ], lexicon, opened, order)):
            return replace(action, done=Fact(found, fact.written, fact.source))
    return action


def _said(words: str, lexicon: Lexicon, opened: date | None, order: Order | None) -> date | None:
    """The day behind a word that says that something was done."""
    begins = (
        found.end()
        for found in lexicon.statuses.pattern.finditer(words)
        if _is_done(lexicon, found)
    )
    for start in begins:
        behind = _BETWEEN.match(words, start)
        rest = words[behind.end() if behind else start :]
        if found := _completed(lead_day(rest, order, opened.year if opened else None), opened):
            return found
    return None


def _is_done(lexicon: Lexicon, found: re.Match[str]) -> bool:
    return lexicon.statuses.families[(found.lastindex or 1) - 1] is ActionStatus.DONE


def _completed(found: Day | None, since: date | None) -> date | None:
    if found is None or found.year_stated or since is None or found.day >= since:
        return found.day if found else None
    try:
        return found.day.replace(year=since.year + 1)
    except ValueError:  # 29 February
        return None
