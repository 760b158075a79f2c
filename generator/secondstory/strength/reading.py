"""An action item's words -> the family of words that decides what it is, and those words.

A clause tells by its verb and what the verb is about: "Document how to block" is written down,
"Block deploys without" refuses, "Alert when the limit" notices. Of several promises the strongest
counts, unless a weak one leads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.model import Strength
from secondstory.noun import Noun
from secondstory.strength.clauses import DASHES, Clause, Hit, Mark, form_of
from secondstory.strength.statements import Said
from secondstory.strength.things import RANK
from secondstory.strength.turns import Turns
from secondstory.strength.vocabulary import Family, Sort

_READ = 600  # characters of a fix
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+|[^\W_]+(?:['’][^\W_]+)?|[.!?;](?=\s|$)|[:,(){}\[\]/&+…]|(?<=\s)[-–—=]+>?(?=\s)|[—–→]"
)
_ADDRESS = re.compile(r"https?://\S+|(?<![\w/])[.~]{0,2}/\w\S*")
_SETTING = re.compile(r"[\w.]+ ?= ?[\w./-]+|\S+ (?:->|→|=>) ?[^\s,;]+|[a-z]+(?:_[a-z]+)+ \d\S*")
_QUOTED = re.compile(r"(?<=\s)[\"“][^\"”]*[\"”]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_OPENERS, _CLOSERS = frozenset("([{"), frozenset(")]}")
_PLACES = frozenset({"tests", "scripts", "tools"})  # "a separate test database"
_THOUGHTS = frozenset({"thinks", "tickets", "teaches"})


class Verdict(Noun, frozen=True):
    """The family that decides about a fix, its words there as written; `kind` tells the purpose.

    `end` is where the last of these words ends in the fix.
    """

    family: Family
    words: tuple[str, ...]
    kind: Family
    end: int


def rank(verdict: Verdict) -> float:
    """How strong it is, to compare it; what is made, nobody knows what, is less than a plan."""
    return 1.5 if verdict.family.sort is Sort.MAKES else RANK[verdict.family.grade]


def _is_weak(found: Verdict | None, verb: Hit | None) -> bool:
    """Whether a verb makes what it leads weak, and what it is about does, too."""
    led = found is not None and verb is not None and found.family is verb[0]
    return led and found is not None and found.family.grade is Strength.WEAK


def read(text: str) -> Verdict | None:
    """Find the words of an action item that decide, None where they do not tell."""
    text = text[:_READ]
    if len(_OTHER_SCRIPT.findall(text)) > 1:
        return None
    if '"' in text or "“" in text:
        text = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    if "/" in text:
        text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    lower = text.lower()
    if len(lower) != len(text):  # "İ" alone becomes two
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    lower = lower.replace("’", "'")
    marks = [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(lower)]
    reader = _Reader(text, list(_without_asides(marks)))
    return None if reader.is_foreign() else reader.verdict() or reader.setting()


class _Reader(Turns):
    """What the clauses of one action item promise."""

    def verdict(self) -> Verdict | None:
        """The strongest of what its sentences promise."""
        best: Verdict | None = None
        label = False
        for start, end in self.sentences():
            colon = self.word(end) == ":"
            if colon and end == start + 1 and self.words[start] in self.small["about"]:
                return best  # "Owner: the limits team"
            if best and start and self._is_turned_down(start):
                return None
            if best and not label and not self.is_promise(start, end):
                continue
            found = self._sentence(start, end)
            if found and found.family.sort is Sort.BINDS:
                return found
            if found and (best is None or label or rank(found) > rank(best)):
                best = found
            verb = self.verb(start)
            goes_on = self.word(end) in DASHES and bool(self.word(end + 1) and self.verb(end + 1))
            if (colon or goes_on) and end > start + 2 and _is_weak(found, verb):
                return found  # "Document the patterns: update the guide"
            label = (colon or goes_on) and not verb
        return best

    def setting(self) -> Verdict | None:
        """What is only a setting and its value: "max_wal_size=8GB", "swappiness 60 -> 10"."""
        found = _SETTING.search(self.text)
        if found is None:
            return None
        family = self.family("mended")
        return Verdict(family, (found[0],), family, found.end())

    def _is_turned_down(self, start: int) -> bool:
        """Whether what stands before a dash is no promise: "Drop the cache - too slow"."""
        return self.words[start - 1] in DASHES and self.words[start] in self.small["turned_down"]

    def _sentence(self, start: int, end: int) -> Verdict | None:
        """The strongest promise of a sentence; what a weak verb leads, only behind a comma."""
        words = self.words
        start = self.main(start, end)
        if self.is_question(start, end):
            return None
        if (not self.verb(start) or self.is_noun(start, end)) and (said := self.asked(start, end)):
            return self._verdict(said)
        best: Verdict | None = None
        first, form = True, None  # how its first verb is bent
        weak = thought = False  # whether a weak verb leads, and one that only thinks or asks
        inner = False  # whether a preposition stands before
        shared: Said | None = None  # the verb before, for what is named without one
        before = (start, start)  # the verb of the clause before, where it stands and ends
        pieces = list(self.pieces(start, end, self.demand(start, end)))
        clauses = [self.led(*piece, first=not place) for place, piece in enumerate(pieces)]
        for place, ((begin, stop), clause) in enumerate(zip(pieces, clauses, strict=True)):
            joint = words[begin - 1] if not first else ""
            if not first:
                same = form_of(words[clause.lead]) == form if clause.verb else form is None
                near = not thought and before[1] == begin - 1
                comma = "," in words[begin - 2 : begin] or near
                whole = not thought and before[1] < begin - 1  # "train the desk and remove"
                bound = weak and (clause.verb is None or not same or not (comma or whole))
                other = bool(clause.verb) and form is not None and not same and joint != "by"
                told = joint == "and" and self.is_telling(before[0], begin)
                named = form is None and joint in {"and", "or"}
                opened = self.opens(begin) or self.valued(begin, stop)
                if named and not form_of(words[clause.lead]) and not opened:
                    continue  # "the count of objects and delete markers"
                if inner and clause.verb is None and shared and joint != ",":
                    continue  # "a form with the dates and checks": they are in the form
                bare = weak and clause.verb and clause.lead + clause.verb[1] >= clause.end
                if bare or bound or other or (told and (weak or not self.is_making(clause))):
                    continue
                if joint == "by" and shared and shared.family.name == "repairs":
                    continue  # "we restored it by failing over" tells of the incident
            before = (clause.lead, clause.lead + (clause.verb[1] if clause.verb else 0))
            found = self._judge(clause, shared, more=self._goes_on(clause, clauses[place + 1 :]))
            if clause.verb:
                shared = Said(clause.verb[0], clause.lead, clause.verb[1])
            inner = inner or not self.small["preposition"].isdisjoint(words[clause.lead : stop])
            if found and found.family.sort is Sort.BINDS:
                return found
            if first:
                form = form_of(words[clause.lead]) if clause.verb else None
                weak = _is_weak(found, clause.verb)
                thought = weak and clause.verb is not None and clause.verb[0].name in _THOUGHTS
            first = False
            if found and (best is None or rank(found) > rank(best)):
                best = found
        return best

    def _goes_on(self, clause: Clause, later: list[Clause]) -> bool:
        """Whether the object of its verb stands in the next clause: "review and refine it"."""
        if clause.verb is None or not later or clause.lead + clause.verb[1] < clause.end:
            return False
        same = form_of(self.words[clause.lead]) == form_of(self.words[later[0].lead])
        return later[0].verb is None or same

    def _judge(self, clause: Clause, shared: Said | None, *, more: bool) -> Verdict | None:
        """What a clause promises; `more` follows, which may have the object of its verb."""
        if clause.verb is None:
            if found := self.stated(clause.lead, clause.end):
                return self._verdict(found)
            return self._listed(shared, clause) if shared else self._named(clause)
        family, length = clause.verb
        said = Said(family, clause.lead, length)
        behind = clause.lead + length
        if behind < clause.end and self.words[behind] in self.small["troubles"]:
            return None  # "alerting gap"
        if turn := self.turn(clause, said):
            return self._verdict(turn.said, turn.by, kind=turn.kind)
        leads = family.sort is not Sort.DECIDES or family.grade is Strength.WEAK
        bare = family.name == "thinks" and self.words[clause.lead] not in self.small["preparing"]
        if more and leads and not bare:
            return None  # "improve and refine the process": the next verb has the object
        if family.sort in {Sort.BINDS, Sort.DECIDES}:
            return self._verdict(said)
        if self.is_asked(clause.lead, behind, clause.end):
            told = self.woken(behind, clause.end)
            return self._verdict(told or self.called("cares", said))
        if family.sort is Sort.REMOVES:
            return self._removed(said, clause.end)
        return self._of(clause, said, behind)

    def _of(self, clause: Clause, said: Said, behind: int) -> Verdict | None:
        """What a verb is worth by what is made or mended."""
        family, thing = said.family, self.thing(behind, clause.end)
        if thing and thing.family.grade is None and family.grade:
            thing = self.thing(behind, clause.end, frozenset())  # "... as a workaround"
        if clause.subject:
            thing = self._behind(clause.subject, said, thing)
        if family.name != "margin" and not (thing and thing.family.grade is Strength.WEAK):
            found = self.stated(behind, clause.end) or self.narrowed(clause.lead, clause.end)
            if found:
                return self._verdict(found, said)
        apart = "separate" in self.words[behind : behind + 2]
        if thing and family.name == "mended" and self.is_made_to(clause.lead, thing):
            return self._verdict(thing, said)  # "modify the settings to disallow passwords"
        if thing is None or (apart and thing.family.name in _PLACES):
            return self._alone(clause, said, behind)
        if family.sort is Sort.MAKES:
            return self._made(said, thing, clause.end)
        lower = RANK[thing.family.grade] < RANK[family.grade]
        if not lower:
            return self._verdict(said, kind=thing.family)
        direct = clause.subject or self.thing(behind, clause.end, frozenset())
        return self._verdict(thing if direct else said)

    def _alone(self, clause: Clause, said: Said, behind: int) -> Verdict | None:
        """What a verb is worth whose object we do not know."""
        word = self.words[clause.lead]
        if said.family.sort is Sort.MAKES and self.is_second(behind, clause.end):
            return self._verdict(self.called("structure", said))
        if word.startswith("ensur") or (word in self.small["sure"] and said.length > 1):
            return self._verdict(self.called("looks", said))
        return None if self.is_vague(behind, clause.end) else self._verdict(said)

    def _behind(self, subject: tuple[int, int], said: Said, thing: Said | None) -> Said | None:
        """What a statement is about, where its subject tells that better than its object."""
        if self.words[said.start - 1] in self.small["being"]:
            return self.thing(*subject) or thing
        acts = self.thing(*subject)
        if acts and acts.family.name == "tests" and said.family.name == "guards":
            return acts  # "tests prevent a mismatch"
        if said.family.name != "acts":
            return thing
        if thing is None:
            return acts if acts and acts.family.grade is Strength.WEAK else None
        return acts if thing.family.name == "teaches" else thing  # "alerts go to the channel"

    def _listed(self, shared: Said, clause: Clause) -> Verdict | None:
        """What stands in a list behind a verb: "improve the tools and the limits"."""
        thing = self.thing(clause.lead, clause.end, frozenset())
        if thing is None or shared.family.sort not in {Sort.MAKES, Sort.MENDS}:
            return None
        return self._capped(shared, thing)

    def _capped(self, said: Said, thing: Said) -> Verdict:
        """What is mended, or only made sure, is worth no more than that."""
        lower = RANK[thing.family.grade] < RANK[Strength.INTERMEDIATE]
        sure = self.words[said.start] in self.small["sure"]
        if lower or (said.family.sort is Sort.MAKES and not sure):
            return self._verdict(thing, said)
        return self._verdict(self.called("mended", said), kind=thing.family)

    def _named(self, clause: Clause) -> Verdict | None:
        """What a clause without a verb names: "Autoscaling of the workers", "Timeouts raised"."""
        if clause.lead >= clause.end:
            return None
        begin = clause.lead + (self.words[clause.lead] in self.small["preposition"])
        if begin >= clause.end:
            return None
        if said := self.limited(begin, clause.end):
            return self._verdict(said)
        thing = self.thing(begin, clause.end, self.small["near"])
        if thing is None:
            said = self.done(begin, clause.end) or self.valued(begin, clause.end)
            said = said or self.part(begin, clause.end)
            return self._verdict(said) if said else None
        behind = thing.start + thing.length
        if self.word(behind) in self.small["troubles"]:
            return None  # "alerting gap", "uptime issue"
        tuned = self.valued(begin, clause.end) if "from" in self.words[begin : clause.end] else None
        if tuned and thing.family.grade is Strength.STRONG:
            return self._verdict(tuned, thing)  # "timeout from 30 to 60"
        if thing.family.name in {"tools", "scripts"} and (
            unasked := self.unasked(begin, clause.end)
        ):
            return self._verdict(unasked, thing)
        if does := self.doing(thing, clause.end):
            return self._verdict(does, thing)
        for place in range(thing.start + thing.length, clause.end):
            verb = self.verb(place) if self.words[place].endswith("ed") else None
            if verb and verb[0].name in {"margin", "mended", "rebuilt"}:
                return self._verdict(Said(verb[0], place, verb[1]), thing)
        return self._verdict(thing)

    def _made(self, said: Said, thing: Said, end: int) -> Verdict:
        """What is made; where it goes: "to the runbook"; what it does: "that blocks the merge"."""
        words = self.words
        for place in range(thing.start + thing.length, end - 1):
            if words[place] in {"to", "in"} and not self.verb(place + 1):
                into = self.thing(place + 1, end)
                if into and into.family.name in {"writes", "tickets"}:
                    return self._verdict(into, said)
        if does := self.doing(thing, end):
            return self._verdict(does, thing)
        if thing.family.grade is Strength.STRONG and "from" in words[thing.start : end]:
            tuned = self.valued(thing.start, end)
            if tuned:
                return self._verdict(tuned, said)  # "set the timeout from 10 to 30"
        policy = words[thing.start + thing.length - 1] in self.small["rules"]
        if policy and words[said.start] in self.small["configures"]:
            return self._verdict(self.called("guards", thing), said)
        return self._capped(said, thing)

    def _removed(self, said: Said, end: int) -> Verdict | None:
        """What is taken away: data, which only tidies up, or what protected."""
        behind = said.start + said.length
        direct = self.thing(behind, end, frozenset())
        if direct and direct.family.name in self.small["protects"]:
            return None
        if direct and direct.family.name == "writes":
            return self._verdict(direct, said)
        if self.is_one_of("defects", behind, end):
            return self._verdict(self.called("mended", said))
        what = self.words[behind : self.before_preposition(behind, end)]
        if not self.small["rotten"].isdisjoint(what) or self.is_one_of("data", behind, end):
            return self._verdict(self.called("repairs", said))
        return self._verdict(said)

    def _verdict(
        self, said: Said, by: Said | None = None, *, kind: Family | None = None
    ) -> Verdict:
        places = sorted((each.start, each.length) for each in (by, said) if each)
        ends = [self.marks[start + length - 1][2] for start, length in places]
        words = (
            self.text[self.marks[start][1] : end]
            for (start, _), end in zip(places, ends, strict=True)
        )
        return Verdict(said.family, tuple(words), kind or said.family, ends[-1])


def _without_asides(marks: list[Mark]) -> Iterator[Mark]:
    """A text's words without what stands in brackets, which tells of something else."""
    depth = 0
    for mark in marks:
        if mark[0] in _OPENERS:
            depth += 1
        elif mark[0] in _CLOSERS:
            depth = max(0, depth - 1)
        elif not depth:
            yield mark
