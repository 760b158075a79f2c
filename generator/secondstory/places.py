"""Where the parts of an installed Second Story lie."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def bundled_themes() -> Path:
    """The folder of the themes that come with Second Story: in the wheel or in the checkout."""
    package = Path(__file__).parent
    installed = package / "_themes"
    return installed if installed.is_dir() else package.parent.parent / "themes"


def repository(folder: Path) -> Path | None:
    """The root of the git repository that a folder lies in, if any; it need not be made yet."""
    here = folder.resolve()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), None)


def own_cache(name: str) -> Path | None:
    """A folder that only this user can write to, for what is faster to keep than to make.

    It lies where the XDG base directory specification says. None where there can be none.
    """
    with suppress(OSError, RuntimeError):
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(base) / "secondstory" / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        seen = folder.stat()
        # Windows keeps these folders to their user by itself.
        foreign = hasattr(os, "getuid") and seen.st_uid != os.getuid()
        open_to_others = os.name == "posix" and seen.st_mode & 0o022
        return None if foreign or open_to_others or not folder.is_absolute() else folder
    return None
