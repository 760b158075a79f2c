"""One paragraph's worth of Markdown -> mistune inline tokens, sooner than mistune finds them.

Most texts of a report hold no mark at all, or marks but no emphasis. mistune looks at
every `h` (a link may begin there) and joins and splits the words around each mark even so.
The tokens are the same: tests/properties/test_sooner.py asks mistune's own parser.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from mistune import InlineParser
from mistune._inline.emphasis import _can_close_emphasis, _can_open_emphasis
from mistune.core import InlineState

Token = dict[str, Any]

# What our rules can begin with. An underline inside a word never is emphasis; where a bare link
# may end such a word, mistune decides.
_INSIDE = r"(?<![^\W_]_(?=[^\W_]))"
_MARK = re.compile(rf"[\\`*_\[\]<\n!~]{_INSIDE}")
_MARK_OR_LINK = re.compile(r"[\\`*_\[\]<\n!~]|https?://")
_EMPHASIS = re.compile(rf"[*_]{_INSIDE}")
_PAIRS = {"*": "emphasis", "_": "emphasis", "**": "strong", "__": "strong"}


class InlineReader(InlineParser):
    """mistune's inline parser for the rules that `blocks` gives it."""

    def __call__(self, s: str, env: MutableMapping[str, Any]) -> list[Token]:
        """Parse a text; `env` holds the targets of reference links and the notes."""
        if not (_MARK_OR_LINK if "http" in s else _MARK).search(s):
            return [{"type": "text", "raw": s}]
        tokens: list[Token] = super().__call__(s, env)
        return tokens

    def parse(self, state: InlineState) -> list[Token]:
        """Parse the text of a state, from one mark to the next."""
        src, at = state.src, 0
        marks = _MARK_OR_LINK if "http" in src else _MARK
        rules = self.compile_sc()
        while found := marks.search(src, at):
            mark = found.start()
            if found[0] == "\n":  # the spaces before it are the break's
                mark = self._find_linebreak_start(src, at, mark)
            if mark > at:
                state.tokens.append({"type": "text", "raw": src[at:mark]})
            rule = rules.match(src, mark)
            at = (rule and self.parse_method(rule, state)) or 0
            if not at:  # a mark that opens nothing
                at = mark + 1
                state.tokens.append({"type": "text", "raw": src[mark:at]})
        if at < len(src) or not src:
            state.tokens.append({"type": "text", "raw": src[at:]})
        state.tokens = self.finalize_tokens(state.tokens, state.depth)
        return state.tokens

    def finalize_tokens(self, tokens: list[Token], depth: int) -> list[Token]:
        """Join words that stand side by side and find emphasis, where there are any."""
        if depth < self.max_nested_level and (paired := _paired(tokens)) is not None:
            return paired
        done: list[Token] = super().finalize_tokens(tokens, depth)
        return done


def _paired(tokens: list[Token]) -> list[Token] | None:
    """Tokens with their emphasis, None where that takes more than pairing marks in order."""
    done: list[Token] = []
    words, mark, begin = False, "", 0
    for number, token in enumerate(tokens):
        raw = token["raw"] if token["type"] == "text" else ""
        if raw in _PAIRS and "_emphasis" not in token:
            around = _edge(tokens, number - 1, -1) + raw + _edge(tokens, number + 1, 0)
            opens = _can_open_emphasis(around, 1, len(raw), raw[0])
            closes = _can_close_emphasis(around, 1, len(raw), raw[0])
            if opens == closes or (raw != mark if closes else mark):
                return None
            if closes:
                done[begin:] = [{"type": _PAIRS[raw], "children": done[begin:]}]
            words, mark, begin = False, "" if closes else raw, len(done)
        elif raw:
            if words or "_emphasis" in token or _EMPHASIS.search(raw):
                return None
            words = True
            done.append(token)
        elif "_autolink" in token or (mark and "children" in token):
            return None
        else:
            words = False
            done.append(token)
    return None if mark else done


def _edge(tokens: list[Token], number: int, side: int) -> str:
    """The character on one side of a neighbour, as mistune sees it when it looks for emphasis."""
    if not 0 <= number < len(tokens) or tokens[number]["type"] in {"softbreak", "linebreak"}:
        return "\n"
    return tokens[number]["raw"][side] if tokens[number]["type"] == "text" else "\ufffc"
