"""The archives that the benchmark is made with: like real ones, and the same every time."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from secondstory.crawl import scan
from secondstory.extract import load_lexicon
from secondstory.model import Postmortem
from secondstory.pipeline import gather, study_all

MAKER = Path(__file__).parent.parent / "bench" / "corpus.py"
COUNT = 80


def made(folder: Path, *options: str) -> Path:
    command = [sys.executable, str(MAKER), str(COUNT), str(folder), *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("bench") / "archive")


def test_a_seed_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    """Figures of two days are of the same archive; another seed gives another."""
    assert contents(made(tmp_path / "same")) == contents(archive)
    assert contents(made(tmp_path / "other", "--seed", "2")) != contents(archive)


def test_every_report_is_read_in_every_style(archive: Path) -> None:
    """Day, lessons, actions with owners and due dates come out of each, so no style is cheap."""
    found = scan(archive)
    studies = study_all(found, load_lexicon())
    reports = [study for study in studies if isinstance(study, Postmortem)]
    assert len(reports) == COUNT
    for report in reports:
        assert report.date is not None, report.path
        assert date.fromisoformat(Path(report.path).name[:10]) == report.date.value
        assert report.lessons, report.path
        assert report.actions, report.path
        assert all(action.owner and action.due for action in report.actions), report.path
    assert {finding.code for finding in gather(studies, found).findings} <= {"SS404"}


def test_different_words_grow_with_the_archive(archive: Path) -> None:
    """Search data of a large archive hold more terms than those of a small one, as real ones do."""
    texts = [content.decode() for _, content in sorted(contents(archive).items())]
    half, whole = (
        len(set(re.findall(r"\w+", " ".join(some)))) for some in (texts[: COUNT // 2], texts)
    )
    assert 1.2 < whole / half < 1.8
