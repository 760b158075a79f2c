"""What is remembered of action items: found again, each once, and the same on every machine."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_postmortem, an_action, an_archive
from secondstory.findings import ProjectError
from secondstory.integrations.answers import (
    DownError,
    LaterError,
    RefusedError,
    UnclearError,
)
from secondstory.integrations.github import GitHub
from secondstory.integrations.http import Http
from secondstory.integrations.jira import Jira
from secondstory.integrations.trackers import Draft, Ticket
from secondstory.model import ActionStatus, Archive, Site, Snapshot, Tracked
from secondstory.noun import replace
from secondstory.syncing import Wish, opened, remember, sync
from secondstory.tracking import NO_SNAPSHOT, parse, spelled
from secondstory.tracking.memory import ENOUGH, alike, recalled

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
OPEN = ActionStatus.OPEN


def archive(*texts: str, slug: str = "pool", **more: Any) -> Archive:
    """An archive of one report with these open actions."""
    actions = tuple(an_action(text, OPEN) for text in texts)
    return an_archive(a_postmortem(slug, actions=actions, **more))


def ids(found: Archive, snapshot: Snapshot) -> list[str]:
    """The ids of the actions of the first report, in their order."""
    of = {words: row.id for row in remember(found, snapshot).rows for words in [row.wording]}
    return [of[fix.text.text] for fix in found.briefs[0].actions]


def test_an_id_is_kept_while_the_wording_changes_a_little() -> None:
    """Again and again: each wording is compared with the last one."""
    words = (
        "Cap the idle time of the pool",
        "Cap idle time of the connection pool",
        "Cap idle time of the connection pool at 30 seconds",
    )
    snapshot, found = NO_SNAPSHOT, set[str]()
    for each in words:
        found |= set(ids(archive(each), snapshot))
        snapshot = remember(archive(each), snapshot)

    assert len(found) == 1
    assert [row.wording for row in snapshot.rows] == [words[-1]]


def test_order_means_nothing_and_each_row_is_used_once() -> None:
    """An exact wording goes before a likely one, whatever stands first."""
    one, other = "Alert on the age of sockets", "Alert on the age of sockets in the pool"
    before = remember(archive(one, other), NO_SNAPSHOT)
    first, second = ids(archive(one, other), before)

    assert ids(archive(other, one), before) == [second, first]
    more = "Alert on the age of sockets in each pool"
    assert ids(archive(more, one), before) == [second, first]
    fresh = ids(archive(one, other, more), before)
    assert fresh[:2] == [first, second]
    assert fresh[2] not in (first, second)


def test_another_action_is_not_the_same() -> None:
    """What replaces an action gets an id of its own, and the old one is told as lost."""
    before = remember(archive("Cap the idle time of the pool"), NO_SNAPSHOT)
    after = archive("Write a runbook for the gateway")

    assert ids(after, before) != [before.rows[0].id]
    assert recalled(after, before).lost == {"pool": before.rows}


def test_a_name_of_its_author_goes_before_all_wording() -> None:
    """Where the report says `id: cap`, all words may change; a name made of words is none."""
    one = (an_action("Cap it", OPEN, id="cap"),)
    before = remember(an_archive(a_postmortem(actions=one)), NO_SNAPSHOT)
    other = (an_action("Cap it", OPEN, id="new"), an_action("Bound the idle time", OPEN, id="cap"))
    found = ids(an_archive(a_postmortem(actions=other)), before)

    assert found[1] == before.rows[0].id
    assert found[0] != found[1]


def test_one_wording_in_two_reports_has_two_ids() -> None:
    """And nobody's row is taken by another report while its own is there."""
    actions = (an_action("Warm the cache", OPEN),)
    both = an_archive(
        a_postmortem("a", actions=actions), a_postmortem("b", actions=actions, title="B")
    )
    snapshot = remember(both, NO_SNAPSHOT)
    known = {row.path: row.id for row in snapshot.rows}

    assert len(set(known.values())) == 2
    assert {row.path: row.id for row in remember(both, snapshot).rows} == known


def test_a_report_is_found_by_its_former_name() -> None:
    """`aliases` say what a report was called: its rows go with it, worded anew or not."""
    before = remember(archive("Cap the idle time of the pool", slug="old"), NO_SNAPSHOT)
    text = "Cap idle time of the connection pool"
    after = archive(text, slug="new", aliases=["old"])
    (row,) = remember(after, before).rows

    assert (row.id, row.path, row.wording) == (before.rows[0].id, "new.md", text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("cap the idle time of the pool", "cap idle time of the connection pool", True),
        ("add an alert on queue depth", "add an alert on disk usage", False),
        ("プールの待機時間を制限する", "プールの待機時間を制限すること", True),
        ("警报", "警报", True),
        ("a", "b", False),
        ("", "", True),
    ],
)
def test_likeness(one: str, other: str, same: object) -> None:
    """Words, weighed by length, tell a rewording from another action, whatever the script."""
    assert (alike(one, other) >= ENOUGH) is same


