"""The wheel works in a stranger's folder, and the locks name everything and nobody's host."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("run", "dev")
REPORT = """\
# The export skipped every second page

**Date:** 2026-03-04

## Lessons learned

- Page through results by key, not by offset.
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command as a stranger would, with nothing in the environment that helps it."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `make wheel` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel and what the wheel says it needs.

    The needs are linked from the environment of the tests, so no network is used, but only
    those that the wheel declares: whatever else the tests have is not there.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'), end='')"
    packages = Path(run(python, "-c", where, cwd=folder))
    for needed in closure(wheel):
        for top in {file.parts[0] for file in needed.files or () if file.parts[0] != ".."}:
            (packages / top).symlink_to(Path(str(needed.locate_file(top))))
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index"]
    run(*pip, wheel, cwd=folder)
    return python.parent


def closure(wheel: Path) -> Iterator[Distribution]:
    """What a wheel needs to run, directly and through others."""
    with ZipFile(wheel) as archive:
        (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        wanted = list(PathDistribution(ZipPath(archive, f"{info}/")).requires or ())  # type: ignore[arg-type]
    seen: set[str] = set()
    while wanted:
        requirement = Requirement(wanted.pop())
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        yield distribution(name)
        wanted += distribution(name).requires or ()


def test_a_stranger_builds_a_portal(installed: Path, tmp_path: Path) -> None:
    """With the wheel alone and no config, one command makes a whole site of a folder."""
    reports = tmp_path / "docs" / "postmortems"
    reports.mkdir(parents=True)
    (reports / "2026-03-04-export.md").write_text(REPORT, "utf-8")

    run(installed / "secondstory", "build", "--source", "docs/postmortems", cwd=tmp_path)

    site = tmp_path / "site"
    assert "Page through results by key" in (site / "lessons" / "index.html").read_text("utf-8")
    assert (site / "static" / "style.css").stat().st_size > 1000
    (incident,) = json.loads((site / "index.json").read_text("utf-8"))["incidents"]
    assert incident["title"] == "The export skipped every second page"
    page = (site / incident["url"]).read_text("utf-8")
    for link in re.findall(r'(?:href|src)="([^"#?:]+)', page):
        assert (site / "incidents" / link).exists(), link


def test_the_other_theme_is_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    """`--theme plain` makes the same pages with a style sheet, and not one script."""
    (tmp_path / "2026-03-04-export.md").write_text(REPORT, "utf-8")

    build = [installed / "secondstory", "build", "--theme", "plain"]
    run(*build, "--source", tmp_path, "--output", tmp_path.with_name("out"), cwd=tmp_path)

    site = tmp_path.with_name("out")
    assert (site / "static" / "style.css").stat().st_size > 1000
    assert "Page through results by key" in (site / "lessons" / "index.html").read_text("utf-8")
    assert [*site.rglob("*.js")] == []


MAIL = """\
site.base_url = "https://learn.example.org"
mail.from = "learning@example.org"
lists.all.recipients = ["all@example.org"]
"""


@pytest.mark.parametrize(
    ("config", "command", "said", "extra"),
    [
        (
            '[search]\nengine = "pagefind"\n',
            ("build",),
            "the search engine 'pagefind' is not installed",
            "pagefind",
        ),
        (
            MAIL,
            ("digest", "send", "--dry-run", "--month", "2026-03"),
            "the digest's mail needs css-inline",
            "mail",
        ),
        ("", ("export", "--format", "parquet"), "Parquet needs pyarrow", "parquet"),
    ],
)
def test_an_extra_that_is_missing_is_named(
    installed: Path, tmp_path: Path, config: str, command: tuple[str, ...], said: str, extra: str
) -> None:
    """Who wants what needs an extra, and has none, is told the command that installs it."""
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "postmortems" / "2026-03-04-export.md").write_text(REPORT, "utf-8")
    (tmp_path / "secondstory.toml").write_text(config, "utf-8")

    done = subprocess.run(
        [installed / "secondstory", *command],
        cwd=tmp_path,
        env={name: os.environ[name] for name in ("PATH", "HOME")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert said in done.stderr
    assert f"pip install 'secondstory[{extra}]'" in done.stderr
    assert not (tmp_path / "site").exists()


def test_every_module_is_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    """Each module imports from the environment, needs nothing undeclared, sees no checkout."""
    code = """
import importlib, pkgutil, sys
import secondstory
for found in pkgutil.walk_packages(secondstory.__path__, "secondstory."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
print(*(m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "secondstory"), sep="\\n")
print(*sys.path, sep="\\n")
"""
    paths = [Path(line) for line in run(installed / "python", "-c", code, cwd=tmp_path).split("\n")]

    assert not [path for path in paths if path.is_relative_to(ROOT)]
    modules = {path.name for path in (ROOT / "generator").rglob("*.py")} - {"__main__.py"}
    assert modules <= {path.name for path in paths}


def contents(folder: str, prefix: str) -> set[str]:
    """The files below a folder of the checkout, as the wheel calls them."""
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    names = {prefix + path.relative_to(ROOT / folder).as_posix() for path in files}
    return {name for name in names if "__pycache__" not in name}


def test_the_wheel_holds_the_data_and_nothing_else(wheel: Path) -> None:
    """Themes, word lists and starter files are in it; tests and byte code are not."""
    names = set(ZipFile(wheel).namelist())

    expected = contents("generator", "") | contents("themes", "secondstory/_themes/")
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_two_wheels_of_one_source_are_equal(wheel: Path, tmp_path: Path) -> None:
    """The wheel is reproducible, byte for byte."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)

    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """The packages of a lock: version and number of hashes."""
    found: dict[str, tuple[str, int]] = {}
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8").replace("\\\n", "")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = line.split(" --hash=sha256:")
            name, version = requirement.split(";")[0].split("==")
            found[canonicalize_name(name)] = (version.strip(), len(hashes))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_everything_by_hash_and_names_no_host(lock: str) -> None:
    """Where packages come from is the machine's business, what they are is ours."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")

    assert not re.search(r"https?:|file:|--(?!hash=sha256:)|@ ", text)
    assert pins(lock)
    assert all(hashes for _, hashes in pins(lock).values())


def test_the_locks_agree_with_each_other_and_with_the_project() -> None:
    """Tools and site see the same versions, and each is one that pyproject.toml admits."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    direct = [*project["project"]["dependencies"], *project["build-system"]["requires"]]

    assert pins("run").items() <= pins("dev").items()
    for lock, lines in (
        ("run", direct),
        ("dev", [*direct, *project["project"]["optional-dependencies"]["dev"]]),
    ):
        for requirement in map(Requirement, lines):
            version, _ = pins(lock)[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version, prereleases=True), str(requirement)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_documented_make_targets_exist(document: str) -> None:
    """Whatever the documents tell to `make` can be made."""
    makefile, text = ((ROOT / name).read_text("utf-8") for name in ("Makefile", document))
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    named = set(re.findall(r"(?:^|`|\$ |&& )make ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert named <= targets


def test_make_names_a_python_that_is_too_old_or_missing(tmp_path: Path) -> None:
    """A machine without Python 3.11 is told so, and how to name another one."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    done = subprocess.run(
        ["make", "site", "PYTHON=no-such-python"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "needs Python 3.11 or newer; no-such-python is not there." in done.stderr
    assert "make PYTHON=python3.12 site" in done.stderr
