"""SS605 surface-fix: a remedy that rests on people being careful, trained or reminded.

What: in action items and resolves, "be more careful", "remind everyone", "more training",
"communicate better", "follow the process", "double-check". A machine that reminds or checks, a
drill of the system, the retraining of a model are left alone.

Why: it asks people to be different under the same pressure. It wears off within weeks, and nobody
can verify it.

Instead: "Remind developers to diff their values" -> "CI shows the rendered diff and asks for
approval when a limit falls."
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from secondstory.findings import Code, Level
from secondstory.lint.phrases import Group, Phrases, load
from secondstory.lint.rewording import by_machine
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import DETERMINERS, Sort, is_adverb, named_after, subject
from secondstory.lint.words import is_past, listed, wordlist

CODE = Code(
    "SS605",
    "surface-fix",
    Level.WARNING,
    "It rests on people being different under the same pressure, and wears off within weeks.",
    "ask what would make the right thing happen by itself: a gate, a default, a check by a machine",
)
_AUTOMATIC = listed("surface_fix", "automatic")
_BY_ITSELF = listed("surface_fix", "by_itself")
_BASES = listed("surface_fix", "bases")
_LESSON = frozenset(wordlist("surface_fix")["classes"]["lesson"].split()) | {
    "refresher",
    "awareness",
    "knowledge-sharing",
    "reminder",
    "reminders",
}
_TRAINED = listed("surface_fix", "trained")
_AHEAD = frozenset(
    {
        ("going", "forward"),
        ("moving", "forward"),
        ("from", "now"),
        ("next", "time"),
        ("in", "future"),
        ("the", "future"),
    }
)
_RESOLVED = listed("surface_fix", "resolved")
_MEANT = frozenset(
    {
        ("need", "to"),
        ("needs", "to"),
        ("have", "to"),
        ("has", "to"),
        ("plan", "to"),
        ("going", "to"),
        ("want", "to"),
        ("aim", "to"),
        ("intend", "to"),
        ("we", "need"),
        ("agreed", "to"),
    }
)
_WANTED = listed("surface_fix", "wanted")
_APPEALS = frozenset({"care", "remind", "train", "encourage"})
_DEGREES = listed("surface_fix", "degrees")
_BUILDS = listed("surface_fix", "builds")
_LEADING = listed("surface_fix", "leading")
_OPEN = frozenset({"", "lessons", "went_poorly", "resolution"})
_STARTS = frozenset({"try", "please", "agree", "aim", "commit", "start", "begin", "continue"})
_DENIED = frozenset({"without", "no", "instead"})
_REMOVES = frozenset("remove delete disable drop retire".split())
_WIRES = listed("surface_fix", "wires")
_OUTSIDE = listed("surface_fix", "outside")
_IMPROVES = listed("surface_fix", "improves")
_DONE = frozenset({"been", "be", "have", "has", "'ve"})
_TAUGHT = listed("surface_fix", "taught")
_GIVEN = listed("surface_fix", "given")
_NEEDED = listed("surface_fix", "needed")
_LESSONS = frozenset("lesson lessons takeaway takeaways learning learnings moral".split())
_BEFORE, _AFTER = 5, 9  # tokens
_STORY = listed("surface_fix", "story")


@cache
def _phrases() -> Phrases:
    return load("surface_fix")


def _check(s: Sentence, context: Context) -> Iterator[Mark]:
    if context.passage.kind == "heading" or s.asks:
        return
    for group, start, end in _phrases().find(s):
        if _is_planned(s, group, start, end, context) and _rests_on_people(
            s, group, start, end, context
        ):
            yield Mark(
                s.spans[start][0],
                s.spans[end - 1][1],
                f"{quoted(s.told(start, end))} rests on people being different",
                by_machine(s, end),
                Level.WARNING,
            )
            return  # one for each sentence: it is one item


def _is_planned(s: Sentence, group: Group, start: int, end: int, context: Context) -> bool:
    """Whether a sentence says what is to be done."""
    words = s.words
    if words[start].endswith("ing") and not context.plans and group.name == "care":
        return False
    if s.word(start - 1) == "to" and s.words[0] in _BUILDS:
        return False
    if context.plans:
        return not _is_told(words[start]) or s.word(start - 1) in {"be", "been", "being"}
    resolve = _is_resolved(s, start, end)
    if context.passage.family in _STORY:
        return resolve and ("will" in words or "forward" in words)
    leads = context.passage.kind in {"item", "cell"} and not _is_told(words[start])
    imperative = leads and all(is_adverb(word) or word in _LEADING for word in words[:start])
    if imperative and context.passage.family in _OPEN:
        return True
    return resolve and (
        group.name in _APPEALS or not _DEGREES.isdisjoint(words[max(0, start - 1) : end + 3])
    )


def _is_resolved(s: Sentence, start: int, end: int) -> bool:
    """Whether it is a resolve: "going forward we ...", "... is needed", "we must ..."."""
    words = s.words
    told = _is_told(words[start]) and s.word(start - 1) not in {"be", "been"}
    if not _AHEAD.isdisjoint(pairwise(words)) and not told:
        return True
    before = words[max(0, start - _BEFORE) : start + 1]
    if (
        "not" not in before
        and not _RESOLVED.isdisjoint(before)
        and not told
        and "have" not in words[start - 1 : start + 2]
    ):
        return True
    pairs = set(pairwise(before))
    if pairs & _MEANT and not told:
        return True
    done = "had" not in before and not _DONE.isdisjoint(before)
    if done and (words[start] in _TAUGHT or not _GIVEN.isdisjoint(before)):
        return True
    raising = words[start].endswith("ing") and words[start] not in _LESSON
    if not told and not raising and not _NEEDED.isdisjoint(before) and "of" not in before:
        return True
    if not _LESSONS.isdisjoint(words[:start]) and ("is", "to") in set(pairwise(before)):
        return True
    after = words[end : end + _AFTER]
    return not _WANTED.isdisjoint(after) or ("will", "be") in set(pairwise(after))


def _rests_on_people(s: Sentence, group: Group, start: int, end: int, context: Context) -> bool:
    words = s.words
    if not _DENIED.isdisjoint(words[max(0, start - 2) : start]) or words[0] in _REMOVES:
        return False
    if s.word(end) in _WIRES or (group.name == "communicate" and _is_outside(s, start)):
        return False
    if s.word(start - 1) in _IMPROVES or s.word(start - 1) == "please":
        return True
    machine = not _AUTOMATIC.isdisjoint(
        words[max(0, start - 6) : start]
    ) or not _BY_ITSELF.isdisjoint(words[end : end + 8])
    if machine and group.name in {"remind", "check", "communicate", "follow", "train"}:
        return False
    if words[max(0, start - 1)] == "not" and group.name not in {"care", "check"}:
        return False
    if group.name == "train" and (
        words[start].startswith(
            ("train", "retrain", "re-train", "teach", "brief", "school", "instruct", "coach")
        )
    ):
        near = words[start + 1 : start + 4]
        if not _TRAINED.isdisjoint(near):
            return False
        if words[start] in {
            "brief",
            "school",
            "instruct",
            "trained",
            "taught",
            "teach",
            "instructs",
            "briefs",
        }:
            return named_after(s, min(end, len(words) - 1), context.known).human
    if words[start] in {"training", "trainings"} and s.word(start - 1) == "for":
        return False
    if words[start] in _LESSON or s.word(start - 1) in DETERMINERS:
        return not (
            words[start].startswith("reminder")
            and {"open", "opens", "ticket", "expires", "expiry"} & set(words)
        )
    if s.words[0] in _STARTS or s.word(start - 1) == "to":  # "Try to ...", "a session to ..."
        return True
    who = subject(s, start, context.known)
    if who.sort is Sort.THING and not words[start].endswith("ing") and group.name != "encourage":
        # "the client can be instructed to retry"
        return words[start] not in _TAUGHT and _is_told(words[start])
    return True


def _is_outside(s: Sentence, start: int) -> bool:
    """Whether somebody outside is asked for something: "Ask the vendor to raise the quota"."""
    return not _OUTSIDE.isdisjoint(s.words[start + 1 : start + 5])


def _is_told(word: str) -> bool:
    """Whether a verb tells what was, rather than what is to be done."""
    return is_past(word) and word not in _BASES


RULE = Rule(CODE, sentence=_check)
