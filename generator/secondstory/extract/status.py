"""Words and signs -> how far an action item has come."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from secondstory.model import ActionStatus
from secondstory.noun import Noun

STATUS_FAMILIES = {
    "status_declined": ActionStatus.DECLINED,
    "status_open": ActionStatus.OPEN,  # before done: "not done" holds "done"
    "status_doing": ActionStatus.IN_PROGRESS,
    "status_done": ActionStatus.DONE,
}
_SIGNS = {
    **dict.fromkeys("✅☑✔🟢🎉", ActionStatus.DONE),
    **dict.fromkeys("⬜🔲☐❌✖🔴⭕", ActionStatus.OPEN),
    **dict.fromkeys("🚧⏳🔄🟡⌛🏗", ActionStatus.IN_PROGRESS),
}
SIGNS = frozenset(_SIGNS)
_YES = re.compile(r"\W*\[?[xX]\]?\W*|yes|y|true", re.IGNORECASE)
_NO = re.compile(r"\[\s?\]|no|n|false", re.IGNORECASE)
# What may follow a status that stands by itself: "done in #12", "completed 2024-01-02".
_DETAIL = re.compile(r"(?:on|in|at|by|via|as of|✓|✅|[\d#(:-])")
_DETAIL_LENGTH = 24
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # scripts that part no words


class Statuses(Noun, frozen=True):
    """The words for each status, ready to be found in a text."""

    pattern: re.Pattern[str]
    families: tuple[ActionStatus, ...]

    @classmethod
    def of(cls, words: Mapping[ActionStatus, Sequence[str]]) -> Statuses:
        """Compile the words of each status; earlier ones win, longer words before shorter."""
        groups = []
        for phrases in words.values():
            longest = sorted(phrases, key=len, reverse=True)
            groups.append("(" + "|".join(map(_bounded, longest)) + ")")
        return cls(re.compile("|".join(groups), re.IGNORECASE), tuple(words))

    def find(self, text: str) -> ActionStatus | None:
        """The status that a cell or marker states, by sign or word."""
        text = text.strip()
        for sign in text if len(text) < 8 else text[:1]:
            if sign in _SIGNS:
                return _SIGNS[sign]
        if _YES.fullmatch(text):
            return ActionStatus.DONE
        if _NO.fullmatch(text):
            return ActionStatus.OPEN
        match = self.pattern.search(text[:80])
        return self.families[(match.lastindex or 1) - 1] if match else None

    def alone(self, text: str) -> ActionStatus | None:
        """The status of words that say little else: "done", "completed 2024-01-02"."""
        bare = text.strip().strip("*_~` ").rstrip(".").strip()
        match = self.pattern.match(bare)
        if match is None:
            return None
        rest = bare[match.end() :].strip()
        if len(rest) > _DETAIL_LENGTH or (rest and not _DETAIL.match(rest)):
            return None
        return self.families[(match.lastindex or 1) - 1]


def _bounded(phrase: str) -> str:
    words = re.escape(phrase).replace(r"\ ", r"\s+")
    return words if _UNSPACED.search(phrase) else rf"\b{words}\b"
