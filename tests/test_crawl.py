"""Reading a folder: every odd file is a source or a finding, never a crash and never lost."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest

from machine import as_nobody, put
from secondstory.crawl import CODES, Folder, crawl, read_image, read_source
from secondstory.findings import Finding, ProjectError
from secondstory.globs import matching
from secondstory.model import Source

PNG = b"\x89PNG\r\n\x1a\n"


def a_folder(root: Path, **files: bytes | str) -> Path:
    """Write files; `__` in a key stands for a slash and the suffix `.md` is added."""
    for name, content in files.items():
        put(root, name.replace("__", "/") + ".md", content)
    return root


def only(folder: Folder) -> Source:
    (source,) = folder.sources
    return source


def paths(folder: Folder) -> list[str]:
    return [source.path for source in folder.sources]


def the(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def test_reports_are_read_sorted_with_their_path_in_the_archive(tmp_path: Path) -> None:
    """Every `.md` and `.markdown` file is a source, in any case, at any depth, sorted by path."""
    a_folder(tmp_path, b="two", a__z="one")
    put(tmp_path, "c.MARKDOWN", "three")
    put(tmp_path, "notes.txt", "not read")
    folder = crawl(tmp_path)
    assert [(source.path, source.text) for source in folder.sources] == [
        ("a/z.md", "one"),
        ("b.md", "two"),
        ("c.MARKDOWN", "three"),
    ]
    assert folder.findings == ()


def test_hidden_names_and_node_modules_are_left_out(tmp_path: Path) -> None:
    """What starts with a dot and what npm installed is no part of the archive."""
    for path in (".git/a.md", "node_modules/b.md", "x/.cache/c.md", "._d.md", "x/e.md"):
        put(tmp_path, path, "text")
    assert paths(crawl(tmp_path)) == ["x/e.md"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("TEMPLATE.md", ["drafts/a.md", "drafts/deep/b.md", "x.md"]),
        ("drafts", ["TEMPLATE.md", "x.md"]),
        ("drafts/", ["TEMPLATE.md", "x.md"]),
        ("drafts/*.md", ["TEMPLATE.md", "drafts/deep/b.md", "x.md"]),
        ("./drafts/**", ["TEMPLATE.md", "x.md"]),
        ("**/b.md", ["TEMPLATE.md", "drafts/a.md", "x.md"]),
        ("/x.md", ["TEMPLATE.md", "drafts/a.md", "drafts/deep/b.md"]),
        ("?.md", ["TEMPLATE.md"]),
        ("[!x].md", ["TEMPLATE.md", "x.md"]),
        ("[z-a].md", ["TEMPLATE.md", "drafts/a.md", "drafts/deep/b.md", "x.md"]),
        ("*", []),
    ],
)
def test_exclude_patterns_work_like_those_of_git(
    tmp_path: Path, pattern: str, left: list[str]
) -> None:
    """A bare name matches anywhere, a path from the top, `*` within a name, `**` across."""
    for path in ("TEMPLATE.md", "drafts/a.md", "drafts/deep/b.md", "x.md"):
        put(tmp_path, path, "text")
    assert paths(crawl(tmp_path, [pattern])) == left


def test_a_pattern_is_no_regular_expression() -> None:
    """Characters that mean something to `re` stand for themselves."""
    excluded = matching(["a+b (c).md", "[", "[a&&b].md"])
    assert excluded("deep/a+b (c).md")
    assert excluded("[")
    assert excluded("&.md")
    assert not excluded("aab (c).md")


def test_an_empty_file_is_a_source(tmp_path: Path) -> None:
    """Nothing in a file is still a file; later stages say so."""
    assert only(crawl(a_folder(tmp_path, x=""))) == Source("x.md", "")


def test_a_large_file_is_cut_at_a_line_and_says_so(tmp_path: Path) -> None:
    """A file over the limit keeps its whole first lines and names the last line read."""
    put(tmp_path, "x.md", "first\nsécond\nthird is too much\n" + "log\n" * 5)
    source = only(crawl(tmp_path, largest=20))
    assert source.text == "first\nsécond\n"
    expected = "x.md:2:1: SS103 only the first 20 of 52 bytes were read, up to this line"
    assert str(the(source.findings)) == expected


def test_one_endless_line_is_cut_between_letters(tmp_path: Path) -> None:
    """The limit may fall into a letter or a line without end; what was read stays text."""
    put(tmp_path, "x.md", "é" * 40)
    source = only(crawl(tmp_path, largest=21))
    assert source.text == "é" * 10
    assert [finding.code for finding in source.findings] == ["SS103"]


def test_five_megabytes_are_read_whole(tmp_path: Path) -> None:
    """A 5 MB file is large and allowed."""
    put(tmp_path, "x.md", "- line\n" * 750_000)
    source = only(crawl(tmp_path))
    assert source.text.count("\n") == 750_000
    assert source.findings == ()


def test_a_folder_named_like_a_report_is_a_finding_and_is_entered(tmp_path: Path) -> None:
    """`x.md/` is no report, but what lies in it may be."""
    put(tmp_path, "x.md/y.md", "inside")
    outer, inner = crawl(tmp_path).sources
    assert str(the(outer.findings)) == "x.md:1:1: SS105 this is a folder, not a file"
    assert (outer.text, inner.path, inner.text) == ("", "x.md/y.md", "inside")


def test_pipes_and_sockets_are_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A named pipe without a writer would hang a reader for ever; it is a finding instead."""
    os.mkfifo(tmp_path / "pipe.md")
    os.mkfifo(tmp_path / "pipe.png")
    monkeypatch.chdir(tmp_path)  # the path of a socket may have about 100 bytes
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.md")
        folder = crawl(tmp_path)
    assert [str(the(source.findings)) for source in folder.sources] == [
        "pipe.md:1:1: SS105 this is a named pipe, not a file",
        "socket.md:1:1: SS105 this is a socket, not a file",
    ]
    assert str(the(folder.findings)) == "pipe.png:1:1: SS105 this is no ordinary file"
    assert folder.images == ()


