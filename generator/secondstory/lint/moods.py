"""Whether words claim what they say: what is denied, imagined or prevented judges nobody."""

from __future__ import annotations

from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import AUX, BE, is_adverb
from secondstory.lint.words import is_past, listed

_NOT = frozenset("not never neither nor without hardly".split())
_NOBODY = frozenset("nobody noone no-one none no neither nothing".split())
_MAY = listed("moods", "may")
_IF = frozenset("if unless whenever lest should-one whether".split())
_EASY = listed("moods", "easy")
_LEADS_TO = listed("moods", "leads_to")
_HELD = listed("moods", "held")
_PREVENT = listed("moods", "prevent")


def is_negated(s: Sentence, at: int) -> bool:
    """Whether `not` or the like stands before the predicate that begins at a token."""
    left = at - 1
    while left >= 0 and not s.stop(left + 1):
        word = s.words[left]
        if word in _NOT:
            return True
        if not (word in AUX or is_adverb(word) or word in {"any", "a", "the", "to", "their", "no"}):
            return False
        if word == "no":
            return True
        left -= 1
    return False


def is_nobody(s: Sentence, start: int, end: int) -> bool:
    """Whether a subject is nobody: "no one on the team", "none of us"."""
    return any(word in _NOBODY for word in s.words[start:end])


def is_imagined(s: Sentence, at: int) -> bool:
    """Whether the predicate at a token is what may be, not what was: "if someone forgets"."""
    left = at - 1
    while left >= 0 and is_adverb(s.words[left]) and not s.stop(left + 1):
        left -= 1
    word = s.word(left) if not s.stop(left + 1) else ""
    if word in _MAY:
        return True
    if word == "to":
        governs = s.word(left - 1)
        if governs in _LEADS_TO:
            return False
        return not (
            is_past(governs)
            or governs in {"chose", "continued", "seems", "seem", "managing", "choosing"}
        )
    if word in BE - {"being"} and s.word(left - 1) in _MAY | {"to"}:
        return s.word(left - 2) not in _HELD
    place = at
    while place > 0 and s.stop(place) != ";" and at - place < 16:
        place -= 1
        if s.words[place] in _IF or (s.words[place] == "when" and not is_past(s.words[at])):
            return True
        if s.words[place] == "that" and s.word(place - 1) == "so":
            return True
    return False


def is_prevented(s: Sentence, at: int) -> bool:
    """Whether the words before speak of preventing what stands at a token, or of its idea."""
    for place in range(at - 1, max(-1, at - 9), -1):
        if s.stop(place + 1) == ";":
            return False
        guard = s.words[place] == "guard" and s.word(place - 1) in {"the", "a"}
        if s.words[place] in _PREVENT and not guard:
            return True
    return s.word(at - 1) in {"not", "no", "any"} or (
        s.word(at - 1) in {"a", "an", "the"} and s.word(at - 2) == "not"
    )
