"""Spell XML that is well-formed whatever the texts in it say: an element on a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

# What XML 1.0 cannot hold in any spelling (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# White space in an attribute is read as spaces, and a lone \r anywhere as \n, unless spelled so.
_SPACE = {ord(sign): f"&#{ord(sign)};" for sign in "\t\n\r"}
_NONE: Mapping[str, str] = {}


def clean(text: str) -> str:
    """The text, with a sign for each character that XML and its readers refuse."""
    return _NOT_XML.sub("\ufffd", text)


def element(name: str, text: str = "", attributes: Mapping[str, str] = _NONE) -> str:
    """An element with a text, or with none."""
    if not text:
        return f"<{name}{_spelled(attributes)}/>"
    inside = escape(clean(text), quote=False).replace("\r", "&#13;")
    return f"<{name}{_spelled(attributes)}>{inside}</{name}>"


def parent(name: str, inside: Iterable[str], attributes: Mapping[str, str] = _NONE) -> str:
    """An element with elements in it."""
    return "\n".join((f"<{name}{_spelled(attributes)}>", *inside, f"</{name}>"))


def document(root: str) -> bytes:
    """A document, in UTF-8."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'.encode()


def _spelled(attributes: Mapping[str, str]) -> str:
    found = attributes.items()
    return "".join(f' {name}="{escape(clean(text)).translate(_SPACE)}"' for name, text in found)
