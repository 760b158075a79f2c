"""Prose -> sentences that state a fix or a lesson, offered where a report lists none.

"To prevent recurrence we will ..." is no action item with an owner, but a reader should
not miss it. What is offered says so in its provenance (`Origin.SENTENCE`), and is shown
and indexed as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from secondstory.extract.identity import names
from secondstory.extract.items import list_items
from secondstory.extract.lessons import anchor, make_lesson, split_sentences
from secondstory.extract.lexicon import Lexicon, fold
from secondstory.extract.meant import meant
from secondstory.extract.residue import is_prompt
from secondstory.extract.sections import Part
from secondstory.markdown import rich
from secondstory.model import (
    Action,
    ActionStatus,
    Block,
    Document,
    Fact,
    Kind,
    Lesson,
    LessonKind,
    Origin,
    Provenance,
)
from secondstory.noun import replace

_MOST_ACTIONS, _MOST_LESSONS, _MOST_LISTED = 5, 3, 12
_SHORTEST, _LONGEST = 30, 600
_CLOSED_TO_OFFERS = frozenset({"timeline", "appendix", "actions", "lessons", "went_well", "lucky"})
# What states no fix: "we have no plans to", a question, "here we outline what we are doing".
_DENIED = re.compile(
    r"\bno (?:\w+ )?plans?\b|\?\s*$"
    r"|\b(?:will|we|also|to|post-?mortem|post|report|article|that)"
    r" (?:discuss|outline|describe|explain|detail|include|share|cover|walk)(?:s|d|ed)?\b"
    r"[^.]{0,60}?\b(?:what|how|steps|measures)\b",
    re.IGNORECASE,
)
# "we have since added", "has been implemented": said to be done
_DONE = re.compile(
    r"\b(?:ha(?:s|ve)|'ve) (?:also |now |since |already )+(?:been )?\w+(?:ed|t)\b"
    r"|\bha(?:s|ve) been (?:added|implemented|fixed|deployed|disabled|enabled|updated)\b",
    re.IGNORECASE,
)


def offer_actions(
    document: Document, parts: tuple[Part, ...], lexicon: Lexicon
) -> tuple[Action, ...]:
    """Sentences that state a fix, at most five, in the order of the report."""
    found: dict[str, Action] = {}
    for words, line in _sentences(parts, lexicon, "offer_action"):
        text = rich(words, document.source.path, document.links)
        source = Provenance(Origin.SENTENCE, line)
        done = _DONE.search(text.text)
        status = Fact(ActionStatus.DONE, done[0], source) if done else None
        action = Action(
            text,
            None,
            None,
            status,
            None,
            None,
            None,
            None,
            None,
            "",
            anchor("f", text.text),
            source,
        )
        found.setdefault(action.anchor, meant(action, {}))
        if len(found) == _MOST_ACTIONS:
            break
    ids = names([action.text.text for action in found.values()])
    return tuple(replace(action, id=name) for name, action in zip(ids, found.values(), strict=True))


def offer_lessons(
    document: Document, parts: tuple[Part, ...], lexicon: Lexicon
) -> tuple[Lesson, ...]:
    """Sentences that state a lesson, at most three, in the order of the report."""
    found: dict[str, Lesson] = {}
    for words, line in _sentences(parts, lexicon, "offer_lesson"):
        source = Provenance(Origin.SENTENCE, line)
        lesson = make_lesson(LessonKind.LESSON, words, document, source)
        found.setdefault(lesson.anchor, lesson)
        if len(found) == _MOST_LESSONS:
            break
    return tuple(found.values())


def _sentences(parts: tuple[Part, ...], lexicon: Lexicon, family: str) -> Iterator[tuple[str, int]]:
    phrases = lexicon.known(family)
    for part in parts:
        if part.family in _CLOSED_TO_OFFERS:
            continue
        for block, following in pairwise((*part.blocks, None)):
            if block and block.kind is Kind.PARAGRAPH and not is_prompt(block.plain):
                yield from _stating(block, following, phrases)


def _stating(
    block: Block, following: Block | None, phrases: tuple[str, ...]
) -> Iterator[tuple[str, int]]:
    """What a paragraph states; a sentence that ends in a colon, by the list that follows it."""
    whole = fold(block.plain)
    if not any(phrase in whole for phrase in phrases):
        return
    for sentence, line in split_sentences(block.text):
        folded = f" {fold(sentence)} "
        fits = _SHORTEST <= len(sentence) <= _LONGEST and not _DENIED.search(sentence)
        if not fits or not any(_holds(folded, phrase) for phrase in phrases):
            continue
        if following and following.kind is Kind.LIST and sentence.endswith((":", "：")):
            for item in islice(list_items(following), _MOST_LISTED):
                yield item.block.text, item.block.line
        else:
            yield sentence, block.line + line


def _holds(folded: str, phrase: str) -> bool:
    """Whole words, except in scripts that part none."""
    return f" {phrase} " in folded if phrase.isascii() else phrase in folded
