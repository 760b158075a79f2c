"""The beginning of a project: useful as it is, and never at the cost of what exists."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from secondstory.config import load_project
from secondstory.config.shapes import EACH, KEYS
from secondstory.crawl import scan
from secondstory.extract import load_lexicon
from secondstory.extract.explain import explain
from secondstory.findings import ProjectError
from secondstory.model import LessonKind, Postmortem
from secondstory.pipeline import gather, study_all
from secondstory.start import CI_FILES, USUAL_FOLDERS, Proposals, Started, start

TODAY = date(2026, 11, 20)
REPORT = "postmortems/2026-11-20-example-cache-restart.md"
WORKFLOW, DIGEST = CI_FILES["github"]


def test_an_empty_folder_gets_a_project(tmp_path: Path) -> None:
    """A config, a first report and workflows are written, and named."""
    assert start(tmp_path / "new", TODAY) == Started(
        made=("secondstory.toml", REPORT, WORKFLOW, DIGEST), kept=(), source="postmortems", found=0
    )
    assert all((tmp_path / "new" / path).is_file() for path in ("secondstory.toml", REPORT))


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    """What exists is left alone, byte for byte, and the reason is given."""
    start(tmp_path, TODAY)
    (tmp_path / "secondstory.toml").write_text("# mine")
    (tmp_path / WORKFLOW).write_text("mine: true")
    again = start(tmp_path, TODAY)
    assert again.made == ()
    assert dict(again.kept) == {
        "secondstory.toml": "it exists",
        "postmortems/": "1 Markdown file lies there",
        WORKFLOW: "it exists",
        DIGEST: "it exists",
    }
    assert (tmp_path / "secondstory.toml").read_text() == "# mine"
    assert (tmp_path / WORKFLOW).read_text() == "mine: true"


def test_even_a_link_to_nothing_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written through a link that somebody placed."""
    (tmp_path / "secondstory.toml").symlink_to(tmp_path / "elsewhere")
    assert "secondstory.toml" not in start(tmp_path, TODAY).made
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("folder", USUAL_FOLDERS)
def test_existing_reports_are_found(tmp_path: Path, folder: str) -> None:
    """Reports in a usual place are taken as they are; no example is put among them."""
    (tmp_path / folder / "2024").mkdir(parents=True)
    (tmp_path / folder / "2024" / "outage.md").write_text("# Outage")
    started = start(tmp_path, TODAY)
    assert (started.source, started.found) == (folder, 1)
    assert load_project(tmp_path).source == tmp_path / folder
    assert [path.name for path in (tmp_path / folder).iterdir()] == ["2024"]


def test_a_folder_with_reports_goes_before_an_empty_one(tmp_path: Path) -> None:
    """An empty folder of the first choice does not hide the reports in another."""
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents" / "a.md").touch()
    assert start(tmp_path, TODAY).source == "incidents"


def test_the_config_that_is_written_says_nothing_wrong(tmp_path: Path) -> None:
    """As written and with every comment sign taken away, the config is accepted and complete."""
    start(tmp_path, TODAY)
    config = tmp_path / "secondstory.toml"
    assert load_project(tmp_path).source == tmp_path / "postmortems"
    text = re.sub(r"^#(?=[^ \n])", "", config.read_text(), flags=re.MULTILINE)
    config.write_text(text)
    assert load_project(tmp_path).severities == {"Code Red": 1, "Code Yellow": 3}
    written = tomllib.loads(text)
    for table, keys in KEYS.items():
        name, each, _ = table.partition(EACH)
        here = next(iter(written[name].values())) if each else written[name] if name else written
        assert (keys.keys() - {"*"}) <= here.keys()


