"""The live preview serves what was built, follows every save and survives broken ones."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from previews import GATEWAY, GATEWAY_FILE, PATIENCE, a_project, a_report, serving
from secondstory.config import load_project
from secondstory.findings import ProjectError
from secondstory.serve import preview


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_project(tmp_path)


def refusal(root: Path, **options: Any) -> ProjectError:
    """The reason why a project is not served."""
    options = {"port": 0, **options}
    with pytest.raises(ProjectError) as caught, preview(lambda: load_project(root), **options):
        pass
    return caught.value


def test_pages_and_files_are_served_from_memory(project: Path) -> None:
    """Each artifact has its type, may not be cached blindly, and nothing is written."""
    with serving(project) as served:
        for path, kind in (
            ("/", "text/html; charset=utf-8"),
            (GATEWAY, "text/html; charset=utf-8"),
            ("/index.json", "application/json"),
            ("/feed.xml", "application/atom+xml"),
            ("/robots.txt", "text/plain; charset=utf-8"),
        ):
            response, body = served.get(f"{path}?q=x")
            assert (response.status, response.headers["Content-Type"]) == (200, kind)
            assert response.headers["Cache-Control"] == "no-cache"
            assert int(response.headers["Content-Length"]) == len(body) > 0

    assert not (project / "site").exists()


def test_head_answers_without_a_body(project: Path) -> None:
    """HEAD has the headers of GET."""
    with serving(project) as served:
        get, body = served.get("/")
        head, nothing = served.get("/", "HEAD")

    assert nothing == b""
    assert head.status == 200
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize(
    "path",
    ["/nothing.html", "/../secondstory.toml", "/%2e%2e/secondstory.toml", "/__secondstory/../x"],
)
def test_what_is_no_artifact_is_not_found(project: Path, path: str) -> None:
    """There is a page that says so, and no way to the files of the project."""
    with serving(project) as served:
        response, body = served.get(path)

    assert response.status == 404
    assert b"[site]" not in body


def test_a_folder_without_slash_is_redirected_on_this_server(project: Path) -> None:
    """The redirect never leads to another host."""
    with serving(project) as served:
        for path in ("/lessons", "//lessons"):
            response, _ = served.get(path)
            assert response.status in {301, 404}
            assert response.headers["Location"] in {None, "/lessons/"}


def test_a_foreign_host_name_is_refused(project: Path) -> None:
    """DNS rebinding gets neither a page nor the stream of news."""
    with serving(project) as served:
        for path in ("/", GATEWAY, "/__secondstory/events"):
            response, body = served.get(path, Host="evil.example")
            assert response.status == 421
            assert b"certificate" not in body


def test_other_sites_may_not_embed_the_preview(project: Path) -> None:
    """Search data is a script, and scripts cross origins unless they are told not to."""
    with serving(project) as served:
        response, _ = served.get("/index.json")

    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Access-Control-Allow-Origin"] is None


def test_a_save_is_news_for_its_page_only(project: Path) -> None:
    """The page of the saved report is another one, the page of another report is not."""
    other = "/incidents/2026-10-01-dns.html"
    with serving(project) as served, served.news(GATEWAY) as mine, served.news(other) as theirs:
        before = mine()
        seen = theirs()["page"].encode()
        served.save(GATEWAY_FILE, a_report(lesson="Watch what is served."))
        after = mine()
        _, body = served.get(GATEWAY)
        _, body_of_other = served.get(other)

    assert before["page"] != after["page"]
    assert seen in body_of_other
    assert b"Watch what is served." in body
    assert f'data-seen="{after["page"]}"'.encode() in body


def test_a_broken_report_is_shown_beside_the_last_good_page(project: Path) -> None:
    """Its finding is told with place, lines and help; the good page stays until it is mended."""
    broken = a_report(lesson="Never seen.").replace("title:", "owner: @edge\ntitle:", 1)
    with serving(project) as served, served.news(GATEWAY) as news:
        good = news()
        served.save(GATEWAY_FILE, broken)
        told = news()
        _, body = served.get(GATEWAY)
        served.save(GATEWAY_FILE, a_report())
        mended = news()

    assert good["broken"] is None
    assert told["page"] == good["page"]
    assert b"Never seen." not in body
    assert told["broken"]["shows"] == "The page above is the last good one."
    assert told["broken"]["where"].endswith(f"{GATEWAY_FILE}:2:8")
    assert told["broken"]["hint"]
    (marked,) = [line for line in told["broken"]["lines"] if line["mark"]]
    assert marked["text"] == "owner: @edge"
    assert (mended["page"], mended["broken"]) == (good["page"], None)


def test_a_report_with_a_doubt_is_shown_with_it(project: Path) -> None:
    """A warning does not hold the save back: the page is the new one, and says what is odd."""
    with serving(project) as served, served.news(GATEWAY) as news:
        good = news()
        served.save(GATEWAY_FILE, a_report().replace("2026-09-14", "2026-14-09", 1))
        told = news()

    assert told["page"] != good["page"]
    assert told["broken"]["shows"] == "The page above shows this save."
    assert told["broken"]["where"].endswith(f"{GATEWAY_FILE}:3:7")


def test_findings_from_before_are_no_news(tmp_path: Path) -> None:
    """An old archive can be served and edited without its old findings in the way."""
    (tmp_path / "postmortems").mkdir()
    old = tmp_path / "postmortems/2026-01-01-old.md"
    old.write_text("---\nowner: @edge\n---\n# An outage\n\n## Impact\n\nSome.\n")
    with serving(tmp_path) as served, served.news() as news:
        first = news()
        served.save("postmortems/2026-09-14-gateway.md", a_report())
        second = news()

    assert first["broken"] is second["broken"] is None
    assert first["page"] != second["page"]


def test_a_broken_config_is_shown_and_mended(project: Path) -> None:
    """An unknown key is told with its line; the site stays; a good config changes it."""
    with serving(project) as served, served.news() as news:
        good = news()
        served.save("secondstory.toml", '[site]\ntitel = "Learning"\n')
        told = news()
        served.save("secondstory.toml", '[site]\ntitle = "Learning again"\n')
        mended = news()
        _, body = served.get("/")

    assert told["page"] == good["page"]
    assert "titel" in told["broken"]["message"]
    assert "secondstory.toml:2" in told["broken"]["where"]
    assert mended["broken"] is None
    assert b"Learning again" in body


def test_a_deleted_report_is_gone_and_can_come_back(project: Path) -> None:
    """Its page becomes "not found", and the old page again when the file is restored."""
    with serving(project) as served, served.news(GATEWAY) as news:
        first = news()
        (project / GATEWAY_FILE).unlink()
        gone = news()
        missing, body = served.get(GATEWAY)
        served.save(GATEWAY_FILE, a_report())
        back = news()

    assert missing.status == 404
    assert f'data-seen="{gone["page"]}"'.encode() in body
    assert first["page"] == back["page"] != gone["page"]


def test_a_renamed_report_moves(project: Path) -> None:
    """The new name has the page, the old one has not."""
    with serving(project) as served, served.news(GATEWAY) as news:
        news()
        (project / GATEWAY_FILE).rename(project / "postmortems/2026-09-14-renamed.md")
        news()
        old, _ = served.get(GATEWAY)
        new, _ = served.get("/incidents/2026-09-14-renamed.html")

    assert (old.status, new.status) == (404, 200)


def test_the_report_folder_may_be_replaced(project: Path) -> None:
    """Checking out another branch removes the folder and makes it anew; both are followed."""
    with serving(project) as served, served.news() as news:
        first = news()
        (project / "postmortems").rename(project / "elsewhere")
        gone = news()
        (project / "elsewhere").rename(project / "postmortems")
        back = news()
        served.save(GATEWAY_FILE, a_report("Saved after the change"))
        saved = news()

    assert gone["broken"] is not None
    assert gone["page"] == first["page"] == back["page"] != saved["page"]


def test_what_editors_leave_behind_is_no_save(project: Path) -> None:
    """Swap and backup files cause no build: the next real save is the only one told of."""
    with serving(project) as served, served.news() as news:
        news()
        for name in ("dns.md~", ".dns.md.swp", "4913", ".#dns.md"):
            (project / "postmortems" / name).write_text("x")
        served.save(GATEWAY_FILE, a_report("Saved"))
        news()

    (line,) = served.said
    assert " 2026-09-14-gateway.md: " in line


def test_a_port_in_use_is_told_with_a_way_out(project: Path) -> None:
    """Two previews on one port: the second names another port."""
    with serving(project) as served:
        port = urlsplit(served.url).port
        assert port
        error = refusal(project, port=port)

    assert error.message == f"port {port} on 127.0.0.1 is in use"
    assert f"--port {port + 1}" in error.hint


def test_a_host_that_is_not_here_is_told(project: Path) -> None:
    """An unknown host name is a project error, not a traceback."""
    assert "no-such-host.invalid" in refusal(project, host="no-such-host.invalid").message


def test_a_project_that_cannot_be_built_is_not_served(tmp_path: Path) -> None:
    """Without a first good build there is nothing to show."""
    with pytest.raises(ProjectError), serving(tmp_path):
        pass


def test_ctrl_c_ends_without_a_traceback(project: Path) -> None:
    """The command says where it serves, and ends with exit code 0 when interrupted."""
    command = [sys.executable, "-m", "secondstory", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        url = next(word for line in lines for word in line.split() if word.startswith("http://"))
        with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)) as client:
            # An open stream must not keep the server.
            client.request("GET", "/__secondstory/events")
            assert client.getresponse().status == 200
            process.send_signal(signal.SIGINT)
            rest = process.stdout.read()
            process.wait(PATIENCE)

    assert process.returncode == 0, rest
    assert "Traceback" not in rest
