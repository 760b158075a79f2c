"""Document -> the words in it that are names of people: of owners, authors, attendees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from secondstory.lint.words import listed, people

_BYLINE = re.compile(
    r"""(?:^|[\s*_|·(-])
    (?:authors?|written\ by|(?:incident\ )?commander|scribe|reviewers?|reviewed\ by|participants
    |attendees|facilitators?|comm(?:unication)?s?\ lead|comms|responders?|on[- ]call|(?:\w+\ )?lead
    |owners?|assignees?|prepared\ by|reported\ by)
    [*_]*\s*[:：|][*_]*\s*(?P<who>[^\n·|;]{2,160})""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME = re.compile(r"(?<![\w@-])[A-ZÀ-ÞŁŚŻ][a-zà-ÿłśżźćńęąěščřžýůĺĞğışŞ'’]{1,20}(?![\w-])")
_NO_NAMES = listed("roster", "no_names")


def roster(text: str, owners: Iterable[str]) -> frozenset[str]:
    """The folded names of people that a report shows by its owners and bylines."""
    told = [*(match["who"] for match in _BYLINE.finditer(text[:200_000])), *owners]
    found = {name.lower() for words in told for name in _NAME.findall(words)}
    found -= (
        _NO_NAMES | people("products") | people("departments") | people("roles") | people("teams")
    )
    found -= people("wordy")
    lower = frozenset(re.findall(r"\b[a-z]{3,20}\b", text)) if found else frozenset()
    return frozenset(found - lower)
