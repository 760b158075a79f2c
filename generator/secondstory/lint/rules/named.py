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
from functools import cache
from itertools import chain, pairwise

from secondstory.findings import Code, Level
from secondstory.lint.counterfactual import counterfactuals
from secondstory.lint.judged import judgements
from secondstory.lint.moods import is_negated
from secondstory.lint.persons import is_name, is_role
from secondstory.lint.rewording import by_role
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import (
    AUX,
    COORDINATORS,
    PREPOSITIONS,
    SUBORDINATORS,
    Sort,
    is_adverb,
)
from secondstory.lint.words import forms, is_participle, is_past, listed, people, verbs

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
_DESTROYS = listed("named", "destroys")
_MENDS = listed("named", "mends")
_STORMS = listed("named", "storms")
_FOLLOWS = listed("named", "follows")
_SLIPS = listed("named", "slips")
_BUILDS = listed("named", "builds")
_MEASURED = listed("named", "measured")
_RELIEF = listed("named", "relief")
_ACCUSED = frozenset("wrong wrongly accidentally mistakenly erroneously".split())
_PLAIN = listed("named", "plain")
_STOPS = frozenset("stop stopped kill killed cancelled canceled blocked halted".split())
_BETWEEN = frozenset("from on in of at".split())
_TICKETS = frozenset("incident ticket issue call bridge case channel investigation pr".split())
_PARTICLES = frozenset("de der den van von da dos di del la le al bin ten ter".split())
_OPEN = frozenset("on off open running unlocked enabled disabled behind unplugged mounted".split())
_ONCE = frozenset("when after because once since".split())
_PARTS, _NEAR, _ASIDE = 4, 4, 8  # of a name; tokens before it; tokens of an aside


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
    if s.word(at) in _PARTICLES and not s.stop(at):
        return _is_surname(s, at + 1)
    named = at < len(s.words) and not s.stop(at) and s.raw(at)[:1].isupper()
    return named and s.words[at] != "'s" and s.words[at] not in people("products")


def _is_agent(s: Sentence, at: int, end: int, context: Context) -> bool:
    if s.word(at - 1) in _STORMS or s.words[at] in _STORMS:
        return False
    if _is_judged(s, at, context.known):
        return True
    if context.plans:
        return False
    cause = context.passage.family == "root_cause" or not _CAUSE.isdisjoint(s.words)
    harm = cause or not verbs("harmful").isdisjoint(s.words)
    behind = _is_behind(s, at, end, harm=harm)
    if behind is not None:
        return behind
    if s.word(end) == "'s":
        return _is_deed(s, end, harm=harm)
    return _acts(s, at, _act(s, at, end), harm=harm, context=context)


def _is_behind(s: Sentence, at: int, end: int, *, harm: bool) -> bool | None:
    """Whether the words before a name make it the agent; None where they leave it open."""
    before = s.words[max(0, at - _NEAR) : at]
    match before[-1:]:
        case ("by",):
            told = frozenset(s.words[max(0, at - _ASIDE) : at])
            left = "left" in told or not _DESTROYS.isdisjoint(told)
            if not _MENDS.isdisjoint(told):
                return False
            return (harm or left) and (_is_done_by(s, at) or s.word(end) in _gerunds())
        case ("to",) if not _TRACED.isdisjoint(before):
            return True
        case ("from",) if not verbs("deeds").isdisjoint(before[-2:]):
            return harm or "by" in before
        case ("was",) if "culprit" in before:
            return True
        case ("was",) if before[-2:-1] == ("it",) and s.word(end) in {"who", "that"}:
            verb = s.word(end + 1)
            return verb in verbs("changes") and verb not in verbs("repairs") - {"opened"}
        case ("was",) if "who" in s.words[:at]:  # "the person who deleted it was ..."
            return not verbs("changes").isdisjoint(s.words[:at])
        case ("with",) | ("on",) if not _LIES.isdisjoint(before):
            return True
        case ("of",) if before[-2:-1] == ("because",) and s.word(end) != "'s":
            return True
    return None


def _act(s: Sentence, at: int, end: int) -> int:
    """Where the verb of a name that ends before a token stands, past what is said in between."""
    act = end
    if s.stop(at) == s.stop(end) == "," and is_past(s.word(end)):
        return act  # "The operator, Sunniva Lie, pulled"
    if s.word(act) in _BETWEEN or s.stop(act):
        # "Chiamaka from the data team truncated", "Chiamaka, our DBA, truncated"
        aside = range(act + 1, min(len(s.words), act + _ASIDE))
        act = next((place for place in aside if _closes(s, end, place)), len(s.words))
    while s.word(act) in AUX or s.word(act) == "who" or is_adverb(s.word(act)):
        act += 1
    return act


def _closes(s: Sentence, start: int, place: int) -> bool:
    """Whether what stands between a name and its verb ends at a token with a role or a team."""
    before = s.words[place - 1]
    told = is_role(before, s.word(place - 2), alone=False) or before in people("teams")
    return told and bool(s.stop(place)) == bool(s.stop(start)) and is_past(s.words[place])


