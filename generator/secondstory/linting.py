"""Files -> what the linter finds in each, by as many processes as there are cores."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from secondstory.codec import decode, encode
from secondstory.crawl import read_source, scan
from secondstory.extract.lexicon import Lexicon
from secondstory.findings import ProjectError
from secondstory.lint import Remark, lint
from secondstory.model import Source
from secondstory.model.lint import LintRules
from secondstory.noun import Noun
from secondstory.parse import parse
from secondstory.portable import shown
from secondstory.report.remarks import Linted
from secondstory.workers import Crew, cores

_FEW = 12  # files: a process takes longer to start than these to lint
_GUIDES = frozenset({"readme.md", "template.md", "contributing.md", "index.md"})


class _Found(Noun, frozen=True):
    text: str
    remarks: tuple[Remark, ...]


def listed(places: Sequence[Path], exclude: Sequence[str] = ()) -> tuple[Path, ...]:
    """The files to lint: those named, and the reports in folders that are named.

    Of a folder the files are left out that tell how to write. Raises ProjectError.
    """
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            for report in scan(place, exclude).reports:
                if report.file and Path(report.path).name.lower() not in _GUIDES:
                    found.setdefault(place / report.path)
        elif place.exists():
            found.setdefault(place)
        else:
            raise ProjectError(f"{shown(place)!r} does not exist", hint="name a file or a folder")
    return tuple(found)


def lint_files(files: Sequence[Path], lexicon: Lexicon, rules: LintRules) -> tuple[Linted, ...]:
    """Lint files, in their order."""
    work = partial(_lint, lexicon=lexicon, rules=rules)
    with Crew(work, files, cores() if len(files) > _FEW else 1) as crew:
        found = [decode(result, _Found) for result in crew.results()]
    return tuple(
        Linted(shown(file), tuple(one.text.split("\n")), one.remarks)
        for file, one in zip(files, found, strict=True)
    )


def lint_text(text: str, lexicon: Lexicon, rules: LintRules) -> tuple[Remark, ...]:
    """Lint a text that may not be saved yet."""
    text = text.replace("\r\n", "\n")
    return lint(parse(Source("", text)), lexicon, rules)


def _lint(file: Path, lexicon: Lexicon, rules: LintRules) -> bytes:
    source = read_source(file, file.as_posix())
    remarks = lint(parse(source), lexicon, rules)
    # Lines are shown only of what is found.
    return encode(_Found(source.text if remarks else "", remarks))
