"""What a tracker said of action items when it was last asked: a Snapshot."""

from __future__ import annotations

import datetime as dt

from secondstory.model.facts import ActionStatus
from secondstory.noun import Noun


class Tracked(Noun, frozen=True):
    """An action item and what a tracker said of it.

    `path` and `wording` are those of its report, by which it is known again where somebody words
    it anew; `name` is the one that its author gave it there, "" for none. `tracker` is github,
    jira or csv, `key` what it is called there; both are "" for one that has no ticket. `written` is
    its status in the tracker's words, `done` the day on which it was done, `reason` why it was
    declined. `gone` says what became of a
    ticket that is not where it was ("deleted"). `seen` is when the tracker said all that, in UTC;
    None: it never did.
    """

    id: str
    path: str
    wording: str
    name: str = ""
    tracker: str = ""
    key: str = ""
    url: str = ""
    status: ActionStatus | None = None
    written: str = ""
    owner: str | None = None
    due: dt.date | None = None
    done: dt.date | None = None
    reason: str | None = None
    gone: str = ""
    seen: dt.datetime | None = None


class Snapshot(Noun, frozen=True):
    """All that is known of action items beside what reports say.

    `read` is when the tracker was last asked for all of them, in UTC.
    """

    rows: tuple[Tracked, ...] = ()
    read: dt.datetime | None = None
