"""The parts of the preview: paths, host names, findings, source lines, batches of changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from watchdog.events import FileModifiedEvent, FileMovedEvent, FileOpenedEvent

from machine import put
from previews import a_project
from secondstory.config import load_project
from secondstory.findings import Finding, Level, Location, ProjectError
from secondstory.model import Artifact
from secondstory.serve import session
from secondstory.serve.broken import Line, excerpt, fresh, identity, sentence
from secondstory.serve.listen import is_ours
from secondstory.serve.tree import Found, digest, enliven, find, plant
from secondstory.serve.watch import Changes, Watched


def a_site(**files: str) -> Any:
    names = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    return plant(Artifact(PurePosixPath(name), text.encode()) for name, text in names.items())


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/lessons/", "lessons/index.html"),
        ("/lessons/index%2ehtml", "lessons/index.html"),
        ("/static/style.css", "static/style.css"),
    ],
)
def test_a_path_leads_to_its_artifact(path: str, name: str) -> None:
    """Files are found by name, folders by their index page."""
    site = a_site(index_html="home", lessons__index_html="lessons", static__style_css="css")

    found = find(site, path)

    assert isinstance(found, Found)
    assert (found.exists, found.body) == (True, site.files[name])


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/%2e%2e/secret", "//etc/passwd", "/..%5csecret", "/lessons/../x", "/\0"],
)
def test_no_path_leads_out_of_the_site(path: str) -> None:
    """There is nothing but artifacts to find, whatever a request asks for."""
    found = find(a_site(index_html="home", _404_html="gone"), path)

    assert isinstance(found, Found)
    assert not found.exists


def test_a_folder_is_asked_for_with_its_slash() -> None:
    """Without the slash the relative links of the page would lead elsewhere."""
    assert find(a_site(lessons__index_html="lessons"), "/lessons") == "/lessons/"


def test_the_not_found_page_works_at_any_depth() -> None:
    """Its relative links are made absolute, other links stay."""
    page = '<a href="index.html"><a href="#x"><a href="https://a.example"><img src="static/a.png">'
    site = plant([Artifact(PurePosixPath("404.html"), page.encode())])

    found = find(site, "/incidents/2026/gone.html")

    assert isinstance(found, Found)
    assert found.body.decode() == page.replace('"index', '"/index').replace('"static', '"/static')


def test_the_script_goes_before_the_end_of_the_body() -> None:
    """A page that shows `</body>` in its text gets the script at its real end, once."""
    page = b"<body><code>&lt;/body></code></body></html>"

    lively = enliven(page, "0123")

    script = b'<script src="/__secondstory/live.js" data-seen="0123" defer></script>'
    assert lively == page.replace(b"</body>", script + b"</body>")


def test_a_page_looks_new_when_it_or_the_style_changes() -> None:
    """A browser reloads for its own page and for shared files, not for other pages or data."""
    site = {"a_html": "a", "b_html": "b", "static__a_css": "css", "search__core_js": "data"}

    def news(**change: str) -> bool:
        return digest(a_site(**site), "/a.html") != digest(a_site(**site | change), "/a.html")

    assert news(a_html="other")
    assert news(static__a_css="other")
    assert not news(b_html="other", search__core_js="other", index_json="other")


def test_every_page_is_drawn_when_it_is_asked_for(tmp_path: Path) -> None:
    """The preview's pages, planned one by one, are those of a build, byte for byte."""
    now = session.read(session.kit(load_project(a_project(tmp_path))), date(2026, 11, 21))

    drawn = {str(path): now.pages.draw(str(path)) for path in now.pages.paths()}

    assert drawn == {str(page.path): page.content for page in now.drawing.pages()}
    assert now.pages.draw("incidents/none.html") is None


