"""A clause's words -> where it is worth less or more than its verb, by who, when, where or how."""

from __future__ import annotations

import re

from secondstory.model import Strength
from secondstory.noun import Noun
from secondstory.strength.clauses import AS_MACHINE, Clause
from secondstory.strength.statements import Said
from secondstory.strength.things import ACTS, LOOKS, RANK, Things
from secondstory.strength.vocabulary import Family, Sort

_CHANGES = frozenset({Sort.MAKES, Sort.MENDS, Sort.REMOVES})
_WATCHES = frozenset({"monitor", "monitoring", "monitored", "track", "observe", "watch"})
_UNASKED = frozenset({"acts", "repairs", "mended", "made", "margin", "rebuilt"})
_BY_ITSELF = (
    ["by", "machine"],
    ["by", "itself"],
    ["by", "themselves"],
    ["without", "manual"],
    ["without", "human"],
    ["no", "manual"],
)
_TICKET = re.compile(r"#?[A-Z]{2,9}-\d{1,6}\b|#\d{2,6}\b")
_KNOW = 6  # words between "let" and "know"
_BEFORE = 14  # words before a verb, where the condition may stand


class Turn(Noun, frozen=True):
    """What a clause is after all: its words, what else decided, and what tells its purpose."""

    said: Said
    by: Said | None = None
    kind: Family | None = None


