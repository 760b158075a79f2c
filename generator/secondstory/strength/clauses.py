"""An action item's words -> its sentences, their clauses, and the verb that leads each."""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.model import Strength
from secondstory.noun import Noun
from secondstory.strength.vocabulary import Family, Sort, at, vocabulary

DASHES = frozenset({"-", "–", "—", "--"})
_STOPS = frozenset(".!?;") | DASHES | {"=", "→", "…", "->", "=>"}
_LABEL = 7  # words before a colon
_SUBJECT = 12  # words before "should"
_TOLD = 3  # words at least: "Release gate added"
_ACTING = 6  # words before "rejects"
_OPENERS = frozenset(
    {
        ("working", "on"),
        ("work", "on"),
        ("process", "of"),
        ("taking", "steps"),
        ("taken", "steps"),
        ("take", "steps"),
    }
)
_MANNERS = frozenset({"carefully", "closely", "thoroughly", "manually", "diligently"})
_PERFECT = frozenset({"have", "has"})
_NAMED = frozenset({"for", "of", "that", "which"})
_ARE = frozenset({"is", "are"})
_SETTINGS = frozenset({"guards", "soft_landing"})
AS_MACHINE = {  # what it means that a thing does it
    "looks": "tests",
    "tries": "tests",
    "tickets": "acts",
    "teaches": "notices",
    "thinks": "acts",
    "repairs": "soft_landing",
    "hands_over": "acts",
}

Mark = tuple[str, int, int]  # a word in small letters, where it begins and ends
Hit = tuple[Family, int]  # what a phrase means, and how many words it has


class Clause(Noun, frozen=True):
    """A verb and what stands behind it, up to `end`; `subject` are the words before "should"."""

    lead: int
    end: int
    verb: Hit | None
    subject: tuple[int, int] | None = None


