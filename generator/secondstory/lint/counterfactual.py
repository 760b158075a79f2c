"""The grammar of knowing better: "should have tested", "could have been avoided".

A requirement ("should have a gate"), the expected behaviour of a thing ("the alert should have
fired"), a missing safeguard ("a diff would have shown it") and luck ("it could have been worse")
are told apart from a judgement on what people did.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.lint.conditions import condition, supposed
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import Sort, Subject, agent, is_adverb, named_after, subject
from secondstory.lint.words import is_participle, listed, people, verbs
from secondstory.noun import Noun

_MODALS = frozenset({"should", "would", "could", "might", "ought", "'d"})
_DUTY = frozenset({"should", "ought"})
_HAVE = frozenset({"have", "'ve"})
_NOBODY = frozenset({"nobody", "no", "none", "noone"})
_BETWEEN = frozenset({"not", "never", "to", "of", "only"})
_INVERTED = listed("counterfactual", "inverted")
_KNOWN = listed("counterfactual", "known")
_RECEIVED = listed("counterfactual", "received")
_MEASURES = listed("counterfactual", "measures")
_EFFORTS = listed("counterfactual", "efforts")
_CHECKS = listed("counterfactual", "checks")
_MACHINES = listed("counterfactual", "machines")
_ACTS = listed("counterfactual", "acts")
_HAPPEN = listed("counterfactual", "happen")
_SIGNS = listed("counterfactual", "signs")
_PASSED = listed("counterfactual", "passed")
_CAREFUL = listed("counterfactual", "careful")
_PREVENTED = listed("counterfactual", "prevented")
_DETERMINED = listed("counterfactual", "determined")
_NO_GERUNDS = listed("counterfactual", "no_gerunds")
_AUTOMATIC = frozenset({"automatically", "automatic"})
_OUTCOMES = listed("counterfactual", "outcomes")
_ANY = listed("counterfactual", "any")
_COUNTED = listed("counterfactual", "counted")
_EXCUSED = listed("counterfactual", "excused")
_TESTS = frozenset("testing check checks reviewer operator engineer change update training".split())
_SOONER = frozenset("earlier sooner early before beforehand straight".split())
_ACCESS = frozenset(
    "read accessed downloaded opened viewed used listed copied obtained joined seen".split()
)
_ENOUGH = frozenset({"enough", "sufficient"})
_NEAR = 5  # tokens

Found = tuple[int, int, Subject]  # first token, the token behind the last, who


class _Claim(Noun, frozen=True):
    """A modal at `at` and its participle at `part`; `who` is the subject, `told` its words."""

    at: int
    part: int
    modal: str
    who: Subject
    told: tuple[str, ...]
    between: tuple[str, ...]

    @property
    def duty(self) -> bool:
        return self.modal in _DUTY

    def is_of(self, kind: str) -> bool:
        """Whether the subject is one of a kind of people."""
        return not people(kind).isdisjoint(self.told)


def counterfactuals(s: Sentence, known: frozenset[str]) -> Iterator[Found]:
    """The judgements by hindsight of a sentence."""
    for at, word in enumerate(s.words):
        found = None
        if word in _MODALS:
            found = _modal(s, at, known)
        elif word in {"if", "had"}:
            found = condition(s, at, known)
        elif word in {"supposed", "meant"}:
            found = supposed(s, at, known)
        elif word == "needed":
            found = _needed(s, at, known)
        if found:
            yield found


def _modal(s: Sentence, at: int, known: frozenset[str]) -> Found | None:
    have = _have(s, at)
    if have is None:
        return None
    part = have + 1
    while part < len(s.words) and not s.stop(part) and _is_between(s.words[part]):
        part += 1
    between = s.words[at + 1 : part]
    who = subject(s, at, known)
    if between[0] in people("pronouns"):  # "could we have ..."
        who = Subject(Sort.PERSON, at + 1, at + 2)
    claim = _Claim(at, part, s.words[at], who, s.words[who.start : who.end], between)
    if claim.modal == "'d" and not who.human:
        return None
    found = at, min(part + 1, len(s.words)), who
    if s.stop(part):  # "They should have."
        return found if claim.duty and who.human else None
    word = s.words[part]
    if word in {"been", "be"}:
        end = _been(s, claim, known)
        return (at, end, who) if end else None
    if not is_participle(word) or word in _OUTCOMES:
        return None
    if not who.human and (word in {"had", "got"} or s.word(part + 1) in _OUTCOMES):
        return None
    return found if _active(s, claim, known) else None


def _have(s: Sentence, at: int) -> int | None:
    """Where the `have` of a modal stands: "should never have", "could of been"."""
    for place in range(at + 1, min(len(s.words), at + _NEAR)):
        word = s.words[place]
        if s.stop(place):
            return None
        if word in _HAVE or (word == "of" and is_participle(s.word(place + 1))):
            return place
        if not (_is_between(word) or word in _INVERTED):
            return None
    return None


def _is_between(word: str) -> bool:
    return word in _BETWEEN or is_adverb(word)


def _active(s: Sentence, claim: _Claim, known: frozenset[str]) -> bool:
    verb = s.words[claim.part]
    if claim.who.human:
        return _human(s, claim, verb, known)
    if claim.who.sort is Sort.NONE:
        machine = verb in verbs("machine_done") or verb in verbs("harm")
        if verb not in verbs("harm") and _is_deed(s, claim.at):
            return True
        return claim.at == 0 and not machine and verb not in {"thought", "expected"}
    if claim.duty:
        denied = not {"not", "never"}.isdisjoint(claim.between)
        if verb == "taken" and not denied and s.word(claim.part + 1) != "place":
            return False  # "the restart should have taken seconds"
        happened = verb in _HAPPEN or (verb in _PASSED and denied)
        first = _clause(s, claim.at)
        acts = (*claim.told, *s.words[first : first + 2])  # "Communication to the wards"
        return happened and not _ACTS.isdisjoint(acts)
    if "not" in claim.between and verb in _HAPPEN:  # "with more care this would not have happened"
        before = s.words[: claim.at]
        return not _MEASURES.isdisjoint(before) and not _EFFORTS.isdisjoint(before)
    if _is_small_effort(s, claim.at):
        return True
    deed = s.word(claim.at - 1) not in {"that", "which"} and _is_deed(s, claim.at)
    if deed and verb not in verbs("harm"):
        return True
    return _is_effort(claim.told)


def _human(s: Sentence, claim: _Claim, verb: str, known: frozenset[str]) -> bool:
    if claim.duty:
        return not (claim.is_of("affected") and verb in _RECEIVED)
    # "nobody could have known" takes the blame away
    denied = "not" in claim.between or not _NOBODY.isdisjoint(claim.told)
    if denied and (verb in _KNOWN or claim.modal == "could"):
        return False
    # "anyone would have done the same" does so too
    if claim.told[0] in _ANY and not _EXCUSED.isdisjoint(s.words[claim.part :]):
        return False
    # "anyone with the link could have read the letters": harm that was possible
    reached = claim.is_of("anybody") and verb in _ACCESS
    if reached and claim.modal in {"could", "might"} and _is_reached(s, claim.part + 1):
        return False
    if claim.is_of("anybody") or not _CAREFUL.isdisjoint(claim.told):
        return True
    if claim.is_of("attackers") or claim.is_of("affected"):
        return False
    if verb in verbs("harm_verbs") or (verb == "had" and claim.modal != "'d"):
        return False
    if claim.modal != "would" or claim.told[0] in _ANY or not _MEASURES.isdisjoint(claim.told):
        return True
    return _rests_on_people(s, claim, verb, known)


def _is_reached(s: Sentence, at: int) -> bool:
    """Whether what somebody could have read or used is data, rather than a sign."""
    return s.word(at) not in {"that", "it", "this", "coming", "how"} and not s.stop(at)


def _rests_on_people(s: Sentence, claim: _Claim, verb: str, known: frozenset[str]) -> bool:
    """Whether "we would have seen it" rests on what people had not done."""
    done = verb.rpartition("-")[2] in verbs("human_done")  # "cross-checked"
    if not done and verb not in _KNOWN:
        return False
    for place, word in enumerate(s.words[:-1]):
        if word in {"if", "had"} and place != claim.at:
            return named_after(s, place + 1, known).human
    return True


def _is_deed(s: Sentence, at: int) -> bool:
    """Whether the clause begins with what somebody might have done: "Asking them would ..."."""
    first = at
    while first > 0 and s.stop(first) != ";":
        first -= 1
    word = s.words[first]
    return word.endswith("ing") and len(word) > 5 and word not in _NO_GERUNDS and at - first > 1


def _is_small_effort(s: Sentence, at: int) -> bool:
    """Whether the clause begins with an effort and what it is to: "A short call to the depot"."""
    first = _clause(s, at)
    told = s.words[first : first + _NEAR]
    small = told[0] in _ANY | _COUNTED | _MEASURES and "to" in s.words[first:at]
    return small and _is_effort(told[: told.index("to")] if "to" in told else told)


def _clause(s: Sentence, at: int) -> int:
    """Where the clause of a token begins."""
    first = at
    while first > 0 and s.stop(first) not in {";", ","}:
        first -= 1
    return first


def _is_effort(told: tuple[str, ...]) -> bool:
    """Whether a subject is an effort of people rather than a mechanism: "better planning"."""
    if not told or not _MACHINES.isdisjoint(told):
        return False
    measures = _MEASURES | _COUNTED
    measured = not measures.isdisjoint(told) and not _EFFORTS.isdisjoint(told)
    if not _CAREFUL.isdisjoint(told):
        return True
    bare = told[-1] in _EFFORTS - _CHECKS and len(told) < 4
    return measured or bare


def _been(s: Sentence, claim: _Claim, known: frozenset[str]) -> int | None:
    """The end of a passive or a state that judges: "should have been tested", "... a sign"."""
    last = claim.part + 1
    while last < len(s.words) and not s.stop(last) and _is_between_been(s.words[last]):
        last += 1
    word = s.word(last)
    if claim.who.human and not _MEASURES.isdisjoint(claim.told) and claim.modal == "would":
        return last + 1  # "A better prepared team would have been done"
    automatic = not _AUTOMATIC.isdisjoint((*claim.between, *s.words[claim.part : last + 3]))
    if not word or s.stop(last) == ";" or automatic or word in _OUTCOMES:
        return None
    if word.endswith("ing"):
        judges = claim.who.human and not claim.is_of("affected")
    elif word in _DETERMINED or not is_participle(word):
        judges = _is_state(s, claim, last)
    else:
        judges = _is_done(s, claim, last, known)
    return min(last + 1, len(s.words)) if judges else None


def _is_between_been(word: str) -> bool:
    return is_adverb(word) or word in {"more", "much"}


def _is_state(s: Sentence, claim: _Claim, last: int) -> bool:
    near = set(s.words[last : last + _NEAR])
    if s.words[last] in _ENOUGH and _is_deed(s, claim.at):
        return True
    if near & _SIGNS and not near & {"worse", "worst"} and claim.modal != "would":
        return True
    return claim.duty and (claim.who.human or claim.is_of("possessives"))


def _is_done(s: Sentence, claim: _Claim, last: int, known: frozenset[str]) -> bool:
    word, by = s.words[last], agent(s, last, known)
    if "not" in claim.between and word not in verbs("machine_done"):
        before = s.words[: claim.at]  # "With more care, it would not have been swapped"
        if not _MEASURES.isdisjoint(before) and not _EFFORTS.isdisjoint(before):
            return True
    if by.sort is Sort.THING and not claim.who.human:
        weak = s.words[by.start : by.end]
        if weak[-1] in _EFFORTS - _TESTS and _MACHINES.isdisjoint(weak):
            return True
        return not _MEASURES.isdisjoint(weak) and not _EFFORTS.isdisjoint(weak)
    if by.human:
        return word not in verbs("harm") or word in {"stopped", "halted"}
    if claim.modal == "would" and word not in _PREVENTED:
        return False
    if not claim.duty and not _SOONER.isdisjoint(s.words[last:]) and word not in verbs("harm"):
        return True
    if word in verbs("human_done") and (claim.duty or not claim.is_of("affected")):
        return True
    if word in verbs("harm") or word in verbs("machine_done"):
        return False
    return claim.duty or (claim.who.human and not claim.is_of("affected"))


def _needed(s: Sentence, at: int, known: frozenset[str]) -> Found | None:
    """Who needed to have done it: "we needed to have tested", not "it needed to have access"."""
    if s.words[at + 1 : at + 3] != ("to", "have") or not is_participle(s.word(at + 3)):
        return None
    who = subject(s, at, known)
    passive = s.word(at + 3) == "been" and s.word(at + 4) in verbs("human_done")
    return (at, at + 4, who) if who.human or passive else None
