"""Write XML that is well-formed whatever the texts in it say."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

# What XML 1.0 cannot hold in any spelling (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def put(parent: Element, name: str, text: str) -> Element:
    """Add an element with a text."""
    child = SubElement(parent, name)
    child.text = clean(text)
    return child


def clean(text: str) -> str:
    """The text, with a sign for each character that XML and its readers refuse."""
    return _NOT_XML.sub("\ufffd", text)


def document(root: Element) -> bytes:
    """Spell a document, indented, in UTF-8."""
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
