"""How a project names its tracker: read, and judged with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from machine import put, ss
from secondstory.config import Track, load_project
from secondstory.findings import ProjectError
from track.projects import a_project, sync
from track.servers import TOKEN

GITHUB = "[tracker]\nkind = 'github'\nrepository = 'octo/portal'\n"
JIRA = "[tracker]\nkind = 'jira'\nproject = 'OPS'\nurl = 'https://example.atlassian.net'\n"


def track(folder: Path, text: str) -> Track:
    """What the config of a folder says of its tracker."""
    put(folder, "secondstory.toml", text)
    return load_project(folder).tracker


def test_everything_is_read(tmp_path: Path) -> None:
    """Each key has its place; paths are relative to the config."""
    found = track(
        tmp_path,
        """
        [tracker]
        kind = "github"
        repository = "octo/portal"
        project = "OPS"
        url = "https://ghe.example.org/api/v3/"
        label = "action item"
        issue_type = "Bug"
        proxy = "http://proxy.example.org:3128"
        ca_file = "certificates/company.pem"
        snapshot = "kept/actions.json"
        timeout = 5
        patience = 0
        settle = 1
        pace = 2
        """,
    )
    assert found == Track(
        kind="github",
        repository="octo/portal",
        project="OPS",
        url="https://ghe.example.org/api/v3",
        label="action item",
        issue_type="Bug",
        proxy="http://proxy.example.org:3128",
        ca_file=tmp_path / "certificates/company.pem",
        snapshot=tmp_path / "kept/actions.json",
        timeout=5,
        patience=0,
        settle=1,
        pace=2,
    )
    assert load_project(tmp_path).snapshot == tmp_path / "kept/actions.json"


def test_nothing_has_to_be_said(tmp_path: Path) -> None:
    """A project without a tracker needs no table; the snapshot has a place all the same."""
    assert track(tmp_path, "") == Track()
    assert load_project(tmp_path).snapshot == tmp_path / "actions.json"
    put(tmp_path, "postmortems/a.md")
    result = ss(tmp_path, "actions", "sync")
    assert result.code == 2
    assert "no tracker is named" in result.err


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("[tracker]\nkind = 'gitlab'", "2:1: 'kind' cannot be 'gitlab'", 'did you mean "github"?'),
        ("[tracker]\nkind = 'github'", "'repository' is no repository", "octo-org/postmortems"),
        (f"{GITHUB}label = 'a,b'", "4:1: 'label' cannot be 'a,b'", "without commas"),
        (f"{GITHUB}timeout = 0", "4:1: 'timeout' cannot be 0", "timeout = 30"),
        (f"{GITHUB}token = 's3cret'", "4:1: unknown key 'token' in [tracker]", "known: kind"),
        (f"{GITHUB}url = 'http://ghe.example.org'", "4:1: 'url' does not begin", "/api/v3"),
        (f"{GITHUB}url = 'https://me:s3cret@ghe.example.org'", "'url' holds a user", "/api/v3"),
        (f"{GITHUB}url = 'https://ghe.example.org?x=s3cret'", "'url' has a part", "/api/v3"),
        (f"{GITHUB}url = 'https://[s3cret'", "'url' is no address", "/api/v3"),
        (f"{GITHUB}proxy = 'http://me:s3cret@proxy'", "'proxy' holds a user", "HTTPS_PROXY"),
        (f"{GITHUB}proxy = 'ftp://proxy'", "'proxy' does not begin", "proxy.example.org"),
        (JIRA.replace("OPS", "ops 1"), "3:1: 'project' is no key", 'project = "OPS"'),
        (JIRA.replace("url", "#url"), "'url' is missing", "atlassian.net"),
        (f"{JIRA}label = 'a b'", "5:1: 'label' cannot be 'a b'", "a word"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, text: str, said: str, hint: str
) -> None:
    """A complaint names the place, what is wrong, and what to write; a secret is in none."""
    with pytest.raises(ProjectError) as caught:
        track(tmp_path, text)
    first = getattr(caught.value, "errors", (caught.value,))[0]
    assert said in str(first)
    assert hint in first.hint
    assert "s3cret" not in f"{caught.value}{first.hint}"


@pytest.mark.parametrize("kind", ["github", "jira"])
def test_a_secret_that_fits_into_no_header_is_refused(tmp_path: Path, kind: str) -> None:
    """A line break in a token would make another header; it is not shown either."""
    root = a_project(tmp_path, "https://tracker.example.org", kind)
    broken = f"{TOKEN}\r\nX-Evil: yes"
    result = sync(root, SECONDSTORY_GITHUB_TOKEN=broken, SECONDSTORY_JIRA_TOKEN=broken)

    assert result.code == 2
    assert "holds what can be no token" in result.err
    assert "X-Evil" not in result.err
