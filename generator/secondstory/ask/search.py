"""Passages -> a search over them, with the portal's own tokens and a rule that fits a page.

A question is answered twice. Word for word: a pasted error message finds the passages that
hold it, and the messages that it holds. And by words: each word counts as much as it is rare,
times the weight of the most telling kind of passage in which a report has it. What matches
word for word comes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log

from secondstory.ask.passages import WEIGHTS, Passage
from secondstory.noun import Noun
from secondstory.render.search.tokens import fold, tokens
from secondstory.render.search.words import load_words

_LITERAL = 8  # characters; what is shorter is found by words
_LONGEST = 4000  # characters of a question: a stack trace has told by then what it is
_TOGETHER = 0.5  # how much more it counts that one passage has several of the words
_BEST = 3  # passages shown for a report


class Hit(Noun, frozen=True):
    """A report that answers a question: why, best first, and which words it does not have."""

    place: int
    literal: bool
    score: float
    why: tuple[Passage, ...]
    missing: tuple[str, ...]


class Search:
    """What can be found, by its tokens."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = list(passages)
        self._folded = [_line(passage.text) for passage in self._passages]
        self._stop = load_words().stop
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, passage in enumerate(self._passages):
            for token in set(tokens(passage.text)) - self._stop:
                self._postings[token].append(number)

    def find(self, question: str) -> list[Hit]:
        """The reports that answer a question, best first."""
        question = question[:_LONGEST]
        literal = self._literal(question)
        wanted = _words(question, self._stop)
        words: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        passages: dict[int, float] = defaultdict(float)
        for word, forms in wanted.items():
            for form in forms:
                found = self._postings.get(form, ())
                rare = log(1 + len(self._passages) / (1 + len(found)))
                for number in found:
                    passage = self._passages[number]
                    worth = rare * WEIGHTS[passage.kind]
                    of_report = words[passage.place]
                    of_report[word] = max(of_report[word], worth)
                    passages[number] += worth
        for number, share in literal.items():
            passages[number] += 100 * share
        hits = self._hits(wanted, words, passages, literal)
        return sorted(hits, key=lambda hit: (not hit.literal, -hit.score, hit.place))

    def _hits(
        self,
        wanted: Iterable[str],
        words: dict[int, dict[str, float]],
        passages: dict[int, float],
        literal: dict[int, float],
    ) -> Iterable[Hit]:
        why: dict[int, list[int]] = defaultdict(list)
        for number in passages:
            why[self._passages[number].place].append(number)
        exact = {self._passages[number].place for number in literal}
        for place, numbers in why.items():
            numbers.sort(key=lambda number: (-passages[number], number))
            of_report = words.get(place, {})
            yield Hit(
                place,
                place in exact,
                sum(of_report.values()) + _TOGETHER * passages[numbers[0]],
                tuple(self._passages[number] for number in numbers[:_BEST]),
                tuple(word for word in wanted if word not in of_report),
            )

    def _literal(self, question: str) -> dict[int, float]:
        """The passages that hold a line of the question, and the messages that the question holds.

        Each with how much of the longer of the two the shorter one is.
        """
        whole = _line(question)
        lines = {line for part in question.splitlines() if len(line := _line(part)) >= _LITERAL}
        found: dict[int, float] = {}
        for number, text in enumerate(self._folded):
            within = [line for line in lines if line in text]
            if within:
                found[number] = max(map(len, within)) / len(text)
            elif (
                self._passages[number].kind == "error"
                and len(text) >= _LITERAL
                and " " in text
                and text in whole
            ):
                found[number] = len(text) / len(whole)
        return found


def _words(question: str, stop: frozenset[str]) -> dict[str, Sequence[str]]:
    """The words of a question, each with the tokens that stand for it."""
    words = {word.strip(".,;:!?()[]{}\"'`"): tokens(word) for word in question.split()}
    told = {word: [t for t in found if t not in stop] for word, found in words.items() if word}
    return {word: found for word, found in told.items() if found}


def _line(text: str) -> str:
    return fold(" ".join(text.split()))
