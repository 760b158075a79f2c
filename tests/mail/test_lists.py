"""A list that gets only what touches its stack gets an issue of those reports and no other."""

from __future__ import annotations

import pytest

from factories import a_lesson, a_postmortem, an_archive
from mail.letters import AS_OF, SITE, letters, sample
from secondstory.digest import issues, narrowed
from secondstory.model import Archive, Issue
from secondstory.render.catalogue import catalogue
from secondstory.render.digest import around, shown_in, view_of
from secondstory.render.letter import letter_of

KINDS = {
    "services": [group.name for group in sample().services],
    "tags": [group.name for group in sample().tags][:20],
    "teams": [group.name for group in sample().teams],
}


def made(archive: Archive) -> tuple[Issue, ...]:
    return issues(archive, "2026-10", archive.edits)


def test_no_names_are_all_reports() -> None:
    """Without a filter, a list gets what the portal shows."""
    assert narrowed(sample()) is sample()


@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_of_a_list_tells_of_its_reports_only(kind: str) -> None:
    """Of every name of the sample archive: all reports of an issue have it, and it is a mail."""
    shared = catalogue(sample(), SITE, AS_OF)
    for name in KINDS[kind]:
        own = narrowed(sample(), **{kind: [name.upper()]})
        slugs = own.by_slug().keys()
        assert slugs == {each.slug for each in sample().briefs if name in getattr(each, kind)}
        assert {slug for group in own.classes for slug in group.members} <= slugs
        for issue in made(own):
            assert set(shown_in(issue)) <= slugs, (name, issue.month)
            page = view_of(shared, issue, around(sample(), issue))
            assert letter_of(page, issue.month, SITE, scope=[name])


def test_names_of_any_kind_add_up() -> None:
    """A report counts that has one of the services, or one of the tags, or one of the teams."""
    reports = [
        a_postmortem("a", services=["Gateway"]),
        a_postmortem("b", tags=["postgres"]),
        a_postmortem("c", teams=["edge"]),
        a_postmortem("d", services=["other"], tags=["other"], teams=["other"]),
    ]
    own = narrowed(an_archive(*reports), ["Postgres"], ["gateway", "none"], ["EDGE"])
    assert own.by_slug().keys() == {"a", "b", "c"}


def test_a_class_that_came_back_is_counted_over_all_reports() -> None:
    """A list is told of the third time, even if the times before were not in its stack."""
    times = [
        a_postmortem(
            f"t{number}",
            date=f"2026-{number:02}-03",
            services=[f"s{number}"],
            classes=["Stale"],
            lessons=[a_lesson(f"Watch the cache of part {number}, it is stale")],
        )
        for number in (8, 9, 10)
    ]
    archive = an_archive(*times)
    own = narrowed(archive, services=["s10"])
    (found,) = own.recurrences["t10"]
    assert (found.nth, found.earlier) == (3, ())
    assert list(own.recurrences) == ["t10"]
    (issue,) = made(own)
    assert [each.nth for each in issue.returns] == [3]
    assert list(letters(own)) == ["2026-10"]