@pytest.mark.parametrize("template", ["incident", "lessons"])
def test_a_broken_template_is_told_at_the_start(tmp_path: Path, template: str) -> None:
    """Of reports as of lists, before anybody asks for a page that shows it."""
    root = a_project(tmp_path)
    put(root, f"theme/templates/{template}.html", "{{ 1 / 0 }}")
    put(root, "secondstory.toml", 'theme.folder = "theme"\n')

    with pytest.raises(ProjectError, match=f"{template}.html"):
        session.read(session.kit(load_project(root)), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("header", "host", "ours"),
    [
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("devbox:8000", "devbox", True),
        ("", "127.0.0.1", False),
        ("evil.example", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("localhost.evil.example:8000", "127.0.0.1", False),
        ("evil.example#127.0.0.1", "127.0.0.1", False),
        ("192.168.1.7:8000", "127.0.0.1", False),
        ("192.168.1.7:8000", "0.0.0.0", True),
        ("evil.example", "0.0.0.0", False),
        ("[not an address", "127.0.0.1", False),
    ],
)
def test_only_our_own_names_are_answered(header: str, host: str, ours: bool) -> None:  # noqa: FBT001
    """A page elsewhere that points its name at this machine learns nothing."""
    assert is_ours(header, host) is ours


def test_a_finding_is_new_until_it_is_known() -> None:
    """Known findings stay known when their line moves; notes are left to `check`."""
    old = Finding(Location("a.md", 4, 1), "SS301", "month 14 does not exist")
    moved = Finding(Location("a.md", 9, 1), "SS301", "month 14 does not exist")
    new = Finding(Location("a.md", 2, 1), "SS302", "no such severity")
    note = Finding(Location("a.md", 1, 1), "SS303", "no lessons", Level.NOTE)

    assert fresh(frozenset({identity(old)}), [moved, new, note]) == [new]


def test_the_lines_around_a_place_are_shown() -> None:
    """Two lines before and after, the word at the column marked, within the file."""
    text = "---\ntitle: x\ndate: 2026-14-09 # y\n---\n"

    assert excerpt(text, Location("a.md", 3, 7)) == (
        Line(1, "---"),
        Line(2, "title: x"),
        Line(3, "date: 2026-14-09 # y", (6, 16)),
        Line(4, "---"),
        Line(5, ""),
    )
    assert excerpt(text, Location("a.md", 99, 1)) == ()
    assert excerpt("", Location("a.md", 1, 9)) == (Line(1, "", (0, 1)),)


@pytest.mark.parametrize(
    ("message", "said"),
    [("month 14 does not exist", "Month 14 does not exist."), ("Why?", "Why?"), ("", ".")],
)
def test_a_message_becomes_a_sentence(message: str, said: str) -> None:
    """Findings are fragments; a heading is a sentence."""
    assert sentence(message) == said


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("reports/dns.md", True),
        ("reports/2026/dns.md", True),
        ("reports/2026", True),
        ("reports", True),
        ("secondstory.toml", True),
        ("reports/dns.md~", False),
        ("reports/.dns.md.swp", False),
        ("reports/.dns.md.swx", False),
        ("reports/dns.swo", False),
        ("reports/4913", False),
        ("reports/.#dns.md", False),
        ("reports/#dns.md#", False),
        ("reports/.git/index.lock", False),
        ("reports/dns.md.tmp", False),
        ("reports/site/index.html", False),
        ("other/dns.md", False),
        ("secondstory.toml.bak", False),
    ],
)
def test_only_what_makes_the_site_counts(path: str, counts: bool) -> None:  # noqa: FBT001
    """What editors leave beside a file, the output and other folders do not rebuild."""
    root = Path("/project")
    watched = Watched((root / "reports",), (root / "secondstory.toml",), (root / "reports/site",))

    assert watched.counts(root / path) is counts


def test_the_steps_of_one_save_are_one_batch() -> None:
    """A save that writes beside and renames is one change of one file; reading is none."""
    changes = Changes(Watched((Path("/reports"),), (), ()))
    for event in (
        FileOpenedEvent("/reports/other.md"),
        FileModifiedEvent("/reports/.dns.md.swp"),
        FileMovedEvent("/reports/dns.md", "/reports/dns.md~"),
        FileMovedEvent("/reports/dns.md.tmp", "/reports/dns.md"),
        FileModifiedEvent("/reports/dns.md"),
    ):
        changes.on_any_event(event)

    batches = changes.batches()

    assert next(batches) == {Path("/reports/dns.md")}
    changes.stop()
    assert list(batches) == []
