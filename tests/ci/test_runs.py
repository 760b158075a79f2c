"""The commands of the CI files, run as a runner would, on a pull request in a real repository."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from ci.repositories import ALONE, a_pull_request, git
from machine import REPORT, environment, put, ss
from secondstory.report.summary import MARK
from secondstory.start import CI_FILES

PORTAL, _ = CI_FILES["github"]
TOKEN = "token-of-the-project"
# What `gh api` does with a filter, on comments that lie in a file; what it sends it writes down.
GH = """\
import json, os, pathlib, sys
import jq
comments, sent = (pathlib.Path(os.environ[name]) for name in ("GH_COMMENTS", "GH_SENT"))
words = sys.argv[1:]
assert words.pop(0) == "api" and os.environ["GH_TOKEN"]
if "--jq" in words:
    for found in jq.compile(words[words.index("--jq") + 1]).input_text(comments.read_text()):
        print(found)
else:
    body = pathlib.Path(words[words.index("--field") + 1].removeprefix("body=@")).read_text()
    url = next(word for word in words if word.startswith("repos/"))
    sent.write_text(json.dumps([words[words.index("--method") + 1], url, body]))
"""


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A pull request that is checked out, in a folder beside the programs that a runner has."""
    root = tmp_path / "checkout"
    root.mkdir()
    a_pull_request(root)
    for name, code in (("secondstory", "from secondstory.cli import run; run()"), ("gh", GH)):
        program = put(tmp_path, f"bin/{name}", f"#!{sys.executable}\n{code}")
        program.chmod(0o755)
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    return root


def run(root: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as both hosts do: in bash, which ends at the first command that fails."""
    path = f"{root.parent / 'bin'}:/usr/bin:/bin"
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=root,
        env=environment(PATH=path, **{**ALONE, **variables}),
        capture_output=True,
        text=True,
        check=False,
    )


def steps(root: Path, job: str) -> dict[str, Any]:
    """The steps of a job that run commands, by name or by the command."""
    ss(root.parent, "init", "github", "--ci", "github")
    text = (root.parent / "github" / PORTAL).read_text("utf-8")
    found = yaml.safe_load(text)["jobs"][job]["steps"]
    return {step.get("name", step["run"]): step for step in found if "run" in step}


def pipeline(root: Path, job: str) -> list[str]:
    """The commands of a job of GitLab."""
    ss(root.parent, "init", "gitlab", "--ci", "gitlab")
    text = (root.parent / "gitlab/.gitlab/secondstory.yml").read_text("utf-8")
    return list(yaml.safe_load(text)[job]["script"])


def test_github_annotates_what_the_pull_request_changes(runner: Path) -> None:
    """The new report is annotated; those that main has, or has got since, are not."""
    result = run(runner, steps(runner, "check")["Check the changed reports"]["run"])
    assert result.returncode == 1
    files = re.findall(r"^::\w+ file=([^,]+),", result.stdout, re.MULTILINE)
    assert set(files) == {"postmortems/new report.md"}
    assert "4 reports, 0 other files, 1 report asked about" in result.stderr


def test_a_runner_knows_no_more_than_two_commits(runner: Path) -> None:
    """The depth that is fetched is enough to know what changes."""
    clone = runner.parent / "shallow"
    git(runner, "switch", "--quiet", "--create", "merge")
    git(
        runner.parent, "clone", "--quiet", "--depth=2", "--branch=merge", runner.as_uri(), "shallow"
    )
    result = run(clone, steps(runner, "check")["Check the changed reports"]["run"])
    assert result.returncode == 1
    assert "file=postmortems/new report.md," in result.stdout


def test_the_summary_of_the_job_is_shown_even_where_the_check_fails(runner: Path) -> None:
    """A later step puts the Markdown where GitHub shows it."""
    commands = steps(runner, "check")
    run(runner, commands["Check the changed reports"]["run"])
    show = commands["Show the summary"]
    assert "!cancelled()" in show["if"]
    shown = runner.parent / "step summary.md"
    assert run(runner, show["run"], GITHUB_STEP_SUMMARY=str(shown)).returncode == 0
    assert shown.read_text().startswith(f"{MARK}\n### Second Story: 1 report changed, ")


def a_comment(number: int, body: str, author: str = "github-actions[bot]") -> dict[str, Any]:
    return {"id": number, "body": body, "user": {"login": author}}


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([], ["POST", "repos/o/r/issues/7/comments"]),
        ([a_comment(1, "LGTM", "ann")], ["POST", "repos/o/r/issues/7/comments"]),
        ([a_comment(2, f"{MARK}\nforged", "eve")], ["POST", "repos/o/r/issues/7/comments"]),
        ([a_comment(3, f"see {MARK}")], ["POST", "repos/o/r/issues/7/comments"]),
        (
            [a_comment(1, "LGTM", "ann"), a_comment(4, f"{MARK}\nold"), a_comment(5, MARK)],
            ["PATCH", "repos/o/r/issues/comments/4"],
        ),
    ],
)
def test_github_gets_one_comment_that_is_brought_up_to_date(
    runner: Path, there: list[dict[str, Any]], expected: list[str]
) -> None:
    """Our comment is written once and edited from then on; nobody else's is touched."""
    put(runner, "summary.md", f"{MARK}\n### Second Story: 1 report changed, 0 findings\n")
    assert comment(runner, there)[:2] == expected


def test_a_pull_request_without_reports_gets_no_comment(runner: Path) -> None:
    """Code alone is no matter of ours, but a comment that stands there is brought up to date."""
    nothing = f"{MARK}\n### Second Story: 0 reports changed, 0 findings\n"
    put(runner, "summary.md", nothing)
    assert comment(runner, []) == []
    assert comment(runner, [a_comment(4, MARK)])[::2] == ["PATCH", nothing]


def comment(runner: Path, there: list[dict[str, Any]]) -> list[str]:
    """Run the step that comments: method, address and text of what it sends."""
    step = steps(runner, "comment")["Write the comment"]
    known = {
        "github.token": "t",
        "github.repository": "o/r",
        "github.event.pull_request.number": "7",
    }
    variables = {
        name: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known[found[1]], value)
        for name, value in step["env"].items()
    }
    comments = put(runner.parent, "comments.json", json.dumps(there))
    sent = runner.parent / "sent.json"
    sent.unlink(missing_ok=True)
    result = run(runner, step["run"], GH_COMMENTS=str(comments), GH_SENT=str(sent), **variables)
    assert result.returncode == 0, result.stderr
    return list(json.loads(sent.read_text())) if sent.exists() else []


