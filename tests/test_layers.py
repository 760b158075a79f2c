"""The import contract of pyproject.toml holds, and would notice if it did not."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract on the project in `root`."""
    code = (
        "import sys; sys.path.insert(0, 'generator');"
        "from importlinter.cli import lint_imports_command as run; run()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def copy_with(folder: Path, module: str, line: str) -> Path:
    """Copy the project's package to `folder` with one more import in one module."""
    shutil.copytree(ROOT / "generator", folder / "generator")
    shutil.copy(ROOT / "pyproject.toml", folder)
    path = folder / "generator" / "secondstory" / module
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("findings.py", "import secondstory.model", "Arrows point down"),
        ("parse.py", "import secondstory.render.feeds", "Arrows point down"),
        ("parse.py", "import mistune", "Markdown goes through markdown"),
        ("render/feeds/__init__.py", "import jinja2", "Templates go through render.theme"),
        ("render/feeds/__init__.py", "import lunr", "lunr goes through render.search"),
        ("findings.py", "import yaml", "YAML goes through metadata"),
        ("crawl/walk.py", "import http.client", "HTTP goes through serve and integrations"),
        ("crawl/walk.py", "import webbrowser", "Only serve watches and listens"),
        ("render/page.py", "import smtplib", "Only integrations call out"),
        ("render/page.py", "import sqlite3", "SQLite goes through cache and export"),
        ("export/csv.py", "import pyarrow", "Parquet goes through export.parquet"),
        ("findings.py", "import click", "click goes through cli"),
    ],
)
def test_a_forbidden_import_breaks_the_contract(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    """One import upwards, or past a library's one door, is reported under its contract."""
    result = lint_imports(copy_with(tmp_path, module, line))

    assert result.returncode == 1, result.stdout
    assert f"{contract} BROKEN" in result.stdout


def test_a_module_outside_the_layers_breaks_the_contract(tmp_path: Path) -> None:
    """A new module has to be given its place among the layers."""
    project = copy_with(tmp_path, "findings.py", "")
    (project / "generator/secondstory/helpers.py").write_text('"""Nowhere."""\n')

    result = lint_imports(project)

    assert result.returncode == 1
    assert "secondstory.helpers" in result.stdout


def test_no_module_is_imported_through_the_source_root() -> None:
    """`generator` is a folder, not a package: every class exists once."""
    package = importlib.import_module("secondstory")
    for module in pkgutil.walk_packages(package.__path__, "secondstory."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    assert "generator" not in sys.modules
    assert not (ROOT / "generator" / "__init__.py").exists()
