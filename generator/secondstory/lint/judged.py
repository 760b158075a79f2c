"""Whom the phrases of the blame rule judge: each shape of phrase asks in its own way.

Every function answers with a subject: a person, or NOBODY where people are judged and none is
told ("the diff was rubber-stamped"); and with None where nobody is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from secondstory.lint.moods import is_imagined, is_negated, is_nobody, is_prevented
from secondstory.lint.phrases import Group, Phrases, load
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import (
    AUX,
    BE,
    COORDINATORS,
    DETERMINERS,
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
from secondstory.lint.verdicts import at_fault, decided, offended, sanctioned, whose_fault
from secondstory.lint.words import is_participle, is_past, listed, people, verbs

_NO_ONES = frozenset({"one", "nobody", "noone", "no-one", "no"})
_REASONS = frozenset({"because", "since", "as", "due"})
_SIGNALS = listed("blame", "signals")
_WEIGHED = listed("blame", "weighed")
_WORKS = listed("blame", "works")
_INEXPERIENCE = listed("blame", "inexperience")
_THOUGHTS = listed("blame", "thoughts")
_FINITE = listed("blame", "finite")
_BARRED = listed("blame", "barred")
_HEADS = listed("blame", "heads")
_BADLY = listed("blame", "badly")
_BADLY_DONE = listed("blame", "badly_done")
_JUDGING = listed("blame", "judging")
_MANNERS = listed("blame", "manners")
_BY_ITSELF = listed("blame", "by_itself")
_DAMNING = listed("blame", "damning")
_FORGETFUL = listed("blame", "forgetful")
_TECHNICAL = listed("blame", "technical")
_SLIPS = frozenset({"mistake", "error", "slip", "typo"})
_CLOSED = PREPOSITIONS | COORDINATORS | SUBORDINATORS | AUX | {"to", "enough"}
_FAR = 20  # tokens to the next comma


@cache
def _phrases() -> Phrases:
    return load("blame")


def judgements(s: Sentence, known: frozenset[str]) -> Iterator[tuple[Group, int, int, Subject]]:
    """The phrases of a sentence that judge somebody: first token, end, and whom."""
    for group, start, end in _phrases().find(s):
        if is_negated(s, start) or (group.shape != "sanction" and is_imagined(s, start)):
            continue
        if (who := _ASKED[group.shape](s, group, start, end, known)) is not None:
            yield group, start, end, who


def _acted(
    s: Sentence, group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Whom a verb has as its subject, or a passive as its agent."""
    word, after = s.words[start], s.word(start + 1)
    if after == "password" or (word == "rushed" and after == "to") or _is_noun(s, start):
        return None
    if word == "overlooked" and s.word(start - 1) in {"a", "an", "the"} and not s.stop(end):
        return NOBODY  # "an overlooked checkbox"
    if is_passive(s, start) and is_participle(word):
        return _passive(s, group, start, known)
    if word.startswith("blam") and not named_after(s, end, known).human:
        return None  # "we blamed DNS first"
    if word.startswith("fail") and after in {"over", "back", "open", "closed", "fast"}:
        return None
    if word == "not" and "follow" in after and not _REASONS.isdisjoint(s.words):
        return None
    added = word in {"without", "despite", "instead"}
    who = _doer(s, start, known) if added else subject(s, start, known)
    if group.name == "failed-to" and _is_barred(s, who, end):
        return None
    if is_nobody(s, who.start, who.end) and word not in _NO_ONES:
        return None if word.startswith("fail") else who
    if who.human:
        return who
    if word in _NO_ONES:
        return Subject(Sort.PERSON, start, start + 1)
    if who.sort is Sort.NONE and group.who == "unless-things":
        return who if _is_told(word) and s.word(start - 1) not in {"has", "have"} else None
    if who.sort is Sort.NONE and word.endswith("ing"):
        after_comma = _main(s, end, known)
        return after_comma if after_comma.human else None
    return None


def _is_barred(s: Sentence, who: Subject, verb: int) -> bool:
    """Whether it is a fact about the fault: "users failed to log in", "failed to reproduce it"."""
    if s.word(verb) in {"reproduce", "replicate"}:
        return True
    harmed = not people("affected").isdisjoint(s.words[who.start : who.end])
    return harmed and s.word(verb) in _BARRED


