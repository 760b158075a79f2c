"""Postmortems and policy -> what a report lacks that says it is approved or published.

Only reports that state their stage are asked: an archive that was there before the policy is not
found wanting overnight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import Postmortem, Study
from secondstory.policy import Policy
from secondstory.rubric import Mark, standings

NO_REVIEW = Code(
    "SS311",
    "review-missing",
    Level.WARNING,
    "The policy wants a report reviewed by certain roles before it is approved or published.",
    "add the role to `reviewed_by` once it has read the report, or write `status: in-review`",
)
NOT_APPROVED = Code(
    "SS312",
    "rubric-not-met",
    Level.WARNING,
    "The policy wants a criterion of the rubric met before a report is approved or published.",
    "`secondstory check --rubric` says what to write next; `status: in-review` gives it time",
)
CODES = (NO_REVIEW, NOT_APPROVED)

_JOINTS = re.compile(r"[\s_-]+")


def review(studies: Iterable[Study], policy: Policy) -> Iterator[Finding]:
    """Find what the policy wants and reports lack that are approved or published."""
    for report in studies:
        if isinstance(report, Postmortem) and report.flow and not report.stage.is_open:
            yield from _lacks(report, policy)


def _lacks(report: Postmortem, policy: Policy) -> Iterator[Finding]:
    where = Location(report.path, max(1, report.status.source.line) if report.status else 1)
    there = {_folded(fact.value) for fact in report.reviewed_by}
    for role in policy.reviewers:
        if _folded(role) not in there:
            message = f"it is {report.stage.value}, but no {role} has reviewed it"
            yield NO_REVIEW.at(where, message)
    for criterion, standing in standings(report):
        if criterion.key in policy.rubric and standing.mark is not Mark.MET:
            message = f"it is {report.stage.value}, but by the rubric {standing.mark}: "
            title = criterion.title[:1].lower() + criterion.title[1:]
            yield NOT_APPROVED.at(where, message + title, standing.next)


def _folded(role: str) -> str:
    return _JOINTS.sub(" ", role).strip().casefold()
