"""Every action item of an archive has a state, an age and a day, as far as they are known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from factories import a_postmortem, an_action, an_archive
from secondstory.brief import brief_of
from secondstory.commitments import (
    Commitment,
    commitments,
    opened_on,
    state_of,
    summary,
)
from secondstory.model import ActionStatus, FixState, Reference
from secondstory.policy import FixTerms, Term

TODAY = date(2026, 11, 20)
TERMS = FixTerms()
DONE, OPEN, DOING, DECLINED = (
    ActionStatus.DONE, ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.DECLINED,
)  # fmt: skip


def of(*reports: Any, terms: FixTerms = TERMS, as_of: date = TODAY) -> tuple[Commitment, ...]:
    """The commitments of the archive of these reports."""
    return commitments(an_archive(*reports), terms, as_of)


def only(report: Any, terms: FixTerms = TERMS) -> Commitment:
    """The one action item of a report."""
    (found,) = of(report, terms=terms)
    return found


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (an_action(status=OPEN), FixState.OPEN),
        (an_action(status=OPEN, due="2026-11-19"), FixState.LATE),
        (an_action(status=OPEN, due="2026-11-20"), FixState.OPEN),
        (an_action(status=OPEN, due="Q3"), FixState.OPEN),
        (an_action(status=DOING, due="2026-01-01"), FixState.LATE),
        (an_action(status=DOING), FixState.IN_PROGRESS),
        (an_action(status=DONE, due="2026-01-01"), FixState.SHIPPED),
        (an_action(status=DONE, verified_by="drill"), FixState.HELD),
        (an_action(status=OPEN, verified_by="drill"), FixState.OPEN),
        (an_action(status=DECLINED, due="2026-01-01"), FixState.DECLINED),
        (an_action(status=OPEN, due="2026-01-01", intent="idea"), FixState.IDEA),
        (an_action(status=DONE, intent="idea"), FixState.SHIPPED),
        (an_action(owner="on-call engineer", due="2026-01-01"), FixState.UNSTATED),
        (an_action(), FixState.IDEA),
    ],
)
def test_a_fix_is_late_or_held_only_where_that_is_stated(action: Any, state: FixState) -> None:
    """Late needs a stated open state and a passed day; held a proof; an idea is never late."""
    assert only(a_postmortem(actions=(action,))).state is state
    fix = brief_of(a_postmortem(actions=(action,))).actions[0]
    assert state_of(fix, fix.due.day if fix.due else None, TODAY) is state


@pytest.mark.parametrize(
    ("stated", "opened", "age"),
    [
        ({"resolved": "2026-11-10 01:00", "mitigated": "2026-11-09", "date": "2026-11-08"}, 10, 10),
        ({"mitigated": "2026-11-09 23:59", "date": "2026-11-08"}, 9, 11),
        ({"date": "2026-11-08"}, 8, 12),
        ({"date": "2026-11-20"}, 20, 0),
        ({"date": "2026-11-21"}, 21, None),
        ({"resolved": "2025-11-10", "date": "2026-11-08"}, 8, 12),
        ({}, None, None),
    ],
)
def test_the_clock_starts_when_the_incident_was_resolved(
    stated: dict[str, str], opened: int | None, age: int | None
) -> None:
    """Resolved, else mitigated, else its date; a future day has no age, a slip is passed over."""
    found = only(a_postmortem(actions=(an_action(status=OPEN),), **stated))
    assert found.opened == (date(2026, 11, opened) if opened else None)
    assert found.age == age


@pytest.mark.parametrize(
    ("report", "due", "due_by", "late"),
    [
        ({"severity": "SEV1"}, date(2026, 11, 16), "policy", 4),
        ({"severity": "SEV2"}, date(2026, 12, 1), "policy", 0),
        ({"severity": "SEV3"}, None, "", 0),
        ({"severity": "Code Red"}, None, "", 0),
        ({}, None, "", 0),
        ({"severity": "SEV1", "near_miss": True}, None, "", 0),
    ],
)
def test_without_a_day_the_policy_sets_one(
    report: dict[str, Any], due: date | None, due_by: str, late: int
) -> None:
    """15 days after a SEV1 and 30 after a SEV2; what has no term or no severity is never late."""
    found = only(a_postmortem(date="2026-11-01", actions=(an_action(status=OPEN),), **report))
    assert (found.due, found.due_by, found.late) == (due, due_by, late)


@pytest.mark.parametrize("words", ["Q3", "next sprint", "2 weeks", "?", "2019"])
def test_words_without_a_day_are_kept_and_the_policy_counts(words: str) -> None:
    """A deadline nobody can read as a day is shown as it is written, and is no day."""
    action = an_action(status=OPEN, due=words)
    found = only(a_postmortem(date="2026-10-01", severity="SEV2", actions=(action,)))
    assert found.fix.due
    assert found.fix.due.written == words
    assert (found.due, found.due_by, found.late) == (date(2026, 10, 31), "policy", 20)


def test_a_day_that_the_report_states_wins() -> None:
    """However late or early it is, a stated day counts and the policy's does not."""
    for day, late in (("2027-03-01", 0), ("2019-01-01", 2880)):
        action = an_action(status=OPEN, due=day)
        found = only(a_postmortem(date="2026-10-01", severity="SEV1", actions=(action,)))
        assert (found.due, found.due_by, found.late) == (
            date.fromisoformat(day), "report", late,
        )  # fmt: skip


