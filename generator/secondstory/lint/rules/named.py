"""SS604 named-individual: a person named as the agent of the cause or the harm.

What: a name or @handle that changed, ran or deleted something which did harm, or that is judged.
Authors, owners, thanks, speakers and neutral acts in a timeline are left alone.

Why: the name teaches nobody anything; anyone in that seat had the same tools and the same day. It
does stay with the person for years.

Instead: "Lena ran the job against the wrong bucket" -> "The on-call engineer ran the job; it takes
the bucket as free text."
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.findings import Code, Level
from secondstory.lint.judged import judgements
from secondstory.lint.moods import is_negated
from secondstory.lint.rewording import by_role
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import AUX, Sort, is_adverb, is_name
from secondstory.lint.words import is_participle, is_past, listed, people, verbs

CODE = Code(
    "SS604",
    "named-individual",
    Level.ERROR,
    "A name explains nothing: anyone in that seat had the same tools. It stays with the person.",
    "name the role, and what the role had before its eyes",
)
_CAUSE = listed("named", "cause")
_TRACED = listed("named", "traced")
_LIES = listed("named", "lies")
_FAILINGS = listed("named", "failings")
_HARM_BY_TIME = listed("named", "harm_by_time")
_DOWN = frozenset({"down", "offline", "out"})
_PARTS, _NEAR = 3, 4  # of a name; tokens before it


def _check(s: Sentence, context: Context) -> Iterator[Mark]:
    known = context.known
    for at in range(len(s.words)):
        if not is_name(s, at, known) or (at and not s.stop(at) and is_name(s, at - 1, known)):
            continue
        end = at + 1
        while end - at < _PARTS and _is_surname(s, end):
            end += 1
        if _is_agent(s, at, end, context):
            yield Mark(
                s.spans[at][0],
                s.spans[end - 1][1],
                f"{quoted(s.told(at, end))} is named as the one who did it",
                by_role(s, at, end),
                Level.ERROR,
            )


def _is_surname(s: Sentence, at: int) -> bool:
    named = at < len(s.words) and not s.stop(at) and s.raw(at)[:1].isupper()
    return named and s.words[at] != "'s" and s.words[at] not in people("products")


def _is_agent(s: Sentence, at: int, end: int, context: Context) -> bool:
    if _is_judged(s, at, context.known):
        return True
    if context.plans:
        return False
    cause = context.passage.family == "root_cause" or not _CAUSE.isdisjoint(s.words)
    harm = cause or not verbs("harmful").isdisjoint(s.words)
    before = s.words[max(0, at - _NEAR) : at]
    match before[-1:]:
        case ("by",):
            return harm and _is_done_by(s, at)
        case ("to",) if not _TRACED.isdisjoint(before):
            return True
        case ("with",) | ("on",) if not _LIES.isdisjoint(before):
            return True
    if s.word(end) == "'s":
        return _is_deed(s, end, harm=harm, context=context)
    return not s.stop(end) and _acts(s, end, harm=harm, context=context)


def _acts(s: Sentence, end: int, *, harm: bool, context: Context) -> bool:
    """Whether the name before a token did something that harmed."""
    act = end + (s.word(end) == "who")
    while s.word(act) in AUX or is_adverb(s.word(act)):
        act += 1
    verb = s.word(act)
    repairs = verb in verbs("repairs") or (
        verb.startswith("roll") and "back" in s.words[act : act + 5]
    )
    if verb in {"took", "take", "taken"} and _DOWN.isdisjoint(s.words[act : act + 4]):
        return False
    if verb not in verbs("changes") or repairs or is_negated(s, act):
        return False
    # A timeline says who did what; only the harm makes it an accusation.
    return not _HARM_BY_TIME.isdisjoint(s.words) if context.told_by_time else harm


def _is_done_by(s: Sentence, at: int) -> bool:
    """Whether what was done by a name changed a system: "removed by Nikhil"."""
    for act in range(at - 2, max(-1, at - 7), -1):
        word = s.words[act]
        if is_participle(word) or word in verbs("deeds"):
            changed = word in verbs("changes") or word in verbs("deeds")
            return changed and word not in verbs("repairs")
        if s.stop(act):
            return False
    return False


def _is_deed(s: Sentence, possessive: int, *, harm: bool, context: Context) -> bool:
    """Whether "Yuki's change" is the cause or the harm."""
    for place in range(possessive + 1, min(len(s.words), possessive + _NEAR + 2)):
        word = s.words[place]
        if s.stop(place) or is_past(word):
            return False
        if word in _FAILINGS:
            return True
        if word in verbs("deeds"):
            return harm or context.passage.family == "summary"
    return False


def _is_judged(s: Sentence, at: int, known: frozenset[str]) -> bool:
    """Whether the blame rule judges this very person."""
    return any(
        who.sort is Sort.NAME and who.start <= at < who.end for *_, who in judgements(s, known)
    )


RULE = Rule(CODE, sentence=_check)