class Passage:
    """The words of an action item, and how they fall into clauses."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text = text
        self.marks = marks
        self.words = [mark[0] for mark in marks]
        self.known = vocabulary()
        self.small = self.known.words

    def word(self, place: int) -> str:
        """The word at a place, "" where there is none."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def before_preposition(self, start: int, end: int) -> int:
        """Where the first preposition stands, else the end."""
        prepositions = self.small["preposition"]
        return next((p for p in range(start, end) if self.words[p] in prepositions), end)

    def is_foreign(self) -> bool:
        """Whether its small words are those of another language."""
        words = set(self.words)
        foreign = len(words & self.small["foreign"])
        return foreign > 1 and foreign > len(words & self.small["english"])

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where its sentences begin and end; what stands before a colon is one."""
        start = 0
        for place, word in enumerate(self.words):
            label = word == ":" and place - start <= _LABEL
            if word in _STOPS or label:
                if place > start:
                    yield start, place
                start = place + 1
        if start < len(self.words):
            yield start, len(self.words)

    def is_promise(self, start: int, end: int) -> bool:
        """Whether a later sentence says what is to be done, and does not only explain."""
        if self.words[start] in self.small["pronoun"]:
            return False
        if self.verb(start) or self._own(start, end) is not None:
            return True
        return not self.small["demand"].isdisjoint(self.words[start:end])

    def is_telling(self, start: int, end: int) -> bool:
        """Whether a clause goes on with what is to be told or reached: "to ...", "how ..."."""
        return not self.small["telling"].isdisjoint(self.words[start + 1 : end])

    def is_making(self, clause: Clause) -> bool:
        """Whether a clause makes or mends something."""
        return clause.verb is not None and clause.verb[0].sort in {Sort.MAKES, Sort.MENDS}

    def demand(self, start: int, end: int) -> int:
        """Where "should" or "include" stands behind the subject of a sentence, else its start."""
        words, small = self.words, self.small
        place = start
        while place < end and self.opens(place):
            place += 1
        verb, modal = place < end and self.verb(place), small["modal"]
        if verb and verb[0].sort is Sort.BINDS:
            return start
        for later in range(place, min(end, place + _SUBJECT)):
            word = words[later]
            if word in small["list"] and (not verb or later <= place + 3):
                return later
            if verb and (later > place + 2 or word in small["people"] or word in small["pronoun"]):
                break
            if later > place and word in small["relative"]:
                modal = small["must"]  # "any reader that needs a row must"
            if (verb and word in _ARE) or (later > place and word in small["once"]):
                break  # "verify the table is updated", "disown it once it is there"
            if word == "to" and later > place and not verb and self._is_told_to(place, later, end):
                return later
            if later > place and word in modal:
                return later
            if later > place and not verb and word in small["past"]:
                return later
        return start

    def _is_told_to(self, start: int, to: int, end: int) -> bool:
        """Whether people or a machine are to do it: "each team to review", "CI to fail"."""
        if to + 1 >= end or self.verb(to + 1) is None or to > start + 4:
            return False
        told = self.words[to - 1]
        return told in self.small["people"] or told in self.small["machines"]

    def main(self, start: int, end: int) -> int:
        """Where the main clause begins: behind "To prevent this, " and "If the queue is full, "."""
        words = self.words
        if (said := self._own(start, end)) is not None:
            return said
        if words[start] in self.small["leading"] and "," in words[start : end - 1]:
            return words.index(",", start, end) + 1
        return start

    def _own(self, start: int, end: int) -> int | None:
        """Where people say what they do, behind other clauses: "while it held, we have added"."""
        words, small = self.words, self.small
        if self.verb(start):
            return None
        for place in range(start + 1, end - 1):
            if words[place] in small["ourselves"] and words[place - 1] in small["before_us"]:
                bound = "'" in words[place] or words[place + 1] in small["opening"]
                if bound or words[place + 1] in small["have"]:
                    return place
        return None

    def pieces(self, start: int, end: int, subject: int) -> Iterator[tuple[int, int]]:
        """The clauses of a sentence; its subject is never cut."""
        words, joint, begin = self.words, self.small["joint"], start
        for place in range(subject, end):
            word = words[place]
            by = word == "by" and place + 1 < end and words[place + 1].endswith("ing")
            if by or word in joint:
                if place > begin:
                    yield begin, place
                begin = place + 1
        if begin < end:
            yield begin, end

    def led(self, start: int, end: int, *, first: bool) -> Clause:
        """A clause with the verb that leads it, behind "we should" and the like."""
        words, place = self.words, start
        while place < end and self.opens(place):
            place += 1
        if place >= end:
            return Clause(start, end, None)
        demand = self.demand(start, end) if first else start
        if demand > start:
            if words[demand] in self.small["past"] and not self.is_done(demand + 1, end):
                return Clause(end, end, None)
            behind = self.behind(demand + 1, end, self.is_people(start, demand))
            if behind < end and (verb := self.verb(behind)):
                return Clause(behind, end, verb, (start, demand))
            doing = behind < end and words[behind].endswith("ed") and words[behind - 1] == "be"
            if doing and not self.is_people(start, demand):
                return Clause(behind, end, (self.family("acts"), 1), (start, demand))
            if behind < end and words[behind] in self.small["preposition"]:
                return Clause(behind + 1, end, None)
        verb = None if self._is_named(place, end) else self.verb(place)
        if first and self.words[place] in self.small["actors"] and place + 1 < end:
            return Clause(place + 1, end, self.verb(place + 1), (place, place + 1))
        noun = words[place] in self.small["nounish"]
        reach = place + 2 + noun if verb else end  # "Lint forbids", "Deploy tool rolls back"
        if first and (acting := self.acting(place, reach, end)):
            return acting
        return Clause(place, end, None if verb and self.is_noun(place, end) else verb)

    def _is_named(self, place: int, end: int) -> bool:
        """Whether a noun that could be a verb leads what was done: "Release gate added"."""
        word, last = self.words[place], self.words[end - 1]
        inner = self.words[place + 1 : end - 1]
        if end - place < _TOLD or not last.endswith("ed") or form_of(word):
            return False
        if any(not self.small[kind].isdisjoint(inner) for kind in ("are", "modal", "preposition")):
            return False
        verb = self.verb(end - 1)
        done = verb is not None and verb[0].sort in {Sort.MAKES, Sort.MENDS, Sort.REMOVES}
        return done and not self.is_object(place + 1, end)

    def acting(self, subject: int, reach: int, end: int) -> Clause | None:
        """Where a thing is said to act: "CI rejects keys"; or a person: "a nurse checks"."""
        words, small = self.words, self.small
        if words[subject] in small["actors"]:
            return None
        for place in range(subject + 1, min(end, reach, subject + 1 + _ACTING)):
            word = words[place]
            if word in small["preposition"] or word in small["articles"]:
                return None
            if word in small["people"]:
                told = place + 1 < end and form_of(words[place + 1]) == "s" and word[-1] != "s"
                people = told and self.verb(place + 1) is not None
                rule = (self.family("rules"), 1)
                return Clause(place + 1, end, rule, (subject, place + 1)) if people else None
            if hit := self.deed(place, end):
                return Clause(place, end, hit, (subject, place))
        return None

    def deed(self, place: int, end: int) -> Hit | None:
        """What a thing does, where a word is a verb behind it; a machine that checks is a test."""
        word, small = self.words[place], self.small
        if form_of(word) != "s":
            many = form_of(self.words[place - 1]) == "s"
            single = self.words[place - 1] in small["single"] or form_of(word)
            return self._many(place, end) if many and not single and place + 1 < end else None
        behind = self.words[place + 1] if place + 1 < end else ""
        surely = word in small["deeds"]
        noun = self.is_noun(place, end) and not surely
        if behind == "of" or (noun and word not in small["halts"]):
            return None
        if word in small["renews"]:
            return self.family("automatic"), 1
        verb = self.verb(place)
        if verb is None:
            return (self.family("acts"), 1) if surely else None
        surely = surely or self.is_object(place + 1, end)
        if name := AS_MACHINE.get(verb[0].name):
            known = surely or verb[1] > 1 or word in small["halts"]
            return (self.family("acts" if word == "asks" else name), verb[1]) if known else None
        acts = verb[0].sort not in {Sort.MAKES, Sort.MENDS}
        return verb if acts or surely or word in small["halts"] else None

    def is_object(self, place: int, end: int) -> bool:
        """Whether an object begins here: "the", "no", "300"."""
        word = self.words[place] if place < end else ""
        return word in self.small["determiner"] or word[:1].isdigit()

    def _many(self, place: int, end: int) -> Hit | None:
        """What several things do: "handhelds ask for", "gateways refuse"; no "jobs limit"."""
        word, behind, small = self.words[place], self.words[place + 1], self.small
        object_ = self.is_object(place + 1, end)
        if word in small["renew"] and (object_ or behind in small["after"]):
            return self.family("automatic"), 1
        if word in small["deed"] and (object_ or behind in small["preposition"]):
            return self.family("acts"), 1
        verb, before = self.verb(place), self.verb(place - 1)
        if verb is None or verb[0].grade is not Strength.STRONG or place + verb[1] >= end:
            return None
        if verb[1] > 1 or (object_ and before is None):
            return verb
        pair = at(self.known.things, self.words, place - 2)  # "health checks remove"
        doubt = before is not None and not (pair and pair[1] > 1)
        noun = at(self.known.things, self.words, place) or behind in small["preposition"]
        return None if noun or doubt else verb

    def family(self, name: str) -> Family:
        """The family of that name."""
        return self.known.named[name]

    def is_noun(self, place: int, end: int) -> bool:
        """Whether what could be a verb is a plural: "Plans of", "Retry limits"."""
        if form_of(self.words[place]) != "s":
            return False
        behind = self.words[place + 1] if place + 1 < end else ""
        return not behind or any(
            behind in self.small[kind] for kind in ("preposition", "modal", "past", "duties")
        )

    def is_done(self, place: int, end: int) -> bool:
        """Whether it was done by somebody: "a limit was added"."""
        word = self.words[place] if place < end else ""
        bent = word.endswith("ed") or word in self.small["participles"]
        verb = self.verb(place) if bent else None
        if verb is not None and verb[0].name in {"teaches", "writes"}:
            return True  # "nurses were reminded"
        return verb is not None and verb[0].sort in {Sort.MAKES, Sort.MENDS, Sort.REMOVES}

    def behind(self, place: int, end: int, people: bool) -> int:  # noqa: FBT001
        """Where the verb stands behind "should"; what a machine should never do is no ban."""
        words = self.words
        while place < end and (
            self.opens(place)
            or words[place] in self.small["modal"]
            or (words[place].endswith("ly") and self.verb(place) is None)
            or (not people and words[place] in {"never", "always"})
        ):
            place += 1
        return place

    def is_question(self, start: int, end: int) -> bool:
        """Whether it asks, and nothing is promised: "Should the limit rise?"."""
        asks = self.verb(start) is None or self.words[start] in self.small["questions"]
        return self.word(end) == "?" and asks

    def is_machine(self, start: int, end: int) -> bool:
        """Whether the subject is a machine that checks or tells: "the monitoring", "CI"."""
        words = self.words[start:end]
        if not self.small["machines"].isdisjoint(words):
            return True
        hits = (at(self.known.things, self.words, place) for place in range(start, end))
        return any(hit and hit[0].name in {"notices", "tests"} for hit in hits)

    def is_people(self, start: int, end: int) -> bool:
        """Whether people are the subject, or nobody else is."""
        return not self.small["people"].isdisjoint(self.words[start:end]) or start == end

    def opens(self, place: int) -> bool:
        """Whether a word only leads to what is promised: "we", "also", "plan to"."""
        word, later = self.words[place], self.word(place + 1)
        if (word, later) in _OPENERS or (self.word(place - 1), word) in _OPENERS:
            return True
        if (word in {"more", "less"} and later.endswith("ly")) or word in _MANNERS:
            return True
        if word in _PERFECT and self._is_perfect(place):
            return True
        return (word in self.small["opening"] and not self.is_solid(place)) or self.is_plan(place)

    def _is_perfect(self, place: int) -> bool:
        """Whether "have" only tells that it is done: "we have moved", "have since reset"."""
        for word in self.words[place + 1 : place + 3]:
            if word.endswith("ed") or word in self.small["participles"]:
                return True
            if not (word.endswith("ly") or word in self.small["opening"]):
                return False
        return False

    def is_solid(self, place: int) -> bool:
        """Whether a verb is more than one of the words that sentences open with."""
        verb = self.verb(place)
        return verb is not None and (verb[1] > 1 or verb[0].sort is not Sort.MAKES)

    def verb(self, place: int) -> Hit | None:
        """The verb at a place: no part of "deploy-independent" or "build check"."""
        found = at(self.known.verbs, self.words, place)
        if found is None:
            return None
        if found[1] == 1 and self.is_joined(place):
            return None
        if place and self.words[place - 1] in self.small["articles"]:
            return None  # "the extended page"
        if found[0].name == "tries" and self.word(place + found[1]) in _NAMED:
            return None  # "test for a change of path", "testing of the valves"
        thing = at(self.known.things, self.words, place)
        if thing and (thing[1] > found[1] or self.words[place] == "automated"):
            return None
        return found

    def is_joined(self, place: int) -> bool:
        """Whether a word is part of a longer one: "deploy-independent", "pr_comments"."""
        _, start, end = self.marks[place]
        if "_" in {self.text[start - 1 : start], self.text[end : end + 1]}:
            return True
        return self.text[end : end + 1] == "-" and self.text[end + 1 : end + 2].isalnum()

    def is_setting(self, place: int, family: Family) -> bool:
        """Whether a word is the end of a setting that bounds: "lock_timeout"."""
        _, start, end = self.marks[place]
        last = self.text[start - 1 : start] == "_" and self.text[end : end + 1] != "_"
        return last and family.name in _SETTINGS

    def is_plan(self, place: int) -> bool:
        """Whether "plan" goes on with what is planned."""
        word, before = self.words[place], self.word(place - 1)
        made = before not in _PERFECT and before in self.known.verbs
        plan = word.startswith("plan") or word in {"decided", "agreed", "committed"}
        return plan and self.word(place + 1) == "to" and not made


def form_of(verb: str) -> str:
    """How a verb is bent: only what is bent alike stands in one list."""
    if verb.endswith(("ing", "ed")):
        return "ing" if verb.endswith("ing") else "ed"
    return "s" if verb.endswith("s") and not verb.endswith("ss") else ""
