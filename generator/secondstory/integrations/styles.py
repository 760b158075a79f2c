"""A page with a style sheet -> the same with its styles where they are used (uses css-inline).

Many mail readers drop style sheets. What cannot be inlined (media queries) stays in a sheet.
"""

from __future__ import annotations

from secondstory.findings import ProjectError


def inlined(html: str) -> str:
    """Put the rules of a page's style sheet into its elements. Nothing is fetched.

    Raises ProjectError where css-inline is missing.
    """
    try:
        from css_inline import CSSInliner  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ProjectError(
            "the digest's mail needs css-inline", hint="pip install 'secondstory[mail]'"
        ) from error
    found: str = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html)
    return found
