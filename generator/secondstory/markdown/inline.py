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
from mistune.core import InlineState

Token = dict[str, Any]

# What our rules can begin with. A bare link is dear to look for, so only where there is one.
_MARK = re.compile(r"[\\`*_\[\]<\n!~]")
_MARK_OR_LINK = re.compile(rf"{_MARK.pattern}|https?://")


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
        words = False
        for token in tokens:
            if token["type"] == "text":
                raw = token["raw"]
                if words or "*" in raw or "_" in raw or "_emphasis" in token:
                    break
                words = True
            elif "_autolink" in token:
                break
            else:
                words = False
        else:
            return tokens
        done: list[Token] = super().finalize_tokens(tokens, depth)
        return done
