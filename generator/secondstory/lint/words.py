"""The word lists of the linter, ready to be asked: who is a person, how verbs bend."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_VOWELS = "aeiou"


@cache
def wordlist(name: str) -> Mapping[str, Any]:
    """A word list as it lies in `wordlists/`."""
    return tomllib.loads(files(__package__).joinpath(f"wordlists/{name}.toml").read_text("utf-8"))


@cache
def listed(name: str, kind: str) -> frozenset[str]:
    """The words of one kind in a word list."""
    return frozenset(wordlist(name)[kind].split())


def people(kind: str) -> frozenset[str]:
    """The words of one kind in people.toml."""
    return listed("people", kind)


def verbs(kind: str) -> frozenset[str]:
    """The words of one kind in verbs.toml."""
    return listed("verbs", kind)


@cache
def _irregular() -> Mapping[str, tuple[str, str]]:
    rows = (line.split() for line in wordlist("verbs")["irregular"].strip().split("\n"))
    return {base: (past, participle) for base, past, participle in rows}


@cache
def participles() -> frozenset[str]:
    """The participles that do not end in -ed."""
    return frozenset(participle for _, participle in _irregular().values())


@cache
def pasts() -> frozenset[str]:
    """The past forms that do not end in -ed."""
    return frozenset(past for past, _ in _irregular().values())


def is_participle(word: str) -> bool:
    """Whether a word may stand behind `have` or `been`: checked, seen, double-checked."""
    last = word.rpartition("-")[2]
    return (len(last) > 3 and last.endswith("ed")) or last in participles()


def is_past(word: str) -> bool:
    """Whether a word may be a finite verb of the past."""
    return (len(word) > 3 and word.endswith("ed")) or word in pasts()


def forms(base: str) -> Iterator[str]:
    """A verb's forms, the base first: drop, drops, dropping, dropped."""
    if base == "be":
        yield from ("be", "is", "are", "am", "'s", "was", "were", "been", "being")
        return
    stem, dash, last = base.rpartition("-")
    past, participle = _irregular().get(last, ("", ""))
    for form in (last, _third(last), _gerund(last), past or _regular(last), participle):
        if form:
            yield f"{stem}{dash}{form}"


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if _soft(base) else f"{base}s"


def _gerund(base: str) -> str:
    if base.endswith("c"):
        return f"{base}king"
    if base in verbs("doubling") or (base in _irregular() and _short(base)):
        return f"{base}{base[-1]}ing"
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    silent = base.endswith("e") and not base.endswith(("ee", "oe", "ye"))
    return f"{base[:-1] if silent else base}ing"


def _regular(base: str) -> str:
    if base in verbs("doubling"):
        return f"{base}{base[-1]}ed"
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if _soft(base) else f"{base}ed"


def _soft(base: str) -> bool:
    return base.endswith("y") and base[-2:-1] not in _VOWELS


def _short(base: str) -> bool:
    """Whether a verb is of one short syllable: forget, run, put."""
    return (
        len(base) >= 3
        and base[-1] not in f"{_VOWELS}wxy"
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
    )
