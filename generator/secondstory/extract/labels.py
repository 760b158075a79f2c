"""A paragraph -> the labelled values in it, and the bare facts of a byline.

`**Date:** x` on lines of their own, several on one line, or parted by dots:
`12 November 2026. SEV3. Services: label-gateway.`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from secondstory.noun import Noun

_BOLD_HEAD = re.compile(
    r"^(?:\*\*|__)(?P<label>[^*\n]{1,90}?)(?P<colon>[:：])?(?:\*\*|__)[ \t]*(?P<after>[:：])?[ \t]*"
)
_BARE_HEAD = re.compile(r"^(?P<label>[^\n:：.!?]{2,60})[:：]\s*$")
_BOLD = re.compile(
    r"(?:\*\*|__)(?P<a>[^*_\n:：][^*\n:：]{0,59})(?:[:：](?:\*\*|__)|(?:\*\*|__)[ \t]*[:：])"
)
_PLAIN = re.compile(
    r"(?:^[ \t]*|(?<=[.;·|•,][ \t]))"
    r"(?P<a>[^\W\d_](?:[^:：\n|.;·•]{1,34}|[^:：\n|.;·•(]{1,34}\([^()\n]{1,80}\)))"
    r"[:：](?=[ \t]|$)",
    re.MULTILINE,
)
_MOST = 40  # labels of one paragraph: more is a log, not a list of fields
_NEXT_LINE = re.compile(r"\n\s*(?:[-*+]|\d+[.)])\s")
_SPACES = " \t\n\\·|•;,"
_ENDS = _SPACES + "."
_CELL = re.compile(r"\s*[·|•,;]\s*|\.\s+")
_SEVERITY = re.compile(r"(?:SEV|Sev|sev|P|S)[ -]?[0-5]")
_DATED = re.compile(r"(?:\w+day,?\s)?\d{1,2}\s\w|\d{4}-\d|\w{3,9}\s\d{1,2},")
_BAR = re.compile(r"\s[·|•]\s")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}\s\w{3,9}\s\d{4}|\w{3,9}\s\d{1,2},\s\d{4}")
_SPAN = re.compile(r"\d{1,2}[:.]\d{2}.{0,12}?(?:-|–|—|to|until)\s*~?\d{1,2}[:.]\d{2}")


class Label(Noun, frozen=True):
    """`**Label:** value` at the head of a paragraph; `rest` is the value's Markdown."""

    words: str
    rest: str
    bold: bool
    own_line: bool = False  # the label fills the first line, the rest stands below it


def label_of(text: str) -> Label | None:
    """Read a bold label or a bare `Label:` at the start of a text, None where there is none."""
    text = text.lstrip(" ")  # an author's slip that Markdown lets pass
    match = _BOLD_HEAD.match(text) if text.startswith(("**", "__")) else None
    if match:
        rest = text[match.end() :]
        if match["colon"] or match["after"] or not rest.strip():
            return Label(match["label"].strip(" :："), rest.strip(), bold=True)
        if rest.startswith("\n"):
            return Label(match["label"].strip(), rest.strip(), bold=True, own_line=True)
        return None
    match = _BARE_HEAD.match(text) if text.rstrip().endswith((":", "：")) else None
    return Label(match["label"].strip(), "", bold=False) if match else None


def begins_bold(line: str) -> bool:
    """Whether a line begins with a bold label."""
    return line.startswith(("**", "__")) and _BOLD_HEAD.match(line) is not None


class Labelled(NamedTuple):
    """One label, its value's Markdown, and the line it stands on within the paragraph."""

    words: str
    value: str
    line: int


def labelled(text: str, known: Callable[[str], bool]) -> Iterator[Labelled]:
    """The labelled values of a paragraph, each up to the next label.

    Any bold label counts, a plain one only where it is `known`.
    """
    if ":" not in text and "：" not in text:
        return
    marked = islice(_BOLD.finditer(text), _MOST) if "**" in text or "__" in text else ()
    bold = [m for m in marked if _begins(text, m.start())]
    plain = [m for m in islice(_PLAIN.finditer(text), _MOST) if known(m["a"])]
    taken = {at for m in bold for at in range(m.start(), m.end())}
    found = [(m.start(), m.end(), m["a"].strip(), True) for m in bold]
    found += [
        (m.start("a"), m.end(), m["a"].strip(), False) for m in plain if m.start("a") not in taken
    ]
    found.sort()
    for number, (start, end, words, strong) in enumerate(found):
        stop = found[number + 1][0] if number + 1 < len(found) else len(text)
        value = text[end:stop]
        if not strong:
            value = value.split("\n")[0] if value.split("\n")[0].strip() else ""
        elif lines := _NEXT_LINE.search(value):
            value = value[: lines.start()]
        followed = stop < len(text) and "\n" not in text[max(0, stop - 3) : stop]
        value = " ".join(part.strip().rstrip("\\") for part in value.split("\n"))
        value = value.strip(_ENDS) if followed or not strong else value.strip(_SPACES)
        yield Labelled(words, value, text.count("\n", 0, start))


def _begins(text: str, at: int) -> bool:
    """Whether a bold label stands where labels stand: at a line's start or behind a stop."""
    before = text[:at].rstrip(" \t")
    return not before or before[-1] in "\n.·|•;,)>"


def byline(text: str) -> tuple[str | None, str | None, str | None]:
    """The bare day, severity and span of times of a byline, None where it has none.

    A byline is short, and begins with a day or is cut into cells by bars or dots.
    """
    line = " ".join(text.split()).strip("*_ ")
    if len(line) > 200:
        return None, None, None
    cells = [cell.strip("*_() ") for cell in _CELL.split(line)]
    severity = next((cell for cell in cells if _SEVERITY.fullmatch(cell)), None)
    span = _SPAN.search(line)
    dated = _DATED.match(line)
    celled = len(_BAR.findall(line)) >= 2
    bare = [cell for cell in cells if ":" not in cell]
    day = line if dated else next((c for c in bare if celled and _DAY.search(c)), None)
    return day, severity, line[span.start() :] if span else None
