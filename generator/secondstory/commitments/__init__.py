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
from secondstory.commitments.views import (
    NEAR_MISS,
    NONE,
    View,
    Wanted,
    lacks_day,
    lacks_owner,
    narrowed,
    stated,
    unverified,
    waits,
)

__all__ = [
    "ENOUGH",
    "NEAR_MISS",
    "NONE",
    "POLICY",
    "REPORT",
    "Commitment",
    "Place",
    "Standing",
    "Summary",
    "View",
    "Wanted",
    "commitments",
    "lacks_day",
    "lacks_owner",
    "narrowed",
    "opened_on",
    "repeated",
    "standing",
    "state_of",
    "stated",
    "summary",
    "unverified",
    "waits",
    "weight",
]
