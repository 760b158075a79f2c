r"""Text of reports -> Markdown that says exactly that text, and nothing that it would mean.

What is written here stands on one line behind a mark of ours (`- `, `# `, a word), so three
things are left that it could do: begin a block, be markup inside a line, hide itself.
Escaping all punctuation would be safe as well, but nobody could search for `max_idle` then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from secondstory.portable import visible
from secondstory.render.words import shortened

# Links, images, code, emphasis, raw HTML, entities; an underscore only at the edge of a word,
# a hash only where it could open or close a heading. To look for a sign first and around it
# then takes a third of the time.
_INLINE = re.compile(
    r"[\\`*\[\]<~&_#]"
    r"(?:(?<=[\\`*\[\]<~])|(?<=&)(?=[#\w])|(?<=_)(?![^\W_])|(?<=_)(?<![^\W_]_)|(?<=#)(?<!\S#))"
)
# At the begin of a line: quotes, lists, rules, underlines of headings, tables, definitions.
_BLOCK = re.compile(r"[>+=|:-]|(\d{1,9})(?=[.)](?:\s|$))")
_TICKS = re.compile("`+")
_URL = ":/?#@!$&'*+,;=%~"
_ERROR_LIMIT = 400  # characters; what is longer is a dump


def text(words: str) -> str:
    """One line of plain text as Markdown."""
    line = " ".join(words.split())
    line = line if line.isprintable() else visible(line)
    line = _INLINE.sub(lambda found: f"\\{found[0]}", line)
    if found := _BLOCK.match(line):
        at = found.end(1) if found[1] else 0
        line = f"{line[:at]}\\{line[at:]}"
    return line


def paragraphs(words: str) -> Iterator[str]:
    """A text as paragraphs, each on a line of its own with an empty one between."""
    found = [line for part in re.split(r"\n\s*\n", words) if (line := text(part))]
    return (line for part in found for line in ("", part))


def literal(words: str) -> str:
    """An error message as it is, in a code span: nothing in there means anything."""
    line = visible(shortened(words, _ERROR_LIMIT))
    longest = max(map(len, _TICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    space = " " if line.startswith(("`", " ")) or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def link(words: str, href: str) -> str:
    """A link of ours: its words may come from a report, its target does not."""
    return f"[{text(words)}]({href})"


def outside(words: str, href: str) -> str:
    """A link that a report states; `href` "" for none that may be followed."""
    return f"[{text(words)}]({quote(href, safe=_URL)})" if href else text(words)


def section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading of ours with its lines and an empty one; nothing where there are no lines."""
    found = list(lines)
    if found:
        yield f"## {heading}"
        yield from found if found[0] == "" else ("", *found)
        yield ""


def joined(lines: Iterable[str]) -> bytes:
    """The lines as a file, without an empty one at the end."""
    # A lone surrogate has no UTF-8 form.
    return ("\n".join(lines).rstrip("\n") + "\n").encode("utf-8", "replace")
