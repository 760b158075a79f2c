"""The grammar of knowing better: "should have tested", "if we had", "was supposed to".

A requirement ("should have a gate"), the expected behaviour of a thing ("the alert should have
fired"), a missing safeguard ("a diff would have shown it") and luck ("it could have been worse")
are told apart from a judgement on what people did.
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import (
    BE,
    NOBODY,
    SUBORDINATORS,
    Sort,
    Subject,
    agent,
    is_adverb,
    named_after,
    named_between,
    subject,
)
from secondstory.lint.words import is_participle, listed, people, verbs

_MODALS = frozenset("should would could might ought must 'd may".split())
_DUTY = frozenset("should ought".split())
_MEASURES = listed("counterfactual", "measures")
_EFFORTS = listed("counterfactual", "efforts")
_ACTS = listed("counterfactual", "acts")
_HAPPEN = listed("counterfactual", "happen")
_SIGNS = listed("counterfactual", "signs")
_PREVENTED = listed("counterfactual", "prevented")
_NO_GERUNDS = listed("counterfactual", "no_gerunds")
_NO_ADVERBS = frozenset("automatically automatic".split())
_OUTCOMES = listed("counterfactual", "outcomes")
_PRONOUNS = frozenset("this that it these those which".split())
_ME = frozenset("i you he she we they it this that these those".split())


def counterfactuals(s: Sentence, known: frozenset[str]) -> Iterator[tuple[int, int, Subject]]:
    """The judgements by hindsight of a sentence: first token, end, subject."""
    for at, word in enumerate(s.words):
        if (word in _MODALS and (found := _modal(s, at, known))) or (
            word in {"if", "had"} and (found := _condition(s, at, known))
        ):
            yield found
        elif (
            word == "needed"
            and s.words[at + 1 : at + 3] == ("to", "have")
            and is_participle(s.word(at + 3))
        ):
            who = subject(s, at, known)
            passive = s.word(at + 3) == "been" and s.word(at + 4) in verbs("human_done")
            if who.human or passive:
                yield at, at + 4, who
        elif word == "supposed" and s.word(at + 1) == "to" and (found := _supposed(s, at, known)):
            yield found


def _modal(s: Sentence, at: int, known: frozenset[str]) -> tuple[int, int, Subject] | None:
    have = at + 1
    before: list[str] = []
    while (
        have < len(s.words)
        and have - at < 5
        and s.words[have] not in {"have", "'ve"}
        and not s.stop(have)
    ):
        word = s.words[have]
        if not (
            word in {"not", "never", "to", "of"}
            or is_adverb(word)
            or word in _ME
            or word == "easily"
        ):
            return None
        if word == "of" and (is_participle(s.word(have + 1)) or s.word(have + 1) == "been"):
            break
        before.append(word)
        have += 1
    if s.word(have) not in {"have", "'ve", "of"} or s.words[at] in {"must", "may"}:
        return None
    part = have + 1
    while (
        part < len(s.words)
        and (is_adverb(s.words[part]) or s.words[part] in {"not", "only"})
        and not s.stop(part)
    ):
        before.append(s.words[part])
        part += 1
    inverted = bool(before) and before[0] in _ME
    who = subject(s, at, known)
    if inverted and before[0] in people("pronouns"):
        who = Subject(Sort.PERSON, at + 1, at + 2)
    modal = s.words[at]
    if modal == "'d" and not who.human:
        return None
    here = (at, min(part + 1, len(s.words)), who)
    if part >= len(s.words) or s.stop(part):
        return here if modal in _DUTY and who.human else None
    word = s.words[part]
    if word in {"been", "be"}:
        return _been(s, at, part, who, known, automatic=not _NO_ADVERBS.isdisjoint(before))
    if not is_participle(word) or word in _OUTCOMES:
        return None
    if (word == "had" or word == "got") and modal in _DUTY and not who.human:
        return None
    if s.word(part + 1) in _OUTCOMES and not who.human:
        return None
    return here if _active(s, at, part, who, known) else None


def _active(s: Sentence, at: int, part: int, who: Subject, known: frozenset[str]) -> bool:
    modal, verb = s.words[at], s.words[part]
    if who.human:
        told = set(s.words[who.start : who.end])
        unknown = "not" in s.words[at:part] or not told.isdisjoint(
            {"nobody", "no", "none", "noone"}
        )
        if (
            modal in {"could", "would"}
            and unknown
            and verb in {"known", "foreseen", "seen", "predicted", "guessed", "noticed"}
        ):
            return False
        if modal in _DUTY:
            return not (
                told & people("affected")
                and verb in {"seen", "received", "experienced", "gotten", "got", "had"}
            )
        if told & people("anybody"):
            return True
        if told & people("attackers") or told & people("affected"):
            return False
        if verb in verbs("harm_verbs") or (verb == "had" and modal != "'d"):
            return False
        return (
            modal == "'d"
            or modal in {"could", "might"}
            or _better(s, who)
            or _would(s, at, part, known)
        )
    if who.sort is Sort.NONE:
        return (
            verb not in {"thought", "been", "expected"}
            and verb not in verbs("machine_done")
            and verb not in verbs("harm")
            and at == 0
        )
    told = s.words[who.start : who.end]
    head = told[-1] if told else ""
    if modal not in _DUTY and _is_deed(s, at):
        return True
    if (
        verb in _HAPPEN
        and modal in _DUTY
        and set(told) & _ACTS
        and not (head in {"it", "that", "which"} and verb == "been")
    ):
        return True
    weak = not _MEASURES.isdisjoint(told) and not _EFFORTS.isdisjoint(told)
    weak = weak or (
        head in _EFFORTS
        and head not in {"check", "review", "test", "call", "email", "analysis", "inspection"}
        and len(told) < 4
    )
    return (
        weak
        and modal not in _DUTY
        and not {"automated", "automatic", "ci", "schema", "pipeline"} & set(told)
    )


def _is_deed(s: Sentence, at: int) -> bool:
    """Whether the clause begins with what somebody might have done: "Asking them would have ..."."""
    first = at
    while first > 0 and s.stop(first) != ";":
        first -= 1
    word = s.words[first]
    if word in {"missing", "nothing", "something", "anything", "everything"}:
        return False
    return word.endswith("ing") and len(word) > 5 and word not in _NO_GERUNDS and at - first > 1


def _better(s: Sentence, who: Subject) -> bool:
    """Whether a subject is measured against a better one: "a more experienced operator"."""
    told = s.words[who.start : who.end]
    return told[:1] in (
        ("a",),
        ("an",),
        ("any",),
        ("anyone",),
        ("anybody",),
        ("another",),
    ) or not _MEASURES.isdisjoint(told)


def _would(s: Sentence, at: int, part: int, known: frozenset[str]) -> bool:
    """Whether "we would have seen it" rests on what people had not done."""
    verb = s.words[part]
    good = verb in verbs("human_done") or verb in {
        "seen",
        "known",
        "spotted",
        "realised",
        "realized",
        "saved",
        "kept",
    }
    if not good:
        return False
    for place, word in enumerate(s.words):
        if word in {"if", "had"} and place != at:
            first = place + 1
            if first < len(s.words):
                who = named_after(s, first, known)
                return who.human
    return s.word(part + 1) != "if"


def _been(
    s: Sentence, at: int, part: int, who: Subject, known: frozenset[str], *, automatic: bool
) -> tuple[int, int, Subject] | None:
    """A passive or a state: "should have been tested", "could have been a sign"."""
    modal = s.words[at]
    last = part + 1
    while (
        last < len(s.words)
        and (is_adverb(s.words[last]) or s.words[last] in {"more", "much"})
        and not s.stop(last)
    ):
        automatic = automatic or s.words[last] in _NO_ADVERBS
        last += 1
    word = s.word(last)
    here = (at, min(last + 1, len(s.words)), who)
    if not word or s.stop(last) == ";" or automatic or word in _OUTCOMES:
        return None
    told = set(s.words[who.start : who.end])
    if word.endswith("ing"):
        return (
            here if who.human and not told & people("affected") and word not in {"being"} else None
        )
    if word in {"a", "an", "the", "our", "my", "another", "no"} or not is_participle(word):
        near = set(s.words[last : last + 5])
        if near & _SIGNS and not (near & {"worse", "worst"}) and modal != "would":
            return here
        possessed = not told.isdisjoint(people("possessives"))
        if (possessed or who.human) and modal in _DUTY:
            return here
        return None
    by = agent(s, last, known)
    if by.sort is Sort.THING and not who.human:
        weak = set(s.words[by.start : by.end])
        return here if weak & _MEASURES and weak & _EFFORTS else None
    if by.human:
        return None if word in verbs("harm") - {"stopped", "halted"} else here
    if modal == "would" and word not in _PREVENTED:
        return None
    if word in verbs("human_done") and not (told & people("affected") and modal not in _DUTY):
        return here
    if word in verbs("harm") or word in verbs("machine_done"):
        return None
    return here if modal in _DUTY or (who.human and not told & people("affected")) else None


def _condition(s: Sentence, at: int, known: frozenset[str]) -> tuple[int, int, Subject] | None:
    """ "If X had done", "had X done", "if only"."""
    if s.words[at] == "if":
        if s.word(at + 1) == "only":
            return at, min(at + 3, len(s.words)), NOBODY
        who = named_after(s, at + 1, known)
        had = who.end
        while had < min(len(s.words), at + 14) and s.words[had] not in {"had", "'d"}:
            if s.stop(had) or s.words[had] in SUBORDINATORS | BE:
                return None
            had += 1
        place = had + 1
    else:
        if (
            at
            and not s.stop(at)
            and s.word(at + 1) not in _ME - {"it", "this", "that"}
            and s.words[at - 1]
            not in {"but", "and", "however", "avoided", "prevented", "happened", "so"}
        ):
            return None
        if _verbal(s.word(at + 1)) or s.word(at + 1) in BE | {"a", "an", "no", "to"}:
            return None
        who = named_after(s, at + 1, known)
        had, place = at, who.end
        while (
            place < len(s.words)
            and place - at < 10
            and not _verbal(s.words[place])
            and not s.stop(place)
        ):
            place += 1
        # "had not been", "had we not": the noun ends where the verb begins
        for inner in range(at + 2, place):
            if _verbal(s.words[inner]) and not s.stop(inner):
                place = inner
                who = named_between(s, who.start, inner, known)
                break
    if had >= len(s.words) or had - at > 13:
        return None
    denied = False
    while (
        place < len(s.words)
        and (is_adverb(s.words[place]) or s.words[place] in {"not", "also", "better"})
        and not s.stop(place)
    ):
        if s.words[place] == "also":
            return None
        denied = denied or s.words[place] in {"not", "never"}
        place += 1
    verb = s.word(place)
    if not is_participle(verb) or (verb == "had" and not who.human):
        return None
    end = min(place + 1, len(s.words))
    passive = verb == "been"
    if passive:
        verb = s.word(place + 1)
        end = min(place + 2, len(s.words))
    good = _avoids(s)
    if denied and not good:
        return None
    if who.human:
        told = set(s.words[who.start : who.end])
        return None if told & people("affected") and not good else (at, end, who)
    if passive and verb in verbs("human_done"):
        if _harms(s):
            return None
        return None if agent(s, place + 1, known).sort is Sort.THING else (at, end, who)
    return None


def _harms(s: Sentence) -> bool:
    """Whether the consequence is harm that did not come: "would have broken"."""
    words = s.words
    return any(
        words[at] in {"would", "could", "might"}
        and not verbs("harm").isdisjoint(words[at + 1 : at + 4])
        and "not" not in words[at + 1 : at + 3]
        for at in range(len(words))
    )


def _avoids(s: Sentence) -> bool:
    words = s.words
    for at, word in enumerate(words):
        if word in {"avoided", "prevented", "averted", "caught", "still", "smaller", "shorter"}:
            return True
        if word in {"would", "could", "might"} and words[at + 1 : at + 2] in (("not",), ("never",)):
            return True
    return False


def _verbal(word: str) -> bool:
    return is_participle(word) or word in {"not", "never"} or is_adverb(word)


def _supposed(s: Sentence, at: int, known: frozenset[str]) -> tuple[int, int, Subject] | None:
    if s.word(at - 1) not in BE | {"not", "originally", "always", "all"}:
        return None
    who = subject(s, at, known)
    if s.word(at + 2) == "be" and (by := agent(s, at + 3, known)).human:
        who = by
    return (at - 1, min(at + 3, len(s.words)), who) if who.human else None
