"""What is promised as a state and no order: "from 60 to 5", "at most two", "no releases"."""

from __future__ import annotations

from secondstory.noun import Noun
from secondstory.strength.clauses import Passage
from secondstory.strength.vocabulary import Family, Sort

_TIMES = frozenset({"at", "in", "on", "during", "between", "after", "before", "outside", "with"})
_NOBODY = (["nobody"], ["no", "one"])
_ENDS = frozenset({"removed", "repairs", "mended", "rebuilt"})
_ARE = frozenset({"is", "are", "get", "gets"})
_CHANGED = frozenset({Sort.MAKES, Sort.MENDS, Sort.DECIDES, Sort.IMPOSES, Sort.REMOVES})
_BOUNDS = {  # by their first word
    "at": (["at", "most"], ["at", "a", "time"]),
    "no": (["no", "more", "than"], ["no", "larger", "than"], ["no", "longer", "than"]),
    "not": (["not", "more", "than"], ["not", "exceed"]),
    "never": (["never", "more", "than"], ["never", "exceed"]),
    "cannot": (["cannot", "exceed"],),
    "max": (["max", "of"],),
    "maximum": (["maximum", "of"],),
    "limited": (["limited", "to"],),
    "capped": (["capped", "at"],),
    "by": (["by", "default"],),
    "in": (["in", "separate"],),
    "into": (["into", "separate"],),
    "on": (["on", "separate"],),
}
_TELLING = frozenset({*_BOUNDS, "so", "no", "not", "may", "can", "is", "are"})
_MEANT = {"default": "safe_default", "separate": "structure"}


class Said(Noun, frozen=True):
    """A family found in a text: from word `start`, `length` words."""

    family: Family
    start: int
    length: int