def test_links_that_lead_nowhere_are_findings(tmp_path: Path) -> None:
    """A dangling link and a link to itself are sources without text; other files are no matter."""
    (tmp_path / "gone.md").symlink_to("missing.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "gone.png").symlink_to("missing.png")
    (tmp_path / "gone.txt").symlink_to("missing.txt")
    folder = crawl(tmp_path)
    assert [str(the(source.findings)) for source in folder.sources] == [
        "gone.md:1:1: SS106 a link that leads to nothing",
        "loop.md:1:1: SS106 a link that leads to itself",
    ]
    assert str(the(folder.findings)) == "gone.png:1:1: SS106 a link that leads to nothing"


def test_links_out_of_the_archive_are_not_read(tmp_path: Path) -> None:
    """No link can publish a file or a folder from outside, and none is passed over in silence."""
    secret = put(tmp_path, "secret/secret.md", "password")
    archive = tmp_path / "archive"
    put(archive, "a.md", "text")
    (archive / "passwords.md").symlink_to(secret)
    (archive / "more").symlink_to(secret.parent)
    (archive / "x.png").symlink_to(secret)
    folder = crawl(archive)
    assert paths(folder) == ["a.md"]
    assert folder.images == ()
    assert [str(finding) for finding in folder.findings] == [
        "more:1:1: SS107 not read: a link to a folder outside the archive",
        "passwords.md:1:1: SS107 not read: a link to a file outside the archive",
        "x.png:1:1: SS107 not read: a link to a file outside the archive",
    ]
    assert not any("secret" in str(finding) for finding in folder.findings)


def test_links_within_the_archive_show_nothing_twice(tmp_path: Path) -> None:
    """A link to a report that is read anyway adds nothing; one to a hidden file is read once."""
    put(tmp_path, "a.md", "a")
    put(tmp_path, ".kept/b.md", "b")
    put(tmp_path, "year/c.md", "c")
    (tmp_path / "latest.md").symlink_to("a.md")
    (tmp_path / "one.md").symlink_to(".kept/b.md")
    (tmp_path / "two.md").symlink_to(".kept/b.md")
    (tmp_path / "this-year").symlink_to("year")
    (tmp_path / "round").symlink_to(".")
    folder = crawl(tmp_path)
    assert [(source.path, source.text) for source in folder.sources] == [
        ("a.md", "a"),
        ("one.md", "b"),
        ("year/c.md", "c"),
    ]
    assert folder.findings == ()


def test_a_link_to_a_hidden_folder_is_a_finding(tmp_path: Path) -> None:
    """Reports that are read nowhere else are not lost without a word."""
    put(tmp_path, ".store/a.md", "a")
    (tmp_path / "shown").symlink_to(".store")
    assert str(the(crawl(tmp_path).findings)) == (
        "shown:1:1: SS110 not read: a link to a hidden folder"
    )


def test_an_archive_may_itself_be_a_link(tmp_path: Path) -> None:
    """The folder that the project names is trusted; links in it are judged by where it leads."""
    put(tmp_path, "real/a.md", "a")
    (tmp_path / "real/b.md").symlink_to("a.md")
    (tmp_path / "link").symlink_to("real")
    assert paths(crawl(tmp_path / "link")) == ["a.md"]


def test_unreadable_files_and_folders_are_findings() -> None:
    """A missing permission is said once and does not end the build."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        put(root, "a.md", "text").chmod(0)
        put(root, "b.md", "text")
        put(root, "closed/c.md", "text").parent.chmod(0)
        with as_nobody():
            folder = crawl(root)
        (root / "closed").chmod(0o755)
    assert [(source.path, source.text) for source in folder.sources] == [
        ("a.md", ""),
        ("b.md", "text"),
    ]
    assert str(the(folder.sources[0].findings)) == (
        "a.md:1:1: SS104 cannot be read: permission denied"
    )
    assert str(the(folder.findings)) == (
        "closed:1:1: SS104 the folder cannot be read: permission denied"
    )


def test_a_vanished_file_is_a_finding(tmp_path: Path) -> None:
    """A file that goes away between the listing and the reading does not end the build."""
    finding = the(read_source(tmp_path / "gone.md", "gone.md").findings)
    assert str(finding) == "gone.md:1:1: SS104 cannot be read: no such file or directory"


def test_a_file_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path) -> None:
    """Text that leaves the crawl can be encoded, whatever the file system holds."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("text")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.png")).write_bytes(PNG)
    folder = crawl(tmp_path)
    assert (only(folder).path, only(folder).text) == ("caf\\xe9.md", "text")
    assert str(the(only(folder).findings)) == "caf\\xe9.md:1:1: SS108 the file name is not UTF-8"
    assert folder.images == ()
    assert the(folder.findings).code == "SS109"


