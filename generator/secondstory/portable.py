"""Say paths and words so that every file system and every terminal takes them the same way.

The portal is built on one machine, copied to another and zipped for a third, so a name
that only one of them can hold is refused before anything is written.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

LONGEST_PART = 255  # bytes, on practically every file system
_DEVICES = re.compile(
    r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(?:\.|$)"
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_MISCHIEF = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def unportable(path: str) -> str | None:
    """Say what is wrong with a relative path with forward slashes, or None where it is fine.

    The answer completes "the path ...": `leaves its folder ("..")`.
    """
    if not path or path.startswith("/"):
        return "is empty or absolute"
    return next(filter(None, map(_wrong_part, path.split("/"))), None)


def folded(path: str) -> str:
    """Map paths that some file system takes for one and the same to one key."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def shown(path: Path, working: Path | None = None) -> str:
    """Spell a path as its reader would type it: short where it lies near the working folder."""
    try:
        short = os.path.relpath(path, working)
    except (ValueError, OSError):  # another drive, or no working folder
        return str(path)
    return str(path) if short.startswith(f"..{os.sep}..") else short


def visible(text: str) -> str:
    """Escape what could move a terminal's cursor, break the line or reverse its order."""
    return _MISCHIEF.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _wrong_part(part: str) -> str | None:
    wrong = None
    if part == "..":
        wrong = 'leaves its folder ("..")'
    elif part in {"", "."}:
        wrong = "has an empty part"
    elif found := _FORBIDDEN.search(part):
        wrong = f"holds the character {found[0]!r}, which Windows does not allow in a name"
    elif part[-1] in ". ":
        wrong = "has a part that ends in a dot or a space, which Windows drops"
    elif _DEVICES.match(part):
        wrong = f"holds {part!r}, which Windows takes for a device"
    elif _LONE_SURROGATE.search(part):
        wrong = "is not Unicode text"
    elif (size := len(part.encode())) > LONGEST_PART:
        wrong = f"has a part of {size} bytes; file systems allow {LONGEST_PART}"
    return wrong