def test_proposals_take_the_place_of_the_examples(tmp_path: Path) -> None:
    """Lines for a table stand in it, once, instead of its examples; the others stay."""
    proposals = Proposals(
        exclude=("# No incident.", '#exclude = ["README.md"]'),
        words=("# Not known.", '#actions = ["Corrective work"]', '#lessons = ["Wisdom"]'),
    )
    start(tmp_path, TODAY, proposals=proposals)
    config = tmp_path / "secondstory.toml"
    assert load_project(tmp_path).exclude == ()
    text = re.sub(r"^#(?=[^ \n])", "", config.read_text(), flags=re.MULTILINE)
    config.write_text(text)
    project = load_project(tmp_path)
    assert project.exclude == ("README.md",)
    assert project.words == {"actions": ("Corrective work",), "lessons": ("Wisdom",)}
    assert project.severities == {"Code Red": 1, "Code Yellow": 3}
    assert text.count("# Not known.") == text.count("# No incident.") == 1


def test_the_first_report_shows_all_that_is_read(tmp_path: Path) -> None:
    """The example is read without a finding and has every part that a report should have."""
    start(tmp_path, TODAY)
    lexicon = load_lexicon()
    found = scan(tmp_path / "postmortems")
    (report,) = studies = study_all(found, lexicon)
    assert isinstance(report, Postmortem)
    assert gather(studies, found).findings == ()
    assert report.date
    assert report.date.value == TODAY
    assert report.duration
    assert report.duration.value == 42
    assert {lesson.kind for lesson in report.lessons} == set(LessonKind) - {LessonKind.WENT_POORLY}
    assert any(lesson.check for lesson in report.lessons)
    assert all(action.owner and action.due and action.status for action in report.actions)
    missing = {fact.field for fact in explain(report, lexicon) if fact.value is None}
    assert not missing & {"title", "severity", "summary", "impact", "root_cause", "timeline"}


@pytest.mark.parametrize("code_host", CI_FILES)
def test_nothing_is_left_unfilled(tmp_path: Path, code_host: str) -> None:
    """No placeholder survives in what is written."""
    for path in start(tmp_path, TODAY, code_host=code_host).made:
        assert not re.search(r"@\w+@", (tmp_path / path).read_text())


def test_no_workflow_where_it_would_never_run(tmp_path: Path) -> None:
    """Below the root of a repository a workflow file has no effect, so there is none."""
    (tmp_path / ".git").mkdir()
    started = start(tmp_path / "docs", TODAY)
    reason = "CI reads it in .. only, the root of the repository"
    assert dict(started.kept) == {WORKFLOW: reason, DIGEST: reason}
    assert WORKFLOW in start(tmp_path, TODAY).made


def test_the_ci_is_that_of_the_code_host(tmp_path: Path) -> None:
    """GitLab's where the repository has files of it, GitHub's else; whichever or none if asked."""
    gitlab = set(CI_FILES["gitlab"])
    (tmp_path / "hub" / ".github").mkdir(parents=True)
    assert WORKFLOW in start(tmp_path / "hub", TODAY).made
    (tmp_path / "lab" / ".gitlab").mkdir(parents=True)
    assert gitlab <= set(start(tmp_path / "lab", TODAY).made)
    assert gitlab <= set(start(tmp_path / "asked", TODAY, code_host="gitlab").made)
    assert len(start(tmp_path / "none", TODAY, code_host="").made) == 2


def test_a_pipeline_that_exists_is_told_what_to_include(tmp_path: Path) -> None:
    """GitLab starts from one file: where there is one already, ours waits beside it."""
    (tmp_path / ".gitlab-ci.yml").write_text("mine: {}")
    started = start(tmp_path, TODAY)
    assert ".gitlab/secondstory.yml" in started.made
    assert dict(started.kept)[".gitlab-ci.yml"].endswith("has to include .gitlab/secondstory.yml")
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "mine: {}"


def test_what_cannot_be_written_is_an_error_of_the_project(tmp_path: Path) -> None:
    """A file where a folder is needed is named."""
    (tmp_path / "postmortems").write_text("a file")
    with pytest.raises(ProjectError, match="is a file, where a folder is needed"):
        start(tmp_path, TODAY)