class Statements(Passage):
    """The clauses that name what holds from now on."""

    def called(self, name: str, said: Said) -> Said:
        """The same words, as another family."""
        return Said(self.family(name), said.start, said.length)

    def stated(self, start: int, end: int) -> Said | None:
        """What a clause bounds or makes impossible, whatever its verb."""
        words = set(self.words[start:end])
        if words.isdisjoint(_TELLING) and words.isdisjoint(self.small["gradually"]):
            return None  # most of them
        return self._bounded(start, end) or self._barred(start, end)

    def valued(self, start: int, end: int) -> Said | None:
        """Where a number or a kind is exchanged: "from 3600 to 60", "to bigint"."""
        words, small = self.words, self.small
        for place in range(start + 1, end - 1):
            value = words[place + 1]
            clock = words[place + 2 : place + 3] == [":"]
            if words[place] in {"become", "becomes"}:
                return Said(self.family("acts"), place, 1)
            number = value[0].isdigit() and not clock
            if words[place] == "to" and (number or value in small["values"]):
                return Said(self.family("margin"), place, 2)
        return None

    def asked(self, start: int, end: int) -> Said | None:
        """What a machine asks for: "purges need a flag"; not what a thing lacks."""
        words, small = self.words, self.small
        if {"need", "needs"}.isdisjoint(words[start:end]):
            return None
        for place in range(start + 1, end - 2):
            if words[place] in {"need", "needs"} and words[place + 1] in small["articles"]:
                if small["asked"].isdisjoint(words[place + 2 : min(end, place + 4)]):
                    return None
                people = not small["people"].isdisjoint(words[start:place])
                return None if people else Said(self.family("imposed"), place, 1)
        return None

    def limited(self, start: int, end: int) -> Said | None:
        """What people may not do, or at times: "no releases on", "migrations only at night"."""
        words, small = self.words, self.small
        nobody = next((each for each in _NOBODY if words[: len(each)] == each), None)
        if nobody and not start and len(nobody) < end:
            does = words[len(nobody)]
            past = does in small["knew"] or does.endswith("ed")
            return None if past else Said(self.family("bans"), start, len(nobody))
        doings = [p for p in range(start, min(end, start + 6)) if words[p] in small["doings"]]
        if not doings:
            return None
        if words[start] == "no":
            return Said(self.family("bans"), start, doings[0] - start + 1)
        only = words.index("only", start, end) if "only" in words[start:end] else end
        if only + 1 < end and words[only + 1] in _TIMES:
            return Said(self.family("bans"), only, 2)
        return None

    def done(self, start: int, end: int) -> Said | None:
        """What is done to what is named: "order of restarts enforced by", "mounts removed"."""
        for place in range(start + 1, end):
            word, before = self.words[place], self.words[place - 1]
            near = word in self.small["near"] or word in {"on", "to"}
            if word in self.small["preposition"] and not near:
                return None
            short = word in self.small["participles"] and before in self.small["are"]
            if not (word.endswith("ed") or short):
                continue
            verb = self.verb(place) if self._is_told(place, end) else None
            if verb and verb[0].sort in _CHANGED and word not in self.small["over"]:
                return self._done(verb[0], start, place, verb[1])
        return None

    def _done(self, family: Family, start: int, place: int, length: int) -> Said | None:
        if found := self.ended(family, place, length):
            return found
        if family.name in {"thinks", "hands_over", "repairs"}:
            return None
        if family.sort is Sort.REMOVES and not self.small["data"].isdisjoint(
            self.words[start:place]
        ):
            return None  # "the old rows deleted" only tidies up
        return Said(family, place, length)

    def ended(self, family: Family, place: int, length: int) -> Said | None:
        """What ends or is repaired by itself: "locks are released after a minute"."""
        if self.words[place - 1] not in _ARE or family.name not in _ENDS:
            return None
        behind = self.words[place + length] if place + length < len(self.words) else ""
        if behind in self.small["after"] - {"on"}:
            return Said(self.family("automatic"), place, length)
        return (
            Said(self.family("soft_landing"), place, length) if family.name == "repairs" else None
        )

    def part(self, start: int, end: int) -> Said | None:
        """A part or a setting that is named with what it is for: "index on", "leeway of 30 s"."""
        words, small = self.words, self.small
        if any(word == "not" or word.endswith(("n't", "n’t")) for word in words[start:end]):
            return None
        if words[start] in small["comparative"] and "than" not in words[start:end]:
            return Said(self.family("margin"), start, 1)
        for place in range(start, end):
            if words[place] in small["parts"] and place + 1 < end and not self.is_joined(place):
                return Said(self.family("acts"), place, 1)
            if words[place] in small["preposition"]:
                return None
        return None

    def narrowed(self, start: int, end: int) -> Said | None:
        """What a verb lets pass: "bind it only to", "get the reports off the primary"."""
        words, small = self.words, self.small
        for place in range(start + 1, end - 1):
            only = words[start] in small["narrows"] and words[place] == "only"
            if only and words[place + 1] in small["preposition"]:
                return Said(self.family("guards"), place, 1)
            if words[start] in {"get", "take", "getting", "taking"} and words[place] == "off":
                return Said(self.family("removed"), place, 1)
        return None

    def _is_told(self, place: int, end: int) -> bool:
        """Whether a participle tells of what stands before it: not "the shared cache"."""
        words, small = self.words, self.small
        if words[place - 1] == "not":
            return False  # "features are not abandoned"
        if words[place - 1] in small["being"] or words[place - 1] in small["are"]:
            return words[place - 1] not in small["past"]
        if place + 1 >= end:
            return True
        behind = words[place + 1]
        return behind in small["preposition"] or behind.endswith("ly")

    def _bounded(self, start: int, end: int) -> Said | None:
        words = self.words
        for place in range(start, end):
            for bound in _BOUNDS.get(words[place], ()):
                there = words[place : place + len(bound)] == bound and place + len(bound) <= end
                if there and (place > start or bound[-1] != "default"):
                    name = _MEANT.get(bound[-1], "guards")
                    return Said(self.family(name), place, len(bound))
            if words[place] in self.small["gradually"]:
                return Said(self.family("soft_landing"), place, 1)
        return None

    def _barred(self, start: int, end: int) -> Said | None:
        """What can no longer happen: "so that it cannot", "may only read"."""
        words, small = self.words, self.small
        so = start > 0 and words[start - 1] in small["so"]
        for place in range(start, end):
            so = so or words[place] in small["so"]
            two = words[place : place + 2]
            if (so and words[place] in small["cannot"]) or (so and two == ["can", "not"]):
                return Said(self.family("safe_default"), place, 1)
            if two[0] in {"can", "may"} and two[1:] == ["only"]:
                return Said(self.family("safe_default"), place, 2)
            if place + 1 < end and words[place] in small["takes"] and words[place + 1] == "no":
                return Said(self.family("guards"), place, 2)
            if two[0] in {"is", "are"} and "error" in words[place + 2 : min(end, place + 5)]:
                return Said(self.family("guards"), place, 1)
            done = words[place + 2 : place + 3]
            barred = two == ["not", "be"] and words[place - 1] in small["must"]
            if barred and done and done[0] not in small["determiner"]:
                return Said(self.family("guards"), place, 2)
            if two == ["no", "longer"] and (so or words[place - 1] in {"can", "to", "will"}):
                return Said(self.family("safe_default"), place, 2)
        return None
