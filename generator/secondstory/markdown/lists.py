"""A plain list -> the words of its bullets, without a parser of its own for each of them.

Most lists of a report are lines that begin with the same bullet, hold nothing but words, and
end at a blank line. mistune parses each bullet as a document, which takes half the time of a
report. All other lists are left to mistune, and tests/properties/test_sooner.py asks it
whether it would have read these in the same way.
"""

from __future__ import annotations

import re

# A bullet's words are a paragraph and no block of their own: they begin with a character that
# begins no block, a number that is no list's, code that is no fence, bold words, or a box or
# link that defines no reference.
_WORDS = (
    r"(?:[^\s\d#=\-_*+>`~\[<:|]|\d++(?![.)])|`(?!`)|\*\*[^\s*]|__[^\s_]"
    r"|\[[^\[\]\\\n^][^\[\]\\\n]*+\](?!:))"
)
# The list ends where the text does, or at a line behind blank ones that can be no bullet, and
# nothing that mistune would read with an eye to what stands above the list.
_END = r"(?:(?:[ \t]*\n)++(?=[^\s\d\-*+<>])|(?:[ \t]*\n)*+\Z)"
_MARKERS = {"-": "-", "*": r"\*", "+": r"\+", ".": r"\d{1,9}\.", ")": r"\d{1,9}\)"}
_LISTS = {
    bullet: re.compile(rf"((?:{marker} {_WORDS}[^\n]*\n)++){_END}")
    for bullet, marker in _MARKERS.items()
}


def plain_list(source: str, start: int, bullet: str) -> tuple[list[str], int] | None:
    """The words of each bullet of a list and the offset behind it, None where it is not plain.

    `bullet` is the last character of its markers.
    """
    found = _LISTS[bullet].match(source, start)
    if not found:
        return None
    return [f"{line.split(' ', 1)[1]}\n" for line in found[1].split("\n")[:-1]], found.end()
