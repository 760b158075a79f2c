"""Source code -> HTML with Pygments' classes (the only user of Pygments).

Colours are the theme's: only class names are written, so that the page's
Content-Security-Policy holds and both colour schemes work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape

# A lexer can be slow on input that its author never met; longer code stays plain.
_LIMIT = 20_000
# A kind of token that only one lexer knows comes with names that no theme has.
_LONG_CLASS = re.compile(r'(<span class="[a-z][a-z0-9]{0,2}) [^"]*')


@cache
def _highlighter(language: str) -> Callable[[str], str] | None:
    """What colours a language, None where nobody knows it. Pygments loads when there is code."""
    from pygments import highlight  # noqa: PLC0415
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    formatter = HtmlFormatter(nowrap=True)
    return lambda code: _LONG_CLASS.sub(r"\1", highlight(code, lexer, formatter))


def highlight_code(code: str, language: str) -> str:
    """Render a code block; unknown languages and long code stay plain text."""
    wanted = language and len(code) <= _LIMIT
    highlighter = _highlighter(language.casefold()) if wanted else None
    inner = highlighter(code) if highlighter else escape(code, quote=False)
    return f'<div class="highlight"><pre><code>{inner}</code></pre></div>\n'
