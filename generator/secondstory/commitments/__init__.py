"""Archive, policy and a day -> commitments: every action item, how old, by when, how far.

    Brief, Fix -> Standing -> Commitment -> Summary

Owners are told with their item and never counted.
"""

from secondstory.commitments.listing import (
    ENOUGH,
    Commitment,
    Summary,
    commitments,
    repeated,
    summary,
)
from secondstory.commitments.repeats import Place
from secondstory.commitments.standing import (
    POLICY,
    REPORT,
    Standing,
    opened_on,
    standing,
    state_of,
    weight,
)

__all__ = [
    "ENOUGH",
    "POLICY",
    "REPORT",
    "Commitment",
    "Place",
    "Standing",
    "Summary",
    "commitments",
    "opened_on",
    "repeated",
    "standing",
    "state_of",
    "summary",
    "weight",
]
