"""An action item's words -> what it is for, and the words that tell."""

from __future__ import annotations

import re

from secondstory.model import Purpose
from secondstory.strength.reading import Verdict, read
from secondstory.strength.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_HOLLOW = frozenset({"thinks", "tickets", "looks", "tries"})  # their object tells what for
_BY_HAND = frozenset({"looks", "tries"})
_VAGUE = frozenset({"made", "mended", "margin", "acts", "automatic", "scripts"})
_AGAIN = re.compile(
    r"\b(?:every|each|before|when(?:ever)?|regular(?:ly)?|recurring|periodic(?:ally)?|"
    r"daily|weekly|monthly|quarterly|yearly)\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"\W*(?:why|what caused|(?:the )?(?:root )?cause)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"\W*(?:(?:if|whether|how|that|for|to|of|a|an|the|any|some|other|better|ways?|options?|"
    r"possib\w+|there(?:'s| is| are)|we|they|could|can|should|have|using|into|with|on|about)"
    r"\b\W*)+",
    re.IGNORECASE,
)
_LONG = 200  # characters

Told = tuple[Purpose, str]  # what for, and the words that say so


def of_type(written: str) -> Told | None:
    """What a type means, as written; None where it names two, or none that we know."""
    known = vocabulary().stated
    words = [word for word in _WORD.findall(written.lower()[:_LONG]) if word in known]
    found = {known[word] for word in words}
    return (found.pop(), words[0]) if len(found) == 1 else None


def aim(fix: str, found: Verdict) -> Told | None:
    """What a fix is for, by the verdict on it; None where nobody can tell.

    What is only thought of, asked for or looked at is for what it is about.
    """
    words = ", ".join(found.words)
    if found.family.name in _HOLLOW and found.kind is found.family:
        if found.family.name in _BY_HAND and _AGAIN.search(fix):
            return Purpose.PROCESS, words
        return _about(fix[found.end :], words)
    if found.kind.name in _VAGUE and (cue := _cue(fix)):
        return cue
    return (found.kind.purpose, words) if found.kind.purpose else None


def _about(rest: str, words: str) -> Told | None:
    if _WHY.match(rest) or not _WORD.search(rest):
        return None
    leading = _LEADING.match(rest)
    rest = rest[leading.end() :] if leading else rest
    found = read(rest)
    if found and found.family.name not in _HOLLOW and found.kind.name not in _VAGUE:
        return (found.kind.purpose, ", ".join(found.words)) if found.kind.purpose else None
    return _cue(rest) or (Purpose.PREVENT, words)


def _cue(fix: str) -> Told | None:
    """The first word that tells what a fix is for, where its verb and object do not."""
    cues = vocabulary().cues
    for found in _WORD.finditer(fix[:_LONG]):
        if purpose := cues.get(found[0].lower()):
            return purpose, found[0]
    return None
