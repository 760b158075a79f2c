"""Phrases as data -> where they occur in a sentence.

A phrase is a line of words. `~drop` is any form of a verb, `a|b` either, `[x]` may be missing,
`...` is up to four words, `@care` a class of words. "double-check" also matches "double check".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product

from secondstory.lint.sentences import Sentence
from secondstory.lint.words import forms, listed, people, verbs, wordlist
from secondstory.noun import Noun

_GAP = 4  # words that "..." stands for, at most
# Too usual to look a phrase up by.
_USUAL = listed("phrases", "usual")


class Group(Noun, frozen=True):
    """Phrases that are judged alike.

    `who` says what subject they need: "people", "unless-things" (nobody will do), "anything".
    `shape` says where that stands: a "verb" has it on its left, an "adjective" on either side,
    an "adverb" as its verb, a "noun" needs none. `place` is where they count: "anywhere",
    "plans" (action items and resolves).
    """

    name: str
    who: str
    shape: str
    place: str
    passive: bool


class _Element(Noun, frozen=True):
    words: frozenset[str]
    optional: bool = False
    gap: bool = False


class Phrase(Noun, frozen=True):
    """A compiled phrase; a sentence may hold it where it holds a word of `pivot`.

    `slack` is how far before that word it may begin; without a word of each of `needs` in the
    sentence it does not stand there at all.
    """

    elements: tuple[_Element, ...]
    pivot: frozenset[str]
    group: Group
    slack: int
    needs: tuple[frozenset[str], ...]


class Phrases:
    """All phrases of a rule, by the word that each is looked up by."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.index: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            for word in phrase.pivot:
                self.index.setdefault(word, []).append(phrase)

    def find(self, s: Sentence) -> Iterator[tuple[Group, int, int]]:
        """Where phrases stand: their group, the first token, the token behind the last."""
        seen: set[tuple[str, int]] = set()
        words = frozenset(s.words)
        for at, word in enumerate(s.words):
            for phrase in self.index.get(word, ()):
                if any(words.isdisjoint(needed) for needed in phrase.needs):
                    continue
                for start in range(max(0, at - phrase.slack), at + 1):
                    end = _match(phrase.elements, s, start, start)
                    if end > at:
                        if (phrase.group.name, start) not in seen:
                            seen.add((phrase.group.name, start))
                            yield phrase.group, start, end
                        break


def _match(elements: tuple[_Element, ...], s: Sentence, begin: int, at: int, first: int = 0) -> int:
    """The token behind a match that begins at `begin` and has come to `at`; -1 for none."""
    if first == len(elements):
        return at
    element = elements[first]
    if element.gap:
        for end in range(at, min(len(s.words), at + _GAP) + 1):
            if end > at and s.stop(end - 1) == ";" and end - 1 > begin:
                break
            if (found := _match(elements, s, begin, end, first + 1)) >= 0:
                return found
        return -1
    if (
        at < len(s.words)
        and s.words[at] in element.words
        and not (at > begin and s.stop(at) == ";")
    ):
        found = _match(elements, s, begin, at + 1, first + 1)
        if found >= 0:
            return found
    return _match(elements, s, begin, at, first + 1) if element.optional else -1


def load(name: str) -> Phrases:
    """The phrases of a word list."""
    table = wordlist(name)
    classes = {key: frozenset(words.split()) for key, words in table.get("classes", {}).items()}
    found: list[Phrase] = []
    for entry in table["group"]:
        group = Group(
            entry["name"],
            entry.get("who", "anything"),
            entry.get("shape", "verb"),
            entry.get("place", "anywhere"),
            entry.get("passive", False),
        )
        for line in entry["phrases"].strip().split("\n"):
            found += compiled(line, group, classes)
    return Phrases(found)


@cache
def own_phrases(lines: tuple[str, ...]) -> Phrases:
    """Phrases of a project's own: plain words, found wherever they stand."""
    group = Group("own", "anything", "noun", "anywhere", passive=True)
    words = (" ".join(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", line.lower())) for line in lines)
    return Phrases(phrase for line in words if line for phrase in compiled(line, group, {}))


def compiled(line: str, group: Group, classes: Mapping[str, frozenset[str]]) -> Iterator[Phrase]:
    """Make the phrases of a line: one, or several where a word has a hyphen or an apostrophe."""
    options = [list(_spelled(word)) for word in line.split()]
    for words in product(*options):
        elements = tuple(_element(word, classes) for part in words for word in part)
        firm = [e for e in elements if not e.optional and not e.gap]
        rare = next((e for e in firm if e.words.isdisjoint(_USUAL) and len(e.words) < 60), None)
        rare = rare or next((e for e in firm if e.words.isdisjoint(_USUAL)), None)
        pivot = rare or min(firm, key=lambda e: len(e.words))
        ahead = elements[: elements.index(pivot)]
        slack = sum(_GAP if e.gap else 1 for e in ahead)
        yield Phrase(
            elements, pivot.words, group, slack, tuple(e.words for e in firm if e is not pivot)
        )


def _spelled(word: str) -> Iterator[tuple[str, ...]]:
    """A word of a phrase as its author may have written it: with a hyphen, or as two."""
    yield (word,)
    if word.startswith("["):
        return
    for one in word.split("|"):
        if "-" in one and not one.startswith("@"):
            verb = "~" if one.startswith("~") else ""
            left, right = one.lstrip("~").split("-", 1)
            yield left, f"{verb}{right}"


def _element(word: str, classes: Mapping[str, frozenset[str]]) -> _Element:
    if word == "...":
        return _Element(frozenset(), gap=True)
    optional = word.startswith("[")
    return _Element(frozenset(_expanded(word.strip("[]"), classes)), optional)


def _expanded(word: str, classes: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for one in word.split("|"):
        if one.startswith("~"):
            yield from forms(one[1:])
        elif one == "@people":
            yield from people("roles") | people("teams") | people("pronouns") | people("anybody")
            yield from ("all", "both", "developers")
        elif one == "@their":
            yield from people("possessives")
            yield "its"
        elif one.startswith("@"):
            yield from classes.get(one[1:]) or verbs(one[1:])
        else:
            yield one
