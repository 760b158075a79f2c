"""families.toml -> what words tell of an action item, ready to be asked word by word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from secondstory.model import Purpose, Strength
from secondstory.noun import Noun

_PARTS = re.compile(r"=?[^\W_]+(?:['’][^\W_]+)?")
_VOWELS = "aeiou"


class Sort(StrEnum):
    """How the verbs of a family decide."""

    DECIDES = "decides"  # by themselves
    MAKES = "makes"  # by what is made
    MENDS = "mends"  # at most by themselves, by what is mended if that is less
    IMPOSES = "imposes"  # by themselves, by what is imposed if that is less
    BINDS = "binds"  # for all that follows in the sentence
    REMOVES = "removes"  # but for data and for what protects


class Family(Noun, frozen=True):
    """Words that tell the same: `told` says what, `grade` and `purpose` None where they do not."""

    name: str
    told: str
    grade: Strength | None
    purpose: Purpose | None
    sort: Sort
    fixes: tuple[str, ...]


Phrases = Mapping[str, tuple[tuple[list[str], Family], ...]]  # by first word, the longest first


class Vocabulary(Noun, frozen=True):
    """All families, their verbs in every form and their things in both numbers."""

    families: tuple[Family, ...]
    named: Mapping[str, Family]
    verbs: Phrases
    things: Phrases
    words: Mapping[str, frozenset[str]]  # what is no family: names of persons, small words
    stated: Mapping[str, Purpose]  # what authors write for a purpose
    cues: Mapping[str, Purpose]  # words that tell one where verb and object do not


def at(phrases: Phrases, words: Sequence[str], place: int) -> tuple[Family, int] | None:
    """The family whose phrase begins at a place, and how many words it has."""
    for rest, family in phrases.get(words[place], ()):
        if not rest or words[place + 1 : place + 1 + len(rest)] == rest:
            return family, 1 + len(rest)
    return None


@cache
def vocabulary() -> Vocabulary:
    """What families.toml says."""
    read = tomllib.loads(files(__package__).joinpath("families.toml").read_text("utf-8"))
    lists, stated, cues = read.pop("words"), read.pop("stated"), read.pop("cues")
    irregular = {
        row[0]: row[1:] for row in map(str.split, lists.pop("irregular").splitlines()) if row
    }
    families: list[Family] = []
    verbs: dict[str, list[tuple[list[str], Family]]] = {}
    things: dict[str, list[tuple[list[str], Family]]] = {}
    for name, entry in read.items():
        grade, purpose = entry.get("grade"), entry.get("purpose")
        family = Family(
            name,
            entry["told"],
            Strength(grade) if grade else None,
            Purpose(purpose) if purpose else None,
            Sort(entry["sort"]),
            tuple(entry["fixes"]),
        )
        families.append(family)
        for phrase in _phrases(entry["verbs"]):
            for first in _bent(phrase[0], irregular):
                verbs.setdefault(first, []).append((phrase[1:], family))
        for phrase in _phrases(entry["things"]):
            for last in _numbers(phrase[-1]):
                first, *rest = [*phrase[:-1], last]
                things.setdefault(first, []).append((rest, family))
    return Vocabulary(
        tuple(families),
        {family.name: family for family in families},
        _filed(verbs),
        _filed(things),
        {name: frozenset(words.split()) for name, words in lists.items()},
        {word: Purpose(name) for name, text in stated.items() for word in text.split(", ")},
        {word: Purpose(name) for name, text in cues.items() for word in text.split()},
    )


def _filed(table: Mapping[str, list[tuple[list[str], Family]]]) -> Phrases:
    """The longest first; of two that are the same, the one that is told first."""
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for first, entries in table.items()
    }


def _phrases(text: str) -> Iterator[list[str]]:
    for phrase in text.split(","):
        if words := _PARTS.findall(phrase.lower()):
            yield words


def _bent(verb: str, irregular: Mapping[str, Sequence[str]]) -> set[str]:
    """A verb's forms; some that nobody writes are among them, which does no harm."""
    forms = {verb, *irregular.get(verb, ())}
    if verb.endswith("e"):
        return forms | {f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"}
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return forms | {f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    doubled = f"{verb}{verb[-1]}"
    return forms | {
        f"{verb}{ending}", f"{verb}ed", f"{verb}ing", f"{doubled}ed", f"{doubled}ing",
    }  # fmt: skip


def _numbers(thing: str) -> tuple[str, ...]:
    """Singular and plural; `=process` has none, since processes are what computers run."""
    if thing.startswith("="):
        return (thing[1:],)
    if thing.endswith("y") and thing[-2:-1] not in _VOWELS:
        return thing, f"{thing[:-1]}ies"
    return thing, f"{thing}es" if thing.endswith(("s", "sh", "ch", "x")) else f"{thing}s"
