"""Document -> what machines printed: error messages, exit codes, alert names, for search."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.model import Block, Document, Fact, Kind, Origin, Provenance

_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?P<code>[^`\n]{3,300}?)(?<!`)\1(?!`)")
_ERROR = re.compile(
    r"error|exception|fail(?:ed|ure)?|denied|refused|timed? ?out|panic|fatal|cannot|can't"
    r"|could not|unable to|not found|no such|unreachable|exceeded|expired|invalid|illegal|corrupt"
    r"|conflict|too many|out of|overflow|deadlock|aborted|killed|reset by peer|no space left"
    r"|unauthori[sz]ed|forbidden|unavailable|broken pipe|segfault|stack ?trace|traceback|undefined"
    r"|null ?pointer|(?-i:\bE[A-Z]{3,12}\b)|\bHTTP[/ ]?\d?\.?\d? ?[45]\d\d\b"
    r"|(?-i:\b[45]\d\d (?:[A-Z][a-z]+ ?){1,3})|\bexit(?:ed)? (?:code|status|with)?\s*\d+"
    r"|\bOOMKilled\b|\b(?:CrashLoop|ImagePull)BackOff\b|(?-i:\bSIG[A-Z]{2,5}\b)|\bORA-\d+\b"
    r"|\bSQLSTATE\b|\b0x[0-9a-f]{6,}\b",
    re.IGNORECASE,
)
_LOUD = re.compile(r"\b(?:[A-Z][a-z0-9]+){3,}\b")  # AlertNamesLikeThis
_MOST, _LENGTH, _LINES = 30, 200, 400


def find_errors(document: Document) -> tuple[Fact[str], ...]:
    """Literal messages in code spans and fences: each once, at most 30 of 200 characters."""
    found: dict[str, Fact[str]] = {}
    for text, line, origin in _literals(document.blocks):
        words = " ".join(text.split())[:_LENGTH]
        if len(words) >= 5 and (_ERROR.search(words) or _LOUD.fullmatch(words)):
            found.setdefault(words.casefold(), Fact(words, text, Provenance(origin, line)))
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _literals(blocks: tuple[Block, ...]) -> Iterator[tuple[str, int, Origin]]:
    for block in blocks:
        for leaf in block.walk():
            if leaf.kind is Kind.CODE:
                for number, line in enumerate(leaf.text.split("\n")[:_LINES]):
                    if not line.lstrip().startswith(("#", "//", "$ ")):
                        yield line.strip(), leaf.line + number, Origin.BODY
            elif "`" in leaf.text:
                for match in _SPAN.finditer(leaf.text[:20_000]):
                    at = leaf.line + leaf.text.count("\n", 0, match.start())
                    yield match["code"], at, Origin.BODY


def code_text(document: Document) -> str:
    """All fenced code and literals as plain text."""
    return "\n".join(text for text, _, _ in _literals(document.blocks))