def test_images_are_listed_and_read(tmp_path: Path) -> None:
    """Images of the known kinds are listed by path, links within the archive included."""
    for path in ("a/chart.PNG", "b.svg", "c.bmp", ".hidden.png"):
        put(tmp_path, path, PNG)
    (tmp_path / "same.png").symlink_to("a/chart.PNG")
    assert crawl(tmp_path).images == ("a/chart.PNG", "b.svg", "same.png")
    assert read_image(tmp_path, "a/chart.PNG") == PNG
    assert read_image(tmp_path, "same.png") == PNG


def test_images_whose_names_travel_badly_are_left_out(tmp_path: Path) -> None:
    """An image that some system cannot hold, or takes for another, is a finding."""
    for path in ("a.png", "A.png", "con.png", "12:30.png"):
        put(tmp_path, path, PNG)
    folder = crawl(tmp_path)
    assert folder.images == ("A.png",)
    assert [finding.message for finding in folder.findings] == [
        "left out: its path holds the character ':', which Windows does not allow in a name",
        "left out: its name differs from 'A.png' only in case or accents",
        "left out: its path holds 'con.png', which Windows takes for a device",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "../outside.png",
        "a/../../outside.png",
        "/outside.png",
        "out.png",
        "note.txt",
        "text.png",
        ".hidden.png",
        "gone.png",
        "pipe.png",
        "a\0.png",
        "folder.png",
    ],
)
def test_only_images_of_the_archive_are_read(tmp_path: Path, path: str) -> None:
    """Nothing outside, hidden, special or of another kind comes out, however it is spelled."""
    archive = tmp_path / "archive"
    outside = put(tmp_path, "outside.png", PNG)
    note = put(archive, "note.txt", "text")
    put(archive, ".hidden.png", PNG)
    put(archive, "folder.png/x", "text")
    os.mkfifo(archive / "pipe.png")
    (archive / "out.png").symlink_to(outside)
    (archive / "text.png").symlink_to(note)
    assert read_image(archive, path) is None


def test_an_image_over_the_limit_is_not_read(tmp_path: Path) -> None:
    """One screenshot cannot fill the portal."""
    put(tmp_path, "a.png", b"x" * 11)
    assert read_image(tmp_path, "a.png", largest=10) is None
    assert read_image(tmp_path, "a.png", largest=11) == b"x" * 11


def test_no_folder_is_an_error_of_the_project(tmp_path: Path) -> None:
    """A missing folder and a file in its place end the run with words that help."""
    with pytest.raises(ProjectError, match="there is no folder") as missing:
        crawl(tmp_path / "postmortems")
    assert "secondstory init" in missing.value.hint
    with pytest.raises(ProjectError, match="is a file, not a folder"):
        crawl(put(tmp_path, "a.md", "text"))
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ProjectError, match="cannot be read"):
        crawl(tmp_path / "loop")


def test_every_code_is_documented_once() -> None:
    """The codes of reading are SS1xx, distinct, and say why they matter and what mends them."""
    assert len({code.code for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.code.startswith("SS1") and code.why and code.mend for code in CODES)
