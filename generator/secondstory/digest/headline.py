"""What makes a headline worth a click: it stands alone, leads with the thing, and is short.

After J. Nielsen's studies of headlines (40 to 60 characters, the first words decide) and the
rules of `docs/digest.md`. A headline is never invented: where a lesson's own does not do, other
words of its report stand above it, and where none do, its own are cut where their author paused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from secondstory.model import Brief, Lesson, Rich

LONGEST = 70  # characters
_NAME = re.compile(
    r"""\W*(?: (?:sev|s|p)[- ]?\d\b
    | (?:inc|incident|pm|postmortem|rca|issue|case|ticket)\b[\s#:-]*\d
    | [A-Z]{2,}\d*-\d | \#\d | \d{4}-\d\d | \d{1,2}[./]\d{1,2}[./]\d{2}
    | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_PREFIX = re.compile(r"\S+(?:\s+\d\S*)*[\s:|/–—-]+")  # a name or date, and what parts it off
_SYMPTOM = re.compile(
    r"\W*(?:(?:an?|the|partial|major|full|complete|service|site|production|total|all)\s+)*"
    r"(?:(?:[\w-]+\s+){0,2}(?:outage|downtime|issues?|incident|failures?|problems?|errors?|down"
    r"|unavailable|degradation|5xx|50\d(?:s| errors)?|postmortem|post-mortem|rca))\W*",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?<!\w)@\w")
_FEWEST, _PIECE = 3, 5  # words: fewer say no mechanism; of a piece of a sentence
_SENTENCE = re.compile(r"(?<=[\w)\"'”’`][.!?])\s+(?=[^\Wa-z])")
_PAUSE = re.compile(r"[;:]\s+|\s+[–—-]\s+")
_COMMA = re.compile(r",\s+")
# What begins so has to go on.
_HANGS = re.compile(
    r"(?:if|when(?:ever)?|where|while|because|since|although|though|as|after|before|until|unless"
    r"|once|for|with|without|by|in|on|at)\b",
    re.IGNORECASE,
)


def faults(headline: str) -> tuple[str, ...]:
    """What is wrong with a headline, in words; empty where nothing is."""
    found = []
    if len(headline) > LONGEST:
        found.append(f"{len(headline)} characters long")
    if _NAME.match(headline):
        found.append("begins with an id, a severity or a date")
    if "@" in headline and _PERSON.search(headline):
        found.append("names a person")
    if len(headline) <= LONGEST and _SYMPTOM.fullmatch(headline):
        found.append("names a symptom and no mechanism")
    elif len(headline.split()) < _FEWEST and " " in headline.strip():
        found.append("says too little to stand alone")
    return tuple(found)


def headline_of(report: Brief, lesson: Lesson) -> Rich:
    """The words to print above a lesson: its own if they do, else others of its report."""
    other = _other(lesson.headline.text, report.title)
    return worded(other) if other else lesson.headline


@lru_cache(maxsize=50_000)  # `serve` asks anew after each save
def _other(lesson: str, title: str) -> str:
    """What does in place of a lesson's own headline, "" where that does."""
    own = plain(lesson)
    if not faults(own):
        return ""
    title = plain(title)
    others = (*_shorter(own), *([title] if len(title) <= LONGEST else ()), *_shorter(title))
    return next((words for words in others if not faults(words)), "") or _cut(own)


def worded(words: str) -> Rich:
    """Plain words as a headline."""
    return Rich(words, escape(words))


def plain(text: str) -> str:
    """A text as headlines stand: on one line, seen as it is written, without a full stop."""
    if not text.isprintable():
        text = "".join(sign if unicodedata.category(sign)[0] not in "CZ" else " " for sign in text)
    text = " ".join(text.split())
    return text if text.endswith("..") else text.removesuffix(".")


def _stands(words: str) -> bool:
    """Whether a piece of a text is a sentence, and short enough."""
    return len(words) <= LONGEST and len(words.split()) >= _PIECE and not _HANGS.match(words)


def _shorter(text: str) -> Iterator[str]:
    """The first sentence of a text, its first clause, and both without an id or a date."""
    texts = [text]
    if _NAME.match(text) and (prefix := _PREFIX.match(text)):
        texts.append(text[prefix.end() :])
    for each in texts:
        sentence = plain(_SENTENCE.split(each, maxsplit=1)[0])
        pieces = dict.fromkeys((sentence, _PAUSE.split(sentence, maxsplit=1)[0]))
        yield from (words for words in pieces if words != text and _stands(words))


def _cut(text: str) -> str:
    """As much of a text as a headline can hold: up to a pause, else with an ellipsis."""
    for pause in (_SENTENCE, _PAUSE, _COMMA):
        ends = [found.start() for found in pause.finditer(text) if found.start() <= LONGEST]
        head = text[: ends[-1]] if ends else ""
        if len(head.split()) >= _PIECE:
            return plain(head)
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST - 1]
    end = head.rfind(" ")
    return f"{head[: end if end > LONGEST // 2 else None].rstrip(' ,;:–—-')}…"
