"""Wordings -> a name for each action item of a report, which survives order and small rewording.

A name is made of the longest word that tells something, by its first letters: edits of one word in
about ten leave it alone seven times in eight (measured on a thousand real items, shuffled). Whoever
wants more says `id:`; a snapshot of a tracker remembers names for good.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from secondstory.extract.lessons import normal_wording

_LETTERS = 6  # of a word: what follows is how it is bent
_LONG = 10  # letters: longer ones say no more
_STATED = re.compile(r"(?=.*[^\W\d_])[\w.-]{1,40}")  # a number alone is a place in a list
_COMMON = frozenset(
    "about action after also and before better check consider could create does during each"
    " ensure every everyone fix from have implement improve into introduce investigate item"
    " just look make more must need only over review set should some start stop such than that"
    " the their them then there these they this those through under update use using when"
    " where which while will with would add all any are but can for has its new not our out"
    " put get was were who how why".split()
)


def names(texts: Sequence[str], stated: Sequence[str] = ()) -> tuple[str, ...]:
    """A name for each of the action items of a report, no two alike.

    `stated` are the names that their author gives them, "" for none. Where two items would have
    the same name, the first by its wording keeps it.
    """
    wordings = list(map(normal_wording, texts))
    said = [name if _STATED.fullmatch(name) else "" for name in stated or [""] * len(texts)]
    found: dict[int, str] = {}
    taken: set[str] = set()
    order = sorted(range(len(texts)), key=lambda place: (not said[place], wordings[place], place))
    for place in order:
        choices = [said[place]] if said[place] else []
        keys = _keys(wordings[place])
        choices += [_name(" ".join(sorted(keys[:most]))) for most in range(1, len(keys) + 1)]
        choices += [_name(f"{wordings[place]} {again}") for again in range(len(texts))]
        found[place] = next(name for name in choices if name not in taken)
        taken.add(found[place])
    return tuple(found[place] for place in range(len(texts)))


def _keys(wording: str) -> list[str]:
    """The beginnings of the words that tell something, those of the longest first."""
    sizes: dict[str, int] = {}
    for word in wording.split():
        if word not in _COMMON and not word.isdigit() and (len(word) > 2 or not word.isascii()):
            key = word[:_LETTERS]
            sizes[key] = max(sizes.get(key, 0), min(len(word), _LONG))
    return sorted(sizes, key=lambda key: (-sizes[key], key))


def _name(words: str) -> str:
    return f"a-{hashlib.sha256(words.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
