"""SS501 blame: a judgement on what people did or are.

What: words that measure somebody against what a good person would have done: "failed to", "forgot",
"never checked", "careless", "dropped the ball", "at fault". What somebody did, saw or believed is
a fact and is left alone; so is a thing that fails, forgets or ignores.

Why: a judgement ends the search. Readers learn who was bad, not what made the act look right, and
the next person writes less.

Instead: "The engineer failed to check the lag" -> "The lag was not checked: the failover page shows
it on another screen."
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from secondstory.findings import Code, Level
from secondstory.lint.moods import is_imagined, is_negated, is_nobody, is_prevented
from secondstory.lint.phrases import Group, Phrases, load
from secondstory.lint.rewording import without_blame
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import (
    AUX,
    BE,
    COORDINATORS,
    NOBODY,
    PREPOSITIONS,
    SUBORDINATORS,
    Sort,
    Subject,
    agent,
    earlier,
    is_adverb,
    is_passive,
    named_after,
    named_before,
    subject,
)
from secondstory.lint.words import is_participle, is_past, listed, people, verbs

CODE = Code(
    "SS501",
    "blame",
    Level.ERROR,
    "A judgement on people ends the search for what made their act look right.",
    "say what was done or not done, and what made that easy; leave the judgement out",
)
_SIGNALS = listed("blame", "signals")
_SHIELDED = frozenset("because since as due".split())
_WORKS = listed("blame", "works")
_INEXPERIENCE = listed("blame", "inexperience")
_THOUGHTS = listed("blame", "thoughts")
_FINITE = listed("blame", "finite")
_BADLY = listed("blame", "badly")
_BADLY_DONE = listed("blame", "badly_done")
_DAMNING = listed("blame", "damning")
_FORGETFUL = listed("blame", "forgetful")
_TECHNICAL = listed("blame", "technical")


@cache
def _phrases() -> Phrases:
    return load("blame")


def _check(s: Sentence, context: Context) -> Iterator[Mark]:
    taken: set[int] = set()
    for group, start, end in _phrases().find(s):
        if start in taken:
            continue
        who = _judged(s, group, start, end, context.known)
        if who is None:
            continue
        taken.update(range(start, end))
        first, last = s.spans[start][0], s.spans[end - 1][1]
        ours = who.sort is Sort.NONE or s.words[who.end - 1] in people("ourselves")
        ours = ours or not people("ourselves").isdisjoint(s.words[who.start : who.end])
        words = s.told(start, end)
        yield Mark(
            first,
            last,
            f"{quoted(words)} judges people",
            without_blame(s, who, group, start, end),
            Level.WARNING
            if (ours and group.name != "negligence") or _is_ours(s, group, start, end)
            else Level.ERROR,
        )


def judged(s: Sentence, known: frozenset[str]) -> Iterator[Subject]:
    """Everybody whom a sentence judges."""
    for group, start, end in _phrases().find(s):
        if (who := _judged(s, group, start, end, known)) is not None:
            yield who


def _is_ours(s: Sentence, group: Group, start: int, end: int) -> bool:
    return group.name == "negligence" and not people("ourselves").isdisjoint(s.words[start:end])


def _judged(
    s: Sentence, group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Whom a phrase judges, None where it judges nobody."""
    if is_imagined(s, start) or is_negated(s, start):
        return None
    match group.shape:
        case "adjective":
            return _described(s, start, end, known)
        case "adverb":
            return _done(s, start, end, known)
        case "noun":
            return _told(s, start, end, known)
        case "failure":
            return _omitted(s, start, end, known)
        case "never":
            who = _never(s, start, end, known)
            return who
        case "fault" | "fault-noun":
            return _fault(s, group, start, end, known)
        case "signal":
            return _signalled(s, start, known)
    if (
        s.word(start + 1) == "password"
        or (s.words[start] == "rushed" and s.word(start + 1) == "to")
        or (group.shape == "verb" and _is_noun(s, start))
    ):
        return None
    passive = is_passive(s, start) and (
        is_participle(s.words[start]) or s.words[start].endswith("ed")
    )
    if passive:
        if not group.passive:
            by = agent(s, start, known)
            return by if by.human else None
        by, what = agent(s, start, known), subject(s, start, known)
        forgetful = not _FORGETFUL.isdisjoint(s.words[what.start : what.end])
        return None if by.sort is Sort.THING or (forgetful and not by.human) else by
    if s.words[start] in {"without", "despite", "instead"}:
        who = _doer(s, start, known)
    else:
        who = subject(s, start, known)
    if is_nobody(s, who.start, who.end) and s.words[start] not in {
        "one",
        "nobody",
        "noone",
        "no-one",
    }:
        return None if group.name == "fault" or s.words[start].startswith("fail") else who
    if s.words[start].startswith("fail") and s.word(start + 1) in {
        "over",
        "back",
        "open",
        "closed",
        "fast",
    }:
        return None
    if (
        "follow" in s.word(start + 1)
        and s.words[start] == "not"
        and not _SHIELDED.isdisjoint(s.words)
    ):
        return None
    if who.human:
        return who
    if s.words[start] in {"one", "nobody", "noone", "no-one"}:
        return Subject(Sort.PERSON, start, start + 1)
    if who.sort is Sort.NONE and group.who == "unless-things":
        return who if _is_told(s, start) else None
    if who.sort is Sort.NONE and group.who == "people" and s.words[start].endswith("ing"):
        after = _main(s, end, known)
        return after if after.human else None
    return None