def test_the_policy_says_nothing_of_what_is_ended_or_an_idea() -> None:
    """Only what is still promised gets a day by policy."""
    ended = (an_action(status=DONE), an_action("b", status=DECLINED), an_action("c"))
    for action in ended:
        found = only(a_postmortem(date="2026-01-01", severity="SEV1", actions=(action,)))
        assert (found.due, found.due_by, found.late) == (None, "", 0)


def test_terms_are_the_projects_own() -> None:
    """A project may give any severity a term, and near misses, too."""
    terms = FixTerms((Term("2 days", 48),) * 4, near_miss=Term("1 day", 24))
    report = a_postmortem(date="2026-11-18", severity="SEV4", actions=(an_action(status=OPEN),))
    assert only(report, terms).due == date(2026, 11, 20)
    near = a_postmortem(date="2026-11-18", near_miss=True, actions=(an_action(status=OPEN),))
    assert only(near, terms).due == date(2026, 11, 19)


def test_no_calendar_ends_a_build() -> None:
    """A term that reaches beyond the last day there is sets none."""
    report = a_postmortem(date="9999-12-30", severity="SEV1", actions=(an_action(status=OPEN),))
    found = only(report)
    assert (found.due, found.age, found.state) == (None, None, FixState.OPEN)


def test_the_late_come_first_then_age_times_severity() -> None:
    """An order that nobody has to guess: state, then days times weight, then the name."""
    reports = [
        a_postmortem("old", date="2026-10-01", severity="SEV4", actions=(
            an_action("old and mild", status=OPEN),
            an_action("late", status=OPEN, due="2026-11-01"),
            an_action("shipped", status=DONE), an_action("idea"))),
        a_postmortem("new", date="2026-11-05", severity="SEV1", actions=(
            an_action("new and bad", status=DOING, due="2027-01-01"),
            an_action("owned", owner="sre"), an_action("no", status=DECLINED))),
    ]  # fmt: skip
    texts = [found.fix.text.text for found in of(*reports)]
    assert texts == ["late", "new and bad", "old and mild", "owned", "shipped", "no", "idea"]
    assert [found.name for found in of(*reports)] == [found.name for found in of(*reports[::-1])]


def test_one_ticket_is_one_commitment() -> None:
    """Two reports with one ticket: its clock began with the first, its state is the last told."""
    ticket = "https://git.example.org/a/b/issues/7"
    first = a_postmortem(
        "first", date="2026-01-10", severity="SEV2",
        actions=(an_action("Cap the pool", status=OPEN, ticket=ticket),),
    )  # fmt: skip
    last = a_postmortem(
        "last", date="2026-11-10", severity="SEV2",
        actions=(an_action("Ship the cap", status=DOING, ticket=ticket + "/"),),
    )  # fmt: skip
    (found,) = of(first, last)
    assert (found.report.slug, found.also) == ("last", (("first", 0),))
    assert (found.opened, found.age) == (date(2026, 1, 10), 314)
    assert (found.due, found.state) == (date(2026, 2, 9), FixState.LATE)


