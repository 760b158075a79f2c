"""Who may see a report. In doubt it is withheld: a leak cannot be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secondstory.extract.fields import Field, Fields
from secondstory.findings import Code, Finding, Level
from secondstory.model import Document, Origin, Visibility
from secondstory.noun import Noun
from secondstory.privacy import RESTRICTED, Privacy, audience, readers_of
from secondstory.privacy.codes import NO_AUDIENCE, UNKNOWN_AUDIENCE

UNKNOWN = Code(
    "SS301",
    "visibility-unknown",
    Level.WARNING,
    "A visibility that we do not know is treated as restricted: a leak cannot be taken back.",
    "write `visibility: internal` or `visibility: restricted`",
)
CODES = (UNKNOWN,)

_OPEN = re.compile(
    r"^\W*(?:internal|public|open|everyone|everybody|anyone|all|company(?:[ -]wide)?|default|none"
    r"|engineering|engineers|employees|staff)\W*$",
    re.IGNORECASE,
)
_SHUT = re.compile(
    r"restricted|confidential|private|secret|security|limited|sensitive|need[ -]to[ -]know|legal"
    r"|tlp:?(?:red|amber)",
    re.IGNORECASE,
)
_FEW_WORDS = 4
_ITS_NAMES = ("visibility", "confidentiality")
_ITS_AUDIENCE = ("audience", "audiences")
_BETWEEN = re.compile(r"\s*[,;/&\n]\s*|\s+and\s+")
# Front matter too broken to read must not open a report that asks to be shut.
_RAW = re.compile(
    r"^[ \t>*_-]*[\"']?(?:visibility|confidentiality)[\"']?\**[ \t]*[:：=]",
    re.IGNORECASE | re.MULTILINE,
)


class Readership(Noun, frozen=True):
    """Who may see a report: everybody, or `audiences` only; with what is odd about that."""

    visibility: Visibility = Visibility.INTERNAL
    audiences: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def find_readership(document: Document, fields: Fields, privacy: Privacy) -> Readership:
    """Read who may see a report; what cannot be read or is not known withholds it.

    The audiences that a report names narrow those of its folder. One that is restricted and
    names none is for those of its folder, else for the audience `restricted`.
    """
    stated = [field for field in fields.all("visibility") if _speaks(field)]
    folder = readers_of(document.source.path, privacy)
    named = [(field, word) for field in stated for word in _names(field)]
    known = {audience(word) for _, word in named}.intersection(privacy.known)
    doubts = [
        *_unknown_words(document, stated, privacy),
        *_unknown_audiences(document, named, privacy),
    ]
    shut = any(map(_shut, stated)) if stated else _shut_in_head(document)
    if not (shut or known or folder or doubts):
        return Readership()
    own = frozenset(known - {RESTRICTED})
    if own and folder and not own & folder:
        line = max(field.source.line for field, word in named if audience(word) in own)
        message = f"this is for {_list(own)}, its folder for {_list(folder)}: nobody may read it"
        doubts.append(NO_AUDIENCE.at(document.locate(line), message))
    may = own & folder if own and folder else own
    if not own and not doubts:
        may = folder or frozenset(known)
    return Readership(Visibility.RESTRICTED, tuple(sorted(may)), tuple(doubts))


def _speaks(field: Field) -> bool:
    """Whether a field is about the report; "Visibility: add a dashboard" is not."""
    if field.source.origin is Origin.FRONT_MATTER:
        own = field.label.casefold() in (*_ITS_NAMES, *_ITS_AUDIENCE)
        return own or _SHUT.search(field.text) is not None
    return len(field.text.split()) <= _FEW_WORDS or _SHUT.match(field.text.strip()) is not None


def _names(field: Field) -> Iterator[str]:
    """The words of a field that can each name an audience."""
    return filter(None, (word.strip(" \"'*_`[]") for word in _BETWEEN.split(field.text)))


def _shut(field: Field) -> bool:
    return _SHUT.search(field.text) is not None


def _shut_in_head(document: Document) -> bool:
    """Whether the beginning of a report asks to be shut where nobody reads it as a field."""
    head = document.source.text[:4_000]
    match = _RAW.search(head) if _may_name(head) else None
    if match is None:
        return False
    return _SHUT.search(document.source.text[match.end() :][:60].split("\n")[0]) is not None


def _may_name(text: str) -> bool:
    """Whether a text may hold the name of the field: quick, and sure in its no."""
    return not text.isascii() or any(name in text.lower() for name in _ITS_NAMES)


def _for_audience(field: Field) -> bool:
    return field.label.casefold() in _ITS_AUDIENCE


def _unknown_words(
    document: Document, stated: Sequence[Field], privacy: Privacy
) -> Iterator[Finding]:
    """Find a visibility that is neither open nor shut, and no audience either."""
    for field in stated:
        open_or_shut = _OPEN.match(field.text) or _shut(field) or _for_audience(field)
        if open_or_shut or any(audience(word) in privacy.known for word in _names(field)):
            continue
        message = f"the visibility {field.text[:40]!r} is not known, so the report is withheld"
        yield UNKNOWN.at(document.locate(field.source.line), message)
        return


def _unknown_audiences(
    document: Document, named: Sequence[tuple[Field, str]], privacy: Privacy
) -> Iterator[Finding]:
    """Find the audiences that the project does not know."""
    for field, word in named:
        if _for_audience(field) and not _OPEN.match(word) and audience(word) not in privacy.known:
            known = ", ".join(privacy.known)
            message = f"the audience {word[:40]!r} is not known (known: {known})"
            yield UNKNOWN_AUDIENCE.at(document.locate(field.source.line), message)


def _list(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names))