def _is_noun(s: Sentence, at: int) -> bool:
    """Whether a word that may be a verb is a noun where it stands: "a security breach"."""
    word, before = s.words[at], s.word(at - 1)
    if (
        is_past(word)
        or is_participle(word)
        or word.endswith(("s", "ing"))
        or not before
        or s.stop(at)
    ):
        return False
    return not (
        word
        in {"not", "no", "never", "without", "despite", "instead", "even", "one", "could", "can"}
        or is_adverb(before)
        or before in _FINITE
        or before.endswith("s")
    )


def _doer(s: Sentence, start: int, known: frozenset[str]) -> Subject:
    """Who does what "without ..." tells more of."""
    return earlier(s, start - 1, known) if start else _main(s, start, known)


def _is_told(s: Sentence, start: int) -> bool:
    """Whether a verb without a subject tells what was: "Forgot the flag", not "Forget it"."""
    word = s.words[start]
    return (
        is_past(word)
        or is_participle(word)
        or word.endswith("ing")
        or word in {"without", "not", "no", "never"}
    )


def _main(s: Sentence, at: int, known: frozenset[str]) -> Subject:
    """The subject of the clause behind a comma: "By failing to ask, the vendor ..."."""
    for place in range(at, min(len(s.words) - 1, at + 20)):
        if s.stop(place) == ",":
            return named_after(s, place, known)
    return NOBODY


def _described(s: Sentence, start: int, end: int, known: frozenset[str]) -> Subject | None:
    word = s.words[start]
    after = end < len(s.words) and not s.stop(end)
    following = s.word(end)
    attributive = after and not (
        following in PREPOSITIONS | COORDINATORS | SUBORDINATORS | AUX or is_adverb(following)
    )
    if attributive and following not in {"to", "enough"}:
        noun = named_after(s, end, known)
        told = s.words[noun.start : noun.end]
        if noun.human:
            return noun
        if word in _INEXPERIENCE or (word in _TECHNICAL and not (told and told[-1] in _THOUGHTS)):
            return None
        return NOBODY if told and (told[-1] in _WORKS or "copy" in told) else None
    if is_prevented(s, start) and s.word(start - 1) not in {"too"}:
        return None
    who = subject(s, start, known)
    if is_nobody(s, who.start, who.end):
        return None
    if who.human:
        return who
    told = s.words[who.start : who.end]
    works = bool(told) and told[-1] in _WORKS and (word not in _TECHNICAL or told[-1] in _THOUGHTS)
    return NOBODY if works or (word in _DAMNING and s.word(start - 1) in AUX) else None


def _done(s: Sentence, start: int, end: int, known: frozenset[str]) -> Subject | None:
    """Who did something in a judged manner."""
    verb = (
        start - 1
        if s.words[start] in {"by", "in", "without", "out", "on", "for", "against"}
        else end
    )
    if verb == start - 1 or not (
        s.word(end)
        and not s.stop(end)
        and (is_past(s.word(end)) or is_participle(s.word(end)) or s.word(end).endswith("ing"))
    ):
        if is_passive(s, end) and s.word(end):
            verb = end
        back = start - 1
        while (
            back >= 0
            and not s.stop(back + 1)
            and not is_past(s.words[back])
            and not is_participle(s.words[back])
        ):
            back -= 1
        verb = back if back >= 0 and not s.stop(back + 1) else start
    if s.words[start] in _BADLY:
        act = s.word(end)
        what = agent(s, end, known)
        return what if act in _BADLY_DONE and what.sort is not Sort.THING else None
    judged = s.words[start] in {
        "by",
        "mistakenly",
        "recklessly",
        "carelessly",
        "negligently",
        "foolishly",
        "stupidly",
        "irresponsibly",
        "sloppily",
        "erroneously",
        "wrongly",
        "lazily",
        "unwisely",
        "hastily",
        "rashly",
        "thoughtlessly",
    }
    if is_passive(s, min(verb, start)) or is_passive(s, verb):
        by = agent(s, max(verb, start), known)
        if by.human:
            return by
        act = s.word(verb) if is_participle(s.word(verb)) else s.word(start - 1)
        if (
            by.sort is Sort.NONE
            and judged
            and (act in verbs("changes") or act in verbs("human_done"))
            and act not in {"set", "triggered", "closed", "cleared", "stopped", "marked"}
        ):
            return NOBODY
        return None
    who = subject(s, min(verb, start), known)
    if who.human and not is_nobody(s, who.start, who.end):
        return who
    return None


