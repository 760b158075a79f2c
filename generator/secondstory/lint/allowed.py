"""Comments that allow what a rule would find, each with its reason.

`<!-- lint: allow blame: quoted from the public statement -->` counts for its own line, or on a
line of its own for the block below it. One that allows nothing is a finding itself, so that
none outlives its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from secondstory.findings import Code, Level
from secondstory.lint.remark import Remark
from secondstory.noun import Noun

UNUSED = Code(
    "SS521",
    "lint-allows-nothing",
    Level.WARNING,
    "A comment that allows nothing hides the next finding at its place.",
    "take the comment out",
)
UNREASONED = Code(
    "SS522",
    "lint-without-reason",
    Level.WARNING,
    "An exception without a rule or a reason cannot be judged by the next reader.",
    "write `<!-- lint: allow blame: the reason -->`",
)
CODES = (UNUSED, UNREASONED)
_COMMENT = re.compile(r"<!--\s*lint:\s*allow\b(?P<rest>[^\n]{0,500}?)-->")
_REST = re.compile(r"\s+(?P<rules>[\w, -]+?)\s*:\s*(?P<reason>\S.*?)\s*", re.DOTALL)
_WHOLE = frozenset({"no-action-items", "too-many-action-items"})  # about the report as a whole
_FENCE = re.compile(r"\s*(?:```|~~~)")


class _Allowance(Noun, frozen=True):
    first: int
    last: int
    line: int
    column: int
    rules: frozenset[str]
    words: str


def without_allowed(
    text: str, found: Iterable[Remark], known: frozenset[str]
) -> Iterator[Remark]:
    """The remarks that no comment of a text allows, and remarks on comments that allow none."""
    if "lint:" not in text:
        yield from found
        return
    allowances, wrong = _read(text.split("\n"), known)
    used: set[int] = set()
    for remark in found:
        name = remark.code.name
        by = [
            number
            for number, one in enumerate(allowances)
            if name in one.rules and (name in _WHOLE or one.first <= remark.line <= one.last)
        ]
        used.update(by)
        if not by:
            yield remark
    yield from wrong
    for number, one in enumerate(allowances):
        if number not in used:
            message = f"this comment allows {', '.join(sorted(one.rules))}, and nothing is found"
            yield _remark(UNUSED, one.line, one.column, message, one.words)


def _read(lines: list[str], known: frozenset[str]) -> tuple[list[_Allowance], list[Remark]]:
    allowances: list[_Allowance] = []
    wrong: list[Remark] = []
    fenced = False
    for number, line in enumerate(lines, 1):
        if _FENCE.match(line):
            fenced = not fenced
        for match in () if fenced or "lint:" not in line else _COMMENT.finditer(line):
            column, words = match.start() + 1, match[0]
            rest = _REST.fullmatch(match["rest"])
            names = frozenset(re.split(r"[,\s]+", rest["rules"])) if rest else frozenset()
            if unknown := sorted(names - known):
                message = f"there is no rule {unknown[0]!r}; known: {', '.join(sorted(known))}"
                wrong.append(_remark(UNREASONED, number, column, message, words))
            elif not names:
                message = "this comment allows something without saying why"
                wrong.append(_remark(UNREASONED, number, column, message, words))
            else:
                alone = line.strip() == words
                first, last = _below(lines, number) if alone else (number, number)
                allowances.append(_Allowance(first, last, number, column, names, words))
    return allowances, wrong


def _below(lines: list[str], number: int) -> tuple[int, int]:
    """The lines of the block below a line, both counted from 1."""
    first = number
    while first < len(lines) and not lines[first].strip():
        first += 1
    last = first
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    return number, last + 1


def _remark(code: Code, line: int, column: int, message: str, words: str) -> Remark:
    end = column + len(words)
    return Remark(line, column, line, end, code, message, code.mend, code.level, words, words)