def test_gitlab_gets_code_quality_and_a_log(runner: Path) -> None:
    """The report of a merge request is written, the log is for people, and the job fails."""
    git(runner, "switch", "--quiet", "branch")
    base = git(runner, "merge-base", "main", "branch").strip()
    script = "\n".join(pipeline(runner, "secondstory-check"))
    result = run(runner, script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert result.returncode == 1
    assert "postmortems/new report.md:1:1: SS302 " in result.stdout
    rows = json.loads((runner / "gl-code-quality-report.json").read_text())
    assert "postmortems/new report.md" in {row["location"]["path"] for row in rows}
    assert (runner / "summary.md").read_text().startswith(MARK)


def test_gitlab_asks_about_the_branch_in_a_merged_result_too(runner: Path) -> None:
    """There the target is part of what is checked out, and no change of the branch."""
    shas = {
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(runner, "merge-base", "main", "branch").strip(),
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": git(runner, "rev-parse", "main").strip(),
    }
    result = run(runner, "\n".join(pipeline(runner, "secondstory-check")), **shas)
    assert result.returncode == 1
    assert "1 report asked about" in result.stderr
    assert "postmortems/another.md" not in result.stdout


def test_a_sound_report_passes_on_both_hosts(runner: Path) -> None:
    """Where there is nothing to mend, the jobs succeed."""
    put(runner, "postmortems/new report.md", REPORT.replace("Cache restart", "Sound"))
    github = steps(runner, "check")["Check the changed reports"]["run"]
    gitlab = "\n".join(pipeline(runner, "secondstory-check"))
    git(runner, "commit", "--quiet", "--all", "--amend", "--no-edit")
    assert run(runner, github).returncode == 0
    base = git(runner, "rev-parse", "main").strip()
    assert run(runner, gitlab, CI_MERGE_REQUEST_DIFF_BASE_SHA=base).returncode == 0


def test_the_portal_is_built_where_it_is_published_from(runner: Path) -> None:
    """Both hosts find the pages in the folder that they are told."""
    assert run(runner, steps(runner, "build")["secondstory build"]["run"]).returncode == 0
    assert (runner / "site" / "index.html").is_file()
    assert run(runner, "\n".join(pipeline(runner, "pages"))).returncode == 0
    assert (runner / "public" / "index.html").is_file()


def test_the_ledger_is_kept_in_the_repository_where_that_is_wanted(runner: Path) -> None:
    """The step of the documents pushes the ledger if it has grown, and passes if it has not."""
    page = (Path(__file__).parent.parent.parent / "docs/ci.md").read_text("utf-8")
    (snippet,) = re.findall(r"```yaml\n( +- name: Keep the ledger\n.*?)```", page, re.DOTALL)
    (step,) = yaml.safe_load(snippet)
    git(runner, "switch", "--quiet", "main")
    git(runner.parent, "clone", "--quiet", "--bare", runner.as_uri(), "origin.git")
    git(runner.parent, "clone", "--quiet", "origin.git", "job")
    job = runner.parent / "job"
    assert run(job, step["run"]).returncode == 0
    put(job, "digests/sent.jsonl", "{}\n")
    for _ in range(2):
        result = run(job, step["run"])
        assert result.returncode == 0, result.stderr
    log = git(runner.parent / "origin.git", "log", "--format=%s %an", "main").splitlines()
    assert sum("ledger" in line or "digest" in line for line in log) == 1


class _GitLab(BaseHTTPRequestHandler):
    """As much of GitLab's notes as a job talks to: pages of two, and what was sent."""

    notes: list[dict[str, Any]]
    sent: list[tuple[str, str, str]]

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/api/v4/user":
            self._answer({"id": 42})
            return
        page = int(parse_qs(url.query)["page"][0])
        self._answer(self.notes[2 * page - 2 : 2 * page])

    def do_POST(self) -> None:
        self._take()

    def do_PUT(self) -> None:
        self._take()

    def _take(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.sent.append((self.command, self.path, told["body"]))
        self._answer({})

    def _answer(self, value: object) -> None:
        allowed = self.headers["PRIVATE-TOKEN"] == TOKEN
        self.send_response(200 if allowed else 401)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has
        """Say nothing."""


@pytest.fixture
def gitlab() -> Iterator[tuple[str, type[_GitLab]]]:
    """A GitLab on loopback: its address, and what it holds."""
    handler = type("Handler", (_GitLab,), {"notes": [], "sent": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v4", handler
    server.shutdown()
    thread.join()
    server.server_close()


def a_note(number: int, body: str, author: int = 42) -> dict[str, Any]:
    return {"id": number, "body": body, "author": {"id": author}}


NOTES = "/api/v4/projects/3/merge_requests/8/notes"


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([], ("POST", NOTES)),
        ([a_note(1, f"{MARK}\nforged", author=6), a_note(2, f"see {MARK}")], ("POST", NOTES)),
        ([*(a_note(n, "LGTM") for n in range(5)), a_note(9, MARK)], ("PUT", f"{NOTES}/9")),
    ],
)
def test_gitlab_gets_one_comment_that_is_brought_up_to_date(
    runner: Path,
    gitlab: tuple[str, type[_GitLab]],
    there: list[dict[str, Any]],
    expected: tuple[str, str],
) -> None:
    """Our note is found on whichever page, and edited; nobody else's is touched."""
    address, held = gitlab
    held.notes = there
    body = f"{MARK}\n### Second Story: 1 report changed, 2 findings\n\n#### Größe\n"
    assert note(runner, address, body) == 0
    assert held.sent == [(*expected, body)]


def test_a_merge_request_without_reports_gets_no_note(
    runner: Path, gitlab: tuple[str, type[_GitLab]]
) -> None:
    """Code alone is no matter of ours."""
    address, held = gitlab
    assert note(runner, address, f"{MARK}\n### Second Story: 0 reports changed, 0 findings\n") == 0
    assert held.sent == []


def note(runner: Path, address: str, body: str) -> int:
    """Run the job that comments in GitLab."""
    put(runner, "summary.md", body)
    variables = {
        "CI_API_V4_URL": address,
        "CI_PROJECT_ID": "3",
        "CI_MERGE_REQUEST_IID": "8",
        "SECONDSTORY_COMMENT": TOKEN,
    }
    result = run(runner, "\n".join(pipeline(runner, "secondstory-comment")), **variables)
    assert "Traceback" not in result.stderr
    return result.returncode