@pytest.mark.parametrize(
    ("api", "href", "key"),
    [
        ("https://api.github.com", "https://github.com/o/r/issues/5", "o/r#5"),
        ("https://api.github.com", "https://github.com/o/r/issues/5/", "o/r#5"),
        ("https://api.github.com", "https://www.github.com/o/r/issues/5#c1", "o/r#5"),
        ("https://api.github.com", "https://github.com/o/r/pull/5", ""),
        ("https://api.github.com", "https://evil.example/o/r/issues/5", ""),
        ("https://api.github.com", "", ""),
        ("https://ghe.example.org/api/v3", "https://ghe.example.org/o/r/issues/5", "o/r#5"),
        ("https://ghe.example.org/api/v3", "https://github.com/o/r/issues/5", ""),
        ("https://api.octo.ghe.com", "https://octo.ghe.com/o/r/issues/5", "o/r#5"),
        ("https://api.github.com", "https://[", ""),
    ],
)
def test_a_link_is_a_ticket_of_its_own_github_only(api: str, href: str, key: str) -> None:
    """github.com, Enterprise and its cloud each know their own addresses."""
    with Http(api, {}, now=lambda: NOW) as http:
        assert GitHub(http, "o/r", "x").key_of(href, "#5") == key


@pytest.mark.parametrize(
    ("href", "text", "key"),
    [
        ("https://x.atlassian.net/browse/OPS-5", "that", "OPS-5"),
        ("https://x.atlassian.net/browse/WEB-5", "that", "WEB-5"),
        ("https://y.atlassian.net/browse/OPS-5", "OPS-5", ""),
        ("", "OPS-5", "OPS-5"),
        ("", "WEB-5", ""),
        ("", "#5", ""),
        ("https://[", "OPS-5", ""),
    ],
)
def test_a_key_is_a_ticket_of_its_own_jira_only(href: str, text: str, key: str) -> None:
    """A link tells the site; a bare key is taken where it is of the project."""
    with Http("https://x.atlassian.net", {}, now=lambda: NOW) as http:
        assert Jira(http, "OPS", "x", "Task").key_of(href, text) == key


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
_ROWS = st.builds(
    Tracked,
    id=st.from_regex(r"a-[0-9a-f]{8}", fullmatch=True),
    path=_WORDS.filter(bool),
    wording=_WORDS,
    tracker=st.sampled_from(["github", "jira", "csv"]),
    key=_WORDS.filter(bool),
    url=_WORDS,
    status=st.none() | st.sampled_from(ActionStatus),
    written=_WORDS,
    owner=st.none() | _WORDS.filter(bool),
    due=st.none() | st.dates(date(2000, 1, 1)),
    reason=st.none() | _WORDS.filter(bool),
    gone=_WORDS,
    seen=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
)


@given(st.lists(_ROWS, max_size=5, unique_by=lambda row: row.id), st.sampled_from([NOW, None]))
def test_a_snapshot_is_read_as_it_was_written(rows: list[Tracked], read: datetime | None) -> None:
    """The file says all that is known, in the same bytes whatever the order was."""
    snapshot = Snapshot(tuple(rows), read)
    text = spelled(snapshot)

    assert spelled(parse(text, "x")) == text
    assert spelled(Snapshot(tuple(reversed(rows)), read)) == text
    assert {row.id: row for row in parse(text, "x").rows} == {row.id: row for row in rows}


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(["schema_version", "read", "actions", "id", "path", "due", "seen"]),
            below,
            max_size=4,
        )
    ),
)


@given(_ANY, st.text(max_size=40))
def test_any_text_is_a_snapshot_or_a_clear_error(document: object, text: str) -> None:
    """Nothing in the file ends in a traceback."""
    rows = [document, {"id": "a", "path": "b", "due": document}]
    for each in (text, json.dumps(document), json.dumps({"schema_version": 1, "actions": rows})):
        with suppress(ProjectError):
            parse(each, "actions.json")


class _Killed(BaseException):
    """The job is no more."""


