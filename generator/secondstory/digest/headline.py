"""What makes a headline worth a click: it stands alone, leads with the thing, and is short.

After J. Nielsen's studies of headlines (40 to 60 characters, the first words decide) and the
rules of `docs/digest.md`. A headline is never invented: one that fails counts against its lesson.
"""

from __future__ import annotations

import re

LONGEST = 70  # characters
_NAME_FIRST = re.compile(
    r"""\W*(?: (?:sev|s|p)[- ]?\d\b
    | (?:inc|incident|pm|postmortem|rca|issue|case|ticket)\b[\s#:-]*\d
    | [A-Z]{2,}-\d | \#\d | \d{4}-\d\d | \d{1,2}[./]\d{1,2}[./]\d{2}
    | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_SYMPTOM = re.compile(
    r"\W*(?:(?:an?|the|partial|major|full|complete|service|site|production|total|all)\s+)*"
    r"(?:(?:[\w-]+\s+){0,2}(?:outage|downtime|issues?|incident|failures?|problems?|errors?|down"
    r"|unavailable|degradation|5xx|50\d(?:s| errors)?|postmortem|post-mortem|rca))\W*",
    re.IGNORECASE,
)
_FEWEST = 3  # words: fewer say no mechanism


def faults(headline: str) -> tuple[str, ...]:
    """What is wrong with a headline, in words; empty where nothing is."""
    found = []
    if len(headline) > LONGEST:
        found.append(f"{len(headline)} characters long")
    if _NAME_FIRST.match(headline):
        found.append("begins with an id, a severity or a date")
    if _SYMPTOM.fullmatch(headline):
        found.append("names a symptom and no mechanism")
    elif len(headline.split()) < _FEWEST and " " in headline.strip():
        found.append("says too little to stand alone")
    return tuple(found)
