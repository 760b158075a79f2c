"""What several tests of the rendered portal share."""

from __future__ import annotations

from pathlib import Path

import pytest

from render.portals import write_portals


@pytest.fixture(scope="session")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the portals of the sample archive, by the name of their theme."""
    folder = tmp_path_factory.mktemp("portals")
    write_portals(folder)
    return folder