def _acts(s: Sentence, begin: int, act: int, *, harm: bool, context: Context) -> bool:
    """Whether what the name at `begin` did at `act` harmed."""
    verb, by_time = s.word(act), context.told_by_time or _is_stamped(s)
    if verb in _SLIPS:
        return not _FAILINGS.isdisjoint(s.words[act + 1 : act + _ASIDE])
    if verb in _gerunds():  # "Rodrigo restarting the relay took down the ward"
        return harm and not by_time
    opened = verb == "opened" and _TICKETS.isdisjoint(s.words[act + 1 : act + _NEAR + 1])
    repairs = (verb in verbs("repairs") and not opened) or (
        verb.startswith("roll") and "back" in s.words[act : act + 5]
    )
    if verb in {"took", "take", "taken"} and _DOWN.isdisjoint(s.words[act : act + 8]):
        return False
    if verb == "left":  # "left the valve open", not "left at noon"
        return not _OPEN.isdisjoint(s.words[act + 2 : act + _ASIDE])
    neutral = repairs or verb in _PLAIN or by_time
    if is_past(verb) and not neutral and "wrong" in s.words[act + 1 : act + _NEAR]:
        return True  # "gave the wrong file to the printers"
    if verb not in verbs("changes") or repairs or is_negated(s, act):
        return False
    # A timeline says who did what; only the harm makes it an accusation.
    if by_time:
        return not _HARM_BY_TIME.isdisjoint(s.words)
    if _is_mended(s, act) and _ACCUSED.isdisjoint(s.words):
        return False
    if verb in _STOPS:
        return not _CAUSE.isdisjoint(s.words)
    return harm or verb in _DESTROYS or _has_sequel(s, act) or s.word(begin - 1) in _ONCE


def _is_stamped(s: Sentence) -> bool:
    """Whether a sentence begins with a time, as an entry of a timeline does."""
    return s.words[0].isdigit() and s.word(1).isdigit()


def _is_mended(s: Sentence, act: int) -> bool:
    """Whether a sentence tells of the response: "..., and the errors stopped"."""
    if not _MENDS.isdisjoint(s.words):
        return True
    behind = s.words[act + 1 :]
    if "because" in behind or ("due", "to") in pairwise(behind):
        return True  # the harm was the reason for it
    harmed = (at for at, word in enumerate(s.words) if word in _MEASURED)
    relieved = any(not _RELIEF.isdisjoint(s.words[at + 1 : at + 4]) for at in harmed)
    found = any(word in {"that", "which"} and after in _PLAIN for word, after in pairwise(s.words))
    return relieved or found


def _has_sequel(s: Sentence, act: int) -> bool:
    """Whether what came of it is told in the same breath: "..., and the reminders ..."."""
    made = s.words[act] in _BUILDS  # "wrote the script that counted them"
    return any(
        (s.stop(at) == "," and s.words[at] in _FOLLOWS)
        or (s.words[at] in {"that", "which"} and is_past(s.word(at + 1)) and not made)
        for at in range(act, len(s.words))
    )


@cache
def _gerunds() -> frozenset[str]:
    """The gerunds of what changes a system."""
    return frozenset(list(forms(verb))[2] for verb in verbs("changes") if not is_past(verb))


def _is_done_by(s: Sentence, at: int) -> bool:
    """Whether what was done by a name changed a system: "removed by Nikhil"."""
    for act in range(at - 2, max(-1, at - 7), -1):
        word = s.words[act]
        if word != "made" and (is_participle(word) or word in verbs("deeds")):
            changed = word in verbs("changes") or word in verbs("deeds")
            return changed and word not in verbs("repairs")
        if s.stop(act):
            return False
    return False


def _is_deed(s: Sentence, possessive: int, *, harm: bool) -> bool:
    """Whether "Yuki's change" is the cause or the harm."""
    for place in range(possessive + 1, min(len(s.words), possessive + _NEAR + 2)):
        word = s.words[place]
        if s.stop(place) or is_past(word):
            return False
        if word in _FAILINGS:
            return True
        if word in verbs("deeds") and _is_head(s, place):
            acts = _acts_behind(s, place)
            return acts not in _PLAIN and (harm or (bool(acts) and _MENDS.isdisjoint(s.words)))
    return False


def _is_head(s: Sentence, at: int) -> bool:
    """Whether a noun is the last of its name: not the "label" of a "label API"."""
    after = s.word(at + 1)
    closed = (
        after in AUX or after in PREPOSITIONS or after in SUBORDINATORS or after in COORDINATORS
    )
    return not after or bool(s.stop(at + 1)) or closed or is_past(after) or is_adverb(after)


def _acts_behind(s: Sentence, deed: int) -> str:
    """What a deed did, as its clause tells: "Yuki's change pointed the apex ..."."""
    for place in range(deed + 1, min(len(s.words), deed + _ASIDE)):
        if s.stop(place):
            break
        if is_past(s.words[place]) and s.words[place] not in AUX:
            return s.words[place]
    return ""


def _is_judged(s: Sentence, at: int, known: frozenset[str]) -> bool:
    """Whether the rules about blame and hindsight judge this very person."""
    blamed = (who for *_, who in judgements(s, known))
    wiser = (who for *_, who in counterfactuals(s, known))
    found = chain(blamed, wiser)
    return any(who.sort is Sort.NAME and who.start <= at < who.end for who in found)


RULE = Rule(CODE, sentence=_check)
