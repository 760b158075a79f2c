r"""Turn the bytes of a file into text whose lines are the lines an editor shows.

The text that leaves here breaks its lines at `\n` and nowhere else, holds no control
character but the tab, and so is safe to split, to position and to put into XML.
"""

from __future__ import annotations

import codecs
import re

from secondstory.crawl.codes import CONTROL_CHARACTERS, NOT_UTF8
from secondstory.findings import Finding, Location

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Characters at which str.splitlines and YAML break a line, but no editor does.
_ODD_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# What XML 1.0 cannot hold even when escaped, and DEL.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
_FALLBACK = "secondstory-windows-1252"


def decode(data: bytes, path: str, *, whole: bool = True) -> tuple[str, tuple[Finding, ...]]:
    """Decode a file and say what could not be taken as it is.

    UTF-8, or whatever a byte order mark announces. Single bytes that do not fit are read
    as Windows-1252, so that one pasted letter does not spoil the accents around it. With
    `whole` false the data may end within a character, which is then dropped.
    """
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    findings: list[Finding] = []
    data = data.removeprefix(mark)
    try:
        text = _decoded(data, encoding, "strict", whole=whole)
    except UnicodeDecodeError as error:
        errors = _FALLBACK if encoding == "utf-8" else "replace"
        text = _decoded(data, encoding, errors, whole=whole)
        before = _normalised(data[: error.start].decode(encoding))
        findings.append(_undecodable(error, text, before, path))
    text = _normalised(text)
    if found := _CONTROLS.search(text):
        findings.append(_control(found[0], _location(path, text[: found.start()])))
        text = _CONTROLS.sub(_REPLACEMENT, text)
    return _ODD_BREAKS.sub(" ", text), tuple(findings)


def _decoded(data: bytes, encoding: str, errors: str, *, whole: bool) -> str:
    return codecs.getincrementaldecoder(encoding)(errors).decode(data, final=whole)


def _normalised(text: str) -> str:
    # A second byte order mark is what some tools leave when they add one to a marked file.
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _location(path: str, before: str) -> Location:
    return Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _undecodable(error: UnicodeDecodeError, text: str, before: str, path: str) -> Finding:
    written = " ".join(f"0x{byte:02X}" for byte in error.object[error.start : error.end])
    read_as = _normalised(text)[len(before) : len(before) + 1] or _REPLACEMENT
    expected = error.encoding.upper().removesuffix("-LE").removesuffix("-BE")
    return NOT_UTF8.at(
        _location(path, before), f"not {expected}: {written} was read as '{read_as}'"
    )


def _control(character: str, location: Location) -> Finding:
    if character == "\0":
        return CONTROL_CHARACTERS.at(location, "a NUL byte: is this a binary file?")
    return CONTROL_CHARACTERS.at(location, f"a control character (U+{ord(character):04X})")


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_FALLBACK, _as_windows_1252)