def test_what_has_no_state_does_not_undo_what_has_one() -> None:
    """A later report that repeats an item without saying how far it is leaves its state alone."""
    action = an_action("Cap the pool", status=DONE, ticket="PAY-12")
    first = a_postmortem("first", date="2026-01-10", actions=(action,))
    again = an_action("Cap the pool", ticket="pay-12")
    last = a_postmortem("last", date="2026-11-10", actions=(again,))
    (found,) = of(first, last)
    assert (found.report.slug, found.state) == ("first", FixState.SHIPPED)


def test_one_wording_is_one_commitment_where_a_report_links_to_the_other() -> None:
    """Equal words alone are chance; with a link between the reports they are the same promise."""
    action = an_action("Cap the pool.", status=OPEN)
    first = a_postmortem("first", date="2026-01-10", actions=(action,))
    other = an_action("cap the **pool**", status=OPEN)
    last = a_postmortem("last", date="2026-11-10", actions=(other,))
    assert len(of(first, last)) == 2
    linking = a_postmortem(
        "last", date="2026-11-10", actions=(other,), references=(Reference("first.md", "", 3),)
    )
    (found,) = of(first, linking)
    assert found.also == (("first", 0),)


@pytest.mark.parametrize("ticket", ["#12", ""])
def test_a_bare_number_is_no_ticket_in_another_repository(ticket: str) -> None:
    """`#12` may be anything elsewhere, so that it makes no two items one."""
    reports = [
        a_postmortem(slug, actions=(an_action(slug, status=OPEN, ticket=ticket),))
        for slug in ("one", "two")
    ]
    assert len(of(*reports)) == 2


def test_items_of_one_report_stay_apart() -> None:
    """A ticket that several items of a report share says nothing about which is which."""
    ticket = "https://git.example.org/a/b/issues/7"
    two = (an_action("a", status=OPEN, ticket=ticket), an_action("b", status=OPEN, ticket=ticket))
    other = a_postmortem("other", actions=(an_action("c", status=OPEN, ticket=ticket),))
    assert len(of(a_postmortem("umbrella", actions=two), other)) == 3


def test_closure_counts_commitments_only() -> None:
    """What is declined leaves the denominator and stands apart; ideas were never in it."""
    actions = (
        *(an_action(f"done {n}", status=DONE) for n in range(3)),
        an_action("held", status=DONE, verified_by="a drill"),
        an_action("open", status=OPEN),
        an_action("late", status=OPEN, due="2026-01-01"),
        an_action("owned", owner="sre"),
        *(an_action(f"declined {n}", status=DECLINED) for n in range(4)),
        *(an_action(f"idea {n}") for n in range(9)),
    )
    found = summary(of(a_postmortem(date="2026-11-10", actions=actions)))
    assert (found.promised, found.closed, found.open) == (7, 4, 2)
    assert found.closure == 4 / 7
    assert found.states[FixState.DECLINED] == 4
    assert found.states[FixState.IDEA] == 9
    assert (found.aged, found.median, found.oldest) == (2, 10, 10)


def test_too_few_say_nothing() -> None:
    """Fewer than five commitments make no rate; nothing at all is counted without harm."""
    actions = tuple(an_action(f"done {n}", status=DONE) for n in range(4))
    assert summary(of(a_postmortem(actions=actions))).closure is None
    assert summary(of()).closure is None
    assert summary(()).median is None


def test_a_day_of_resolution_before_the_incident_is_a_slip() -> None:
    """The incident's own day stands in for a resolution that lies before it."""
    report = brief_of(a_postmortem(date="2026-11-08", resolved="2026-11-01 10:00"))
    assert opened_on(report) == date(2026, 11, 8)
