"""Reports -> what held: fixes that proved themselves, and near misses that were caught."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.model import ActionStatus, Brief, Held

# In the order in which they are told.
_PREVENTED, _CAUGHT, _PROVEN = range(3)
_STOPS = re.compile(
    r"\b(?:stopp|prevent|caught|catch|block|refus|reject|surviv|absorb|cordon|avert|held\b)",
    re.IGNORECASE,
)
_TRIED = re.compile(r"\b(?:tests?|tested|drill|rehears\w+|lint|CI|staging)\b", re.IGNORECASE)


def proofs(report: Brief) -> Iterator[tuple[int, Held]]:
    """The fixes of a report with proof, and how telling that is: less comes first."""
    for place, fix in enumerate(report.actions):
        if fix.status is ActionStatus.DONE and fix.verified_by:
            proof = fix.verified_by.text
            stopped = _STOPS.search(proof) and not _TRIED.search(proof)
            yield _PREVENTED if stopped else _PROVEN, Held(report.slug, place)


def caught(report: Brief) -> Iterator[tuple[int, Held]]:
    """A near miss that says what happened, as `proofs`."""
    if report.near_miss and report.summary:
        yield _CAUGHT, Held(report.slug, None)
