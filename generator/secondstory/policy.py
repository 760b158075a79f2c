"""What a project asks of its reports: by when, reviewed by whom, as good as what.

By default a SEV1 has its report within 48 hours and a SEV2 within a week; a SEV3 should have one,
a SEV4 and a near miss may: a deadline for everything breeds hollow reports. What a SEV1 or SEV2
report promises without a day is due 15 or 30 days after the incident was resolved.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from math import ceil

from secondstory.noun import Noun

RECOMMENDED, OPTIONAL = LOOSE = ("recommended", "optional")
TERMS = ("SEV1", "SEV2", "SEV3", "SEV4", "near_miss")
_HOURS = {"hour": 1, "day": 24, "week": 24 * 7}
_TERM = re.compile(r"(?P<number>[1-9]\d{0,3})\s*(?P<unit>hour|day|week)s?", re.IGNORECASE)


class Term(Noun, frozen=True):
    """By when a report is to be published: in so many hours, or recommended or optional (None)."""

    words: str
    hours: int | None = None

    def due(self, day: date) -> date | None:
        """The day by which the report of an incident of a day is due, None where none is."""
        if self.hours is None:
            return None
        days = timedelta(days=ceil(self.hours / 24))
        return day + days if day <= date.max - days else None


class FixTerms(Noun, frozen=True):
    """By when an action item is to be done where its report states no day: by level 1 to 4.

    It counts from the day the incident was resolved.
    """

    terms: tuple[Term, ...] = (
        Term("15 days", 24 * 15),
        Term("30 days", 24 * 30),
        Term(OPTIONAL),
        Term(OPTIONAL),
    )
    near_miss: Term = Term(OPTIONAL)

    def due(self, level: int | None, opened: date | None, *, near_miss: bool) -> date | None:
        """The day by which a fix is due, None where none is or its level or day is not known."""
        term = self.near_miss if near_miss else self.terms[level - 1] if level else None
        return term.due(opened) if term and opened else None


class Policy(Noun, frozen=True):
    """What a project asks of reports: `terms` by level 1 to 4, and before they are published.

    `reviewers` are the roles that have to have reviewed one; `rubric` the criteria that it has to
    meet, by their keys in `rubric`. `fixes` says by when their action items are to be done.
    """

    terms: tuple[Term, ...] = (
        Term("48 hours", 48),
        Term("1 week", 24 * 7),
        Term(RECOMMENDED),
        Term(OPTIONAL),
    )
    near_miss: Term = Term(OPTIONAL)
    reviewers: tuple[str, ...] = ()
    rubric: tuple[str, ...] = ()
    fixes: FixTerms = FixTerms()

    def term(self, level: int | None, *, near_miss: bool = False) -> Term | None:
        """By when an incident of a level has its report; None where its level is not known."""
        if near_miss:
            return self.near_miss
        return self.terms[level - 1] if level else None


USUAL = Policy()


def read_term(written: str) -> Term | None:
    """Read `48 hours`, `1 week`, `recommended` or `optional`; None for anything else."""
    words = " ".join(written.split()).lower()
    if words in LOOSE:
        return Term(words)
    found = _TERM.fullmatch(words)
    return Term(words, int(found["number"]) * _HOURS[found["unit"]]) if found else None
