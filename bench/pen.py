"""Sentences of the words in corpus.toml, and names that grow in number as names do."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

DATA = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text("utf-8"))
ARCHIVE: dict[str, list[str]] = {name: text.split() for name, text in DATA["archive"].items()}
WORDS: dict[str, list[str]] = {
    name: text.split() if isinstance(text, str) else text for name, text in DATA["words"].items()
}
_SLOT = re.compile(r"\{(\w+)\}")
_ONSETS = "b bl br c cl cr d dr f fl fr g gl gr h j k kl l m n p pr qu r s sk st t tr v w z".split()
_VOWELS, _ENDS = "a e i o u ai ea io ou".split(), "l n r s t x nd rk st lm".split()


@dataclass
class Coinage:
    """Names that are used again the more often they were used, and now and then a new one."""

    rng: Random
    form: str  # of `{name}`, `{noun}` and `{number}`
    strength: float = 40.0
    discount: float = 0.6  # the exponent by which different names grow with all names
    used: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def draw(self) -> str:
        """A name, new or old, by the rule of Pitman and Yor."""
        weight = self.strength + self.discount * len(self.known)
        fresh = self.rng.random() < weight / (self.strength + len(self.used))
        name = self._coin() if fresh else self.rng.choice(self.used)
        self.used.append(name)
        return name

    def _coin(self) -> str:
        pick = self.rng.choice
        while True:
            parts = [pick(_ONSETS) + pick(_VOWELS) for _ in range(pick((1, 2, 2, 3)))]
            coined = "".join(parts) + pick(_ENDS)
            number = self.rng.randint(1, 60)
            name = self.form.format(name=coined, noun=pick(WORDS["noun"]), number=number)
            if name not in self.known:
                self.known.add(name)
                return name


FORMS = {
    "rare": "{name}",
    "host": "{name}-{number}",
    "key": "{name}.{noun}_max",
    "error": "{name}-{number}{number}",
}


@dataclass
class Pen:
    """Puts sentences together; what it is about is in `about`."""

    rng: Random
    names: dict[str, Coinage]
    about: dict[str, str] = field(default_factory=dict)

    def fill(self, pattern: str) -> str:
        """Replace each `{slot}` by words that fit."""
        return _SLOT.sub(lambda slot: self.fill(self._word(slot[1])), pattern)

    def say(self, kind: str) -> str:
        """A sentence of a kind."""
        text = self.fill(self.rng.choice(WORDS[kind]))
        return f"{text[:1].upper()}{text[1:]}."

    def several(self, kind: str, least: int, most: int) -> list[str]:
        """Some sentences of a kind."""
        return [self.say(kind) for _ in range(self.rng.randint(least, most))]

    def paragraphs(self, words: int) -> str:
        """Prose of about so many words."""
        found: list[str] = []
        while sum(len(text.split()) for text in found) < words:
            found.append(" ".join(self.several("sentence", 3, 6)))
        return "\n\n".join(found)

    def clock(self) -> str:
        """A time of day."""
        return f"{self.rng.randrange(24):02}:{self.rng.randrange(60):02}"

    def _word(self, slot: str) -> str:
        rng = self.rng
        match slot:
            case "release":
                return f"{rng.randint(1, 9)}.{rng.randint(0, 40)}.{rng.randint(0, 9)}"
            case "nouns":
                return _plural(rng.choice(WORDS["noun"]))
            case "percent":
                return str(rng.randint(2, 98))
            case "number":
                return str(int(10 ** rng.uniform(0.5, 4)))
            case "clock":
                return self.clock()
            case "place":
                return rng.choice(ARCHIVE["places"])
            case _ if slot in self.about:
                return self.about[slot]
            case _ if slot in self.names:
                return self.names[slot].draw()
            case _:
                word = rng.choice(WORDS[slot])
                return word.replace("-", " ") if slot in {"adverb", "verb"} else word


def _plural(noun: str) -> str:
    if noun.endswith(("x", "sh", "ch")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeo" else f"{noun}s"
