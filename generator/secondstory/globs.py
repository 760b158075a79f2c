"""Turn the path patterns of a config into one question about a path.

A pattern without a slash matches a name at any depth (`TEMPLATE.md`, `drafts`); one with
a slash matches from the archive folder down (`2019/drafts/*.md`). `*` and `?` stay within
a name, `**` spans folders. What matches a folder is meant for everything below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_TOKEN = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|[^*?\[]+|\[")

_WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matching(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Compile patterns to a predicate on paths relative to the archive folder."""
    if not patterns:
        return lambda _path: False
    matches = re.compile("|".join(map(_expression, patterns)), re.DOTALL).fullmatch
    return lambda path: matches(path) is not None


def _expression(pattern: str) -> str:
    pattern = pattern.removeprefix("./").rstrip("/")
    anchored = "/" in pattern
    body = "".join(map(_translated, _TOKEN.findall(pattern.lstrip("/"))))
    return f"(?:{body})" if anchored else f"(?:(?:.*/)?{body})"


def _translated(token: str) -> str:
    if token in _WILDCARDS:
        return _WILDCARDS[token]
    if not (token.startswith("[") and token.endswith("]")):
        return re.escape(token)
    negated = token.startswith("[!")
    members = re.sub(r"([\\\[^&~|])", r"\\\1", token[2 if negated else 1 : -1])
    expression = f"(?:(?!/)[{'^' if negated else ''}{members}])"
    try:
        re.compile(expression)
    except re.error:  # a range that runs backwards, such as [z-a]
        return re.escape(token)
    return expression
