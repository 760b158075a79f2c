"""SS602 hindsight: a counterfactual on what people did, or "it was obvious".

What: "should have tested", "could have been avoided", "had we only", "in hindsight", "the signs
were there". The expected behaviour of a thing ("the alert should have fired"), a safeguard that
was missing, luck, and requirements ("should have a gate") are left alone.

Why: it tells what did not happen, in the light of what nobody knew. It explains nothing, and it
makes every reader wiser than those who were there.

Instead: "They should have rolled back at 09:40" -> "At 09:40 the graph showed a recovery, so the
fix went on: a rollback was not considered until 10:05."
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from secondstory.findings import Code, Level
from secondstory.lint.counterfactual import counterfactuals
from secondstory.lint.moods import is_negated
from secondstory.lint.phrases import Group, Phrases, load
from secondstory.lint.rewording import as_seen_then
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.sentences import Sentence
from secondstory.lint.words import listed, people

CODE = Code(
    "SS602",
    "hindsight",
    Level.WARNING,
    "What could have been done explains nothing; what was seen and why it made sense does.",
    "say what was known then and why the act made sense; name the safeguard that was missing",
)
_EVIDENCE = listed("hindsight", "evidence")
_NEAR = 8  # tokens
_GUESSED = frozenset({"likely", "probably", "because"})
_HARMLESS = listed("hindsight", "harmless")
_DUE = listed("hindsight", "due")


@cache
def _phrases() -> Phrases:
    return load("hindsight")


def _check(s: Sentence, context: Context) -> Iterator[Mark]:
    if s.asks or context.passage.kind == "heading":
        return
    taken: set[int] = set()
    if not context.plans:
        for start, end, _ in counterfactuals(s, context.known):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield _mark(s, start, end)
    for group, start, end in _phrases().find(s):
        wish = context.plans and group.shape == "obvious"  # "Make it clear to everyone ..."
        if not wish and taken.isdisjoint(range(start, end)) and _counts(s, group, start, end):
            taken.update(range(start, end))
            yield _mark(s, start, end)


def _counts(s: Sentence, group: Group, start: int, end: int) -> bool:
    if is_negated(s, start) and "no" not in s.words[start:end]:
        return False
    if s.words[start] in {"in", "with"} and not _GUESSED.isdisjoint(s.words):
        return any(word in people("pronouns") for word in s.words)
    if group.shape == "of-course":
        return _is_due(s, start, end)
    if group.shape == "obvious":
        told = s.words[start:end]
        if not _HARMLESS.isdisjoint(s.words[max(0, start - 3) : start]) or (
            "not" in told and told[0] != "not"
        ):
            return False
        if not _HARMLESS.isdisjoint(s.words[max(0, end - 3) : end]) and told[0] != "not":
            return False
        if told[-1] == "obvious" and told[0] != "it" and s.word(start - 1) in _EVIDENCE:
            return False
    return True


def _is_due(s: Sentence, start: int, end: int) -> bool:
    """Whether a clause opens by calling what had to be done a matter of course."""
    behind = s.words[end : end + _NEAR]
    return not start and (not _DUE.isdisjoint(behind) or ("had", "to") in pairwise(behind))


def _mark(s: Sentence, start: int, end: int) -> Mark:
    words = s.told(start, end)
    return Mark(
        s.spans[start][0],
        s.spans[end - 1][1],
        f"{quoted(words)} judges by what was known only afterwards",
        as_seen_then(s, start, end),
        Level.WARNING,
    )


RULE = Rule(CODE, sentence=_check)