class _Memory:
    """A tracker in memory, with a mood for each ticket that it is asked to make."""

    kind = "memory"

    def __init__(self, moods: list[str]) -> None:
        self.moods, self.tickets = moods, list[Ticket]()

    def find(self, since: datetime | None = None) -> Any:  # noqa: ARG002
        yield from self.tickets

    def create(self, draft: Draft) -> Ticket:
        mood = self.moods.pop(0) if self.moods else "made"
        ticket = Ticket(f"M-{len(self.tickets) + 1}", "", draft.id, OPEN, "open")
        if mood in ("made", "made, no answer", "made, killed"):
            self.tickets.append(ticket)
        if mood.endswith("killed"):
            raise _Killed
        error = {
            "made, no answer": UnclearError, "no answer": UnclearError, "later": LaterError,
            "down": DownError, "refused": RefusedError,
        }.get(mood)  # fmt: skip
        if error:
            raise error(mood)
        return ticket

    def read(self, key: str) -> Ticket:
        return next(ticket for ticket in self.tickets if ticket.key == key)

    def key_of(self, href: str, text: str) -> str:  # noqa: ARG002
        return ""


class _Clock:
    def now(self) -> datetime:
        return NOW

    def wait(self, seconds: float) -> bool:  # noqa: ARG002
        return True

    def pause(self, seconds: float) -> None:
        """Wait for nobody."""


_MOODS = (
    "made",
    "made, no answer",
    "made, killed",
    "killed",
    "no answer",
    "later",
    "down",
    "refused",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_MOODS), max_size=12), st.sets(st.integers(0, 11)))
def test_whatever_goes_wrong_each_action_gets_one_ticket(
    tmp_path_factory: pytest.TempPathFactory, moods: list[str], forgotten: set[int]
) -> None:
    """Runs that fail in any order, and lose their snapshot, end with one ticket for each action."""
    texts = ("Cap the idle time", "Alert on old sockets", "Warm the cache")
    found = archive(*texts)
    path = tmp_path_factory.mktemp("ledger") / "actions.jsonl"
    tracker, snapshot = _Memory(list(moods)), NO_SNAPSHOT
    wish = Wish(made=True, settle=0)
    for run in range(len(moods) + 2):
        known = remember(found, NO_SNAPSHOT if run in forgotten else snapshot)
        with suppress(_Killed), opened(path, "memory", lambda: NOW) as book:
            snapshot = sync(found, known, tracker, book, Site(), _Clock(), wish).snapshot

    assert sorted(ticket.id for ticket in tracker.tickets) == sorted(ids(found, NO_SNAPSHOT))
    assert {row.key for row in snapshot.rows} == {"M-1", "M-2", "M-3"}


@pytest.mark.parametrize("line", ["{}", "[]", "<<<<<<< ours", '{"id": 7}', "[" * 10_000])
def test_a_ledger_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    """What is no line of a ledger is named with its place, and nothing is asked."""
    path = tmp_path / "actions.jsonl"
    path.write_text(f"\n{line}\n")
    told = "2:1: this is no line of a ledger of tickets"
    with pytest.raises(ProjectError, match=told), opened(path, "memory", lambda: NOW):
        pass


def test_a_ledger_of_another_tracker_says_nothing_here(tmp_path: Path) -> None:
    """Who changes the tracker keeps the file; keys of the one mean nothing to the other."""
    path = tmp_path / "actions.jsonl"
    with opened(path, "github::o/r", lambda: NOW) as book:
        book.begin("a-1")
        book.found("a-2", "o/r#2")
    with opened(path, "github::o/r", lambda: NOW) as book:
        assert (book.doubt("a-1"), book.key("a-2")) == (NOW, "o/r#2")
    with opened(path, "jira:x:OPS", lambda: NOW) as book:
        assert (book.doubt("a-1"), book.key("a-2")) == (None, "")


def test_a_ticket_that_nobody_claims_holds_others_back() -> None:
    """A report with a ticket of no action gets no new ones until somebody has looked."""
    before = remember(archive("Cap the idle time of the pool"), NO_SNAPSHOT)
    lost = replace(before.rows[0], tracker="memory", key="M-1", seen=NOW)
    after = archive("Write a runbook for the gateway")
    known = remember(after, Snapshot((lost,), NOW))
    tracker = _Memory([])
    tracker.tickets.append(Ticket("M-1", "", lost.id, OPEN, "open"))
    (outcome,) = sync(after, known, tracker, _Book(), Site(), _Clock(), Wish(made=True)).outcomes

    assert (outcome.fate, outcome.said) == (
        "held back", "M-1 may be its ticket: 'Cap the idle time of the pool'"
    )  # fmt: skip
    only = Wish(only=(outcome.row.id,))
    (made,) = sync(after, known, tracker, _Book(), Site(), _Clock(), only).outcomes
    assert (made.fate, made.row.key) == ("created", "M-2")


class _Book:
    """A ledger for what is tried."""

    def key(self, name: str) -> str:  # noqa: ARG002
        return ""

    def doubt(self, name: str) -> None:  # noqa: ARG002
        return None

    def begin(self, name: str) -> Any:  # noqa: ARG002
        return lambda _step, _key: None

    def found(self, name: str, key: str) -> None:
        """Nothing is kept."""