def _passive(s: Sentence, group: Group, start: int, known: frozenset[str]) -> Subject | None:
    by = agent(s, start, known)
    if by.human or not group.passive:
        return by if by.human else None
    what = subject(s, start, known)
    forgetful = not _FORGETFUL.isdisjoint(s.words[what.start : what.end])
    return None if by.sort is Sort.THING or forgetful else by


def _is_noun(s: Sentence, at: int) -> bool:
    """Whether a word that may be a verb is a noun where it stands: "a security breach"."""
    word, before = s.words[at], s.word(at - 1)
    bent = word in AUX or is_past(word) or is_participle(word) or word.endswith(("s", "ing"))
    if bent or not before or s.stop(at) or word in _HEADS:
        return False
    return not (is_adverb(before) or before in _FINITE or before.endswith("s"))


def _is_told(word: str) -> bool:
    """Whether a verb without a subject tells what was: "Forgot the flag", not "Forget it"."""
    bent = is_past(word) or is_participle(word) or word.endswith("ing")
    return bent or word in {"without", "not", "no", "never"}


def _doer(s: Sentence, start: int, known: frozenset[str]) -> Subject:
    """Who does what "without ..." tells more of."""
    return earlier(s, start - 1, known) if start else _main(s, start, known)


def _main(s: Sentence, at: int, known: frozenset[str]) -> Subject:
    """The subject of the clause behind a comma: "By failing to ask, the vendor ..."."""
    for place in range(at, min(len(s.words) - 1, at + _FAR)):
        if s.stop(place) == ",":
            return named_after(s, place, known)
    return NOBODY


