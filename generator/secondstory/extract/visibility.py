"""Who may see a report. In doubt it is withheld: a leak cannot be taken back."""

from __future__ import annotations

import re

from secondstory.extract.fields import Field, Fields
from secondstory.findings import Code, Finding, Level, Location
from secondstory.model import Document, Origin, Visibility

UNKNOWN = Code(
    "SS301",
    "visibility-unknown",
    Level.WARNING,
    "A visibility that we do not know is treated as restricted: a leak cannot be taken back.",
    "write `visibility: internal` or `visibility: restricted`",
)
CODES = (UNKNOWN,)

_OPEN = re.compile(
    r"^\W*(?:internal|public|open|everyone|all|company(?:[ -]wide)?|default|none|engineering)\W*$",
    re.IGNORECASE,
)
_SHUT = re.compile(
    r"restricted|confidential|private|secret|security|limited|sensitive|need[ -]to[ -]know|legal"
    r"|tlp:?(?:red|amber)",
    re.IGNORECASE,
)
_FEW_WORDS = 4
_ITS_NAMES = ("visibility", "confidentiality")
# Front matter too broken to read must not open a report that asks to be shut.
_RAW = re.compile(
    r"^[ \t>*_-]*[\"']?(?:visibility|confidentiality)[\"']?\**[ \t]*[:：=]",
    re.IGNORECASE | re.MULTILINE,
)


def _speaks(field: Field) -> bool:
    """Whether a field is about the report; "Visibility: add a dashboard" is not."""
    if field.source.origin is Origin.FRONT_MATTER:
        own = field.label.casefold() in _ITS_NAMES
        return own or _SHUT.search(field.text) is not None
    return len(field.text.split()) <= _FEW_WORDS or _SHUT.match(field.text.strip()) is not None


def _may_name(text: str) -> bool:
    """Whether a text may hold the name of the field: quick, and sure in its no."""
    return not text.isascii() or any(name in text.lower() for name in _ITS_NAMES)


def find_visibility(document: Document, fields: Fields) -> tuple[Visibility, tuple[Finding, ...]]:
    """Read a report's visibility; an unreadable or unknown one withholds the report."""
    stated = [field for field in fields.all("visibility") if _speaks(field)]
    if not stated:
        head = document.source.text[:4_000]
        match = _RAW.search(head) if _may_name(head) else None
        if match and _SHUT.search(
            document.source.text[match.end() : match.end() + 60].split("\n")[0]
        ):
            return Visibility.RESTRICTED, ()
        return Visibility.INTERNAL, ()
    if any(_SHUT.search(field.text) for field in stated):
        return Visibility.RESTRICTED, ()
    odd = next((field for field in stated if not _OPEN.match(field.text)), None)
    if odd is None:
        return Visibility.INTERNAL, ()
    where = Location(document.source.path, max(1, odd.source.line))
    return Visibility.RESTRICTED, (
        UNKNOWN.at(
            where, f"the visibility {odd.text[:40]!r} is not known, so the report is withheld"
        ),
    )
