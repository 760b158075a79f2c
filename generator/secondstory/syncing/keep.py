"""A snapshot -> its file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from secondstory.findings import ProjectError
from secondstory.model import Snapshot
from secondstory.output.journal import replace_text
from secondstory.portable import shown
from secondstory.tracking import spelled


def save(path: Path, snapshot: Snapshot) -> None:
    """Write a snapshot; a file that says the same is left as it is. Raises ProjectError."""
    text = spelled(snapshot)
    try:
        if path.is_file() and path.read_bytes() == text.encode():
            return
        replace_text(path, text)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise ProjectError(f"{shown(path)!r} cannot be written: {reason}") from error
