"""Document -> what machines printed: error messages, exit codes, alert names, for search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from secondstory.model import Block, Fact, Kind, Origin, Provenance

_SPAN = re.compile(r"(`(?<!``)`*)(?!`)(?P<code>[^`\n]{3,300}?)(?<!`)\1(?!`)")
# In lower case: words that a message of failure says, and what it is numbered by.
_ERROR = re.compile(
    r"error|exception|fail(?:ed|ure)?|denied|refused|timed? ?out|panic|fatal|cannot|can't"
    r"|could not|unable to|not found|no such|unreachable|exceeded|expired|invalid|illegal|corrupt"
    r"|conflict|too many|out of|overflow|deadlock|aborted|killed|reset by peer|no space left"
    r"|unauthori[sz]ed|forbidden|unavailable|broken pipe|segfault|stack ?trace|traceback|undefined"
    r"|null ?pointer"
)
_NUMBERED = re.compile(
    r"\b(?:http[/ ]?\d?\.?\d? ?[45]\d\d\b|exit(?:ed)? (?:code|status|with)?\s*\d+|oomkilled\b"
    r"|(?:crashloop|imagepull)backoff\b|ora-\d+\b|sqlstate\b|0x[0-9a-f]{6,}\b)"
)
_CODE = re.compile(r"\bE[A-Z]{3,12}\b|\b[45]\d\d (?:[A-Z][a-z]+ ?){1,3}|\bSIG[A-Z]{2,5}\b")
_MACHINE = re.compile(
    r"(?:error|exception|denied|refused|timed? ?out|no such|not found|exceeded|expired|unreachable"
    r"|unavailable|reset by peer|too many|out of memory|no space)\b.{0,160}$"
    r"|\b\w+(?:Error|Exception)\b",
    re.IGNORECASE,
)
_LOUD = re.compile(r"\b(?:[A-Z][a-z0-9]+){3,}\b")  # AlertNamesLikeThis
_MOST, _LENGTH, _LINES = 30, 200, 400
_QUOTED = re.compile(r"[\"“](?P<words>[^\"“”\n]{10,200})[\"”]")


class Literal(NamedTuple):
    """What a machine printed, and where it stands."""

    text: str
    line: int


def literals(blocks: Iterable[Block]) -> Iterator[Literal]:
    """The lines of fences, the code spans and the quoted messages of some leaves, in order."""
    for block in blocks:
        if block.kind is Kind.CODE:
            for number, line in enumerate(block.text.split("\n")[:_LINES]):
                if not line.lstrip().startswith(("#", "//", "$ ")):
                    yield Literal(line.strip(), block.line + number)
        elif "`" in block.text or '"' in block.text or "“" in block.text:
            text = block.text[:20_000]
            spans = [(m.start(), m["code"]) for m in _SPAN.finditer(text)]
            spans += [(m.start(), m["words"]) for m in _QUOTED.finditer(text) if _said(m[0])]
            for start, words in sorted(spans):
                yield Literal(words, block.line + text.count("\n", 0, start))


def find_errors(printed: Iterable[Literal]) -> tuple[Fact[str], ...]:
    """The messages among what machines printed: each once, at most 30 of 200 characters."""
    found: dict[str, Fact[str]] = {}
    for text, line in printed:
        words = " ".join(text.split())[:_LENGTH]
        if len(words) >= 5 and _fails(words):
            found.setdefault(words.casefold(), Fact(words, text, Provenance(Origin.BODY, line)))
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _fails(words: str) -> bool:
    """Whether a line reads like a failure or is the name of an alert."""
    lower = words.lower()
    return bool(
        _ERROR.search(lower)
        or _NUMBERED.search(lower)
        or _CODE.search(words)
        or _LOUD.fullmatch(words)
    )


def _said(quoted: str) -> bool:
    """Whether quotation marks hold what a machine said rather than a person."""
    words = quoted.strip('"“”')
    return "`" not in words and _MACHINE.search(words) is not None
