r"""Turn text into the tokens that search compares: folded, kept whole and also taken apart.

`pool.max_idle` yields itself, `max_idle`, `pool`, `max` and `idle`; `OutOfMemoryError` itself
and its four words; `retries` itself and its stem. `search-tokens.js` in the theme is the twin
of this module, and a test proves both equal: who searches without a browser finds the same.

Character classes are spelled as ranges or as `[^\W_]`, which in Python is exactly the
letters and numbers of Unicode, `[\p{L}\p{N}]` in JavaScript.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from secondstory.render.search.stem import stem

LONGEST = 48  # in characters; longer runs are hashes and blobs, found by scanning instead

# Scripts written without spaces are cut into pairs of characters. The ranges: Thai and Lao,
# Burmese, Khmer, Japanese syllables, ideographs, Hangul, and the ideographs of the higher planes.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# Signs that belong to a word but are no letters: Hebrew and Arabic points, Indic vowels.
_SIGNS = "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff"
_JOINERS = "._:/@+#'-"
_CHUNK = re.compile(rf"(?:[^\W_]|[{_UNSPACED}{_SIGNS}{_JOINERS}])+")
_APOSTROPHE = re.compile(r"'s$|'")
_LATIN_OR_UNSPACED = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LEVELS = tuple(re.compile(level) for level in ("[:/@+#]+", r"\.+", "[_-]+"))
_CAMEL = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACCENT = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Level differences no reader searches for: case, width, ligatures and accents."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).lower().replace("ß", "ss").replace("ς", "σ")
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", lowered))
    return unicodedata.normalize("NFC", bare)


def tokens(text: str) -> list[str]:
    """List the tokens of a text in reading order; a word that occurs twice is listed twice."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return [
        token
        for chunk in _CHUNK.findall(text)
        for token in (_known(chunk) if len(chunk) <= LONGEST else _chunk(chunk))
    ]


def _chunk(chunk: str) -> tuple[str, ...]:
    """Tokens of a run of word characters and joiners, each once, the longest first."""
    core = chunk.strip(_JOINERS)
    if not core:
        return ()
    found: dict[str, None] = {}
    begins = chunk.index(core)
    signed = fold(_sign_before(chunk[:begins]) + core + _sign_behind(chunk[begins + len(core) :]))
    if signed != fold(core) and len(signed) <= LONGEST:
        found[signed] = None
    for run in _LATIN_OR_UNSPACED.findall(core):
        if _IS_UNSPACED.match(run):
            found.update(dict.fromkeys(_pairs(fold(run))))
        else:
            found.update(dict.fromkeys(_pieces(run.strip(_JOINERS), alone=run == core)))
    return tuple(found)


_known = lru_cache(maxsize=65536)(_chunk)


def _sign_before(joiners: str) -> str:
    """What makes an option of a word: `-l`, `--dry-run`."""
    return joiners if joiners in ("-", "--") else ""


def _sign_behind(joiners: str) -> str:
    """What makes a language of a letter: `C++`, `C#`."""
    return joiners if joiners in ("+", "++", "#") else ""


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _pieces(core: str, *, alone: bool) -> list[str]:
    """The run itself, its parts at each joiner and capital, and the stems of its words."""
    pieces = [_APOSTROPHE.sub("", core)]
    found = list(pieces)
    for level in _LEVELS:
        pieces = [part for piece in pieces for part in level.split(piece) if part]
        found += pieces
    words = [part for piece in pieces for part in _CAMEL.split(piece) if part]
    folded = [fold(piece) for piece in (*found, *words)]
    stems = [stem(fold(word)) for word in words]
    whole = folded[0]
    # A lone letter says something where it stands alone ("C"), not as a part of an address.
    return [
        token
        for token in (*folded, *stems)
        if len(token) <= LONGEST and (len(token) > 1 or (alone and token == whole))
    ]
