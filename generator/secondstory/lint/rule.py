"""What a rule of the linter is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from secondstory.findings import Code, Level
from secondstory.lint.passages import Passage
from secondstory.lint.sentences import Sentence
from secondstory.noun import Noun


class Mark(Noun, frozen=True):
    """What a rule finds in a text: the offsets of the words, what they do, what to ask instead."""

    start: int
    end: int
    message: str
    suggestion: str
    level: Level


class Context(Noun, frozen=True):
    """Where a sentence stands, and who is known to be a person there."""

    passage: Passage
    known: frozenset[str]

    @property
    def plans(self) -> bool:
        """Whether it stands among action items."""
        return self.passage.family == "actions"

    @property
    def told_by_time(self) -> bool:
        """Whether it stands in a timeline."""
        return self.passage.family == "timeline"


class Item(Noun, frozen=True):
    """An open action item: where it stands, and whether it says who and by when."""

    line: int
    column: int
    owned: bool
    dated: bool


class Plan(Noun, frozen=True):
    """The open commitments of a report, and how many items are open and how many there are.

    `title` and `heading` are where its title and its list stand.
    """

    items: tuple[Item, ...]
    open: int
    count: int
    title: tuple[int, int]
    heading: tuple[int, int]
    most: int
    told: bool  # whether it is a finished report, which may be expected to have any


class Note(Noun, frozen=True):
    """What a rule finds in a plan: a place, what is wrong there, what would mend it."""

    line: int
    column: int
    message: str
    suggestion: str


Sentences = Callable[[Sentence, Context], Iterator[Mark]]
Plans = Callable[[Plan], Iterator[Note]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding and how it is found: sentence by sentence, or in a report's plan."""

    code: Code
    sentence: Sentences | None = None
    plan: Plans | None = None


def quoted(words: str, longest: int = 60) -> str:
    """Words of a report in a message."""
    words = " ".join(words.split())
    return f"“{words if len(words) <= longest else words[: longest - 1].rstrip() + '…'}”"
