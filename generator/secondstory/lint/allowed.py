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
    "SS621",
    "lint-allows-nothing",
    Level.WARNING,
    "A comment that allows nothing hides the next finding at its place.",
    "take the comment out",
)
UNREASONED = Code(
    "SS622",
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


_Place = tuple[str, int]  # ("line" or "block", its number), or ("report", 0)


class _Allowance(Noun, frozen=True):
    place: _Place
    line: int
    column: int
    rules: frozenset[str]
    words: str


def without_allowed(text: str, found: Iterable[Remark], known: frozenset[str]) -> Iterator[Remark]:
    """The remarks that no comment of a text allows, and remarks on comments that allow none."""
    if "lint:" not in text:
        yield from found
        return
    lines = text.split("\n")
    blocks = _blocks(lines)
    allowances, wrong = _read(lines, blocks, known)
    allowed = {(one.place, rule) for one in allowances for rule in one.rules}
    used: set[tuple[_Place, str]] = set()
    for remark in found:
        name, line = remark.code.name, remark.line
        places: list[_Place] = [("line", line), ("block", blocks[line - 1])]
        if name in _WHOLE:
            places = list({one.place for one in allowances if name in one.rules})
        by = {(place, name) for place in places} & allowed
        used |= by
        if not by:
            yield remark
    yield from wrong
    for one in allowances:
        if used.isdisjoint((one.place, rule) for rule in one.rules):
            message = f"this comment allows {', '.join(sorted(one.rules))}, and nothing is found"
            yield _remark(UNUSED, one.line, one.column, message, one.words)


def _blocks(lines: list[str]) -> list[int]:
    """Which block each line belongs to; empty lines belong to the block below them."""
    blocks, number, within = [], 0, False
    for line in lines:
        filled = bool(line.strip())
        number += not filled and within
        within = filled
        blocks.append(number)
    return blocks


def _read(
    lines: list[str], blocks: list[int], known: frozenset[str]
) -> tuple[list[_Allowance], list[Remark]]:
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
                place = _place(lines, blocks, number, alone=line.strip() == words)
                allowances.append(_Allowance(place, number, column, names, words))
    return allowances, wrong


def _place(lines: list[str], blocks: list[int], number: int, *, alone: bool) -> _Place:
    """What a comment is about: its line, or on a line of its own the block below it."""
    if not alone:
        return "line", number
    last = number == len(lines) or not lines[number].strip()
    return "block", blocks[number - 1] + last


def _remark(code: Code, line: int, column: int, message: str, words: str) -> Remark:
    end = column + len(words)
    return Remark(line, column, line, end, code, message, code.mend, code.level, words, words)
