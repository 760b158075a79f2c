"""Items under fixes -> whether they tell what was measured, rather than what is to be done.

"p99 fell from 400 ms to 40 ms" proves a fix and is none. An item that somebody owns, that
is due or that can be ticked off is a fix however it is worded.
"""

from __future__ import annotations

import re

_UNIT = (
    r"(?:%|percent|points?|x|times|[mµun]?s|secs?|seconds?|mins?|minutes?|h|hours?|days?"
    r"|[kmgt]i?b(?:/s)?|bytes|rps|qps|/s|errors?|requests?|connections?|users?)"
)
_NUMBER = r"[<>~≈]?\s?[€$£]?\d[\d.,]*\s?[km]?"
_FIGURE = rf"{_NUMBER}(?:\s?{_UNIT})?"
# "Result: ...", "After: 40 ms"
_LABELLED = re.compile(
    r"^\W*(?:(?:the |net |end |measured )?(?:results?|outcomes?|effects?|gains?|savings?)"
    r"|(?:before|after)(?: the (?:fix|change|deploy\w*|rollout))?|measured|measurements?"
    r"|ergebnis(?:se)?|résultats?|resultados?|risultat[io]|結果|结果|效果|vorher|nachher)\s*[:：]",
    re.IGNORECASE,
)
# "Error rate: 5 % → 0.1 %", "vendor bundle: 145 KB (cached)"
_PLAIN = re.compile(
    r"^\W*[\w ./@-]{1,40}[:：]\s*"
    rf"(?:{_NUMBER}\s?{_UNIT}|{_FIGURE}\s*(?:→|⟶|-?->|=>)\s*{_FIGURE})"
    rf"(?:\s*(?:→|⟶|-?->|=>|to|\+|/)\s*{_FIGURE})*\W*(?:\([^()]*\))?\W*$",
    re.IGNORECASE,
)
_QUANTITY = (
    r"(?:p\d\d(?:[.,]\d+)?|latenc(?:y|ies)|throughput|rates?|times?|usage|utili[sz]ation|load"
    r"|sizes?|counts?|availability|uptime|memory|cpu|requests?|errors?|traffic|costs?|bill|queue"
    r"|backlog|lag|coverage|volume|pages)"
)
# The words in front of a quantity; a clause or a command there makes it another thing.
_OWN = (
    r"(?:(?!(?:if|when|whenever|why|whether|that|how|once|until|unless|where|so|alert|warn|page"
    r"|check|ensure|verify|monitor|track|find|look|ask|explain|test|add|make|raise|lower|reduce"
    r"|investigate|document|measure|confirm|understand|review)\b)[\w%/-]+ ){0,3}"
)
_MOVED = re.compile(
    rf"^\W*{_OWN}{_QUANTITY}(?: \([^()]*\)| (?:for|of|on|in|at) (?:the |our )?[\w/-]+)?"
    r" (?:has |have |had )?"
    r"(?:fell|fallen|dropped|rose|risen|climbed|went|gone|decreased|increased|improved|halved"
    r"|doubled|tripled|shrank|grew|stayed|remained|returned|recovered|was|were|is|are)"
    r"(?: (?:now|again|back|down|up|reduced|cut|only|still|by|from|to|at|below|under|about"
    rf"|around|roughly|between))* ?{_FIGURE}",
    re.IGNORECASE,
)
_COLUMN = re.compile(
    r"(?P<before>before|vorher|avant|antes|之前|修复前|改善前|対応前)"
    r"|(?P<after>after|nachher|après|después|depois|之后|修复后|改善後|対応後)",
    re.IGNORECASE,
)
_LONGEST = 200  # characters: what is longer tells more than a figure


def is_measurement(text: str) -> bool:
    """Whether an item says what was measured: a labelled result, a quantity and its figure."""
    if len(text) > _LONGEST:
        return False
    if _LABELLED.match(text):
        return True
    return any(map(str.isdigit, text)) and bool(_PLAIN.match(text) or _MOVED.match(text))


def compares(columns: list[str]) -> bool:
    """Whether the columns of a table set what was before against what came after."""
    sides = {match.lastgroup for name in columns if (match := _COLUMN.match(name.strip("*_ ")))}
    return len(sides) > 1
