"""Where the parts of an installed Second Story lie."""

from __future__ import annotations

from pathlib import Path


def bundled_themes() -> Path:
    """The folder of the themes that come with Second Story: in the wheel or in the checkout."""
    package = Path(__file__).parent
    installed = package / "_themes"
    return installed if installed.is_dir() else package.parent.parent / "themes"