def _told(s: Sentence, start: int, end: int, known: frozenset[str]) -> Subject | None:
    """A noun that judges, unless it is denied or prevented."""
    if is_prevented(s, start) or s.word(start - 1) == "no":
        return None
    if s.words[end - 1] in {"mistake", "error"} and s.word(end) in {"by", "made"}:
        return None  # the rule about slips has it
    who = subject(s, start, known) if s.words[start] in AUX else NOBODY
    if is_nobody(s, who.start, who.end):
        return None
    return who if who.human else NOBODY


def _omitted(s: Sentence, start: int, end: int, known: frozenset[str]) -> Subject | None:
    """ "The failure to patch": what only people fail to do."""
    verb = end
    while s.word(verb) and (is_adverb(s.words[verb]) or s.words[verb] in {"even", "properly"}):
        verb += 1
    word, noun = s.word(verb), s.words[start].startswith("failure")
    if s.words[start] == "inability":
        return NOBODY
    if noun or s.words[start] == "failing":
        if is_prevented(s, start):
            return None
        if (noun and s.words[end - 1] != "to") or (noun and word == ""):
            return None
        owner = s.word(start - 1)
        by = subject(s, start, known) if not noun else NOBODY
        if by.sort is Sort.THING:
            return None
        if owner in people("possessives") - {"its", "whose"}:
            return Subject(Sort.PERSON, start - 1, start)
        if owner == "'s" and start > 1:
            possessor = named_before(s, start - 2, known)
            return possessor if possessor.human else None
        return (by if by.human else NOBODY) if word in verbs("only_people") else None
    who = subject(s, start, known)
    if who.sort is not Sort.NONE or (start > 0 and not s.stop(start)):
        return None
    return NOBODY if word in verbs("only_people_do") else None


def _never(s: Sentence, start: int, end: int, known: frozenset[str]) -> Subject | None:
    if any(word in _SHIELDED for word in s.words[end:]) and s.words[start] in {
        "nobody",
        "noone",
        "no-one",
        "no",
    }:
        return None
    if s.words[start] in {"nobody", "noone", "no-one", "no"}:
        return Subject(Sort.PERSON, start, start + 1)
    if s.words[start] in BE:
        by = agent(s, end - 1, known)
        return None if by.sort is Sort.THING or not _SHIELDED.isdisjoint(s.words[end:]) else by
    who = subject(s, start, known)
    return who if who.human else None


def _fault(
    s: Sentence, group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    if group.shape == "fault-noun":
        if is_prevented(s, start) or s.word(start - 1) in {"no", "nobody", "not"}:
            return None
        if s.words[start] == "fault" or s.words[end - 1] in {"with", "on"}:
            whose = named_after(s, end, known)
            if s.words[end - 1] == "squarely":
                whose = named_after(s, end + 1, known)
            return whose if whose.human and not is_nobody(s, whose.start, whose.end) else None
        if s.words[start] == "'s":
            whose = named_before(s, start - 1, known)
            return whose if whose.human and not is_nobody(s, whose.start, whose.end) else None
        return NOBODY
    who = subject(s, start, known)
    if s.words[start] in {"responsible", "at", "to"} and who.sort is Sort.NONE:
        who = named_before(s, start - 1, known) if start and not s.stop(start) else who
    if not who.human or is_nobody(s, who.start, who.end):
        return None
    told = s.words[start:end]
    if "responsible" in told and not any(
        w
        in {
            "outage",
            "incident",
            "failure",
            "damage",
            "loss",
            "mess",
            "crash",
            "delay",
            "error",
            "mistake",
            "bug",
            "downtime",
            "deletion",
            "breach",
            "misconfiguration",
            "regression",
            "data",
        }
        for w in s.words[end : end + 6]
    ):
        return None
    return who


def _signalled(s: Sentence, start: int, known: frozenset[str]) -> Subject | None:
    """A signal to people that was passed over, without anybody being named."""
    if not is_passive(s, start) or not is_participle(s.words[start]):
        return None
    what = subject(s, start, known)
    told = set(s.words[what.start : what.end])
    by = agent(s, start, known)
    if by.human:
        return by
    if (
        by.sort is Sort.THING
        or told.isdisjoint(_SIGNALS)
        or not _SHIELDED.isdisjoint(s.words[start:])
    ):
        return None
    return NOBODY


RULE = Rule(CODE, sentence=_check)
