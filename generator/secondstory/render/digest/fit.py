"""Texts of reports -> the same in the room that an issue has: short, on one line, harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from secondstory.render.body import unlinked, words
from secondstory.render.views_parts import Html
from secondstory.render.words import SENTENCE, shortened

_TAG = re.compile(r"<[^>]*>")
# What a line of an issue may hold; a mail shows no picture, and a headline no line break.
_MARKUP = re.compile(r"</?(?:b|code|del|em|i|kbd|s|samp|strong|sub|sup|var)>")
# Where an author paused, the strongest first.
_PAUSES = (re.compile(r"[;:](?=\s)|\s[–—-](?=\s)|\s(?=\()"), re.compile(r",(?=\s)"))
_ANNOUNCES = re.compile(
    r"\b(?:following|follows|this|these|such as|for example)\s*$", re.IGNORECASE
)
_FEWEST = 4  # words that can be a clause worth reading alone
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # of Persian, of Indic scripts and of emoji
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # scripts that part no words
_LONG = 24  # characters of a word that is none: a path, a name of a machine
_BROAD = 9  # characters: the room of a word, with its space


def line(text: str) -> str:
    """A text on one line, without what controls a terminal, a mail or the way it is read."""
    if not text.isprintable():
        text = "".join(" " if _controls(sign) else sign for sign in text)
    return " ".join(text.split())


def bare(html: str) -> str:
    """The words of some markup."""
    return line(unescape(_TAG.sub("", html)) if "<" in html or "&" in html else html)


def fitted(html: str, room: int) -> Html:
    """Some markup of a report as it is, if it has at most so many words; else its beginning."""
    html = unlinked(html)
    text = bare(html)
    if length(text) <= room and html.isprintable() and "<" not in _MARKUP.sub("", html):
        return Html(html)
    return words(cut(text, room))


def cut(text: str, room: int) -> str:
    """A text in at most so many words: its first sentences, else its first clauses.

    Where its author made no pause, it ends in an ellipsis.
    """
    text = line(text)
    if length(text) <= room:
        return text
    if found := whole([text], room):
        return found
    for pause in _PAUSES:
        ends = [match.start() for match in pause.finditer(text)]
        heads = (text[:end] for end in reversed(ends))
        heads = (head for head in heads if head.count("(") == head.count(")"))
        if head := next((one for one in heads if _FEWEST <= length(one) <= room), ""):
            return head
    head = shortened(" ".join(text.split()[:room]), room * _BROAD)
    if head.count("(") > head.count(")"):
        head = head[: head.rfind("(")] or head
    return head if head.endswith("…") else f"{head.rstrip(' ,;:–—-')} …"


def whole(texts: Iterable[str], room: int) -> str:
    """As many whole sentences of some texts as fit in so many words."""
    kept: list[str] = []
    for sentence in (each for text in texts for each in sentences(text)):
        room -= length(sentence)
        if room < 0:
            break
        kept.append(sentence)
    return " ".join(kept)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a last one that only announces what follows is left out."""
    text = line(text)
    found, start = [], 0
    for match in SENTENCE.finditer(text):
        found.append(text[start : match.end()].strip())
        start = match.end()
    if rest := text[start:].strip():
        found.append(rest)
    if found and found[-1].endswith((":", "：")):
        last = found.pop()[:-1]
        found += [] if _ANNOUNCES.search(last) else [f"{last}."]
    return found


def length(text: str) -> int:
    """How many words a text has; two signs of a script that parts no words count as one."""
    unspaced = len(_UNSPACED.findall(text))
    spaced = _UNSPACED.sub(" ", text) if unspaced else text
    return sum(1 + len(word) // _LONG for word in spaced.split()) + -(-unspaced // 2)


def without_stop(html: str) -> Html:
    """A headline or an entry of a list, which ends without a full stop."""
    return Html(html if html.endswith("..") else html.removesuffix("."))


def _controls(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS
