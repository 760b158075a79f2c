"""The container and the hook: made of what is there, without rights, and they do what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from ci.repositories import NEW
from machine import a_project, put, ss

ROOT = Path(__file__).parent.parent.parent
LINES = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text("utf-8")).splitlines()


def instructions(name: str) -> list[str]:
    """What follows an instruction in the Dockerfile, each time it stands there."""
    return [line.removeprefix(f"{name} ") for line in LINES if line.startswith(f"{name} ")]


def copied() -> list[str]:
    """The files and folders of the project that go into the image."""
    ours = (line.split() for line in instructions("COPY") if not line.startswith("--from"))
    return [source for words in ours for source in words[:-1]]


def test_the_image_stands_on_one_version() -> None:
    """Both stages begin with the same image, by a tag that names a release of Python."""
    bases = {line.split()[0] for line in instructions("FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases.pop())


def test_the_image_does_not_run_as_root() -> None:
    """The last word on the user is a number that is not root's, as Kubernetes wants it."""
    user, group = instructions("USER")[-1].split(":")
    assert int(user) > 0
    assert int(group) > 0


def test_the_image_gets_what_it_is_made_of_and_no_more() -> None:
    """Everything that is copied is let through to the builder, reports and history are not."""
    ignore = [
        line
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    allowed = {line[1:] for line in ignore if line.startswith("!")}
    assert ignore[0] == "*"
    assert set(copied()) == allowed
    assert all((ROOT / path).exists() for path in allowed)
    assert not any(fnmatch(path, "postmortems*") or path.startswith(".") for path in allowed)


def test_the_wheel_is_built_from_what_the_image_gets(tmp_path: Path) -> None:
    """With the copied files alone, the command of the Dockerfile makes a whole wheel."""
    for path in copied():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            shutil.copytree(ROOT / path, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / path, place)
    (command,) = (
        re.findall(r"-m hatchling[^&]+", line) for line in instructions("RUN") if "hatch" in line
    )
    subprocess.run(
        [sys.executable, *command[0].split()], cwd=tmp_path, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("dist/*.whl")
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "secondstory/starter/github.yml" in names
    assert any(name.startswith("secondstory/_themes/default/") for name in names)


def test_the_hook_says_what_pre_commit_wants_to_know() -> None:
    """One hook, for Markdown, run once with all names."""
    hook, _ = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "secondstory-check"
    assert hook["language"] == "python"
    assert hook["types"] == ["markdown"]
    assert hook["require_serial"] is True


@pytest.mark.parametrize(("text", "code"), [(NEW, 1), ("# Ours\n", 0)])
def test_the_hook_checks_what_is_committed(tmp_path: Path, text: str, code: int) -> None:
    """Its command with the names of the changed files fails for those alone."""
    hook, _ = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, *words = hook["entry"].split()
    assert program == "secondstory"
    put(a_project(tmp_path), "postmortems/neglected.md", NEW)
    name = "postmortems/new.md" if code else "README.md"
    put(tmp_path, name, text.replace("stood", "lay"))
    assert ss(tmp_path, *words, name).code == code
