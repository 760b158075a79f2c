"""The blueprints of drafts: ours, and over them those of a project.

A blueprint is Markdown: `SEV1.md` to `SEV4.md` and `near-miss.md`, put together of `parts/`, with
the questions of `types/`. docs/new.md says how they are written; a file of a project's folder
stands in for ours of the same name, or is one more part or type.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from secondstory.findings import ProjectError
from secondstory.portable import shown

_LARGEST = 200_000  # bytes; a blueprint is a page


def load_blueprints(own: Path | None = None) -> Mapping[str, str]:
    """Read the texts of all blueprints by their path, such as `parts/summary.md`.

    Raises ProjectError where a file of the project cannot be read.
    """
    ours = files("secondstory").joinpath("blueprints")
    found: dict[str, str] = {}
    for folder in ("", "parts", "types"):
        place = ours.joinpath(folder) if folder else ours
        for item in place.iterdir():
            if item.name.endswith(".md"):
                found[f"{folder}/{item.name}".lstrip("/")] = item.read_text(encoding="utf-8")
        if own is not None:
            theirs = sorted((own / folder).glob("*.md"))
            found |= {f"{folder}/{file.name}".lstrip("/"): _read(file) for file in theirs}
    return found


def _read(file: Path) -> str:
    try:
        content = file.read_bytes()
        if len(content) > _LARGEST:
            raise ProjectError(f"the blueprint {shown(file)!r} is larger than {_LARGEST:,} bytes")
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise ProjectError(f"the blueprint {shown(file)!r} cannot be read: {reason}") from error
    except UnicodeDecodeError as error:
        raise ProjectError(
            f"the blueprint {shown(file)!r} is not UTF-8", hint="save the file as UTF-8"
        ) from error
