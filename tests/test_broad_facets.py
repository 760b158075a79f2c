"""A tag, service or class that much of the archive shares is told, once, for the archive."""

from __future__ import annotations

import pytest

from factories import a_postmortem, an_archive
from secondstory.findings import Finding, Level
from secondstory.model import Visibility


def findings(kind: str, shared: int, reports: int) -> list[Finding]:
    """What is found in an archive where some of the reports have one value in common."""
    with_it = [a_postmortem(f"r{n}", title=f"Case {n}", **{kind: ["all"]}) for n in range(shared)]
    without = [a_postmortem(f"r{n}", title=f"Case {n}") for n in range(shared, reports)]
    return list(an_archive(*with_it, *without).findings)


@pytest.mark.parametrize(
    ("kind", "word"), [("tags", "tag"), ("services", "service"), ("classes", "class")]
)
def test_a_facet_on_much_of_the_archive_is_told(kind: str, word: str) -> None:
    """More than 40 % of ten or more reports gets one note, whose place is the archive itself."""
    (finding,) = findings(kind, 5, 12)

    assert (finding.code, finding.level, finding.location.path) == ("SS404", Level.NOTE, ".")
    assert finding.message == f"the {word} 'all' is on 5 of 12 reports"
    assert findings(kind, 4, 10) == []
    assert findings(kind, 9, 9) == []


def test_teams_may_be_on_every_report() -> None:
    """An archive of one team is no fault."""
    assert findings("teams", 12, 12) == []


def test_restricted_reports_do_not_count() -> None:
    """The numbers in a finding are those of the shown reports, which every reader may know."""
    secret = [
        a_postmortem(f"s{n}", title=f"Secret {n}", tags=["x"], visibility=Visibility.RESTRICTED)
        for n in range(9)
    ]
    shown = [a_postmortem(f"r{n}", title=f"Case {n}") for n in range(10)]

    assert an_archive(*secret, *shown).findings == ()
