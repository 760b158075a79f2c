"""Archive -> the issues of the monthly digest: pure, and the same for the same archive.

    Archive -> Scores -> chosen -> Issue

An issue tells lessons, not incidents. It is made of the reports published in its month, so that a
report that comes late is not lost; issues are made in the order of their months, because
what one tells the next twelve do not tell again, unless its class came back.
"""

from __future__ import annotations

from secondstory.digest.choose import SHORTS
from secondstory.digest.drill import opening
from secondstory.digest.edits import CODES, with_edits
from secondstory.digest.headline import LONGEST, faults, plain
from secondstory.digest.issues import issue_of, issues, last_month
from secondstory.digest.narrow import narrowed
from secondstory.digest.scores import Scores

__all__ = [
    "CODES",
    "LONGEST",
    "SHORTS",
    "Scores",
    "faults",
    "issue_of",
    "issues",
    "last_month",
    "narrowed",
    "opening",
    "plain",
    "with_edits",
]
