"""The files that `init` writes for CI: valid, pinned, without rights that they do not need."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from machine import put, ss
from secondstory import __version__
from secondstory.report.summary import MARK
from secondstory.start import CI_FILES

DOCS = Path(__file__).parent.parent.parent / "docs"
PORTAL, DIGEST = CI_FILES["github"]
STARTER = DOCS.parent / "generator/secondstory/starter"
PIN = re.compile(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$")
BIN = Path(sysconfig.get_path("scripts"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the files for both code hosts."""
    root = tmp_path_factory.mktemp("project")
    put(root, "secondstory.toml", 'source = "docs/pm"\noutput = "public folder"\n')
    for code_host in CI_FILES:
        ss(root, "init", "--ci", code_host)
    return root


def workflow(root: Path, path: str) -> Any:
    return yaml.safe_load((root / path).read_text("utf-8"))


def tool(root: Path, name: str, *arguments: str) -> None:
    """Run a checker, which finds nothing to say."""
    done = subprocess.run(
        [BIN / name, *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", CI_FILES["github"])
def test_github_would_take_each_workflow(written: Path, path: str) -> None:
    """Each workflow keeps to the schema of workflows."""
    tool(written, "check-jsonschema", "--builtin-schema", "vendor.github-workflows", path)


@pytest.mark.parametrize("path", CI_FILES["gitlab"])
def test_gitlab_would_take_each_file(written: Path, path: str) -> None:
    """Each file keeps to the schema of pipelines."""
    transform = ("--data-transform", "gitlab-ci")
    tool(written, "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", *transform, path)


def test_an_auditor_of_workflows_finds_nothing(written: Path) -> None:
    """Nothing is injected, unpinned, too mighty, left with credentials or run twice at once."""
    folder = str(written / ".github/workflows")
    tool(written, "zizmor", "--offline", "--no-progress", "--persona=auditor", folder)


@pytest.fixture
def shown(tmp_path: Path) -> dict[str, Path]:
    """The workflow and the pipeline with jobs for tickets that the documents show."""
    text = (DOCS / "ci.md").read_text("utf-8")
    found = [each for each in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "sync" in each]
    github, gitlab = found
    base = (STARTER / "gitlab.yml").read_text("utf-8").replace("@version@", __version__)
    return {
        "github": put(tmp_path, ".github/workflows/sync.yml", github),
        "gitlab": put(tmp_path, "gitlab.yml", f"{base}\n{gitlab}"),
    }


def test_the_jobs_for_tickets_are_sound(shown: dict[str, Path]) -> None:
    """Both keep to the schemas of their code hosts, and an auditor finds nothing in the one."""
    root, check = shown["gitlab"].parent, "check-jsonschema"
    tool(root, check, "--builtin-schema", "vendor.github-workflows", str(shown["github"]))
    gitlab = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    tool(root, check, *gitlab, str(shown["gitlab"]))
    folder = str(shown["github"].parent)
    tool(root, "zizmor", "--offline", "--no-progress", "--persona=auditor", folder)


def test_every_action_is_pinned_the_same_way() -> None:
    """Each action is one commit with its version in words, in comments and documents too."""
    pins: dict[str, set[tuple[str, str]]] = {}
    for file in (*STARTER.glob("*.yml"), DOCS / "ci.md"):
        for line in file.read_text("utf-8").splitlines():
            if re.search(r"\buses: ", line):
                found = PIN.search(line)
                assert found, line
                owner = "/".join(found[1].split("/")[:2])
                pins.setdefault(owner, set()).add((found[2], found[3]))
    assert len(pins) > 5
    assert all(len(pin) == 1 for pin in pins.values()), pins


def test_each_job_has_the_rights_that_it_needs(written: Path) -> None:
    """Only the comment may write to a pull request, only the publisher to Pages; no more."""
    rights = {
        name: job["permissions"]
        for path in (PORTAL, DIGEST)
        for name, job in workflow(written, path)["jobs"].items()
    }
    assert rights == {
        "check": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "build": {"contents": "read"},
        "publish": {"pages": "write", "id-token": "write"},
        "send": {"contents": "read"},
    }
    assert all(workflow(written, path)["permissions"] == {} for path in (PORTAL, DIGEST))


def test_a_fork_gets_neither_secrets_nor_rights(written: Path) -> None:
    """What a stranger's pull request runs has no secret; the job that writes runs none of it."""
    text = (written / PORTAL).read_text("utf-8")
    assert "pull_request_target" not in text
    assert "secrets." not in text
    comment = workflow(written, PORTAL)["jobs"]["comment"]
    assert "github.event.pull_request.head.repo.full_name == github.repository" in comment["if"]
    assert not any("checkout" in step.get("uses", "") for step in comment["steps"])
    assert not any("secondstory " in step.get("run", "") for step in comment["steps"])
    assert "pull_request" not in (written / DIGEST).read_text("utf-8")


def test_nothing_is_published_or_sent_unasked(written: Path) -> None:
    """Reports are often internal: Pages and mail wait for a variable."""
    jobs = workflow(written, PORTAL)["jobs"]
    assert jobs["publish"]["if"] == "vars.SECONDSTORY_PAGES == 'on'"
    assert workflow(written, DIGEST)["jobs"]["send"]["if"] == "vars.SECONDSTORY_DIGEST == 'on'"
    gitlab = workflow(written, ".gitlab/secondstory.yml")
    assert '$SECONDSTORY_PAGES == "on"' in gitlab["pages"]["rules"][0]["if"]
    assert '$SECONDSTORY_DIGEST == "send"' in gitlab["secondstory-digest"]["rules"][0]["if"]


def test_the_digest_is_sent_by_one_job_at_a_time(written: Path) -> None:
    """Neither host runs two of them at once, and the ledger is kept where one fails."""
    digest = workflow(written, DIGEST)
    assert digest["concurrency"]["cancel-in-progress"] is False
    restore, save = (s for s in digest["jobs"]["send"]["steps"] if "cache" in s.get("uses", ""))
    assert restore["with"]["path"] == save["with"]["path"]
    assert save["if"] == "always()"
    job = workflow(written, ".gitlab/secondstory.yml")["secondstory-digest"]
    assert job["resource_group"]
    assert job["cache"]["when"] == "always"
    assert job["cache"]["paths"] == [restore["with"]["path"]]


def test_both_hosts_install_this_version(written: Path) -> None:
    """The version that wrote a file is the one that it installs, mended ones included."""
    for path in (*CI_FILES["github"], ".gitlab/secondstory.yml"):
        text = (written / path).read_text("utf-8")
        asked = re.findall(r'pip install (?:--quiet )?"([^"]+)"', text)
        assert asked
        for requirement in map(Requirement, asked):
            assert requirement.name == "secondstory"
            assert requirement.specifier.contains(__version__)
            assert not requirement.specifier.contains("1.0")


def test_the_folders_are_those_of_the_project(written: Path) -> None:
    """What is published is the folder of the portal that the config names."""
    (upload,) = (
        step["with"]["path"]
        for step in workflow(written, PORTAL)["jobs"]["build"]["steps"]
        if "upload-pages-artifact" in step.get("uses", "")
    )
    assert upload == "public folder"


def test_the_comment_is_found_by_its_mark(written: Path) -> None:
    """The mark that GitHub's file looks for is the one that a summary begins with."""
    assert f'startswith("{MARK}")' in (written / PORTAL).read_text("utf-8")
