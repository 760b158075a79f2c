"""A clause's words -> what it is about, and what that does by itself."""

from __future__ import annotations

from secondstory.model import Strength
from secondstory.strength.clauses import Hit
from secondstory.strength.statements import Said, Statements
from secondstory.strength.vocabulary import Sort, at

RANK = {Strength.STRONG: 3, Strength.INTERMEDIATE: 2, Strength.WEAK: 1, None: 0}
_WOKEN = frozenset({"paged", "alerted", "warned", "notified", "emailed", "pinged", "called"})
LOOKS = frozenset({"looks", "tries"})  # what people do with eyes and hands
ACTS = frozenset({Sort.DECIDES, Sort.IMPOSES})


class Things(Statements):
    """What the clauses of an action item are about."""

    def thing(self, start: int, end: int, through: frozenset[str] | None = None) -> Said | None:
        """What a clause is about: the last thing before a preposition, else what follows that.

        Only prepositions of `through` are passed, where it is given.
        """
        words, small = self.words, self.small
        found: Said | None = None
        place = start
        while place < end:
            word = words[place]
            if hit := self._named_at(place, end):
                found = self._weightier(found, hit, place)
                place += hit[1]
                if words[place - 1] in small["preposition"]:
                    return found  # "deletion of the logs"
                continue
            place += 1
            if word not in small["preposition"] and word not in small["duties"]:
                continue
            if found:
                automatic = found.family.name == "automatic" and word in small["aims"]
                return (self._aimed(place, end) if automatic else None) or found
            if word in small["condition"] or word in small["duties"]:
                return None
            if (through is not None and word not in through) or place == end:
                return None
            if words[place].startswith("prevent"):
                return None  # what it is for, and not how
            if word in small["aims"] and (said := self._acting(place)):
                return said
        return found

    def _weightier(self, found: Said | None, hit: Hit, place: int) -> Said:
        """Of two things side by side the later one, which the one before only describes."""
        said = Said(hit[0], place, hit[1])
        if found is None:
            return said
        if found.start + found.length == place and self.words[place] in self.small["rules"]:
            return found  # "retry policy"
        less = hit[0].grade is Strength.WEAK or hit[0].name == "tools"
        automatic = found.family.name == "automatic" and less
        return found if automatic or hit[0].grade is None else said

    def _aimed(self, place: int, end: int) -> Said | None:
        """What something automatic is for, where people have to look at it then."""
        verb = self.verb(place) if place < end else None
        if verb is None or verb[0].name not in {"notices", "teaches", *LOOKS}:
            return None
        return Said(self.family("tests" if verb[0].name in LOOKS else "notices"), place, verb[1])

    def _acting(self, place: int) -> Said | None:
        """What something is made to do: "a job that verifies", "a rule to block"."""
        verb = self.verb(place)
        if verb and verb[0].name in LOOKS:
            return Said(self.family("tests"), place, verb[1])
        if verb and verb[0].sort in ACTS and RANK[verb[0].grade] > 1:
            return Said(verb[0], place, verb[1])
        return None

    def _named_at(self, place: int, end: int) -> Hit | None:
        """The thing that is named at a place."""
        hit = at(self.known.things, self.words, place)
        if hit is None or not self._is_whole(hit, place) or self.is_plan(place):
            return None
        behind = place + hit[1]
        led = self.words[behind - 1] == "to" and behind < end and self.verb(behind)
        return None if led else hit  # no "data migration to update the column"

    def _is_whole(self, hit: Hit, place: int) -> bool:
        """Whether a word is no part of another one, but for a setting."""
        return hit[1] > 1 or not self.is_joined(place) or self.is_setting(place, hit[0])

    def doing(self, thing: Said, end: int) -> Said | None:
        """What a check or an alert does by itself: "that blocks the merge"."""
        for place in range(thing.start + thing.length, end - 1):
            verb = self.verb(place + 1) if self.words[place] in {"that", "which", "to"} else None
            ends = verb is not None and verb[0].name in {"removed", "repairs"}
            if ends and thing.family.name == "notices":
                return Said(self.family("soft_landing"), place + 1, 1)
            if verb and self.words[place + 1] in self.small["blocks"]:
                return Said(self.family("guards"), place + 1, 1)
        return None

    def woken(self, place: int, end: int) -> Said | None:
        """Where people are woken by a machine: "make sure we get paged"."""
        for told in range(place, min(end, place + 5)):
            if self.words[told] in _WOKEN:
                return Said(self.family("notices"), told, 1)
        return None

    def is_asked(self, lead: int, place: int, end: int) -> bool:
        """Whether "ensure" and "make sure" go on with people."""
        if self.words[lead] not in self.small["sure"]:
            return False
        if self.words[place : place + 2] == ["on", "call"]:
            return True
        near = [
            w for w in self.words[place : min(end, place + 3)] if w not in {"that", "all", "the"}
        ]
        return bool(near) and near[0] in self.small["people"]

    def is_vague(self, start: int, end: int) -> bool:
        """Whether what is made or mended is "several changes", and nobody knows which."""
        return self.is_one_of("vague", start, end)

    def is_one_of(self, kind: str, start: int, end: int) -> bool:
        """Whether what stands before a preposition is one of a kind: "the rows of that night"."""
        stop = self.before_preposition(start, end)
        return stop > start and self.words[stop - 1] in self.small[kind]

    def is_second(self, start: int, end: int) -> bool:
        """Whether another one of a kind is made, and that is no person."""
        near = self.words[start : min(end, start + 3)]
        return not self.small["second"].isdisjoint(near) and not self.is_people(start, end)

    def is_made_to(self, lead: int, thing: Said) -> bool:
        """Whether something is changed so that it acts: "modify it to refuse", no "allow us to"."""
        free = self.words[lead].startswith(("allow", "let"))
        acts = self.words[thing.start - 1] == "to" and self.verb(thing.start) is not None
        return acts and not free and thing.family.grade is Strength.STRONG
