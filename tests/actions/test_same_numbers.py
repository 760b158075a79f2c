"""Home, digest and the list of commitments count the same things."""

from __future__ import annotations

from datetime import date

from factories import a_lesson, a_postmortem, an_action, an_archive
from render.sites import TODAY
from secondstory.commitments import commitments, summary
from secondstory.digest import issues
from secondstory.model import ActionStatus, Archive, FixState, Site
from secondstory.policy import USUAL
from secondstory.render.catalogue import catalogue

OPEN, DONE = ActionStatus.OPEN, ActionStatus.DONE
TICKET = "https://git.example.org/a/b/issues/7"


def an_archive_of_promises() -> Archive:
    """Ideas, a promise of two reports, one by policy, one without a date."""
    first = (
        an_action("Cap the pool", status=OPEN, ticket=TICKET),
        an_action("Wait for the budget", status=OPEN, intent="idea"),
        an_action("Alert on lag", status=OPEN, due="2027-01-01"),
    )
    last = (
        an_action("Cap it", status=OPEN, ticket=TICKET),
        an_action("Drill", status=DONE),
        an_action("Check weekly", status=OPEN),
    )
    days = {"date": "2026-10-01", "resolved": "2026-10-03 02:00"}
    return an_archive(
        a_postmortem("first", date="2026-08-01", severity="SEV1", actions=first),
        a_postmortem("last", **days, severity="SEV4", actions=last, lessons=(a_lesson(),)),
        a_postmortem("undated", actions=(an_action("Write it down", status=OPEN),)),
    )


def test_home_and_the_list_count_the_same() -> None:
    """What home says is open and late is what the list of commitments says."""
    archive = an_archive_of_promises()
    shared = catalogue(archive, Site(), TODAY)
    found = summary(commitments(archive, USUAL.fixes, TODAY))
    waiting = shared.promised(shared.filed)
    assert len(waiting) == found.open == sum(map(shared.waiting, shared.filed)) == 4
    late = [shared.standings[slug][place].state for slug, place in waiting]
    assert late.count(FixState.LATE) == found.states[FixState.LATE] == 1


def test_the_digest_counts_the_same() -> None:
    """The commitments of an issue are those of the list on the last day of its month."""
    archive = an_archive_of_promises()
    told = issues(archive, "2026-10")[-1].commitments
    found = summary(commitments(archive, USUAL.fixes, date(2026, 10, 31)))
    assert (told.open, told.aged, told.median) == (found.open, found.aged, found.median)
    assert told.oldest[0].days == found.oldest


def test_a_promise_of_two_reports_is_counted_with_the_last_that_states_it() -> None:
    """Each report shows its own words; only one of them counts the promise as open."""
    archive = an_archive_of_promises()
    shared = catalogue(archive, Site(), TODAY)
    assert ("first", 0) not in shared.promised(shared.filed)
    assert ("last", 0) in shared.promised(shared.filed)
    assert shared.standings["last"][0].age == 111
    assert shared.waiting("first") == 1
