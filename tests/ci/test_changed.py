"""`check` on some files only: those that are named, and those that a branch changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ci.repositories import BROKEN, a_pull_request, a_repository, commit, git
from machine import REPORT, put, ss, with_finding


def found(root: Path, *arguments: str) -> list[str]:
    """The files that a check finds something in."""
    out = ss(root, "check", *arguments).out
    return [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]


def test_only_named_files_count(tmp_path: Path) -> None:
    """What is wrong elsewhere is neither said nor counted."""
    with_finding(tmp_path)
    sound = ss(tmp_path, "check", "postmortems/2026-09-14-cache.md")
    assert (sound.code, sound.out) == (0, "")
    assert sound.err == "2 reports, 0 other files, 1 report asked about, no findings.\n"
    assert ss(tmp_path, "check", "postmortems/undated.md").code == 1


def test_a_folder_stands_for_what_lies_in_it(tmp_path: Path) -> None:
    """Folders may be named, the archive itself and those above it too."""
    put(tmp_path, "postmortems/2025/a.md", BROKEN)
    put(tmp_path, "postmortems/2026/b.md", BROKEN.replace("Outage", "Other"))
    assert found(tmp_path, "postmortems/2025") == ["postmortems/2025/a.md"]
    for folder in ("postmortems", ".", str(tmp_path)):
        assert found(tmp_path, folder) == found(tmp_path)


def test_names_count_from_where_the_command_runs(tmp_path: Path) -> None:
    """A file may be named from any folder, and the archive be reached through a link."""
    with_finding(tmp_path)
    (tmp_path / "link").symlink_to("postmortems")
    put(tmp_path, "secondstory.toml", "")
    assert found(tmp_path / "postmortems", "undated.md") == ["undated.md"]
    assert found(tmp_path, "link/undated.md") == ["postmortems/undated.md"]
    assert found(tmp_path, "--source", "link", "postmortems/undated.md") == ["link/undated.md"]


def test_what_is_no_report_is_nothing_to_say_anything_of(tmp_path: Path) -> None:
    """Hooks name every Markdown file that changed; those outside the archive are no matter."""
    put(with_finding(tmp_path), "README.md", "# Ours\n")
    assert ss(tmp_path, "check", "README.md").code == 0
    missing = ss(tmp_path, "check", "postmortems/typo.md")
    assert missing.code == 2
    assert "does not exist" in missing.err


def test_missing_and_json_tell_of_the_same_files(tmp_path: Path) -> None:
    """Whatever the form, only what was asked about is told."""
    with_finding(tmp_path)
    told = ss(tmp_path, "check", "--missing", "postmortems/undated.md").out
    assert "undated.md: lacks" in told
    assert "cache.md" not in told
    assert "cache.md" not in ss(tmp_path, "check", "--json", "--missing",
                                "postmortems/undated.md").out  # fmt: skip


def test_a_branch_is_asked_what_it_changes(tmp_path: Path) -> None:
    """Kept, staged, unstaged and new files count; what main has done since does not."""
    a_pull_request(tmp_path)
    assert found(tmp_path, "--changed-since", "HEAD^1") == ["postmortems/new report.md"]
    git(tmp_path, "switch", "--quiet", "branch")
    assert found(tmp_path, "--changed-since", "main") == ["postmortems/new report.md"]
    put(tmp_path, "postmortems/neglected.md", BROKEN + "\nMore.\n")
    put(tmp_path, "postmortems/draft.md", BROKEN.replace("Outage", "Draft"))
    put(tmp_path, "postmortems/staged.md", BROKEN.replace("Outage", "Staged"))
    git(tmp_path, "add", "postmortems/staged.md")
    assert [path.partition("/")[2] for path in found(tmp_path, "--changed-since", "main")] == [
        "draft.md", "neglected.md", "new report.md", "staged.md",
    ]  # fmt: skip


def test_a_report_that_moved_counts_where_it_is(tmp_path: Path) -> None:
    """A new name is a change; a report that is gone has nothing to say."""
    a_repository(tmp_path)
    git(tmp_path, "mv", "postmortems/neglected.md", "postmortems/moved.md")
    git(tmp_path, "rm", "--quiet", "postmortems/2025-09-14-old.md")
    commit(tmp_path)
    assert found(tmp_path, "--changed-since", "HEAD^") == ["postmortems/moved.md"]


def test_a_change_elsewhere_asks_about_no_report(tmp_path: Path) -> None:
    """A pull request of code is no matter of the archive: nothing is found, not everything."""
    put(a_repository(tmp_path), "main.py", "pass\n")
    result = ss(tmp_path, "check", "--changed-since", "HEAD", "--summary", "-")
    assert result.code == 0
    assert "0 reports changed" in result.out


def test_the_archive_may_lie_below_the_root_or_the_command_run_there(tmp_path: Path) -> None:
    """What git names from its root, the check knows from anywhere."""
    put(a_repository(tmp_path), "docs/pm/a.md", BROKEN)
    put(tmp_path, "docs/secondstory.toml", 'source = "pm"\n')
    assert found(tmp_path / "docs", "--changed-since", "HEAD") == ["pm/a.md"]


def test_names_may_hold_anything(tmp_path: Path) -> None:
    """Spaces, quotes, letters of any script and line breaks in names are names."""
    a_repository(tmp_path)
    names = ["a b.md", 'q"q.md', "größe.md", "停电.md", "-n.md", "li\nne.md"]
    for name in names:
        put(tmp_path, f"postmortems/{name}", BROKEN.replace("Outage", f"O{len(name)}{name[0]}"))
    assert len(found(tmp_path, "--changed-since", "HEAD")) == len(names)


@pytest.mark.parametrize("reference", ["nowhere", "--output=x", "", "HEAD:README.md"])
def test_what_git_cannot_tell_is_a_broken_project(tmp_path: Path, reference: str) -> None:
    """An unknown reference checks nothing, so it must not look like success."""
    put(a_repository(tmp_path), "postmortems/x.md", REPORT)
    result = ss(tmp_path, "check", f"--changed-since={reference}")
    assert result.code == 2
    assert "git cannot say what has changed" in result.err
    assert "fetch-depth: 0" in result.err
    assert not (tmp_path / "x").exists()


def test_a_history_that_is_cut_off_is_said(tmp_path: Path) -> None:
    """A shallow clone of CI does not know where the branch began: that is said, with the cure."""
    origin = tmp_path / "origin"
    origin.mkdir()
    a_pull_request(origin)
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=branch", origin.as_uri(), "clone")
    result = ss(tmp_path / "clone", "check", "--changed-since", "origin/main")
    assert result.code == 2
    assert "GIT_DEPTH: 0" in result.err


def test_a_folder_without_git_is_said(tmp_path: Path) -> None:
    """Outside a repository, and where there is no git, nobody can tell what has changed."""
    with_finding(tmp_path)
    outside = ss(
        tmp_path, "check", "--changed-since", "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path)
    )
    assert outside.code == 2
    nothing = ss(tmp_path, "check", "--changed-since", "HEAD", PATH=str(tmp_path))
    assert nothing.code == 2
    assert "git is not installed" in nothing.err