def _described(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Whom an adjective judges, before its noun or behind its verb."""
    word, following = s.words[start], s.word(end)
    closed = following in _CLOSED
    if following and not s.stop(end) and not closed and not is_adverb(following):
        noun = named_after(s, end, known)
        owner = named_before(s, start - 2, known) if s.word(start - 1) == "'s" else NOBODY
        if owner.human and start > 1:  # "the contractor's sloppy cabling"
            return owner
        return noun if noun.human else _work(s, noun, word, attributive=True)
    if is_prevented(s, start) and s.word(start - 1) not in {"too", "was", "were"}:
        return None
    who = subject(s, start, known)
    if is_nobody(s, who.start, who.end):
        return None
    if _opens_with_deed(s, start) and s.word(start - 1) in AUX:
        return who if who.human else NOBODY  # "Deleting the snapshot first was stupid"
    if who.human or (word in _DAMNING and s.word(start - 1) in AUX):
        return who if who.human else NOBODY
    return _work(s, who, word, attributive=False)


def _opens_with_deed(s: Sentence, at: int) -> bool:
    """Whether the clause of a token begins with what somebody did: "Deleting ..."."""
    first = at
    while first > 0 and not s.stop(first):
        first -= 1
    return s.words[first].endswith("ing") and at - first > 2


def _work(s: Sentence, noun: Subject, word: str, *, attributive: bool) -> Subject | None:
    """NOBODY where a noun is somebody's work, which the adjective judges as its maker."""
    told = s.words[noun.start : noun.end]
    if not told or (attributive and word in _INEXPERIENCE):
        return None
    if attributive and word in _DAMNING:
        return NOBODY
    if word in _TECHNICAL and told[-1] not in _THOUGHTS:
        return None
    return NOBODY if told[-1] in _WORKS or "copy" in told else None


def _done(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Who did something in a judged manner."""
    word = s.words[start]
    if word in _BADLY:
        by = agent(s, end, known) if is_passive(s, end) else subject(s, start, known)
        if by.human and not is_nobody(s, by.start, by.end):
            return by
        return by if s.word(end) in _BADLY_DONE and by.sort is not Sort.THING else None
    attributive = end < len(s.words) and not s.stop(end) and s.words[end] not in _CLOSED
    if attributive and s.word(start - 1) in PREPOSITIONS | DETERMINERS and word not in _MANNERS:
        return None  # "because of incorrectly sized nodes"
    verb = _verb_of(s, start, end)
    first = min(verb, start)
    if is_passive(s, first) or is_passive(s, verb):
        by = agent(s, max(verb, start), known)
        act = s.word(verb) if is_participle(s.word(verb)) else s.word(start - 1)
        human = act in verbs("changes") or act in verbs("human_done")
        judging = word in _JUDGING and human and act not in _BY_ITSELF
        return by if by.human or (by.sort is Sort.NONE and judging) else None
    who = subject(s, first, known)
    if who.human and not is_nobody(s, who.start, who.end):
        return who
    # "it was on the live cluster by mistake"
    by_mistake = word == "by" and s.words[who.start : who.end] == ("it",)
    return NOBODY if by_mistake else None


def _verb_of(s: Sentence, start: int, end: int) -> int:
    """The verb that an adverb belongs to: behind it, or the last before it."""
    after = s.word(end)
    verbal = is_past(after) or is_participle(after) or after.endswith("ing")
    if s.words[start] not in _MANNERS and verbal and not s.stop(end):
        return end
    back = start - 1
    while back >= 0 and not s.stop(back + 1):
        if is_past(s.words[back]) or is_participle(s.words[back]):
            return back
        back -= 1
    return start


def _told(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Whom a noun judges, unless it is denied or prevented."""
    if is_prevented(s, start) or s.word(start - 1) == "no":
        return None
    if s.words[end - 1] in {"decision", "decisions"} and s.word(end) in {"tree", "trees", "table"}:
        return None
    if s.words[end - 1] in _SLIPS and s.word(end) in {"by", "made", "on"}:
        return None  # the rule about slips has it
    if s.words[start] == "on" and s.word(start - 1) in _SLIPS:
        return None
    who = subject(s, start, known) if s.words[start] in AUX else NOBODY
    if is_nobody(s, who.start, who.end):
        return None
    return who if who.human else NOBODY


def _omitted(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Who omits what only people do: "the failure to patch", "Failed to ask the vendor"."""
    verb, word = end, s.words[start]
    while is_adverb(s.word(verb)) or s.word(verb) == "even":
        verb += 1
    weighed = s.word(verb - 1) in _WEIGHED
    human = weighed or s.word(verb) in verbs("only_people")
    if word == "inability":
        return NOBODY
    if word.startswith("failure"):
        return None if is_prevented(s, start) else _failure(s, start, known, human=human)
    who = subject(s, start, known)
    if word == "failing":
        if is_prevented(s, start) or who.sort is Sort.THING or not human:
            return None
        return who if who.human else NOBODY
    if who.sort is not Sort.NONE or (start > 0 and not s.stop(start)):
        return None
    return NOBODY if s.word(verb) in verbs("only_people_do") else None


def _failure(s: Sentence, start: int, known: frozenset[str], *, human: bool) -> Subject | None:
    """Whose failure it is: "our failure to", "the vendor's failure to", "the failure to patch"."""
    owner = s.word(start - 1)
    if owner in people("possessives") - {"its", "whose"}:
        return Subject(Sort.PERSON, start - 1, start)
    if owner == "'s" and start > 1:
        possessor = named_before(s, start - 2, known)
        organisation = human and s.raw(start - 2)[:1].isupper()
        return possessor if possessor.human or organisation else None
    return NOBODY if human else None


def _never(
    s: Sentence, _group: Group, start: int, end: int, known: frozenset[str]
) -> Subject | None:
    """Who never did what a diligent person does; with a reason it is a fact."""
    shielded = not _REASONS.isdisjoint(s.words[end:])
    if s.words[start] in _NO_ONES:
        return None if shielded else Subject(Sort.PERSON, start, start + 1)
    if s.words[start] in BE and "never" in s.words[start:end]:
        by = agent(s, end - 1, known)
        return None if shielded or by.sort is Sort.THING else by
    who = subject(s, start, known)
    return who if who.human else None


def _signalled(
    s: Sentence, _group: Group, start: int, _end: int, known: frozenset[str]
) -> Subject | None:
    """Who passed over a signal to people, where perhaps nobody is told."""
    if not is_passive(s, start) or not is_participle(s.words[start]):
        return None
    by = agent(s, start, known)
    if by.sort is not Sort.NONE:
        return by if by.human else None
    what = subject(s, start, known)
    signal = not _SIGNALS.isdisjoint(s.words[what.start : what.end])
    return NOBODY if signal and _REASONS.isdisjoint(s.words[start:]) else None


_Asked = Callable[[Sentence, Group, int, int, frozenset[str]], Subject | None]
_ASKED: Mapping[str, _Asked] = {
    "verb": _acted,
    "adjective": _described,
    "adverb": _done,
    "noun": _told,
    "failure": _omitted,
    "never": _never,
    "fault": at_fault,
    "fault-noun": whose_fault,
    "decision": decided,
    "offender": offended,
    "sanction": sanctioned,
    "signal": _signalled,
}
