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
from secondstory.strength.clauses import Clause, Mark, Passage, form_of
from secondstory.strength.vocabulary import Family, Sort, at

_READ = 600  # characters of a fix
_TOKEN = re.compile(
    r"[^\W_]+(?:['’][^\W_]+)?|[.!?;](?=\s|$)|[:,(){}\[\]/&+…]|(?<=\s)[-–—=]+>?(?=\s)|[—–→]"
)
_ADDRESS = re.compile(r"https?://\S+")
_QUOTED = re.compile(r"(?<=\s)[\"“][^\"”]*[\"”]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_OPENERS, _CLOSERS = frozenset("([{"), frozenset(")]}")
_RANK = {Strength.STRONG: 3, Strength.INTERMEDIATE: 2, Strength.WEAK: 1, None: 0}
_ACTS = frozenset({Sort.DECIDES, Sort.IMPOSES})
_WATCHES = frozenset({"tests", "notices"})
_UNASKED = frozenset({"repairs", "mended", "made", "margin", "rebuilt", "looks"})


class Verdict(Noun, frozen=True):
    """The family that decides about a fix, its words there as written; `kind` tells the purpose."""

    family: Family
    words: tuple[str, ...]
    kind: Family


class Said(Noun, frozen=True):
    """A family found in a text: from word `start`, `length` words."""

    family: Family
    start: int
    length: int


def rank(verdict: Verdict) -> float:
    """How strong it is, to compare it; what is made, nobody knows what, is less than a plan."""
    return 0.5 if verdict.family.sort is Sort.MAKES else _RANK[verdict.family.grade]


def _is_weak(found: Verdict | None, clause: Clause) -> bool:
    """Whether the verb of a clause makes it weak, and what it is about too."""
    led = found is not None and clause.verb is not None and found.family is clause.verb[0]
    return led and found is not None and found.family.grade is Strength.WEAK


def read(text: str) -> Verdict | None:
    """Find the words of an action item that decide, None where they do not tell."""
    text = text[:_READ]
    if len(_OTHER_SCRIPT.findall(text)) > 1:
        return None
    if '"' in text or "“" in text:
        text = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    if "://" in text:
        text = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    lower = text.lower()
    if len(lower) != len(text):  # "İ" alone becomes two
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    marks = [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(lower)]
    return _Reader(text, list(_without_asides(marks))).verdict()


class _Reader(Passage):
    """What the clauses of one action item promise."""

    def verdict(self) -> Verdict | None:
        """The strongest of what its sentences promise."""
        if self.is_foreign():
            return None
        best: Verdict | None = None
        label = False
        for start, end in self.sentences():
            if best and not label and not self.is_promise(start, end):
                continue
            found = self._sentence(start, end)
            if found and found.family.sort is Sort.BINDS:
                return found
            if found and (best is None or label or rank(found) > rank(best)):
                best = found
            label = self.words[end : end + 1] == [":"] and not self.verb(start)
        return best

    def _sentence(self, start: int, end: int) -> Verdict | None:
        """The strongest promise of a sentence; what a weak verb leads, only behind a comma."""
        words = self.words
        start = self.main(start, end)
        best: Verdict | None = None
        first, form = True, None  # how its first verb is bent
        weak = False  # whether a weak verb leads
        shared: Said | None = None  # the verb before, for what is named without one
        before = (start, start)  # the verb of the clause before, where it stands and ends
        for begin, stop in self.pieces(start, end, self.demand(start, end)):
            clause = self.led(begin, stop, first=first)
            joint = words[begin - 1] if not first else ""
            if not first:
                same = form_of(words[clause.lead]) == form if clause.verb else form is None
                comma = "," in words[begin - 2 : begin] or before[1] == begin - 1
                bound = weak and (clause.verb is None or not same or not comma)
                other = bool(clause.verb) and form is not None and not same and joint != "by"
                told = joint == "and" and self.is_telling(before[0], begin)
                if form is None and joint in {"and", "or"} and not form_of(words[clause.lead]):
                    continue  # "the count of objects and delete markers"
                if bound or other or (told and (weak or not self.is_making(clause))):
                    continue
            before = (clause.lead, clause.lead + (clause.verb[1] if clause.verb else 0))
            found = self._judge(clause, shared, more=stop < end)
            if clause.verb:
                shared = Said(clause.verb[0], clause.lead, clause.verb[1])
            if found and found.family.sort is Sort.BINDS:
                return found
            if first:
                form = form_of(words[clause.lead]) if clause.verb else None
                weak = _is_weak(found, clause)
            first = False
            if found and (best is None or rank(found) > rank(best)):
                best = found
        return best

    def _judge(self, clause: Clause, shared: Said | None, *, more: bool) -> Verdict | None:
        """What a clause promises; `more` follows, which may have the object of its verb."""
        if clause.verb is None and shared:
            return self._listed(shared, clause)
        if clause.verb is None:
            return self._named(clause)
        family, length = clause.verb
        said = Said(family, clause.lead, length)
        behind = clause.lead + length
        if clause.subject and self._is_duty(*clause.subject):
            return self._verdict(Said(self._family("rules"), clause.lead, length))
        if not self.small["caring"].isdisjoint(self.words[clause.lead : clause.end]):
            return self._verdict(Said(self._family("cares"), clause.lead, length))
        if family.name in _UNASKED and (found := self._unasked(clause.lead, clause.end)):
            tests = Said(self._family("tests"), said.start, length)
            return self._verdict(tests if family.name == "looks" else found, said)
        if family.sort is not Sort.BINDS and (found := self._caused(clause.lead, said, clause.end)):
            return self._verdict(found, said)
        if family.sort in {Sort.BINDS, Sort.DECIDES}:
            return self._verdict(said)
        if more and behind == clause.end:
            return None  # "improve and refine the process": the next verb has the object
        if self._is_asked(clause.lead, behind, clause.end):
            return self._verdict(Said(self._family("cares"), clause.lead, length))
        if family.sort is Sort.REMOVES:
            return self._removed(said, clause.end)
        return self._of(clause, said, behind)

    def _of(self, clause: Clause, said: Said, behind: int) -> Verdict | None:
        """What a verb is worth by what is made or mended."""
        family, thing = said.family, self._thing(behind, clause.end)
        if clause.subject and self.words[clause.lead - 1] in self.small["being"]:
            thing = self._thing(*clause.subject) or thing
        if thing is None:
            return None if self._is_vague(behind, clause.end) else self._verdict(said)
        if family.sort is Sort.MAKES:
            return self._made(said, thing, clause.end)
        lower = _RANK[thing.family.grade] < _RANK[family.grade]
        if not lower:
            return self._verdict(said, kind=thing.family)
        direct = clause.subject or self._thing(behind, clause.end, frozenset())
        return self._verdict(thing if direct else said)

    def _is_duty(self, start: int, end: int) -> bool:
        """Whether people should do it: "reviewers must"."""
        words = self.words
        people = not self.small["actors"].isdisjoint(words[start:end])
        return people and (words[end] in self.small["duty"] or end == start + 1)

    def _caused(self, lead: int, said: Said, end: int) -> Said | None:
        """What a thing is made to do: "make the gateway refuse"."""
        words, small, start = self.words, self.small, said.start + said.length
        if words[lead] not in small["causes"] or (start < end and words[start] in small["people"]):
            return None
        for place in range(start + 1, end):
            if words[place] == "impossible":
                return Said(self._family("safe_default"), place, 1)
            if words[place] in small["preposition"]:
                return None
            verb = self.verb(place) if words[place - 1] not in small["articles"] else None
            if verb and verb[0].sort in _ACTS and _RANK[verb[0].grade] == _RANK[Strength.STRONG]:
                return Said(verb[0], place, verb[1])
        return None

    def _is_vague(self, start: int, end: int) -> bool:
        """Whether what is made or mended is "several changes", and nobody knows which."""
        words, small = self.words, self.small
        stop = next((p for p in range(start, end) if words[p] in small["preposition"]), end)
        return stop > start and words[stop - 1] in small["vague"]

    def _family(self, name: str) -> Family:
        return next(each for each in self.known.families if each.name == name)

    def _unasked(self, start: int, end: int) -> Said | None:
        """Where a clause says "automatically"."""
        words = self.words
        place = next((p for p in range(start, end) if words[p] in self.small["unasked"]), None)
        return None if place is None else Said(self._family("automatic"), place, 1)

    def _listed(self, shared: Said, clause: Clause) -> Verdict | None:
        """What stands in a list behind a verb: "improve the tools and the limits"."""
        thing = self._thing(clause.lead, clause.end, frozenset())
        if thing is None or shared.family.sort not in {Sort.MAKES, Sort.MENDS}:
            return None
        return self._capped(shared, thing)

    def _capped(self, said: Said, thing: Said) -> Verdict:
        """What is mended, or only made sure, is worth no more than that."""
        lower = _RANK[thing.family.grade] < _RANK[Strength.INTERMEDIATE]
        sure = self.words[said.start] in self.small["sure"]
        if lower or (said.family.sort is Sort.MAKES and not sure):
            return self._verdict(thing, said)
        said = Said(self._family("mended"), said.start, said.length)
        return self._verdict(said, kind=thing.family)

    def _named(self, clause: Clause) -> Verdict | None:
        """What a clause without a verb names: "Autoscaling of the workers", "Timeouts raised"."""
        if clause.lead >= clause.end:
            return None
        begin = clause.lead + (self.words[clause.lead] in self.small["preposition"])
        thing = self._thing(begin, clause.end, self.small["near"])
        if thing is None:
            return self._enforced(clause)
        for place in range(thing.start + thing.length, clause.end):
            verb = self.verb(place) if self.words[place].endswith("ed") else None
            if verb and verb[0].name in {"margin", "mended", "rebuilt"}:
                return self._verdict(Said(verb[0], place, verb[1]), thing)
        return self._verdict(thing)

    def _enforced(self, clause: Clause) -> Verdict | None:
        """What a machine does to what is named: "Order of restarts enforced by"."""
        for place in range(clause.lead + 1, clause.end):
            verb = self.verb(place) if self.words[place].endswith("ed") else None
            if verb and verb[0].sort in _ACTS and _RANK[verb[0].grade] == _RANK[Strength.STRONG]:
                return self._verdict(Said(verb[0], place, verb[1]))
        return None

    def _made(self, said: Said, thing: Said, end: int) -> Verdict:
        """What is made; where it goes: "to the runbook"; what it does: "that blocks the merge"."""
        words = self.words
        for place in range(thing.start + thing.length, end - 1):
            if words[place] in {"to", "in"}:
                into = self._thing(place + 1, end)
                if into and into.family.name == "writes":
                    return self._verdict(into, said)
            if words[place] in {"that", "which", "to"} and thing.family.name in _WATCHES:
                verb = self.verb(place + 1)
                if verb and verb[0].name in {"removed", "repairs"}:
                    return self._verdict(Said(self._family("soft_landing"), place + 1, 1), thing)
                if verb and words[place + 1] in self.small["blocks"]:
                    return self._verdict(Said(self._family("guards"), place + 1, 1), thing)
        return self._capped(said, thing)

    def _is_asked(self, lead: int, place: int, end: int) -> bool:
        """Whether "ensure" and "make sure" go on with people."""
        if self.words[lead] not in self.small["sure"]:
            return False
        near = [
            w for w in self.words[place : min(end, place + 3)] if w not in {"that", "all", "the"}
        ]
        return bool(near) and near[0] in self.small["people"]

    def _thing(self, start: int, end: int, through: frozenset[str] | None = None) -> Said | None:
        """What a clause is about: the last thing before a preposition, else what follows that.

        Only prepositions of `through` are passed, where it is given.
        """
        words, small = self.words, self.small
        found: Said | None = None
        place = start
        while place < end:
            word = words[place]
            hit = at(self.known.things, words, place)
            if hit and not (hit[1] == 1 and self.is_joined(place)) and not self.is_plan(place):
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
            if found or word in small["condition"] or word in small["duties"]:
                return found
            if through is not None and word not in through:
                return None
            verb = self.verb(place) if place < end and word in small["aims"] else None
            if place < end and words[place].startswith("prevent"):
                return found  # what it is for, and not how
            if verb and verb[0].name == "looks":
                return Said(self._family("tests"), place, verb[1])
            if verb and verb[0].sort in _ACTS and _RANK[verb[0].grade] > 1:
                return Said(verb[0], place, verb[1])
        return found

    def _removed(self, said: Said, end: int) -> Verdict | None:
        """What is taken away: data, which only tidies up, or what protected."""
        direct = self._thing(said.start + said.length, end, frozenset())
        if direct and direct.family.name in self.small["protects"]:
            return None
        place = said.start + said.length
        while place < end and self.words[place] not in self.small["preposition"]:
            place += 1
        if self.words[place - 1] in self.small["data"]:
            return self._verdict(Said(self._family("repairs"), said.start, said.length))
        return self._verdict(said)

    def _verdict(
        self, said: Said, by: Said | None = None, *, kind: Family | None = None
    ) -> Verdict:
        places = sorted((each.start, each.length) for each in (by, said) if each)
        words = (
            self.text[self.marks[start][1] : self.marks[start + length - 1][2]]
            for start, length in places
        )
        return Verdict(said.family, tuple(words), kind or said.family)


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
