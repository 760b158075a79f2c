"""Source code -> HTML with Pygments' classes (the only user of Pygments).

Colours are the theme's: only class names are written, so that the page's
Content-Security-Policy holds and both colour schemes work.
"""

from __future__ import annotations

from functools import cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# A lexer can be slow on input that its author never met; longer code stays plain.
_LIMIT = 20_000
_FORMATTER = HtmlFormatter(nowrap=True)


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def highlight_code(code: str, language: str) -> str:
    """Render a code block; unknown languages and long code stay plain text."""
    lexer = _lexer(language.casefold()) if language and len(code) <= _LIMIT else None
    inner = highlight(code, lexer, _FORMATTER) if lexer else escape(code, quote=False)
    return f'<div class="highlight"><pre><code>{inner}</code></pre></div>\n'
