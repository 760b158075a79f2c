"""Turn a folder into the beginning of a project: a config, a first report, the files of its CI.

What is there already is left alone, whatever it is: nothing is ever overwritten.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from secondstory import __version__
from secondstory.findings import ProjectError
from secondstory.noun import Noun
from secondstory.places import repository
from secondstory.portable import shown

# Where teams keep their postmortems.
USUAL_FOLDERS = (
    "docs/postmortems",
    "postmortems",
    "docs/post-mortems",
    "post-mortems",
    "docs/incidents",
    "incidents",
    "docs/incident-reports",
    "incident-reports",
)
# By code host, what it runs and the templates of that; paths count from the repository's root.
GITHUB, GITLAB = CODE_HOSTS = ("github", "gitlab")
CI_FILES = {
    GITHUB: {
        ".github/workflows/secondstory.yml": "github.yml",
        ".github/workflows/secondstory-digest.yml": "github-digest.yml",
    },
    GITLAB: {
        ".gitlab/secondstory.yml": "gitlab.yml",
        ".gitlab-ci.yml": "gitlab-include.yml",
    },
}
_INCLUDE = "it exists: it has to include .gitlab/secondstory.yml"
_EXAMPLE = re.compile(r"#[^ \n]")


class Proposals(Noun, frozen=True):
    """Comment lines for the config that take the place of its examples; empty for none."""

    exclude: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()


NONE = Proposals()


class Started(Noun, frozen=True):
    """What was made and what was left alone, as paths with forward slashes.

    `kept` pairs each path with the reason. `source` is the folder of the reports and
    `found` the number of Markdown files that lay in it before.
    """

    made: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    source: str
    found: int


def start(
    folder: Path,
    today: date,
    source: str | None = None,
    output: str = "site",
    proposals: Proposals = NONE,
    code_host: str | None = None,
) -> Started:
    """Write what a project needs to begin into a folder, which is made if there is none.

    `source` and `output` come from a config that exists; without one an existing folder
    of postmortems is taken, else `postmortems`. A config that is written has the
    `proposals` in it. `code_host` is one of CODE_HOSTS, "" for no CI; None takes the one that
    the folder shows. Raises ProjectError where the folder cannot be written.
    """
    host = usual_code_host(folder) if code_host is None else code_host
    source = source or usual_source(folder)
    found = sum(1 for _ in _reports(folder / source))
    values = {
        "source": source,
        "output": json.dumps(output),
        "date": today.isoformat(),
        "due": (today + timedelta(days=28)).isoformat(),
        "version": __version__,
    }
    wanted = {
        "secondstory.toml": "secondstory.toml",
        f"{source}/{today.isoformat()}-example-cache-restart.md": "report.md",
        **CI_FILES.get(host, {}),
    }
    root = repository(folder)
    above = "" if root in {None, folder.resolve()} else os.path.relpath(str(root), folder.resolve())
    made: list[str] = []
    kept: list[tuple[str, str]] = []
    for path, template in wanted.items():
        if template == "report.md" and found:
            kept.append(
                (
                    f"{source}/",
                    "1 Markdown file lies there"
                    if found == 1
                    else f"{found} Markdown files lie there",
                )
            )
        elif above and path in CI_FILES.get(host, {}):
            kept.append((path, f"CI reads it in {above} only, the root of the repository"))
        elif _write(folder / path, _proposed(_filled(template, values), template, proposals)):
            made.append(path)
        else:
            kept.append((path, _INCLUDE if template == "gitlab-include.yml" else "it exists"))
    return Started(tuple(made), tuple(kept), source, found)


def usual_source(folder: Path) -> str:
    """Choose the folder of reports in a project without a config, whether it exists or not."""
    there = [name for name in USUAL_FOLDERS if (folder / name).is_dir()]
    with_reports = (name for name in there if any(_reports(folder / name)))
    return next(with_reports, there[0] if there else "postmortems")


def usual_code_host(folder: Path) -> str:
    """Choose whose CI to write files for: GitLab's where there are some, else GitHub's."""
    root = repository(folder) or folder
    return (
        GITLAB if any((root / name).exists() for name in (".gitlab-ci.yml", ".gitlab")) else GITHUB
    )


def _reports(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in {".md", ".markdown"})


def _filled(template: str, values: dict[str, str]) -> str:
    text = files("secondstory").joinpath("starter", template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _proposed(text: str, template: str, proposals: Proposals) -> str:
    """Put proposals in the place of a config's examples, which begin with `#` and no space."""
    if template != "secondstory.toml":
        return text
    wanted = {
        "": proposals.exclude,
        "[words]": proposals.words,
        "[severities]": proposals.severities,
    }
    table, lines = "", list[str]()
    for line in text.split("\n"):
        if line.startswith("["):
            table = line
        if _EXAMPLE.match(line) and wanted.get(table) and (table or line.startswith("#exclude")):
            lines += [] if wanted[table][-1] in lines else wanted[table]
        else:
            lines.append(line)
    return "\n".join(lines)


def _write(file: Path, text: str) -> bool:
    """Write a file that must not exist yet; False where something has its name."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except (FileExistsError, NotADirectoryError) as error:
        if file.parent.is_dir():
            return False
        bar = next((place for place in file.parents if place.exists()), file.parent)
        raise ProjectError(
            f"{shown(bar)!r} is a file, where a folder is needed",
            hint="name another folder: `secondstory init FOLDER`",
        ) from error
    except OSError as error:
        raise ProjectError(
            f"cannot write {shown(file)!r}: {(error.strerror or 'unknown').lower()}"
        ) from error
    return True
