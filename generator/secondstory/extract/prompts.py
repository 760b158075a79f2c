"""The questions of a blueprint that nothing answers.

A question is an HTML comment, `<!-- ask: What was visible at the time? -->`: readers never see
it, whether it is answered or not. What stands below it, up to the next heading of its level,
answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secondstory.extract.residue import is_prompt
from secondstory.findings import Code, Finding, Level
from secondstory.model import Block, Document, Kind, Prompt, Source, Stage
from secondstory.noun import replace

UNANSWERED = Code(
    "SS310",
    "prompt-unanswered",
    Level.WARNING,
    "A question of the blueprint has nothing below it. It is never shown, but what it asks about"
    " is missing, and nobody can tell whether that is meant.",
    "write a sentence below it, or delete it: a question that does not help needs no answer",
)
CODES = (UNANSWERED,)

_TITLE = 1  # the level of a heading that is no section's
_QUESTION = re.compile(r"<!--\s*ask:(?P<asks>.*?)-->(?P<rest>.*)", re.DOTALL)
_COMMENTS = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)


def find_unanswered(document: Document) -> tuple[Prompt, ...]:
    """List the questions that stand in a document with nothing below them."""
    if "<!--" not in document.source.text:
        return ()
    return tuple(sorted(_unanswered(document.blocks), key=lambda prompt: prompt.line))


def unanswered_finding(
    document: Document, stage: Stage, unanswered: tuple[Prompt, ...]
) -> Iterator[Finding]:
    """Tell of questions that were left where a report has gone beyond its draft."""
    if stage is Stage.DRAFT or not unanswered:
        return
    number = len(unanswered)
    message = (  # a page shows it, and a question shows on no page
        f"{number} questions have no answer, the first of them here"
        if number > 1
        else "a question has no answer"
    )
    yield UNANSWERED.at(document.locate(unanswered[0].line), message)


def answered(document: Document) -> Source:
    """The source without the sections that hold unanswered questions and nothing else.

    Their lines are empty, so that all others stay where they were.
    """
    lines = document.source.text.split("\n")
    for first, last in _empty_sections(document.blocks, len(lines)):
        lines[first - 1 : last] = [""] * (last - first + 1)
    return replace(document.source, text="\n".join(lines))


def _empty_sections(blocks: tuple[Block, ...], lines: int) -> Iterator[tuple[int, int]]:
    """The first and last lines of such sections; one within another is told with it."""
    done = 0
    for at, head in enumerate(blocks):
        if head.kind is not Kind.HEADING or head.level == _TITLE or head.line <= done:
            continue
        end = next((n for n in range(at + 1, len(blocks)) if _ends(blocks[n], head)), len(blocks))
        below = [block for block in blocks[at + 1 : end] if block.kind is not Kind.HEADING]
        if any(map(_asks, below)) and not any(map(_answers, below)):
            done = blocks[end].line - 1 if end < len(blocks) else lines
            yield head.line, done


def _asks(block: Block) -> bool:
    return block.kind is Kind.HTML and _QUESTION.match(block.text) is not None


def _ends(block: Block, head: Block) -> bool:
    """Whether a block begins what is no longer of the section of a heading."""
    return block.kind is Kind.HEADING and block.level <= head.level


def _unanswered(blocks: tuple[Block, ...]) -> Iterator[Prompt]:
    waiting: list[tuple[int, Prompt]] = []  # with the level of the heading above
    level = 0
    for block in blocks:
        if block.kind is Kind.HEADING:
            yield from (prompt for above, prompt in waiting if above >= block.level)
            waiting = [each for each in waiting if each[0] < block.level]
            level = block.level
        elif found := _QUESTION.match(block.text) if block.kind is Kind.HTML else None:
            if not _COMMENTS.sub("", found["rest"]).strip():
                waiting.append((level, Prompt(" ".join(found["asks"].split()), block.line)))
        elif _answers(block):
            waiting.clear()
    yield from (prompt for _, prompt in waiting)


def _answers(block: Block) -> bool:
    """Whether a block holds anybody's words: a head of a table holds a blueprint's."""
    if block.kind is Kind.HTML:
        return bool(_COMMENTS.sub("", block.text).strip())
    rows = (row for row in block.children if not row.header)
    leaves = [leaf for row in rows for leaf in row.walk()] if block.children else [block]
    return any(
        not is_prompt(leaf.plain) if leaf.kind is not Kind.CODE else bool(leaf.text.strip())
        for leaf in leaves
        if leaf.plain or leaf.kind is Kind.CODE
    )