class Turns(Things):
    """What changes what the verb of a clause is worth."""

    def turn(self, clause: Clause, said: Said) -> Turn | None:
        """The first circumstance that decides, None where the verb and its object do."""
        for look in (self._about, self._who, self._how, self._where):
            if found := look(clause, said):
                return found
        return None

    def _as(self, name: str, said: Said, kind: Family | None = None) -> Turn:
        """The words of a verb, as another family."""
        return Turn(self.called(name, said), None, kind)

    def _about(self, clause: Clause, said: Said) -> Turn | None:
        """By what it is about: so many rows, a ticket, an event, a failure."""
        behind, word = said.start + said.length, self.words[said.start]
        if said.family.sort in _CHANGES and self._is_counted(behind, clause.end):
            return self._as("repairs", said)
        if said.family.sort is Sort.MAKES and self._is_ticket(behind):
            return self._as("tickets", said)
        event = self._is_told_when(behind, clause.end)
        people = word.startswith(("alert", "warn")) and self.word(behind) in self.small["people"]
        known = word.startswith("let") and "know" in self.words[behind : behind + _KNOW]
        if (people and not event) or known:
            return self._as("teaches", said)
        if word in self.small["sends"] and event:
            return self._as("notices", said)
        if word.startswith("repair") and self.is_one_of("data", behind, clause.end):
            return self._as("repairs", said)
        if word in self.small["degrades"] and self._on_failure(clause):
            return self._as("soft_landing", said)
        return None

    def _who(self, clause: Clause, said: Said) -> Turn | None:
        """By who does it: people who should, a machine that checks, what ends by itself."""
        if not clause.subject:
            return None
        family = said.family
        if "able" in self.words[clause.subject[1] : said.start]:
            return self._as("acts", said)
        if self._is_duty(*clause.subject):
            return self._as("rules", said)
        if family.name in AS_MACHINE and self.is_machine(*clause.subject):
            return self._as(AS_MACHINE[family.name], said)
        ends = self.ended(family, said.start, said.length)
        return Turn(ends) if ends else None

    def _how(self, clause: Clause, said: Said) -> Turn | None:
        """By how it is done: with care, in CI, by itself, by what is made to act."""
        family, lead, end = said.family, said.start, clause.end
        if not self.small["caring"].isdisjoint(self.words[max(0, lead - 1) : end]):
            return self._as("cares", said)
        by_hand = "manually" in self.words[max(0, lead - 1) : end]
        if by_hand and family.sort in _CHANGES and family.sort is not Sort.REMOVES:
            return self._as("rules", said)
        if family.name in LOOKS and self._is_continual(lead, end):
            return self._as("tests", said)
        if family.name in _UNASKED and (found := self.unasked(lead, end)):
            return Turn(found, said)
        if self.words[lead] in self.small["sure"]:
            told = self.done(lead + said.length, end)
            weak = told is not None and told.family.grade is Strength.WEAK
            if told and weak and not self.woken(lead + said.length, end):
                return Turn(told, said)  # "make sure the steps are documented"
        if family.sort is not Sort.BINDS and (found := self._caused(lead, said, end)):
            return Turn(found, said)
        watches = family.name == "notices" and self.words[lead] in _WATCHES
        if watches and self._passing(max(0, lead - 2), end):
            return self._as("looks", said, family)
        return None

    def _where(self, clause: Clause, said: Said) -> Turn | None:
        """By where it goes, whose rights it takes, and what is only exchanged."""
        family, end, behind = said.family, clause.end, said.start + said.length
        word = self.words[said.start]
        away = word in self.small["moves"] and self._elsewhere(behind, end)
        away = away or (word in self.small["migrates"] and self._is_moved(behind, end))
        if away and self._is_ground(behind, end):
            return self._as("structure", said)
        if family.name == "repairs":
            if not self.small["rights"].isdisjoint(self.words[behind : behind + 4]):
                return self._as("removed", said)
            if found := self.stated(behind, end):
                return Turn(found, said)
        other = self._spared(family, behind, end)
        return self._as(other.name, said) if other else None

    def _is_counted(self, start: int, end: int) -> bool:
        """Whether it is about so many things that went wrong: "the 1,200 duplicate rows"."""
        words = self.words
        for place in range(start, min(end - 1, start + 4)):
            if words[place] in {"the", "those", "these"} and words[place + 1][0].isdigit():
                return len(words[place + 1]) > 1 and place + 2 < end
        return False

    def _is_ticket(self, place: int) -> bool:
        """Whether only a ticket is made: "Created OPS-2044 for the size check"."""
        known = place < len(self.words)
        return known and _TICKET.match(self.text, self.marks[place][1]) is not None

    def _is_told_when(self, start: int, end: int) -> bool:
        """Whether a machine is to tell people of what happens: "send a mail when it is old"."""
        words, small = self.words, self.small
        return any(
            words[place] in small["whenever"] and words[place + 1] not in small["people"]
            for place in range(start, end - 1)
        )

    def _on_failure(self, clause: Clause) -> bool:
        """Whether it happens where something fails: "serve the old page when it is down"."""
        words, small = self.words, self.small
        before = clause.subject[0] if clause.subject else clause.lead
        first = max(0, before - _BEFORE)
        for place in range(first, clause.end - 1):
            if words[place] in small["whenever"]:
                return not small["failing"].isdisjoint(words[place : clause.end])
        return False

    def _is_duty(self, start: int, end: int) -> bool:
        """Whether people should do it: "reviewers must"."""
        words = self.words
        people = not self.small["actors"].isdisjoint(words[start:end])
        perfect = words[end] in {"have", "has"} and words[end + 1 : end + 2] != ["to"]
        duty = words[end] in self.small["duty"] and not perfect
        return people and (duty or (end == start + 1 and not perfect))

    def _is_continual(self, start: int, end: int) -> bool:
        """Whether a check is a machine's: "in CI", "automatically"."""
        telling = self.small["telling"]
        stop = next((p for p in range(start, end) if self.words[p] in telling), end)
        again = self.small["continual"].isdisjoint(self.words[start:stop])
        return not again or self.unasked(start, stop) is not None

    def unasked(self, start: int, end: int) -> Said | None:
        """Where a clause says "automatically"."""
        words = self.words
        for place in range(start, end):
            if words[place] in self.small["unasked"]:
                return Said(self.family("automatic"), place, 1)
            if words[place : place + 2] in _BY_ITSELF:
                return Said(self.family("automatic"), place, 2)
        return None

    def _caused(self, lead: int, said: Said, end: int) -> Said | None:
        """What a thing is made to do: "make the gateway refuse"."""
        words, small, start = self.words, self.small, said.start + said.length
        if words[lead] not in small["causes"] or (start < end and words[start] in small["people"]):
            return None
        for place in range(start + 1, end):
            if words[place] in small["safe"]:
                return Said(self.family("safe_default"), place, 1)
            if words[place] in small["preposition"]:
                return None
            verb = self.verb(place) if words[place - 1] not in small["articles"] else None
            if verb and verb[0].sort in ACTS and RANK[verb[0].grade] == RANK[Strength.STRONG]:
                return Said(verb[0], place, verb[1])
        return None

    def _passing(self, start: int, end: int) -> bool:
        """Whether people only look for a while: "monitor it for 24 hours", "closely"."""
        words, small = self.words, self.small
        if not small["closely"].isdisjoint(words[start:end]):
            return True
        return any(
            words[place] == "for"
            and (words[place + 1][0].isdigit() or words[place + 1] in small["awhile"])
            for place in range(start, end - 1)
        )

    def _elsewhere(self, place: int, end: int) -> bool:
        """Whether something goes to a place of its own: "to a separate server"."""
        words, small = self.words, self.small
        return any(
            words[to] == "somewhere"
            or (
                words[to] in small["places"]
                and not small["elsewhere"].isdisjoint(words[to + 1 : min(end, to + 4)])
            )
            for to in range(place, end - 1)
        )

    def _is_moved(self, start: int, end: int) -> bool:
        """Whether something goes somewhere: "move the store to", "get it off"."""
        words = self.words
        stop = next((p for p in range(start, end) if words[p] in {"to", "onto", "off"}), end)
        return stop + 1 < end and self.verb(stop + 1) is None

    def _is_ground(self, start: int, end: int) -> bool:
        """Whether it is a part of the system that goes there, and no alert, test or page."""
        stop = self.before_preposition(start, end)
        return self.small["carried"].isdisjoint(self.words[start:stop])

    def _spared(self, family: Family, start: int, end: int) -> Family | None:
        """What is no rule for people but for code, and no replacement but a repair."""
        words, small = self.words, self.small
        if family.name == "bans" and start < end and words[start] in small["code"]:
            return self.family("acts")  # "do not swallow exceptions"
        worn = not small["broken"].isdisjoint(words[start : min(end, start + 3)])
        if family.name == "structure" and worn and {"with", "by"}.isdisjoint(words[start:end]):
            return self.family("mended")  # "replace the worn pads"
        return None
