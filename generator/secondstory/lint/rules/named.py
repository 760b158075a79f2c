"""SS504 named-individual: a person named as the agent of the cause or the harm.

What: a name or @handle that changed, ran or deleted something which did harm, or that is the subject
of a judgement. Authors, owners, thanks, speakers and neutral acts in a timeline are left alone.

Why: the name teaches nobody anything; anyone in that seat had the same tools and the same day. It
does stay with the person for years.

Instead: "Lena ran the job against the wrong bucket" -> "The on-call engineer ran the job; it takes the
bucket as free text."
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.findings import Code, Level
from secondstory.lint.moods import is_negated
from secondstory.lint.rewording import by_role
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.rules.blame import judged
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import AUX, Sort, is_adverb, is_name
from secondstory.lint.words import is_participle, is_past, listed, people, verbs

CODE = Code(
    "SS504",
    "named-individual",
    Level.ERROR,
    "A name explains nothing, since anyone in that seat had the same tools; and it stays with the person.",
    "name the role, and what the role had before its eyes",
)
_CAUSE = listed("named", "cause")


def _check(s: Sentence, context: Context) -> Iterator[Mark]:
    for at in range(len(s.words)):
        if not is_name(s, at, context.known) or (
            at and is_name(s, at - 1, context.known) and not s.stop(at)
        ):
            continue
        end = at + 1
        while (
            end < len(s.words)
            and not s.stop(end)
            and s.raw(end)[:1].isupper()
            and s.words[end] not in people("products")
            and s.words[end] != "'s"
            and end - at < 3
        ):
            end += 1
        if _is_agent(s, at, end, context):
            yield Mark(
                s.spans[at][0],
                s.spans[end - 1][1],
                f"{quoted(s.told(at, end))} is named as the one who did it",
                by_role(s, at, end),
                Level.ERROR,
            )


def _is_agent(s: Sentence, at: int, end: int, context: Context) -> bool:
    blamed = _is_judged(s, at, context.known)
    cause = context.passage.family == "root_cause" or not _CAUSE.isdisjoint(s.words)
    harm = not verbs("harmful").isdisjoint(s.words)
    if context.plans and not blamed:
        return False
    if s.word(end) == "'s":
        return _deed(s, end, cause=cause, harm=harm, context=context)
    if s.word(at - 1) == "by":
        act = at - 2
        while (
            act >= 0
            and not (is_participle(s.words[act]) or s.words[act] in verbs("deeds"))
            and at - act < 7
            and not s.stop(act + 1)
        ):
            act -= 1
        done = s.word(act) if act >= 0 else ""
        if blamed:
            return True
        return (
            (done in verbs("changes") or done in verbs("deeds"))
            and (cause or harm)
            and done not in verbs("repairs")
        )
    if s.word(at - 1) == "to" and not {"down", "attributed", "due", "blame", "traced"}.isdisjoint(
        s.words[max(0, at - 4) : at]
    ):
        return True
    if s.word(at - 1) in {"with", "on"} and not {"fault", "blame", "lies", "lay"}.isdisjoint(
        s.words[max(0, at - 4) : at]
    ):
        return True
    act = end
    if s.word(act) == "who":
        act += 1
    while act < len(s.words) and (s.words[act] in AUX or is_adverb(s.words[act])):
        act += 1
    verb = s.word(act)
    if act < len(s.words) and s.stops[end : end + 1] == (";",):
        return False
    if blamed:
        return True
    if verb in {"rolled", "roll"} and "back" in s.words[act : act + 5]:
        return False
    if verb not in verbs("changes") or is_negated(s, act):
        return False
    if context.told_by_time:
        return not {"wrong", "accidentally", "mistakenly", "broke", "caused", "which"}.isdisjoint(
            s.words
        )
    return (cause or harm) and verb not in verbs("repairs")


def _deed(s: Sentence, possessive: int, *, cause: bool, harm: bool, context: Context) -> bool:
    """Whether "Yuki's change" is the cause or the harm."""
    if context.told_by_time and not harm:
        return False
    for place in range(possessive + 1, min(len(s.words), possessive + 6)):
        if s.stop(place):
            return False
        word = s.words[place]
        if word in {
            "carelessness",
            "negligence",
            "fault",
            "mistake",
            "error",
            "typo",
            "blunder",
            "inattention",
            "misunderstanding",
            "impatience",
            "haste",
            "oversight",
        }:
            return True
        if word in verbs("deeds"):
            return cause or harm or context.passage.family in {"summary"}
        if is_past(word):
            return False
    return False


def _is_judged(s: Sentence, at: int, known: frozenset[str]) -> bool:
    """Whether the blame rule judges this very person."""
    return any(who.sort is Sort.NAME and who.start <= at < who.end for who in judged(s, known))


RULE = Rule(CODE, sentence=_check)
