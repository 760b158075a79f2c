"""A clause's words -> what it is about, and what that does by itself."""

from __future__ import annotations

from secondstory.model import Strength
from secondstory.strength.clauses import Hit
from secondstory.strength.statements import Said, Statements
from secondstory.strength.vocabulary import Family, Sort, at

RANK = {Strength.STRONG: 3, Strength.INTERMEDIATE: 2, Strength.WEAK: 1, None: 0}
ACTS = frozenset({Sort.DECIDES, Sort.IMPOSES})
_BY_ITSELF = (["by", "machine"], ["by", "itself"], ["by", "themselves"])


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
            hit = at(self.known.things, words, place)
            if hit and self._is_whole(hit, place) and not self.is_plan(place):
                if found and found.start + found.length == place and word in small["rules"]:
                    place += hit[1]
                    continue  # "retry policy"
                unasked = found is not None and found.family.name == "automatic"
                if found is None or not (
                    hit[0].grade is None or (unasked and hit[0].grade is Strength.WEAK)
                ):
                    found = Said(hit[0], place, hit[1])
                place += hit[1]
                continue
            place += 1
            if word not in small["preposition"] and word not in small["duties"]:
                continue
            if found and found.family.name == "automatic" and word in small["aims"]:
                verb = self.verb(place) if place < end else None
                if verb and verb[0].name in {"notices", "looks", "teaches"}:
                    verb = self.family("tests" if verb[0].name == "looks" else "notices"), verb[1]
                    return Said(verb[0], place, verb[1])
            if found or word in small["condition"] or word in small["duties"]:
                return found
            if through is not None and word not in through:
                return None
            verb = self.verb(place) if place < end and word in small["aims"] else None
            if place < end and words[place].startswith("prevent"):
                return found  # what it is for, and not how
            if verb and verb[0].name == "looks":
                return Said(self.family("tests"), place, verb[1])
            if verb and verb[0].sort in ACTS and RANK[verb[0].grade] > 1:
                return Said(verb[0], place, verb[1])
        return found

    def _is_whole(self, hit: Hit, place: int) -> bool:
        """Whether a word is no part of another one, but for a setting."""
        return hit[1] > 1 or not self.is_joined(place) or self.is_setting(place, hit[0])

    def doing(self, thing: Said, end: int) -> Said | None:
        """What a check or an alert does by itself: "that blocks the merge"."""
        for place in range(thing.start + thing.length, end - 1):
            verb = self.verb(place + 1) if self.words[place] in {"that", "which", "to"} else None
            if verb and verb[0].name in {"removed", "repairs"}:
                return Said(self.family("soft_landing"), place + 1, 1)
            if verb and self.words[place + 1] in self.small["blocks"]:
                return Said(self.family("guards"), place + 1, 1)
        return None

    def unasked(self, start: int, end: int) -> Said | None:
        """Where a clause says "automatically"."""
        words = self.words
        for place in range(start, end):
            if words[place] in self.small["unasked"]:
                return Said(self.family("automatic"), place, 1)
            if words[place : place + 2] in _BY_ITSELF:
                return Said(self.family("automatic"), place, 2)
        return None

    def caused(self, lead: int, said: Said, end: int) -> Said | None:
        """What a thing is made to do: "make the gateway refuse"."""
        words, small, start = self.words, self.small, said.start + said.length
        if words[lead] not in small["causes"] or (start < end and words[start] in small["people"]):
            return None
        for place in range(start + 1, end):
            if words[place] == "impossible":
                return Said(self.family("safe_default"), place, 1)
            if words[place] in small["preposition"]:
                return None
            verb = self.verb(place) if words[place - 1] not in small["articles"] else None
            if verb and verb[0].sort in ACTS and RANK[verb[0].grade] == RANK[Strength.STRONG]:
                return Said(verb[0], place, verb[1])
        return None

    def woken(self, place: int, end: int) -> Said | None:
        """Where people are woken by a machine: "make sure we get paged"."""
        for told in range(place, min(end, place + 5)):
            if self.words[told] in {"paged", "alerted", "warned", "notified"}:
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
        words, small = self.words, self.small
        stop = next((p for p in range(start, end) if words[p] in small["preposition"]), end)
        return stop > start and words[stop - 1] in small["vague"]

    def is_duty(self, start: int, end: int) -> bool:
        """Whether people should do it: "reviewers must"."""
        words = self.words
        people = not self.small["actors"].isdisjoint(words[start:end])
        return people and (words[end] in self.small["duty"] or end == start + 1)

    def spared(self, family: Family, start: int, end: int) -> Family | None:
        """What is no rule for people but for code, and no replacement but a repair."""
        words, small = self.words, self.small
        if family.name == "bans" and start < end and words[start] in small["code"]:
            return self.family("acts")  # "do not swallow exceptions"
        worn = not small["broken"].isdisjoint(words[start : min(end, start + 3)])
        if family.name == "structure" and worn and {"with", "by"}.isdisjoint(words[start:end]):
            return self.family("mended")  # "replace the worn pads"
        return None

    def is_second(self, start: int, end: int) -> bool:
        """Whether another one of a kind is made, and that is no person."""
        near = self.words[start : min(end, start + 2)]
        return not self.small["second"].isdisjoint(near) and not self.is_people(start, end)
